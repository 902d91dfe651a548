//! Damage to DER: to its bytes, or to its elements with all lengths set right again.

use crate::random::Random;

/// Damaged in one to four places.
pub(crate) fn damaged(random: &mut Random, whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for _ in 0..=random.below(4) {
        bytes = if random.one_in(2) {
            elements(random, &bytes)
        } else {
            raw(random, bytes)
        };
    }
    bytes
}

fn raw(random: &mut Random, mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.len() < 2 {
        return vec![0x30, 0x80];
    }
    let at = random.below(bytes.len());
    let length = random.below((bytes.len() - at).min(40));
    match random.below(6) {
        0 => bytes.truncate(at),
        1 => bytes[at] ^= 1 << random.below(8),
        2 => drop(bytes.drain(at..at + length)),
        3 => {
            let piece = bytes[at..at + length].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, piece);
        }
        4 => bytes[at] = random.of(&[0, 0x01, 0x7F, 0x80, 0x81, 0x84, 0x88, 0xFF, 0x30, 0x31, 0xA0]),
        _ => {
            let noise: Vec<u8> = (0..length).map(|_| random.next().to_le_bytes()[0]).collect();
            bytes.splice(at..at + length, noise);
        }
    }
    bytes
}

/// An element: its tag, and its bytes or its elements.
#[derive(Clone)]
enum Node {
    Plain(u8, Vec<u8>),
    Around(u8, Vec<Self>),
}

/// One element changed, removed, doubled or moved.
fn elements(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let Some(mut nodes) = parse(bytes, 24) else {
        return raw(random, bytes.to_vec());
    };
    change(random, &mut nodes);
    nodes.iter().flat_map(write).collect()
}

fn change(random: &mut Random, nodes: &mut Vec<Node>) {
    if nodes.is_empty() {
        nodes.push(Node::Plain(5, Vec::new()));
        return;
    }
    let at = random.below(nodes.len());
    if let Node::Around(_, inner) = &mut nodes[at]
        && !random.one_in(6)
    {
        return change(random, inner);
    }
    match random.below(7) {
        0 => drop(nodes.remove(at)),
        1 => nodes.insert(at, nodes[at].clone()),
        2 => {
            let to = random.below(nodes.len());
            nodes.swap(at, to);
        }
        3 => nodes[at] = Node::Around(random.of(&[0x30, 0x31, 0xA0, 0xA1]), vec![nodes[at].clone()]),
        4 => match &mut nodes[at] {
            Node::Plain(tag, _) | Node::Around(tag, _) => *tag = random.next().to_le_bytes()[0],
        },
        _ => {
            if let Node::Plain(_, value) = &mut nodes[at] {
                *value = raw(random, std::mem::take(value));
            }
        }
    }
}

fn parse(mut bytes: &[u8], depth: usize) -> Option<Vec<Node>> {
    let depth = depth.checked_sub(1)?;
    let mut nodes = Vec::new();
    while let [tag, first, rest @ ..] = bytes {
        let count = usize::from(first & 0x7F);
        let (length, rest) = match first {
            0..=0x7F => (usize::from(*first), rest),
            0x81..=0x83 => {
                let digits = rest.get(..count)?;
                (
                    digits.iter().fold(0, |all, digit| all << 8 | usize::from(*digit)),
                    &rest[count..],
                )
            }
            _ => return None,
        };
        let value = rest.get(..length)?;
        let inner = (tag & 0x20 != 0 || *tag == 4)
            .then(|| parse(value, depth))
            .flatten();
        nodes.push(match inner {
            Some(inner) if !inner.is_empty() => Node::Around(*tag, inner),
            _ => Node::Plain(*tag, value.to_vec()),
        });
        bytes = &rest[length..];
    }
    bytes.is_empty().then_some(nodes)
}

fn write(node: &Node) -> Vec<u8> {
    let (tag, value) = match node {
        Node::Plain(tag, value) => (*tag, value.clone()),
        Node::Around(tag, inner) => (*tag, inner.iter().flat_map(write).collect()),
    };
    let length = value.len().to_be_bytes();
    let first = length
        .iter()
        .position(|byte| *byte != 0)
        .unwrap_or(length.len() - 1);
    let mut out = vec![tag];
    if value.len() >= 0x80 {
        out.push(0x80 | u8::try_from(length.len() - first).unwrap_or(0));
    }
    out.extend_from_slice(&length[first..]);
    out.extend(value);
    out
}

//! Signed PDF files with damage → refused, or told as changed; accepted as a whole only as they were signed.

use madoguchi_jpki::Purpose;
use madoguchi_jpki::pdf::{PdfSignature, verify};

use crate::Run;
use crate::random::Random;
use crate::support::pdf::{gap, page, signed, space, unsigned, written};
use crate::support::{anchors, in_force, profile};

pub(crate) fn open() -> Run {
    let first = signed(unsigned());
    let second = signed(written(&first, &[(7, space())]));
    let mut inside = page();
    inside[3].1 = inside[3].1.replace("5 0 R", &space());
    let files = [first, second, signed(written(&[], &inside))];
    let (anchors, profile) = (anchors(Purpose::Signature), profile());
    Box::new(move |random| {
        let whole = random.of(&files);
        let bytes = damaged(random, &whole);
        let Ok(all) = verify(&bytes, &anchors, &profile, in_force()) else {
            return Ok("refused");
        };
        if !all.iter().any(PdfSignature::is_over_the_whole) {
            return Ok("told as changed or not accepted");
        }
        // The signature's own string may spell the same in other letters.
        let (start, end) = gap(&whole);
        if bytes.get(..start) == whole.get(..start) && bytes.get(end..) == whole.get(end..) {
            Ok("accepted as it was")
        } else {
            Err("a damaged file is accepted as a whole".into())
        }
    })
}

/// One to four places damaged, in the structure or by chance; the signatures' own digits seldom.
fn damaged(random: &mut Random, whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for _ in 0..=random.below(4) {
        if bytes.len() < 64 {
            break;
        }
        let mut at = random.below(bytes.len() - 32);
        if bytes[at..at + 32].iter().all(u8::is_ascii_hexdigit) && !random.one_in(20) {
            at = random.below((bytes.len() - 32).min(900));
        }
        match random.below(9) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << random.below(8),
            2 => drop(bytes.drain(at..at + 1 + random.below(31))),
            3 => {
                let piece = bytes[at..at + 32].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            4 | 5 => swap(random, &mut bytes),
            6 => bytes.extend_from_slice(b"\n5 0 obj << /Type /Sig /ByteRange [0 1 2 3] >> endobj"),
            7 => {
                let object = random.of(&[
                    "<< /FT /Sig /V 5 0 R >>",
                    "[5 0 R [<< /Type /Sig >>]]",
                    "<< /V << >> >>",
                ]);
                if bytes.windows(10).any(|window| window == b"startxref\n") {
                    bytes = written(&bytes, &[(3, object.to_owned())]);
                }
            }
            _ => bytes[at..at + 8].fill(b'9'),
        }
    }
    bytes
}

/// One word of the format in the place of another.
fn swap(random: &mut Random, bytes: &mut Vec<u8>) {
    let words: [&[u8]; 14] = [
        b"/ByteRange",
        b"/Contents",
        b"/Type",
        b"/Sig",
        b"/V",
        b"/FT",
        b"/Fields",
        b"5 0 R",
        b"<<",
        b">>",
        b"[0",
        b"endobj",
        b"obj",
        b"xref",
    ];
    let (old, new) = (words[random.below(words.len())], words[random.below(words.len())]);
    let places: Vec<usize> = (0..bytes.len().saturating_sub(old.len()))
        .filter(|at| bytes[*at..].starts_with(old))
        .collect();
    if !places.is_empty() {
        let at = random.of(&places);
        bytes.splice(at..at + old.len(), new.iter().copied());
    }
}

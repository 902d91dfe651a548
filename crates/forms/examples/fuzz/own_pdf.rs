//! Uploaded PDFs with damage of every kind → refused, or read; and written on, where they can be used.

use madoguchi_forms::own_form::read::read;
use madoguchi_forms::own_form::{Ground, OwnForm, Placement, PlacementKind, lay};

use crate::Run;
use crate::random::Random;
use crate::support::{fonts, rare, uploads};
use crate::values::papers;

pub(crate) fn open() -> Run {
    let fonts = fonts();
    let values = rare().values();
    let files = [
        uploads::fillable(),
        uploads::turned(90),
        uploads::exported(),
        uploads::scanned(),
        uploads::encrypted("", "change"),
        uploads::xfa(),
    ];
    Box::new(move |random| {
        let bytes = damaged(random, &files);
        let Ok(uploaded) = read(&bytes, &fonts) else {
            return Ok("refused");
        };
        if uploaded.pages.iter().any(|page| page.picture.is_empty()) {
            return Err("a page without a picture".into());
        }
        let pictures = uploaded.pages.iter().map(|page| page.picture.clone()).collect();
        let ground = Ground::new(&bytes, pictures).map_err(|error| error.to_string())?;
        let places = uploaded.pages.iter().zip(1..).flat_map(|(page, number)| {
            page.found.iter().map(move |found| Placement {
                page: number,
                area: found.area,
                label: found.label.clone(),
                confirm: false,
                repeat: None,
                kind: PlacementKind::Text {
                    key: "applicant.name".into(),
                    wrap: true,
                    centred: false,
                },
            })
        });
        let form = OwnForm {
            title: "様式".into(),
            placements: places.collect(),
            ..OwnForm::default()
        };
        papers(&lay("own-1", &form, &ground, &values, &fonts), &fonts)
    })
}

/// A file with one to six places damaged: in its structure, in its numbers, or by chance.
fn damaged(random: &mut Random, files: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = random.of(files);
    for _ in 0..=random.below(6) {
        if bytes.len() < 64 {
            break;
        }
        let at = random.below(bytes.len() - 32);
        match random.below(8) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << random.below(8),
            2 => drop(bytes.drain(at..at + 1 + random.below(31))),
            3 => {
                let piece = bytes[at..at + 32].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            4 => replace(random, &mut bytes, at),
            5 => swap_names(random, &mut bytes),
            6 => bytes.extend_from_slice(b"\n1 0 obj << /Type /Catalog /Pages 1 0 R >> endobj"),
            _ => bytes[at..at + 8].fill(b'9'),
        }
    }
    bytes
}

/// Another number in the place of one near here: endless, negative, or a reference to somewhere else.
fn replace(random: &mut Random, bytes: &mut Vec<u8>, from: usize) {
    let digits = bytes[from..]
        .iter()
        .position(u8::is_ascii_digit)
        .map(|at| from + at);
    let Some(at) = digits else { return };
    let end = bytes[at..].iter().position(|byte| !byte.is_ascii_digit());
    let end = end.map_or(bytes.len(), |length| at + length);
    let numbers: [&[u8]; 6] = [b"0", b"-1", b"99999999999", b"1e30", b"4", b"2147483647"];
    let number = numbers[random.below(numbers.len())];
    bytes.splice(at..end, number.iter().copied());
}

/// One name of the format in the place of another.
fn swap_names(random: &mut Random, bytes: &mut Vec<u8>) {
    let names: [&[u8]; 9] = [
        b"/Parent",
        b"/Kids",
        b"/MediaBox",
        b"/Contents",
        b"/Annots",
        b"/Rect",
        b"/FT",
        b"/Length",
        b"/Resources",
    ];
    let (old, new) = (names[random.below(names.len())], names[random.below(names.len())]);
    if let Some(at) = bytes.windows(old.len()).position(|window| window == old) {
        bytes.splice(at..at + old.len(), new.iter().copied());
    }
}

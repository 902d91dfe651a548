//! Files of a card with damage of every kind, and bytes that are none → read, or refused.

use madoguchi_card::files::{
    Attributes, CardRecord, CertificateAvailability, Face, KeyCertificate, ProofRecord, SignedKey,
    SurfaceInformation, TextInformation, TokenKind, individual_number,
};
use madoguchi_card::{Evidence, Genuineness, chip_proof, face_chip_proof, face_genuineness, genuineness};

use crate::Run;
use crate::random::Random;
use crate::support::files::{Length, attributes};
use crate::support::{fixture, keys};

const FILES: [&str; 12] = [
    "text-0001-physical.bin",
    "text-0002.bin",
    "text-0003.bin",
    "text-0004.bin",
    "text-0005.bin",
    "text-0006.bin",
    "text-0007.bin",
    "surface-0001.bin",
    "surface-0002.bin",
    "surface-0003.bin",
    "surface-0004.bin",
    "surface-0005.bin",
];

pub(crate) fn open() -> Run {
    let mut files: Vec<Vec<u8>> = FILES.iter().map(|name| fixture(name)).collect();
    files.push(attributes("𠮷田　〓子", "", b"19400000", b"9", Length::In(3)));
    files.push(format!("{:32}{:128}", "JPKIAPICCTOKEN2", "").into_bytes());
    files.push(b"\x01\x1C4000000127198431322120350217".to_vec());
    files.push(vec![0x8F, 0x8F, 0x00]);
    let made = [keys::certificate(), keys::signed_key()];
    let authorities = [keys::authority()];
    Box::new(move |random| {
        let bytes = damaged(random, &files);
        let read = [
            Attributes::parse(&bytes).is_ok_and(|read| {
                let today = chrono::NaiveDate::MAX;
                let _ = (
                    read.birth_date.register_date(today),
                    Attributes::stand_ins(&read.name),
                );
                true
            }),
            individual_number(&bytes).is_ok(),
            ProofRecord::parse(&bytes).is_ok(),
            KeyCertificate::parse(&bytes).is_ok(),
            SignedKey::parse(&bytes).is_ok(),
            Face::parse(&bytes).is_ok(),
            TextInformation::parse(&bytes).is_ok(),
            SurfaceInformation::parse(&bytes).is_ok(),
            CardRecord::parse(&bytes).is_ok(),
            CertificateAvailability::parse(&bytes).is_some(),
            TokenKind::parse(&bytes) != TokenKind::Other,
        ];
        let [certificate, signed_key] = &made;
        // One file of a proof damaged, the others as they were.
        let of = |name: usize, whole: usize| {
            if random_is(&bytes, name) {
                bytes.as_slice()
            } else {
                &files[whole]
            }
        };
        let evidence = Evidence {
            attributes: of(0, 1),
            individual_number: Some(of(1, 0)),
            record: Some(of(2, 2)),
            certificate: Some(of(3, 3)),
        };
        if genuineness(&evidence, &authorities) == Genuineness::Proven {
            return Err("proven by an authority that did not sign".into());
        }
        if face_genuineness(&bytes, of(3, 10), &authorities) == Genuineness::Proven {
            return Err("a face proven by an authority that did not sign".into());
        }
        let _ = face_chip_proof(&bytes, certificate, &bytes, &bytes, &authorities);
        let _ = chip_proof(of(0, 6), of(1, 3), &bytes, &bytes, &authorities);
        let _ = chip_proof(signed_key, certificate, &bytes, &bytes, &authorities);
        Ok(if read.contains(&true) { "read" } else { "refused" })
    })
}

/// Which of four files the bytes stand in for: it follows from them alone.
fn random_is(bytes: &[u8], which: usize) -> bool {
    bytes.len() % 4 == which
}

/// A file with up to six places damaged: in its lengths, its tags, or by chance; or bytes that are no file.
fn damaged(random: &mut Random, files: &[Vec<u8>]) -> Vec<u8> {
    if random.one_in(10) {
        let length = random.below(600);
        return (0..length).map(|_| byte(random)).collect();
    }
    let mut bytes = random.of(files);
    for _ in 0..random.below(7) {
        if bytes.is_empty() {
            break;
        }
        // Most objects that steer a parser stand at the beginning.
        let reach = if random.one_in(2) {
            bytes.len().min(24)
        } else {
            bytes.len()
        };
        let at = random.below(reach);
        match random.below(9) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << random.below(8),
            2 => bytes[at] = byte(random),
            3 => drop(bytes.drain(at..(at + 1 + random.below(16)).min(bytes.len()))),
            4 => {
                let end = (at + 1 + random.below(40)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            5 => {
                let long = [0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x88, 0xFF];
                bytes.splice(at..at, [random.of(&long), byte(random), byte(random)]);
            }
            6 => drop(bytes.splice(0..0, vec![0; random.below(7)])),
            7 => bytes.extend_from_slice(&random.of(files)),
            _ => {
                // The file in itself.
                let whole = bytes.clone();
                bytes.splice(at..at, whole);
            }
        }
        bytes.truncate(40_000);
    }
    bytes
}

pub(crate) fn byte(random: &mut Random) -> u8 {
    let odd = [0x00, 0xFF, 0xDF, 0x7F, 0x80, 0x30, 0x20];
    if random.one_in(3) {
        random.of(&odd)
    } else {
        u8::try_from(random.below(256)).unwrap_or(0)
    }
}

//! Certificates with damage → refused, or read without a crash; never accepted.

use madoguchi_jpki::testing::Order;
use madoguchi_jpki::{Anchors, Environment, Profile, Purpose, from_pem_or_der, verify};

use crate::Run;
use crate::damage::damaged;
use crate::random::Random;
use crate::support::{
    AUTHENTICATION, PURPOSES, SIGNATURE, authority, in_force, order, persons_key, validity,
};

pub(crate) fn open() -> Run {
    let own = PURPOSES.map(|purpose| authority(purpose).issue(&order(purpose)));
    let responder = Order::responder(9, persons_key().public_key_info(), validity());
    let mut files = vec![AUTHENTICATION.to_vec(), SIGNATURE.to_vec()];
    files.extend(own);
    files.push(authority(Purpose::Signature).issue(&responder));
    files.extend(PURPOSES.map(|purpose| authority(purpose).root().to_vec()));
    let sets = [
        (Anchors::test().unwrap(), Profile::of(Environment::Test)),
        (
            authority(Purpose::Signature).anchors().unwrap(),
            Profile::of(Environment::Own),
        ),
        (
            authority(Purpose::Authentication).anchors().unwrap(),
            Profile::of(Environment::Own),
        ),
    ];
    Box::new(move |random| {
        let bytes = input(random, &files);
        let known = files.contains(&bytes);
        let Ok(certificates) = from_pem_or_der(&bytes) else {
            return Ok("not read");
        };
        let mut word = "refused";
        for certificate in &certificates {
            if certificate.signer_attributes().is_ok() {
                word = "refused, with attributes";
            }
            let serial = certificate.serial();
            if !serial.matches(&serial.decimal(), madoguchi_jpki::Notation::Decimal) {
                return Err("a serial number that is not its own".into());
            }
            for ((anchors, profile), purpose) in
                sets.iter().flat_map(|set| PURPOSES.map(|purpose| (set, purpose)))
            {
                if verify(certificate, purpose, anchors, profile, in_force()).is_ok() && !known {
                    return Err("a damaged certificate is accepted".into());
                }
            }
        }
        Ok(word)
    })
}

fn input(random: &mut Random, files: &[Vec<u8>]) -> Vec<u8> {
    match random.below(20) {
        0 => (0..random.below(300))
            .map(|_| random.next().to_le_bytes()[0])
            .collect(),
        1 => {
            let text = random.text();
            format!("-----BEGIN CERTIFICATE-----{text}-----END CERTIFICATE-----").into_bytes()
        }
        _ => {
            let file = random.of(files);
            damaged(random, &file)
        }
    }
}

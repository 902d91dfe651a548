//! What a bridge would send of a card.

use madoguchi_card::bridge::{CardFace, PersonalData, RawFile};

use super::{CARD_KEY, authentication_certificate, long};

/// A card's content.
#[derive(Clone)]
pub(in super::super) struct TestCard {
    pub(in super::super) name: String,
    pub(in super::super) address: String,
    pub(in super::super) birth: &'static str,
    pub(in super::super) sex: u8,
    pub(in super::super) expires_on: &'static str,
    pub(in super::super) certificate: Vec<u8>,
    /// The key answers the challenge.
    pub(in super::super) answers: bool,
}

impl TestCard {
    pub(in super::super) fn of(name: &str, birth: &'static str, sex: u8) -> Self {
        Self {
            name: name.into(),
            address: "千葉県船橋市本町一丁目２番３号".into(),
            birth,
            sex,
            expires_on: "20320217",
            certificate: authentication_certificate(long()),
            answers: true,
        }
    }

    /// `PersonalData` as the page sends it.
    pub(super) fn read(&self, challenge: &[u8]) -> String {
        let picture = RawFile([&[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A][..], b"picture"].concat());
        let data = PersonalData {
            attributes: Some(RawFile(self.attributes())),
            face: Some(CardFace {
                name_image: picture.clone(),
                // A picture that a test can read.
                address_image: RawFile([&picture.0[..], self.address.as_bytes()].concat()),
                expires_on: self.expires_on.into(),
            }),
            authentication_certificate: Some(RawFile(self.certificate.clone())),
            challenge_signature: self.answers.then(|| RawFile(CARD_KEY.sign(challenge))),
            ..PersonalData::default()
        };
        serde_json::to_string(&data).unwrap()
    }

    /// File 0002 of 券面事項入力補助AP.
    fn attributes(&self) -> Vec<u8> {
        let inside = [
            object(0xDF21, &[0; 8]),
            object(0xDF22, self.name.as_bytes()),
            object(0xDF23, self.address.as_bytes()),
            object(0xDF24, self.birth.as_bytes()),
            object(0xDF25, &[self.sex]),
        ];
        object(0xFF20, &inside.concat())
    }
}

fn object(tag: u16, value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len()).unwrap().to_be_bytes();
    let tag = tag.to_be_bytes();
    [&tag[..], &[0x82], &length, value].concat()
}

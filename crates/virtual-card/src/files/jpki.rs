//! 公的個人認証AP.

use super::Credentials;
use super::text::reference;
use crate::card::application::{Application, name};
use crate::card::file::{Access, File, Form};
use crate::person::{Person, Token};

const AUTHENTICATION_PIN: u16 = 0x0018;
const SIGNATURE_PIN: u16 = 0x001B;
const AFTER_AUTHENTICATION_PIN: Access = Access::AnyOf(&[AUTHENTICATION_PIN]);
const AFTER_SIGNATURE_PIN: Access = Access::AnyOf(&[SIGNATURE_PIN]);

pub(super) fn application(person: &Person, credentials: &Credentials) -> Application {
    let (authentication, signature) = (&credentials.authentication, &credentials.signature);
    let bytes = |bytes: &[u8], access: Access| File::Transparent {
        bytes: bytes.to_vec(),
        access,
    };
    // A card without certificate for digital signatures has the file, and only filler is in it.
    let (signature_certificate, availability) = if person.signature_certificate {
        (&signature.certificate[..], [0x8F, 0x8F, 0x00])
    } else {
        (&[0xFF; 16][..], [0x00, 0x8F, 0x00])
    };
    let authentication_access = match person.token {
        Token::Card => Access::Free,
        Token::Android | Token::Iphone => AFTER_AUTHENTICATION_PIN,
    };
    let (pins, tries) = (&person.pins, &person.tries);
    let mut files = vec![
        (0x0001, bytes(signature_certificate, AFTER_SIGNATURE_PIN)),
        (0x0002, bytes(&signature.issuer, Access::Free)),
        (
            0x0006,
            bytes(
                &token_information(person.token, &credentials.serial),
                Access::Free,
            ),
        ),
        (0x0008, bytes(&availability, Access::Free)),
        (0x0009, bytes(&[0xFF; 16], Access::Never)),
        (0x000A, bytes(&authentication.certificate, authentication_access)),
        (0x000B, bytes(&authentication.issuer, Access::Free)),
        (
            0x0017,
            File::Key {
                key: authentication.key.clone(),
                access: AFTER_AUTHENTICATION_PIN,
            },
        ),
        (
            AUTHENTICATION_PIN,
            reference(&pins.authentication, 3, tries.authentication, Form::FourDigits),
        ),
        (
            SIGNATURE_PIN,
            reference(&pins.signature, 5, tries.signature, Form::LettersAndDigits),
        ),
    ];
    if person.signature_certificate {
        let key = signature.key.clone();
        let access = AFTER_SIGNATURE_PIN;
        files.push((0x001A, File::Key { key, access }));
    }
    Application::new(name::JPKI, files)
}

/// File 0006: `CK_TOKEN_INFO` of PKCS#11, 160 bytes.
fn token_information(token: Token, serial: &str) -> Vec<u8> {
    let label = match token {
        Token::Card => "JPKIAPICCTOKEN2",
        Token::Android => "JPKIAPGPSETOKEN",
        Token::Iphone => "JPKIAPIOSTOKEN",
    };
    let mut out = Vec::with_capacity(160);
    for (text, width) in [(label, 32), ("MADOGUCHI TEST", 32), ("VIRTUAL", 16), (serial, 16)] {
        out.extend(text.bytes().chain(std::iter::repeat(b' ')).take(width));
    }
    // Flags, sessions, lengths of PINs, memory.
    for word in [
        0x0000_040D_u32,
        0,
        0,
        0,
        0,
        16,
        4,
        u32::MAX,
        u32::MAX,
        u32::MAX,
        u32::MAX,
    ] {
        out.extend(word.to_be_bytes());
    }
    out.extend(b"0301");
    out.extend([b' '; 16]);
    out
}

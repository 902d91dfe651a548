//! 共通カードDF and the card manager.

use super::{Credentials, Issuance};
use crate::card::application::{Application, name};
use crate::card::file::{Access, File};
use crate::cv::key_id;
use crate::person::Person;

/// 共通カードDF: file 0001 holds number, municipality and expiry in one record.
pub(super) fn application(
    person: &Person,
    credentials: &Credentials,
    issuance: &Issuance<'_>,
) -> Application {
    let text = format!(
        "{}{}{}",
        credentials.serial,
        person.municipality_code,
        person.expires_on.digits()
    );
    let mut record = vec![0x01, text.len().to_le_bytes()[0]];
    record.extend(text.bytes());
    let records = |record: Vec<u8>| File::Records {
        records: vec![record],
        access: Access::Free,
    };
    let files = [
        (0x0001, records(record)),
        (0x0002, records(key_id("9000010", "001", 0).to_vec())),
        (0x0019, File::AuthenticationKey(issuance.shared.clone())),
    ];
    let mut application = Application::new(name::COMMON, files);
    application.objects.extend([contact_atr()]);
    application
}

/// The card manager: data objects, no files.
pub(super) fn manager(
    person: &Person,
    credentials: &Credentials,
    issuance: &Issuance<'_>,
) -> Option<Application> {
    let (upper, lower) = issuance
        .manager
        .chain(&person.municipality_code, issuance.shared)?;
    let mut application = Application::new(name::MANAGER, []);
    application.objects.extend([
        (0x0042, key_id("9000010", "001", 0).to_vec()),
        (0x0045, credentials.serial.clone().into_bytes()),
        (0x00F0, person.municipality_code.clone().into_bytes()),
        (0x00F2, person.expires_on.digits().into_bytes()),
        (0x00F7, issuance.manager.hierarchy().authority_id().to_vec()),
        (0x00F8, upper),
        (0x7F21, lower),
        contact_atr(),
    ]);
    Some(application)
}

/// The answer to reset without its first byte.
fn contact_atr() -> (u16, Vec<u8>) {
    (0x5F51, vec![0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14])
}

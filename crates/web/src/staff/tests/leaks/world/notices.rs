//! What protected people told beforehand.

use madoguchi_model::household::Household;
use madoguchi_model::prepared_case::Attachment;
use madoguchi_store::portal_notices::{self, NewDocument, NoticeFilter};
use sha2::{Digest, Sha256};

use super::super::super::notices::{prepared_of, zipped};
use super::{PHONE, SECRET};
use crate::testing::TestServer;

/// Two notices of a protected person: one with a birth date, one with the name alone. Both tell the address.
pub(super) async fn notices(server: &TestServer, household: &Household) -> Vec<String> {
    let member = &household.members[1];
    let mut cases = Vec::new();
    for (number, birth_date) in [("N-1", Some(member.birth_date.clone())), ("N-2", None)] {
        let mut case = prepared_of(&member.names.name.written);
        case.receipt_number = number.into();
        case.people[0].birth_date = birth_date;
        case.former_address = Some(member.address.clone());
        case.new_address = Some(member.address.clone());
        case.phone = PHONE.into();
        case.others
            .insert("ひとこと".into(), format!("{SECRET}から来ます"));
        case.attachments = vec![Attachment {
            name: format!("{SECRET}.txt"),
            digest: madoguchi_link::hex(&Sha256::digest(SECRET)),
            bytes: SECRET.len() as u64,
        }];
        cases.push(case);
    }
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let document = NewDocument {
        name: "one_stop_visit",
        digest: "00",
        bytes: &zipped(&[("1.txt", SECRET.as_bytes())]),
        by: None,
    };
    portal_notices::receive(&mut tx, &document, &cases).await.unwrap();
    let filter = NoticeFilter {
        limit: 9,
        ..NoticeFilter::default()
    };
    let found = portal_notices::list(&mut tx, &filter).await.unwrap();
    tx.commit().await.unwrap();
    found.iter().map(|notice| notice.id.to_string()).collect()
}

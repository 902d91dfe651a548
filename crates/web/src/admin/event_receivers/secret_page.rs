//! Shows a secret. It is on this page only; the database has it sealed.

use askama::Template;
use uuid::Uuid;

use super::PATH;
use crate::page::{Area, Chrome};
use crate::session::Officer;

/// The page.
#[derive(Template)]
#[template(path = "admin/event_receivers/secret.html")]
pub(super) struct SecretPage {
    chrome: Chrome,
    secret: String,
    /// Until when the former one signs too; empty where there is none.
    former_until: String,
    back: String,
}

impl SecretPage {
    pub(super) fn new(officer: &Officer, id: Uuid, name: &str, secret: String, former_until: String) -> Self {
        let back = format!("{PATH}/{id}");
        Self {
            chrome: officer
                .page("署名の鍵を作りました", Area::EventReceivers)
                .above("通知先", PATH)
                .above(name.to_owned(), back.clone())
                .narrow(),
            secret,
            former_until,
            back,
        }
    }
}

//! Shows a secret. It is on this page only; nothing keeps it.

use askama::Template;
use madoguchi_model::api_client::ApiClient;

use crate::page::{Area, Chrome};
use crate::session::Officer;

/// The page.
#[derive(Template)]
#[template(path = "admin/api_clients/secret.html")]
pub(super) struct SecretPage {
    chrome: Chrome,
    client_id: String,
    secret: String,
    back: String,
}

impl SecretPage {
    pub(super) fn new(officer: &Officer, client: &ApiClient, secret: String) -> Self {
        let back = format!("/admin/api-clients/{}", client.id);
        Self {
            chrome: officer
                .page("秘密を作りました", Area::ApiClients)
                .above("連携先", "/admin/api-clients")
                .above(client.name.clone(), back.clone())
                .narrow(),
            client_id: client.id.to_string(),
            secret,
            back,
        }
    }
}

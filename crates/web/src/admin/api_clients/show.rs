//! `GET /admin/api-clients/{api_client_id}`: a client and its keys.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_model::api_client::ApiClient;
use madoguchi_model::ids::ApiClientId;
use madoguchi_model::staff::Section;
use madoguchi_store::api_keys::ApiKey;
use madoguchi_store::{TenantTx, api_clients, api_keys, sections};

use super::fields::{ClientFields, Typed};
use crate::components::{FormErrors, Status, StatusTone, TextArea};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::time;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

/// A key is called about to end so long before its end.
const SOON: TimeDelta = TimeDelta::days(30);

/// The page of one client.
#[derive(Template)]
#[template(path = "admin/api_clients/show.html")]
pub(super) struct ShowPage {
    chrome: Chrome,
    id: String,
    version: i32,
    fields: ClientFields,
    keys: Vec<KeyRow>,
    public_key: TextArea,
}

struct KeyRow {
    id: String,
    kind: &'static str,
    created: String,
    ends: String,
    used: String,
    status: Status,
    good: bool,
}

impl ShowPage {
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        client: &ApiClient,
        typed: &Typed,
        pasted: &str,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let sections: Vec<Section> = sections::list(tx).await?;
        let now = tx.now();
        let keys = api_keys::of_client(tx, client.id).await?;
        Ok(Self {
            chrome: officer
                .page(client.name.clone(), Area::ApiClients)
                .above("連携先", "/admin/api-clients")
                .errors(errors),
            id: client.id.to_string(),
            version: client.version,
            fields: typed.fields(&sections, errors),
            keys: keys.iter().map(|key| row(key, now)).collect(),
            public_key: TextArea::new("public_key", "公開鍵")
                .hint("JWK（JSON）か、「-----BEGIN PUBLIC KEY-----」で始まるPEM。RSA 2048ビット以上、P-256、Ed25519。")
                .value(pasted)
                .error(errors.on("public_key")),
        })
    }
}

fn row(key: &ApiKey, now: DateTime<Utc>) -> KeyRow {
    let status = if key.revoked_at.is_some() {
        Status::new(StatusTone::Plain, "取消し")
    } else if key.expires_at <= now {
        Status::new(StatusTone::Plain, "期限切れ")
    } else if key.expires_at <= now + SOON {
        Status::new(StatusTone::Alert, "まもなく期限")
    } else {
        Status::new(StatusTone::Done, "利用できる")
    };
    KeyRow {
        id: key.id.to_string(),
        kind: key.kind.label(),
        created: time::day_and_clock(key.created_at),
        ends: time::day_and_clock(key.expires_at),
        used: key
            .last_used_at
            .map_or_else(|| "まだ".to_owned(), time::day_and_clock),
        status,
        good: key.is_good(now),
    }
}

/// Shows a client.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ApiClientId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let client = api_clients::get(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let typed = Typed::of_client(&client);
    let page = ShowPage::load(&mut tx, &officer, &client, &typed, "", &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

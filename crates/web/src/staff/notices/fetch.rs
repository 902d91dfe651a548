//! `POST /notices/fetch`: 受付番号で取り寄せる. One application, from a portal's own API, while somebody waits.

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::notices::mapping;
use madoguchi_jobs::portals::{fetch_one, take_fetched};
use madoguchi_store::portal_connections::{self, Connection};
use madoguchi_store::{TenantTx, portal_notices};

use super::list::ListPage;
use crate::components::{FormErrors, SelectField, SelectOption, TextField};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// What can be typed; there is nothing where the municipality has no connection.
pub(super) struct FetchFields {
    pub(super) number: TextField,
    pub(super) connection: SelectField,
}

impl FetchFields {
    pub(super) async fn load(
        tx: &mut TenantTx,
        form: &FormData,
        errors: &FormErrors,
    ) -> Result<Option<Self>, PageError> {
        let connections = portal_connections::connections(tx).await?;
        let Some(first) = connections.first() else {
            return Ok(None);
        };
        let chosen = form.raw("connection");
        let chosen = if chosen.is_empty() {
            first.id.to_string()
        } else {
            chosen.to_owned()
        };
        let options = connections
            .iter()
            .map(|one| SelectOption::new(one.id.to_string(), one.name.clone()));
        Ok(Some(Self {
            number: TextField::new("receipt_number", "受付番号")
                .value(form.text("receipt_number"))
                .error(errors.on("receipt_number"))
                .required(),
            connection: SelectField::new("connection", "取り寄せる先", options)
                .value(&chosen)
                .error(errors.on("connection"))
                .required(),
        }))
    }
}

pub(crate) async fn fetch(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let number = form.text("receipt_number").to_owned();
    if number.is_empty() || number.chars().count() > 100 || number.chars().any(char::is_control) {
        errors.add("receipt_number", "受付番号を入れてください（100文字まで）。");
    }
    let connection = match form.raw("connection").parse() {
        Ok(id) => portal_connections::connection(&mut tx, id).await?,
        Err(_) => None,
    };
    let Some(connection) = connection.filter(|_| errors.is_empty()) else {
        if errors.is_empty() {
            errors.add("connection", "取り寄せる先を選んでください。");
        }
        let page = ListPage::load(&mut tx, &app, &officer, &form, &errors).await?;
        return Ok(Page::invalid(page));
    };
    let mapping = mapping(&mut tx, &connection.mapping).await?;
    // Nothing is held while the portal is waited for.
    drop(tx);
    let fetched = fetch_one(&app.portal_opener(), (&connection, mapping), &number).await;
    let mut tx = officer.begin(&app).await?;
    let fetched = match fetched {
        Ok(fetched) => fetched,
        Err(error) => {
            errors.add("receipt_number", format!("取り寄せられませんでした。{error}"));
            let page = ListPage::load(&mut tx, &app, &officer, &form, &errors).await?;
            return Ok(Page::invalid(page));
        }
    };
    take_fetched(&mut tx, &connection, &fetched, Some(officer.staff().id)).await?;
    let notice = newest(&mut tx, &connection, &number).await?;
    officer.commit(tx).await?;
    let told = Flash::success("取り寄せました。");
    Ok(redirect_with(&notice, &told))
}

/// The page of what was fetched.
async fn newest(tx: &mut TenantTx, connection: &Connection, number: &str) -> Result<String, PageError> {
    let found = portal_notices::by_receipt_number(tx, number).await?;
    let through = found
        .iter()
        .find(|notice| notice.connection_id == Some(connection.id));
    through
        .map(|notice| format!("/notices/{}", notice.id))
        .ok_or_else(|| PageError::internal("what was fetched is not there"))
}

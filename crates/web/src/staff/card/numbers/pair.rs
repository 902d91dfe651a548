//! `POST /cases/{id}/card/numbers/pairings`: leave to read one person's 個人番号 for one procedure. Answers JSON.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use madoguchi_card::bridge::Permission;
use madoguchi_model::ids::CaseId;
use madoguchi_store::card_pairings::NewPairing;

use super::needs;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::session::Officer;
use crate::staff::card::pair::{desk, issue, new_pairing};
use crate::staff::cases::to_change;
use crate::state::AppState;

pub(crate) async fn pair(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    headers: HeaderMap,
    form: FormData,
) -> Result<Response, PageError> {
    let (tx, file) = to_change(&app, &officer, id).await?;
    let need = needs(&file)
        .into_iter()
        .find(|need| {
            need.resident.to_string() == form.raw("person") && need.procedure == form.raw("procedure")
        })
        .ok_or_else(|| PageError::Stopped {
            title: "個人番号は読めません".into(),
            text: "この人の手続きに、法律で個人番号を使うものがありません。".into(),
        })?;
    if desk(&app)?.numbers.is_none() {
        return Err(PageError::Stopped {
            title: "個人番号は読めません".into(),
            text: "このサーバーには、個人番号を封じる鍵の設定がありません。管理者に連絡してください。".into(),
        });
    }
    officer.saw([need.resident]);
    officer.tell("procedure", need.procedure.clone().into());
    let new = NewPairing {
        individual_number: Some((need.resident, need.procedure)),
        ..new_pairing(&app, Some(id))
    };
    issue(
        &app,
        &officer,
        tx,
        &headers,
        new,
        vec![Permission::Attributes, Permission::IndividualNumber],
        None,
    )
    .await
}

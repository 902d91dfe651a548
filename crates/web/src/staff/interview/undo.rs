//! `POST /cases/{id}/interview/undo`: puts back what the newest save changed. Undone once more, it is done again.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use madoguchi_guidance::{Answer, FactKey};
use madoguchi_model::ids::CaseId;
use madoguchi_store::answers;

use super::answer::save;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::staff::cases;
use crate::state::AppState;

pub(crate) async fn undo(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = cases::to_change(&app, &officer, id).await?;
    let mut before: BTreeMap<FactKey, Option<Answer>> = BTreeMap::new();
    for (key, answer) in answers::before_last_save(&mut tx, id).await? {
        let key: FactKey = key.parse().map_err(PageError::internal)?;
        let answer = answer
            .map(serde_json::from_value)
            .transpose()
            .map_err(PageError::internal)?;
        // A question that is gone with a newer release, or a person who was taken back, stays gone.
        if file.release.fact(&key.fact).is_some() {
            before.insert(key, answer);
        }
    }
    if before.is_empty() {
        let flash = Flash::alert("元に戻す回答がありません。");
        return Ok(redirect_with(&file.href("interview"), &flash));
    }
    save(&app, &mut tx, &officer, &file, before)
        .await?
        .commit(&officer, tx, &file, &form)
        .await
}

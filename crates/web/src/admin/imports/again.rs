//! `POST /admin/imports/{run_id}/again`: the same file once more, without another upload.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::ImportRunId;
use madoguchi_store::ChangeError;
use madoguchi_store::imports::{self, Bounds};

use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::redirect;
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn again(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportRunId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let run = imports::get(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let bounds = Bounds {
        rejected_rows: run.max_rejects,
        accept_removals: form.raw("leave") == "yes",
    };
    let dry_run = form.raw("mode") != "real";
    let next = imports::again(&mut tx, id, dry_run, bounds, officer.staff().id)
        .await
        .map_err(|error| match error {
            ChangeError::NotAllowed(_) => PageError::Conflict(
                "このファイルは、もうサーバーにないか、取り込みの途中です。もう一度アップロードしてください。".into(),
            ),
            other => other.into(),
        })?;
    officer.tell("run", serde_json::json!(next));
    officer.commit(tx).await?;
    Ok(redirect(&format!("/admin/imports/{next}")))
}

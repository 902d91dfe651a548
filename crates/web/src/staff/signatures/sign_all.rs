//! `POST /cases/{id}/applications/signatures`: every print was signed, and the officer saw it.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;
use madoguchi_store::applications::ApplicationState;
use madoguchi_store::signatures::{self, NewSignature};

use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::staff::cases::to_change;
use crate::staff::protection::refuse_papers;
use crate::state::AppState;

pub(crate) async fn sign_all(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = to_change(&app, &officer, id).await?;
    refuse_papers(&file)?;
    for application in file
        .applications
        .iter()
        .filter(|application| application.state == ApplicationState::Prepared)
    {
        let new = NewSignature {
            strokes: None,
            signer: file.visitor_name().to_owned(),
            // The page tells the version of each form that was printed; one that is not named was not seen.
            application_version: form
                .raw(&format!("version-{}", application.id))
                .parse()
                .unwrap_or(0),
        };
        signatures::sign(&mut tx, application.id, &new, officer.staff().id).await?;
    }
    officer.commit(tx).await?;
    Ok(redirect_with(
        &file.href("hand-off"),
        &Flash::success("すべての申請書の署名を記録しました。"),
    ))
}

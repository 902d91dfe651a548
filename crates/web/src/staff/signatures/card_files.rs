//! `GET /cases/{id}/applications/{application}/card-signature/{file}`: what was signed by card (`document.pdf`) and the
//! signature over it (`signature.p7s`), byte for byte, for whoever checks them elsewhere.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::{ApplicationId, CaseId};
use madoguchi_store::signatures::SignatureKind;
use madoguchi_store::{applications, card_signatures};

use crate::error::PageError;
use crate::gate::PathId;
use crate::session::Officer;
use crate::staff::cases::to_look;
use crate::staff::protection::refuse_papers;
use crate::state::AppState;

pub(crate) async fn file(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application, which)): PathId<(CaseId, ApplicationId, String)>,
) -> Result<Response, PageError> {
    let (file, _) = to_look(&app, &officer, id).await?;
    refuse_papers(&file)?;
    // Also one that has lost its force: what was signed stays signed.
    let signature = file
        .signatures
        .iter()
        .rev()
        .find(|signature| signature.application_id == application && signature.kind == SignatureKind::Card)
        .ok_or(PageError::NotFound)?;
    let mut tx = officer.begin(&app).await?;
    let signed = applications::get(&mut tx, application)
        .await?
        .ok_or(PageError::NotFound)?;
    let version = applications::version(&mut tx, application, signature.application_version).await?;
    let values = version.map_or(signed.values, |version| version.values);
    file.refuse_paper(&signed.form_id, &values)?;
    let kept = card_signatures::get(&mut tx, signature.id)
        .await?
        .ok_or(PageError::NotFound)?;
    let (kind, bytes) = match &*which {
        "document.pdf" => ("application/pdf", kept.document),
        "signature.p7s" => ("application/pkcs7-signature", kept.cms),
        _ => return Err(PageError::NotFound),
    };
    let name = format!("attachment; filename=\"{}-{which}\"", file.case.number);
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

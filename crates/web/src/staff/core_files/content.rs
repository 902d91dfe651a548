//! `GET /core-files/{core_file_id}/content`: the file itself, the same bytes whenever it is asked for.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use madoguchi_import::Encoding;
use madoguchi_store::TenantTx;
use madoguchi_store::core_files::{self, CoreFile};
use uuid::Uuid;

use super::kinds::find_file;
use crate::error::PageError;
use crate::gate::PathId;
use crate::policy::Action;
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn download(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let (file, bytes) = get_out(&mut tx, &officer, id).await?;
    let headers = [
        (CONTENT_TYPE, media_type(&mut tx, &file.kind).await?),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", file.name),
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// A file with its bytes, for who may have it: of the own section, with all that is in it open to that section, and
/// nobody in it protected by now.
pub(crate) async fn get_out(
    tx: &mut TenantTx,
    officer: &Officer,
    id: Uuid,
) -> Result<(CoreFile, Vec<u8>), PageError> {
    let file = find_file(tx, officer, id, Action::Print).await?;
    if core_files::is_protected(tx, id).await? {
        return Err(PageError::Stopped {
            title: "支援措置により、このファイルは出せません".into(),
            text: "ファイルに載っている受付に、支援措置の対象になった人がいます。業務システムには、手作業で引き継いでください。".into(),
        });
    }
    let seen = officer.fields(tx, true).await?;
    let unseen: Vec<&str> = core_files::groups(tx, id)
        .await?
        .into_iter()
        .filter(|group| !seen.sees(*group))
        .map(madoguchi_model::field_group::FieldGroup::label)
        .collect();
    if !unseen.is_empty() {
        return Err(PageError::Stopped {
            title: "権限がないため、このファイルは取り出せません".into(),
            text: format!(
                "このファイルには「{}」が載っています。あなたの課では、これを見ることができません。管理者に「項目の閲覧権限」を確かめてください。",
                unseen.join("」「")
            ),
        });
    }
    officer.saw(core_files::residents_of(tx, id).await?);
    let bytes = core_files::bytes(tx, id).await?.ok_or(PageError::NotFound)?;
    Ok((file, bytes))
}

/// The media type of a kind's files, with the encoding that it has now.
pub(crate) async fn media_type(tx: &mut TenantTx, kind: &str) -> Result<String, PageError> {
    let definition = madoguchi_jobs::core_files::definition(tx, kind)
        .await
        .map_err(PageError::internal)?;
    let charset = match definition.map(|definition| definition.file.encoding) {
        Some(Encoding::ShiftJis) => "Shift_JIS",
        Some(Encoding::Utf16Le) => "utf-16le",
        Some(Encoding::Utf16Be) => "utf-16be",
        Some(Encoding::Utf8) => "utf-8",
        None => return Ok("application/octet-stream".into()),
    };
    Ok(format!("text/csv; charset={charset}"))
}

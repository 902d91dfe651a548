//! `GET /notices/{notice_id}/attachments/{attachment}`: a file that came with a notice, as it came. Whoever sent it may have
//! put anything in it: it is handed out to be kept, never shown as a page of ours, and its type is told by what is in it.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use madoguchi_link::portals::{Bounds, entries};
use madoguchi_model::prepared_case::Attachment;
use madoguchi_store::TenantTx;
use madoguchi_store::portal_notices;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Known;
use crate::error::PageError;
use crate::gate::{PathId, Sandboxed};
use crate::session::Officer;
use crate::state::AppState;

/// The largest attachment that is handed out, in bytes.
const LARGEST: u64 = 32 * 1024 * 1024;

/// What a file is by its first bytes: the media type and how names of such files end.
const KINDS: [(&[u8], &str, &str); 5] = [
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xFF\xD8\xFF", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1A\n", "image/png", "png"),
    (b"GIF8", "image/gif", "gif"),
    (b"PK\x03\x04", "application/zip", "zip"),
];

/// An attachment as it is handed out.
pub(crate) struct Opened {
    bytes: Vec<u8>,
    media_type: &'static str,
    /// Says nothing of whom it is: what people call their files may.
    name: String,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, number)): PathId<(Uuid, usize)>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    Ok(open(&mut tx, &officer, id, number).await?.into_response())
}

/// The attachment with this number, from 1.
pub(crate) async fn open(
    tx: &mut TenantTx,
    officer: &Officer,
    notice: Uuid,
    number: usize,
) -> Result<Opened, PageError> {
    let notice = portal_notices::get(tx, notice)
        .await?
        .ok_or(PageError::NotFound)?;
    let all = &notice.prepared.attachments;
    let wanted = number.checked_sub(1).and_then(|at| all.get(at));
    let wanted = wanted.ok_or(PageError::NotFound)?.clone();
    // A picture of a card tells the address as the notice itself does.
    if Known::of(tx, officer, &notice.prepared).await?.protected {
        return Err(PageError::Stopped {
            title: "添付ファイルは開けません".into(),
            text: "支援措置を受けている人の申請かもしれないため、添付ファイルは開けません。必要なときは、支援措置の担当に相談してください。"
                .into(),
        });
    }
    if wanted.bytes > LARGEST {
        return Err(PageError::Conflict(
            "この添付ファイルは大きすぎるため、この画面では開けません（32MBまで）。".into(),
        ));
    }
    let document = portal_notices::document(tx, notice.document_id).await?;
    let (_, document) = document.ok_or(PageError::NotFound)?;
    let bytes = tokio::task::spawn_blocking(move || unpacked(&document, &wanted))
        .await
        .map_err(PageError::internal)?
        .ok_or_else(|| PageError::internal("an attachment is not in its document"))?;
    let (media_type, end) = kind(&bytes);
    Ok(Opened {
        bytes,
        media_type,
        name: format!("attachment-{number}.{end}"),
    })
}

/// The file of the zip with the attachment's digest: names may stand there twice.
fn unpacked(document: &[u8], wanted: &Attachment) -> Option<Vec<u8>> {
    let bounds = Bounds::default();
    let all = entries(document, bounds.files, bounds.bytes).ok()?;
    let same = |bytes: &[u8]| madoguchi_link::hex(&Sha256::digest(bytes)) == wanted.digest;
    all.into_iter()
        .find(|entry| same(&entry.bytes))
        .map(|entry| entry.bytes)
}

fn kind(bytes: &[u8]) -> (&'static str, &'static str) {
    let found = KINDS.iter().find(|(begins, ..)| bytes.starts_with(begins));
    found.map_or(("application/octet-stream", "bin"), |(_, media_type, end)| {
        (*media_type, *end)
    })
}

impl IntoResponse for Opened {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, self.media_type.to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{}\"", self.name),
            ),
        ];
        let mut response = (headers, self.bytes).into_response();
        response.extensions_mut().insert(Sandboxed);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_is_in_it_and_nothing_that_runs() {
        for (bytes, expected) in [
            (&b"%PDF-1.7"[..], "application/pdf"),
            (b"\xFF\xD8\xFF\xE0", "image/jpeg"),
            (b"<script>alert(1)</script>", "application/octet-stream"),
            (b"<svg xmlns=", "application/octet-stream"),
            (b"", "application/octet-stream"),
        ] {
            assert_eq!(kind(bytes).0, expected);
        }
    }
}

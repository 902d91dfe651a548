//! Taking in what portals hand over, whoever brings it: a page, the API, the command line, a portal's own API.

use madoguchi_link::hex;
use madoguchi_link::portals::{Bounds, Mapping, Notices, ReadError, read};
use madoguchi_model::ids::StaffId;
use madoguchi_model::prepared_case::PreparedCase;
use madoguchi_store::portal_notices::{self, NewDocument, Received};
use madoguchi_store::{StoreError, TenantTx};
use sha2::{Digest, Sha256};

/// Looks at a file, beside the threads that answer requests: a large one takes its time.
///
/// # Panics
/// When reading panics, as it would here.
pub async fn look(mapping: Mapping, bytes: impl AsRef<[u8]> + Send + 'static) -> Result<Notices, ReadError> {
    let reading = tokio::task::spawn_blocking(move || read(&mapping, bytes.as_ref(), Bounds::default()));
    match reading.await {
        Ok(found) => found,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// Takes in what was found in a file, in the caller's transaction. The document is called by its kind: what people call
/// their files can name somebody.
pub async fn take_in(
    tx: &mut TenantTx,
    kind: &str,
    bytes: &[u8],
    found: &Notices,
    by: Option<StaffId>,
) -> Result<Received, StoreError> {
    let digest = hex(&Sha256::digest(bytes));
    let document = NewDocument {
        name: kind,
        digest: &digest,
        bytes,
        by,
    };
    let cases: Vec<PreparedCase> = found.taken.iter().map(|taken| taken.case.clone()).collect();
    portal_notices::receive(tx, &document, &cases).await
}

//! Taking in what portals hand over, whoever brings it: a page, the API, the command line, a portal's own API.

use madoguchi_link::hex;
use madoguchi_link::portals::{Bounds, Mapping, Notices, ReadError, read};
use madoguchi_model::ids::StaffId;
use madoguchi_model::prepared_case::PreparedCase;
use madoguchi_store::portal_notices::{self, NewDocument, Received};
use madoguchi_store::{StoreError, TenantTx, portal_mappings};
use sha2::{Digest, Sha256};

/// The mapping that files of a kind are read by: the municipality's own that is in use, or one that is part of the program.
pub async fn mapping(tx: &mut TenantTx, kind: &str) -> Result<Option<Mapping>, StoreError> {
    Ok(mappings(tx).await?.into_iter().find(|mapping| mapping.id == kind))
}

/// Every mapping that can be chosen, the municipality's own first.
pub async fn mappings(tx: &mut TenantTx) -> Result<Vec<Mapping>, StoreError> {
    let mut all = Vec::new();
    for (name, _, content) in portal_mappings::active(tx).await? {
        match Mapping::parse(&content) {
            Ok(mapping) => all.push(mapping),
            // It was checked when it was put in force; an older program may not know all of it.
            Err(error) => tracing::error!(name, %error, "a mapping cannot be read"),
        }
    }
    all.extend(Mapping::all().iter().cloned());
    Ok(all)
}

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

//! One application: fetched, looked at, taken in.

use bytes::Bytes;
use madoguchi_link::portals::api::{Access, Caller, PortalFailure};
use madoguchi_link::portals::{Mapping, Notices};
use madoguchi_model::ids::StaffId;
use madoguchi_store::portal_connections::{Connection, came_through};
use madoguchi_store::portal_notices::Received;
use madoguchi_store::{StoreError, TenantTx};
use thiserror::Error;

use super::{Opener, Unopened};
use crate::notices::{look, take_in};

/// The most problems of one file that are told.
const TOLD: usize = 10;

/// An application's file, looked at.
pub struct Fetched {
    receipt_number: String,
    mapping: Mapping,
    bytes: Bytes,
    found: Notices,
}

/// Why an application was not fetched.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum FetchError {
    /// The connection cannot be used.
    #[error(transparent)]
    Unopened(#[from] Unopened),
    /// The portal did not give it out.
    #[error(transparent)]
    Portal(#[from] PortalFailure),
    /// Its file cannot be taken in; the same will not become better.
    #[error("{0}")]
    File(String),
}

/// Fetches one application by its receipt number and looks at it. Nothing is taken in yet.
pub async fn fetch_one(
    opener: &Opener,
    (connection, mapping): (&Connection, Option<Mapping>),
    receipt_number: &str,
) -> Result<Fetched, FetchError> {
    let (caller, mapping) = opener.open(connection, mapping)?;
    let access = caller.sign_in().await?;
    fetch(&caller, &access, mapping, receipt_number).await
}

pub(super) async fn fetch(
    caller: &Caller,
    access: &Access,
    mapping: Mapping,
    receipt_number: &str,
) -> Result<Fetched, FetchError> {
    let bytes = caller.get(access, receipt_number).await?;
    let found = look(mapping.clone(), bytes.clone())
        .await
        .map_err(|error| FetchError::File(format!("届いたファイルを読み取れませんでした。{error}")))?;
    if found.problems.iter().any(|problem| problem.refused) {
        let places = found.problems.iter().filter(|problem| problem.refused).take(TOLD);
        let told: Vec<String> = places
            .map(|one| format!("{}件目・行「{}」{}", one.place, one.item, one.problem))
            .collect();
        return Err(FetchError::File(format!("取り込めません。{}", told.join(""))));
    }
    // What was not asked for is not taken: whose it is was not said.
    let asked = |number: &str| number == receipt_number;
    if found.taken.is_empty() || !found.taken.iter().all(|taken| asked(&taken.case.receipt_number)) {
        return Err(FetchError::File(
            "届いたファイルの受付番号が、求めたものと違います。".into(),
        ));
    }
    Ok(Fetched {
        receipt_number: receipt_number.to_owned(),
        mapping,
        bytes,
        found,
    })
}

/// Takes in what was fetched, in the caller's transaction.
pub async fn take_fetched(
    tx: &mut TenantTx,
    connection: &Connection,
    fetched: &Fetched,
    by: Option<StaffId>,
) -> Result<Received, StoreError> {
    let mapping = &fetched.mapping;
    let received = take_in(tx, &mapping.id, &fetched.bytes, &fetched.found, by).await?;
    came_through(tx, connection.id, &fetched.receipt_number, mapping.source).await?;
    Ok(received)
}

//! Having a file put where its kind goes.

use madoguchi_store::core_files::{Destination, destination};
use madoguchi_store::{StoreError, TenantTx, jobs};
use serde_json::json;
use uuid::Uuid;

use super::PLACE;

/// Has a file put where files of its kind go, the first time or again: by a job after the commit, so that no file lies
/// anywhere that the database does not know. None where its kind goes nowhere.
pub async fn put(tx: &mut TenantTx, file: Uuid, kind: &str) -> Result<Option<Destination>, StoreError> {
    let Some(to) = destination(tx, kind).await? else {
        return Ok(None);
    };
    let payload = json!({ "file": file, "place": to.fields.place, "folder": to.fields.folder });
    jobs::enqueue(tx, PLACE, &payload, None).await?;
    Ok(Some(to))
}

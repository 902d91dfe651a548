//! Chaining committed entries, and anchoring the chain's head outside the database.

use super::anchor::{Anchor, AnchorError, Anchored};
use crate::{Store, TenantScope};

/// How many entries one transaction chains.
const AT_MOST: i32 = 1_000;

/// Chains the entries of a tenant that no open transaction can still come before, then anchors the head; how
/// many entries were chained. The hashes are made in the database, by a role that can only add seals.
pub async fn seal(store: &Store, scope: &TenantScope, anchor: &dyn Anchor) -> Result<u64, AnchorError> {
    let mut chained = 0;
    loop {
        let mut tx = store.begin(scope).await?;
        let now = tx.now();
        let some = sqlx::query_scalar!(r#"SELECT seal_audit($1, $2) AS "chained!""#, now, AT_MOST)
            .fetch_one(tx.connection())
            .await?;
        tx.commit().await?;
        chained += u64::try_from(some).unwrap_or(0);
        if some < i64::from(AT_MOST) {
            break;
        }
    }
    let mut tx = store.begin(scope).await?;
    let head =
        sqlx::query!(r#"SELECT seq AS "seq!", entry_id AS "entry_id!", hash AS "hash!" FROM audit_head()"#)
            .fetch_optional(tx.connection())
            .await?;
    let at = tx.now();
    tx.commit().await?;
    if let Some(head) = head {
        let tenant = scope.tenant_id();
        anchor.append(&Anchored {
            tenant,
            seq: head.seq,
            entry_id: head.entry_id,
            hash: hex(&head.hash),
            at,
        })?;
    }
    Ok(chained)
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a string does not fail");
            text
        })
}

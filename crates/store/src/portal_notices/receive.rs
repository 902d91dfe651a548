//! Taking in what a portal hands over.

use madoguchi_model::ids::StaffId;
use madoguchi_model::prepared_case::{NoticeState, PreparedCase};
use uuid::Uuid;

use crate::codec::{Row, code, json};
use crate::{StoreError, TenantTx};

/// A file as it was received.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewDocument<'a> {
    /// Its name.
    pub name: &'a str,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Who handed it in; none for a schedule and the command line.
    pub by: Option<StaffId>,
}

/// What became of the cases of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Received {
    /// They were not known.
    pub new: u64,
    /// They tell something else than before.
    pub changed: u64,
    /// They tell what was told before.
    pub same: u64,
    /// The resident has taken them back.
    pub withdrawn: u64,
    /// They tell something else, but somebody has come already, or they had been taken back: nothing was changed.
    pub closed: u64,
}

/// Takes in the prepared cases of a file, in its order. The same file again finds everything the same.
pub async fn receive(
    tx: &mut TenantTx,
    document: &NewDocument<'_>,
    cases: &[PreparedCase],
) -> Result<Received, StoreError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "INSERT INTO portal_documents (tenant_id, document_id, name, digest, bytes, received_by, received_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, digest) DO NOTHING",
        tenant,
        id,
        document.name,
        document.digest,
        document.bytes,
        document.by.map(|by| by.0),
        now
    )
    .execute(tx.connection())
    .await?;
    let document_id = sqlx::query_scalar!(
        "SELECT document_id FROM portal_documents WHERE tenant_id = $1 AND digest = $2",
        tenant,
        document.digest
    )
    .fetch_one(tx.connection())
    .await?;
    let mut received = Received::default();
    for case in cases {
        take(tx, document_id, case, &mut received).await?;
    }
    Ok(received)
}

async fn take(
    tx: &mut TenantTx,
    document: Uuid,
    case: &PreparedCase,
    received: &mut Received,
) -> Result<(), StoreError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let state = if case.withdrawn {
        NoticeState::Withdrawn
    } else {
        NoticeState::Received
    };
    let inserted = sqlx::query!(
        "INSERT INTO portal_notices (tenant_id, notice_id, source, receipt_number, state, prepared, document_id,
            visit_on, version, received_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9)
         ON CONFLICT (tenant_id, source, receipt_number) DO NOTHING",
        tenant,
        id,
        code(&case.source),
        case.receipt_number,
        code(&state),
        json(case),
        document,
        case.visit_on,
        now
    )
    .execute(tx.connection())
    .await?;
    if inserted.rows_affected() == 1 {
        let counted = if case.withdrawn {
            &mut received.withdrawn
        } else {
            &mut received.new
        };
        *counted += 1;
        return Ok(());
    }
    let known = sqlx::query!(
        "SELECT notice_id, state, prepared FROM portal_notices
         WHERE tenant_id = $1 AND source = $2 AND receipt_number = $3 FOR UPDATE",
        tenant,
        code(&case.source),
        case.receipt_number
    )
    .fetch_one(tx.connection())
    .await?;
    let row = Row {
        table: "portal_notices",
        id: &known.notice_id,
    };
    let before: PreparedCase = row.json("prepared", known.prepared)?;
    let present: NoticeState = row.code("state", &known.state)?;
    if before == *case {
        received.same += 1;
        return Ok(());
    }
    if !present.is_open() {
        received.closed += 1;
        return Ok(());
    }
    sqlx::query!(
        "UPDATE portal_notices SET state = $3, prepared = $4, document_id = $5, visit_on = $6, version = version + 1,
            changed_by = NULL, changed_at = $7
         WHERE tenant_id = $1 AND notice_id = $2",
        tenant,
        known.notice_id,
        code(&state),
        json(case),
        document,
        case.visit_on,
        now
    )
    .execute(tx.connection())
    .await?;
    let counted = if case.withdrawn {
        &mut received.withdrawn
    } else {
        &mut received.changed
    };
    *counted += 1;
    Ok(())
}

/// A file as it was received: its name and its bytes.
pub async fn document(tx: &mut TenantTx, id: Uuid) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let tenant = tx.tenant();
    let row = sqlx::query!(
        "SELECT name, bytes FROM portal_documents WHERE tenant_id = $1 AND document_id = $2",
        tenant,
        id
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| (row.name, row.bytes)))
}

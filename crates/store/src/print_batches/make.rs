//! Making one part of a batch.

use madoguchi_model::ids::{ApplicationId, CaseId, ResidentId, StaffId};
use serde_json::json as json_value;
use uuid::Uuid;

use super::{BatchItem, BatchOutcome, MAKE_PART, PART};
use crate::codec::code;
use crate::print_releases::{self, NewPaper, Place, PrintKind};
use crate::{ChangeError, StoreError, TenantTx, jobs};

/// A paper that goes into a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PartPaper {
    /// The case.
    pub case_id: CaseId,
    /// The application.
    pub application_id: ApplicationId,
    /// Its version.
    pub version: i32,
    /// How many pages it has.
    pub pages: usize,
}

/// A part that was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewPart<'p> {
    /// Its number, from 1.
    pub number: i32,
    /// What became of each of its papers, by place in the batch.
    pub outcomes: &'p [(i32, BatchOutcome)],
    /// How many pages.
    pub pages: usize,
    /// Whom its papers are about.
    pub persons: &'p [ResidentId],
    /// The PDF; none where every paper was left out.
    pub file: Option<&'p [u8]>,
}

/// The papers of a part, in their order.
pub async fn items(tx: &mut TenantTx, batch: Uuid, part: i32) -> Result<Vec<BatchItem>, StoreError> {
    let tenant = tx.tenant();
    let from = (part - 1).saturating_mul(PART);
    let rows = sqlx::query!(
        "SELECT position, case_id, application_id FROM print_batch_items
         WHERE tenant_id = $1 AND batch_id = $2 AND position >= $3 AND position < $4 ORDER BY position",
        tenant,
        batch,
        from,
        from.saturating_add(PART)
    )
    .fetch_all(tx.connection())
    .await?;
    let items = rows.into_iter().map(|row| BatchItem {
        position: row.position,
        case_id: CaseId(row.case_id),
        application_id: ApplicationId(row.application_id),
    });
    Ok(items.collect())
}

/// Whether a batch is to go on: asked before each paper.
pub async fn is_running(tx: &mut TenantTx, batch: Uuid) -> Result<bool, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM print_batches
            WHERE tenant_id = $1 AND batch_id = $2 AND state = 'running') AS "is!""#,
        tenant,
        batch
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Tells how many papers of a running batch were come to; never fewer than before.
pub async fn advance(tx: &mut TenantTx, batch: Uuid, done: i32) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE print_batches SET done = greatest(done, least($3, total))
         WHERE tenant_id = $1 AND batch_id = $2 AND state = 'running'",
        tenant,
        batch,
        done
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Records that a paper of a part is released for print; how many times its version was printed then.
pub async fn copy_of(
    tx: &mut TenantTx,
    file: Uuid,
    position: i32,
    paper: PartPaper,
    by: StaffId,
) -> Result<i32, ChangeError> {
    let place = Place {
        file,
        position,
        kind: PrintKind::Batch,
    };
    let new = NewPaper {
        application: Some((paper.application_id, paper.version)),
        pages: paper.pages,
    };
    print_releases::record_paper(tx, place, paper.case_id, new, by).await
}

/// Keeps a part that was made, and enqueues the next or ends the batch. False when the batch does not run any more,
/// or has the part already: then the caller's transaction must not be committed.
pub async fn keep_part(tx: &mut TenantTx, batch: Uuid, part: NewPart<'_>) -> Result<bool, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let until = part.number.saturating_mul(PART);
    let Some(total) = sqlx::query_scalar!(
        "UPDATE print_batches SET done = least(greatest(done, $3), total),
            state = CASE WHEN total <= $3 THEN 'ready' ELSE state END,
            ended_at = CASE WHEN total <= $3 THEN $4 ELSE ended_at END
         WHERE tenant_id = $1 AND batch_id = $2 AND state = 'running' RETURNING total",
        tenant,
        batch,
        until,
        now
    )
    .fetch_optional(tx.connection())
    .await?
    else {
        return Ok(false);
    };
    let (positions, outcomes): (Vec<i32>, Vec<String>) = part
        .outcomes
        .iter()
        .map(|(position, outcome)| (*position, code(outcome)))
        .unzip();
    let fresh = sqlx::query!(
        "UPDATE print_batch_items i SET outcome = o.outcome
         FROM unnest($3::int[], $4::text[]) AS o (position, outcome)
         WHERE i.tenant_id = $1 AND i.batch_id = $2 AND i.position = o.position AND i.outcome = 'waiting'",
        tenant,
        batch,
        &positions,
        &outcomes
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    if usize::try_from(fresh).ok() != Some(positions.len()) {
        return Ok(false);
    }
    if let Some(file) = part.file {
        let persons: Vec<Uuid> = part.persons.iter().map(|person| person.0).collect();
        let printed = part
            .outcomes
            .iter()
            .filter(|(_, outcome)| *outcome == BatchOutcome::Printed)
            .count();
        sqlx::query!(
            "INSERT INTO print_batch_parts (tenant_id, batch_id, part, applications, pages, persons, file, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            tenant,
            batch,
            part.number,
            i32::try_from(printed).unwrap_or(i32::MAX),
            i32::try_from(part.pages).unwrap_or(i32::MAX),
            &persons,
            file,
            now
        )
        .execute(tx.connection())
        .await?;
    }
    if until < total {
        let next = json_value!({ "batch": batch, "part": part.number + 1 });
        jobs::enqueue(tx, MAKE_PART, &next, None).await?;
    }
    Ok(true)
}

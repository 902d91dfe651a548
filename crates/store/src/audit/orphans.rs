//! Operations that were begun and never ended: the program was killed, or forgot.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{OperationId, SectionId, SessionId, StaffId};

use super::entry::{AuditEntry, EntryRow, Outcome, Phase};
use super::operation::{Begun, insert};
use crate::{StoreError, TenantTx, imports};

/// Closes the operations begun in a span that have no end as 'outcome unknown'; how many. The span must end
/// before the longest operation still running can have begun; an import, which can take hours, is left alone while its
/// worker gives signs of life.
pub async fn close_orphans(
    tx: &mut TenantTx,
    begun_from: DateTime<Utc>,
    begun_before: DateTime<Utc>,
) -> Result<usize, StoreError> {
    // Two servers that look at once must not close the same operation twice.
    let lock = format!("close_orphans {}", tx.tenant());
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
        .execute(tx.connection())
        .await?;
    let orphans = sqlx::query_as!(
        EntryRow,
        r#"SELECT entry_id AS "entry_id!", operation_id AS "operation_id!", phase AS "phase!", at AS "at!",
            category AS "category!", staff_id, session_id, section_id, terminal AS "terminal!",
            action AS "action!", screen AS "screen!", resource_kind AS "resource_kind!",
            resource_id AS "resource_id!", individual_number_access AS "individual_number_access!",
            persons AS "persons!", outcome AS "outcome!", detail AS "detail!"
           FROM audit_orphans($1, $2)"#,
        begun_from,
        begun_before
    )
    .fetch_all(tx.connection())
    .await?;
    let at_work = imports::at_work(tx, begun_before).await?;
    let mut count = 0;
    for orphan in orphans {
        let (id, begun) = begun(orphan.into_entry()?);
        if begun.resource_kind == "import" && at_work.contains(&begun.resource_id) {
            continue;
        }
        count += 1;
        insert(
            tx,
            id,
            Phase::Ended,
            &begun,
            &[],
            Some(Outcome::Unknown),
            &begun.detail,
        )
        .await?;
    }
    Ok(count)
}

fn begun(entry: AuditEntry) -> (OperationId, Begun) {
    let staff: Option<StaffId> = entry.staff_id;
    let session: Option<SessionId> = entry.session_id;
    let section: Option<SectionId> = entry.section_id;
    let begun = Begun {
        category: entry.category,
        staff,
        session,
        section,
        terminal: entry.terminal,
        action: entry.action,
        screen: entry.screen,
        resource_kind: entry.resource_kind,
        resource_id: entry.resource_id,
        individual_number_access: entry.individual_number_access,
        detail: entry.detail,
    };
    (entry.operation_id, begun)
}

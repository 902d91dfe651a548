//! 支援措置: who is protected, since when, until when it was decided, and what was decided by whom.
//!
//! A measure never ends by the calendar, and never because a file does not have it any more: only by a decision.

mod change;
mod events;
mod flag;
mod imported;
mod list;
mod row;

use chrono::NaiveDate;
use madoguchi_model::ids::{MeasureId, ResidentId};
use madoguchi_model::protection::{MeasureSource, MeasureState, Term};

use crate::{StoreError, TenantTx};
pub use change::{NewMeasure, change, confirm, end, extend, include, keep, register};
pub use events::{MeasureEvent, events};
pub(crate) use flag::loaded;
pub(crate) use imported::take_over;
pub use list::{Counts, Listed, counts, list};

/// A measure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Measure {
    /// Our id.
    pub id: MeasureId,
    /// 申出者.
    pub resident_id: ResidentId,
    /// 併せて支援を求める者, without the 申出者.
    pub members: Vec<ResidentId>,
    /// How far it is.
    pub state: MeasureState,
    /// Where it comes from.
    pub source: MeasureSource,
    /// The term; none where the core system's data does not say.
    pub term: Option<Term>,
    /// 相談機関.
    pub consulted: String,
    /// What the section notes. Never an address.
    pub remark: String,
    /// The core system's data does not have it any more: an officer has to decide.
    pub not_in_file: bool,
    /// For the next change.
    pub version: i32,
    /// The day it was ended.
    pub ended_on: Option<NaiveDate>,
}

/// One measure, ended ones too.
pub async fn get(tx: &mut TenantTx, id: MeasureId) -> Result<Option<Measure>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        row::MeasureRow,
        r#"SELECT m.measure_id, m.resident_id, m.state, m.source, m.from_day, m.until_day, m.consulted, m.remark,
            m.question, m.version, m.ended_on,
            ARRAY (SELECT p.resident_id FROM protective_measure_members p
                WHERE p.tenant_id = $1 AND p.measure_id = m.measure_id ORDER BY p.resident_id) AS "members!"
           FROM protective_measures m WHERE m.tenant_id = $1 AND m.measure_id = $2"#,
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(row::MeasureRow::into_measure)
    .transpose()
}

/// The measures that protect a resident now, as 申出者 or with one.
pub async fn of_resident(tx: &mut TenantTx, resident: ResidentId) -> Result<Vec<Measure>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        row::MeasureRow,
        r#"SELECT m.measure_id, m.resident_id, m.state, m.source, m.from_day, m.until_day, m.consulted, m.remark,
            m.question, m.version, m.ended_on,
            ARRAY (SELECT p.resident_id FROM protective_measure_members p
                WHERE p.tenant_id = $1 AND p.measure_id = m.measure_id ORDER BY p.resident_id) AS "members!"
           FROM protective_measures m
           WHERE m.tenant_id = $1 AND m.state <> 'ended' AND (m.resident_id = $2 OR EXISTS (
                SELECT FROM protective_measure_members p
                WHERE p.tenant_id = $1 AND p.measure_id = m.measure_id AND p.resident_id = $2))
           ORDER BY m.from_day NULLS FIRST, m.measure_id"#,
        tenant,
        resident.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(row::MeasureRow::into_measure)
    .collect()
}

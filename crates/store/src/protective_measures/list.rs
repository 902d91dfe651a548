//! The register of measures, for the section in charge.

use chrono::{Months, NaiveDate};
use madoguchi_model::ids::{MeasureId, ResidentId};
use madoguchi_model::protection::{MeasureState, Standing, Term};
use uuid::Uuid;

use crate::codec::Row;
use crate::{StoreError, TenantTx};

/// A measure in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Our id.
    pub id: MeasureId,
    /// 申出者.
    pub resident_id: ResidentId,
    /// Their name as written.
    pub name: String,
    /// How many are protected with them.
    pub others: i64,
    /// How far it is.
    pub state: MeasureState,
    /// The term, where it is known.
    pub term: Option<Term>,
    /// An officer has to decide whether it goes on.
    pub not_in_file: bool,
}

/// How many measures wait for somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Whose term ends within a month.
    pub ends_soon: i64,
    /// Whose term is over.
    pub overdue: i64,
    /// That are not confirmed.
    pub provisional: i64,
    /// That the core system's data does not have any more.
    pub not_in_file: i64,
}

struct ListedRow {
    measure_id: Uuid,
    resident_id: Uuid,
    name: String,
    others: i64,
    state: String,
    from_day: Option<NaiveDate>,
    until_day: Option<NaiveDate>,
    question: String,
}

/// Measures, those first that end first, then those whose end nobody knows; ended ones only where asked for, the
/// latest first.
pub async fn list(tx: &mut TenantTx, ended: bool, limit: u16) -> Result<Vec<Listed>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        ListedRow,
        r#"SELECT m.measure_id, m.resident_id, r.name, m.state, m.from_day, m.until_day, m.question,
            (SELECT count(*) FROM protective_measure_members p
                WHERE p.tenant_id = $1 AND p.measure_id = m.measure_id) AS "others!"
           FROM protective_measures m
           JOIN residents r ON r.tenant_id = $1 AND r.resident_id = m.resident_id
           WHERE m.tenant_id = $1 AND (m.state = 'ended') = $2
           ORDER BY m.question = '', m.ended_on DESC, m.until_day NULLS LAST, r.kana_key, m.measure_id LIMIT $3"#,
        tenant,
        ended,
        i64::from(limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|found| {
        let row = Row {
            table: "protective_measures",
            id: &found.measure_id,
        };
        Ok(Listed {
            id: MeasureId(found.measure_id),
            resident_id: ResidentId(found.resident_id),
            name: found.name,
            others: found.others,
            state: row.code("state", &found.state)?,
            term: found
                .from_day
                .zip(found.until_day)
                .map(|(from, until)| Term { from, until }),
            not_in_file: !found.question.is_empty(),
        })
    })
    .collect()
}

/// How many measures wait for somebody today.
pub async fn counts(tx: &mut TenantTx) -> Result<Counts, StoreError> {
    let (tenant, today) = (tx.tenant(), tx.today());
    // A month before the last day is not a month after today at the ends of months: the model decides for these few.
    let about = today + Months::new(1) + chrono::Days::new(4);
    let rows = sqlx::query!(
        "SELECT state, from_day, until_day, question FROM protective_measures
         WHERE tenant_id = $1 AND state <> 'ended'
            AND (state = 'provisional' OR question <> '' OR until_day <= $2)",
        tenant,
        about
    )
    .fetch_all(tx.connection())
    .await?;
    let mut counts = Counts {
        ends_soon: 0,
        overdue: 0,
        provisional: 0,
        not_in_file: 0,
    };
    for row in rows {
        let term = row.from_day.zip(row.until_day);
        match term.map(|(from, until)| Term { from, until }.standing(today)) {
            Some(Standing::EndsSoon) => counts.ends_soon += 1,
            Some(Standing::Overdue) => counts.overdue += 1,
            Some(Standing::Running) | None => {}
        }
        counts.provisional += i64::from(row.state == "provisional");
        counts.not_in_file += i64::from(!row.question.is_empty());
    }
    Ok(counts)
}

//! What the core system's file says of measures. Its explicit end (解除年月日) is a decision made there and is
//! followed; that a measure is not in the file is none: it stays, and an officer is asked.

use chrono::NaiveDate;
use madoguchi_model::ids::{MeasureId, ResidentId};
use madoguchi_model::protection::{MeasureState, Term, Transition};
use uuid::Uuid;

use super::change::decide;
use super::events::note;
use super::{Measure, flag, get};
use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx};

/// What the file says of one person of the register.
#[derive(sqlx::FromRow)]
struct Said {
    resident_id: Uuid,
    known: bool,
    measure: Option<String>,
    from_text: Option<String>,
    until_text: Option<String>,
    open: Option<Uuid>,
}

/// Makes measures of what the entries say of everybody in `pg_temp.import_touched`.
pub(crate) async fn take_over(tx: &mut TenantTx) -> Result<(), StoreError> {
    let said: Vec<Said> = sqlx::query_as(
        "SELECT r.resident_id, f.addressee_number IS NOT NULL AS known, f.says #>> '{}' AS measure,
            f.items ->> '支援措置開始年月日' AS from_text, f.items ->> '支援措置終了年月日' AS until_text,
            m.measure_id AS open
         FROM (SELECT DISTINCT addressee_number FROM pg_temp.import_touched) t
         JOIN residents r ON r.tenant_id = $1 AND r.addressee_number = t.addressee_number
         LEFT JOIN LATERAL (
            SELECT addressee_number, says, items FROM resident_facts
            WHERE tenant_id = $1 AND target = 'protective_measure' AND addressee_number = t.addressee_number
            ORDER BY history_number DESC LIMIT 1) f ON true
         LEFT JOIN protective_measures m ON m.tenant_id = $1 AND m.resident_id = r.resident_id
            AND m.source = 'import' AND m.state <> 'ended'",
    )
    .bind(tx.tenant())
    .fetch_all(tx.connection())
    .await?;
    for one in &said {
        take(tx, one).await?;
    }
    let touched: Vec<ResidentId> = said.iter().map(|one| ResidentId(one.resident_id)).collect();
    flag::derive(tx, &touched).await
}

async fn take(tx: &mut TenantTx, said: &Said) -> Result<(), StoreError> {
    let row = Row {
        table: "resident_facts",
        id: &said.resident_id,
    };
    let open = match said.open {
        Some(id) => get(tx, MeasureId(id)).await?,
        None => None,
    };
    match (&said.measure, open) {
        (Some(measure), open) => {
            let state: MeasureState = row.code("says", measure)?;
            keep_up(tx, said, state, open).await
        }
        (None, Some(open)) if said.known => {
            let reason = "基幹システムの解除年月日による";
            match decide(tx, &open, Transition::EndedByImport, open.term, reason, None).await {
                Err(ChangeError::Store(error)) => Err(error),
                // It was open a moment ago in this transaction.
                Err(error) => Err(row.wrong("says", &error)),
                Ok(()) => Ok(()),
            }
        }
        (None, Some(open)) => ask(tx, &open).await,
        (None, None) => Ok(()),
    }
}

/// The file has a measure: it is there, in the file's state and with its term.
async fn keep_up(
    tx: &mut TenantTx,
    said: &Said,
    state: MeasureState,
    open: Option<Measure>,
) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    let from = said.from_text.as_deref().and_then(read_day);
    let until = said.until_text.as_deref().and_then(read_day);
    let term = from.map(|from| {
        let year = Term::of_a_year(from);
        Term {
            from,
            until: until.filter(|until| *until >= from).unwrap_or(year.until),
        }
    });
    let id = if let Some(open) = open {
        // What was extended here is not shortened by what the file does not know yet.
        let term = match (open.term, term) {
            (Some(here), Some(there)) if here.until > there.until => Some(here),
            (here, there) => there.or(here),
        };
        if open.state == state && open.term == term && !open.not_in_file {
            return Ok(());
        }
        sqlx::query!(
            "UPDATE protective_measures SET state = $3, from_day = $4, until_day = $5, question = '',
                    version = version + 1
                 WHERE tenant_id = $1 AND measure_id = $2",
            tenant,
            open.id.0,
            code(&state),
            term.map(|term| term.from),
            term.map(|term| term.until)
        )
        .execute(tx.connection())
        .await?;
        open.id.0
    } else {
        let id = tx.new_id();
        sqlx::query!(
                "INSERT INTO protective_measures (tenant_id, measure_id, resident_id, state, source, from_day, until_day,
                    consulted, remark, question)
                 VALUES ($1, $2, $3, $4, 'import', $5, $6, '', '', '')",
                tenant,
                id,
                said.resident_id,
                code(&state),
                term.map(|term| term.from),
                term.map(|term| term.until)
            )
            .execute(tx.connection())
            .await?;
        id
    };
    let what = match state {
        MeasureState::InForce => Transition::Confirm,
        _ => Transition::Register,
    };
    let until = term.map(|term| term.until);
    note(tx, MeasureId(id), None, what, "基幹システムのデータによる", until).await
}

/// Not in the file any more: it goes on, and the section in charge has to look.
async fn ask(tx: &mut TenantTx, open: &Measure) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE protective_measures SET question = 'not_in_file', version = version + 1
         WHERE tenant_id = $1 AND measure_id = $2 AND question = ''",
        tenant,
        open.id.0
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// A day as the file writes it: 20260401 or 2026-04-01. Another is none: the section sets the term.
fn read_day(text: &str) -> Option<NaiveDate> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    NaiveDate::parse_from_str(&digits, "%Y%m%d").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_files_write_them() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 1);
        assert_eq!(read_day("20260401"), day);
        assert_eq!(read_day("2026-04-01"), day);
        assert_eq!(read_day("令和8年4月頃"), None);
    }
}

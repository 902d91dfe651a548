//! What core systems answer: provisional, accepted, or refused with a reason.

mod effect;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use madoguchi_model::core_file::{AnswerOutcome, Answered, CoreRowState};
use madoguchi_model::ids::{CaseId, StaffId};
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{StoreError, TenantTx, cases};

/// One answer to one row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The line of the file.
    pub line: u64,
    /// 引継ぎID, as it was answered.
    pub row: Uuid,
    /// The answer.
    pub answered: Answered,
    /// Why; never empty for a refusal.
    pub reason: String,
    /// When, by the core system's clock.
    pub at: DateTime<Utc>,
}

/// A file of answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewAnswers<'a> {
    /// The kind of file that is answered.
    pub kind: &'a str,
    /// The code of the section whose core system answers.
    pub section: &'a str,
    /// What people call that file.
    pub title: &'a str,
    /// The name of the file of answers.
    pub name: &'a str,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: &'a str,
    /// Its answers.
    pub answers: &'a [Answer],
    /// Lines that cannot be read, and why.
    pub unreadable: &'a [(u64, String)],
    /// Who handed it in.
    pub by: Option<StaffId>,
}

/// What became of a file of answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Received {
    /// Its id.
    pub id: Uuid,
    /// The same file was received before: nothing was done.
    pub already: bool,
    /// How many lines came to what.
    pub outcomes: BTreeMap<AnswerOutcome, u64>,
}

/// A file of answers that was received.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnswerFile {
    /// Its id.
    pub id: Uuid,
    /// The kind of file that it answers.
    pub kind: String,
    /// The code of the section whose core system answered; none where that was not noted.
    pub section: Option<String>,
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Its lines.
    pub lines: i64,
    /// Lines that an officer should look at: unknown, not sent, unreadable, or the opposite of what was said before.
    pub to_look_at: i64,
}

/// One line of such a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnswerLine {
    /// The line.
    pub line: i64,
    /// 引継ぎID, as it was answered.
    pub row: Option<Uuid>,
    /// The answer.
    pub answered: Option<Answered>,
    /// The core system's reason, or why the line cannot be read.
    pub reason: String,
    /// When, by the core system's clock.
    pub at: Option<DateTime<Utc>>,
    /// What became of it.
    pub outcome: AnswerOutcome,
}

/// A row while its answers are looked at.
struct Standing {
    case: CaseId,
    section: String,
    hand_off: Uuid,
    state: CoreRowState,
    answered_at: Option<DateTime<Utc>>,
    reason: String,
    changed: bool,
}

/// Takes a file of answers: moves rows on, tells their cases, and brings the sections' work to 仮登録済み where all of it
/// is. The same file again does nothing; the same answers in another file, or in another order, end alike.
pub async fn receive(tx: &mut TenantTx, new: &NewAnswers<'_>) -> Result<Received, crate::ChangeError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let kept = sqlx::query!(
        "INSERT INTO core_answer_files (tenant_id, answer_file_id, kind, name, digest, received_by, received_at, section)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant_id, kind, digest) DO NOTHING",
        tenant,
        id,
        new.kind,
        new.name,
        new.digest,
        new.by.map(|by| by.0),
        now,
        new.section
    )
    .execute(tx.connection())
    .await?;
    if kept.rows_affected() == 0 {
        return Ok(already(tx, new).await?);
    }
    let mut rows = standing(tx, new).await?;
    let mut outcomes = Vec::with_capacity(new.answers.len());
    for answer in new.answers {
        let Some(row) = rows.get_mut(&answer.row) else {
            outcomes.push(AnswerOutcome::Unknown);
            continue;
        };
        let outcome = row.state.answered(answer.answered, answer.at, row.answered_at);
        if matches!(outcome, AnswerOutcome::Applied | AnswerOutcome::Reversed) {
            row.state = answer.answered.state();
            row.answered_at = Some(answer.at);
            row.reason = if answer.answered == Answered::Refused {
                answer.reason.clone()
            } else {
                String::new()
            };
            row.changed = true;
        }
        outcomes.push(outcome);
    }
    write_rows(tx, &rows).await?;
    write_lines(tx, id, new, &outcomes).await?;
    effect::tell(tx, new.title, &rows).await?;
    let mut counted = BTreeMap::new();
    let unreadable = new.unreadable.iter().map(|_| AnswerOutcome::Unreadable);
    for outcome in outcomes.into_iter().chain(unreadable) {
        *counted.entry(outcome).or_default() += 1;
    }
    Ok(Received {
        id,
        already: false,
        outcomes: counted,
    })
}

async fn already(tx: &mut TenantTx, new: &NewAnswers<'_>) -> Result<Received, StoreError> {
    let tenant = tx.tenant();
    let id = sqlx::query_scalar!(
        "SELECT answer_file_id FROM core_answer_files WHERE tenant_id = $1 AND kind = $2 AND digest = $3",
        tenant,
        new.kind,
        new.digest
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(Received {
        id,
        already: true,
        outcomes: BTreeMap::new(),
    })
}

/// The rows that are answered, with their cases locked first, in one order, so that nobody waits in a circle.
async fn standing(
    tx: &mut TenantTx,
    new: &NewAnswers<'_>,
) -> Result<BTreeMap<Uuid, Standing>, crate::ChangeError> {
    let tenant = tx.tenant();
    let ids: Vec<Uuid> = new.answers.iter().map(|answer| answer.row).collect();
    let affected: Vec<Uuid> = sqlx::query_scalar!(
        "SELECT DISTINCT case_id FROM core_rows WHERE tenant_id = $1 AND kind = $2 AND row_id = ANY ($3)
         ORDER BY case_id",
        tenant,
        new.kind,
        &ids
    )
    .fetch_all(tx.connection())
    .await?;
    for case in affected {
        cases::state_for_change(tx, CaseId(case)).await?;
    }
    let rows = sqlx::query!(
        "SELECT row_id, case_id, section, hand_off_id, state, answered_at, reason FROM core_rows
         WHERE tenant_id = $1 AND kind = $2 AND row_id = ANY ($3) FOR UPDATE",
        tenant,
        new.kind,
        &ids
    )
    .fetch_all(tx.connection())
    .await?;
    let mut standing = BTreeMap::new();
    for row in rows {
        let state = Row {
            table: "core_rows",
            id: &row.row_id,
        }
        .code("state", &row.state)?;
        standing.insert(
            row.row_id,
            Standing {
                case: CaseId(row.case_id),
                section: row.section,
                hand_off: row.hand_off_id,
                state,
                answered_at: row.answered_at,
                reason: row.reason,
                changed: false,
            },
        );
    }
    Ok(standing)
}

async fn write_rows(tx: &mut TenantTx, rows: &BTreeMap<Uuid, Standing>) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let changed: Vec<(&Uuid, &Standing)> = rows.iter().filter(|(_, row)| row.changed).collect();
    let ids: Vec<Uuid> = changed.iter().map(|(id, _)| **id).collect();
    let states: Vec<String> = changed.iter().map(|(_, row)| code(&row.state)).collect();
    let reasons: Vec<String> = changed.iter().map(|(_, row)| row.reason.clone()).collect();
    let times: Vec<Option<DateTime<Utc>>> = changed.iter().map(|(_, row)| row.answered_at).collect();
    sqlx::query!(
        "UPDATE core_rows r SET state = new.state, reason = new.reason, answered_at = new.at, changed_at = $2
         FROM unnest($3::uuid[], $4::text[], $5::text[], $6::timestamptz[]) AS new (row_id, state, reason, at)
         WHERE r.tenant_id = $1 AND r.row_id = new.row_id",
        tenant,
        now,
        &ids,
        &states,
        &reasons,
        &times as &[Option<DateTime<Utc>>]
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

async fn write_lines(
    tx: &mut TenantTx,
    id: Uuid,
    new: &NewAnswers<'_>,
    outcomes: &[AnswerOutcome],
) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    let place = |line: u64| i64::try_from(line).unwrap_or(i64::MAX);
    let mut lines: Vec<i64> = new.answers.iter().map(|answer| place(answer.line)).collect();
    let mut ids: Vec<Option<Uuid>> = new.answers.iter().map(|answer| Some(answer.row)).collect();
    let mut answered: Vec<Option<String>> = new
        .answers
        .iter()
        .map(|answer| Some(code(&answer.answered)))
        .collect();
    let mut reasons: Vec<String> = new.answers.iter().map(|answer| answer.reason.clone()).collect();
    let mut times: Vec<Option<DateTime<Utc>>> = new.answers.iter().map(|answer| Some(answer.at)).collect();
    let mut came_to: Vec<String> = outcomes.iter().map(code).collect();
    for (line, problem) in new.unreadable {
        lines.push(place(*line));
        ids.push(None);
        answered.push(None);
        reasons.push(problem.clone());
        times.push(None);
        came_to.push(code(&AnswerOutcome::Unreadable));
    }
    sqlx::query!(
        "INSERT INTO core_answers (tenant_id, answer_file_id, line, row_id, answered, reason, at, outcome)
         SELECT $1, $2, new.* FROM unnest($3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[],
            $8::text[]) AS new",
        tenant,
        id,
        &lines,
        &ids as &[Option<Uuid>],
        &answered as &[Option<String>],
        &reasons,
        &times as &[Option<DateTime<Utc>>],
        &came_to
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Which files of answers are wanted, newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AnswerFileFilter {
    /// To this kind of file.
    pub kind: Option<String>,
    /// Of this section's core system.
    pub section: Option<String>,
    /// Those before this one, for the next page.
    pub before: Option<Uuid>,
    /// The most files.
    pub limit: u16,
}

/// Files of answers, newest first.
pub async fn answer_files(
    tx: &mut TenantTx,
    filter: &AnswerFileFilter,
) -> Result<Vec<AnswerFile>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        AnswerFile,
        r#"SELECT f.answer_file_id AS id, f.kind, f.section, f.name, f.digest, f.received_at,
            count(a.line) AS "lines!",
            count(a.line) FILTER (WHERE a.outcome IN ('reversed', 'not_sent', 'unknown', 'unreadable'))
                AS "to_look_at!"
           FROM core_answer_files f LEFT JOIN core_answers a
            ON a.tenant_id = $1 AND a.answer_file_id = f.answer_file_id
           WHERE f.tenant_id = $1 AND ($2::text IS NULL OR f.kind = $2) AND ($3::text IS NULL OR f.section = $3)
            AND ($4::uuid IS NULL OR f.answer_file_id < $4)
           GROUP BY f.tenant_id, f.answer_file_id ORDER BY f.answer_file_id DESC LIMIT $5"#,
        tenant,
        filter.kind,
        filter.section,
        filter.before,
        i64::from(filter.limit)
    )
    .fetch_all(tx.connection())
    .await?)
}

/// One file of answers.
pub async fn answer_file(tx: &mut TenantTx, id: Uuid) -> Result<Option<AnswerFile>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        AnswerFile,
        r#"SELECT f.answer_file_id AS id, f.kind, f.section, f.name, f.digest, f.received_at,
            count(a.line) AS "lines!",
            count(a.line) FILTER (WHERE a.outcome IN ('reversed', 'not_sent', 'unknown', 'unreadable'))
                AS "to_look_at!"
           FROM core_answer_files f LEFT JOIN core_answers a
            ON a.tenant_id = $1 AND a.answer_file_id = f.answer_file_id
           WHERE f.tenant_id = $1 AND f.answer_file_id = $2
           GROUP BY f.tenant_id, f.answer_file_id"#,
        tenant,
        id
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// The lines of a file of answers, in order; after a line for the next page.
pub async fn answer_lines(
    tx: &mut TenantTx,
    file: Uuid,
    after: i64,
    limit: u16,
) -> Result<Vec<AnswerLine>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "SELECT line, row_id, answered, reason, at, outcome FROM core_answers
         WHERE tenant_id = $1 AND answer_file_id = $2 AND line > $3 ORDER BY line LIMIT $4",
        tenant,
        file,
        after,
        i64::from(limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|line| {
        let row = Row {
            table: "core_answers",
            id: &line.line,
        };
        Ok(AnswerLine {
            line: line.line,
            row: line.row_id,
            answered: line
                .answered
                .as_deref()
                .map(|answered| row.code("answered", answered))
                .transpose()?,
            reason: line.reason,
            at: line.at,
            outcome: row.code("outcome", &line.outcome)?,
        })
    })
    .collect()
}

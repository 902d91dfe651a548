//! Answers of the interview, with their history.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{CaseId, StaffId};
use serde_json::Value;

use crate::{ChangeError, StoreError, TenantTx, cases};

/// One answer, or its withdrawal.
#[derive(Clone, PartialEq, Debug)]
pub struct GivenAnswer {
    /// The fact's text form, for example `visit/…` or `member:…/…`.
    pub fact_key: String,
    /// Counts the answers to this question, from 1.
    pub revision: i32,
    /// The answer; none where it was withdrawn.
    pub answer: Option<Value>,
    /// Who entered it.
    pub answered_by: StaffId,
    /// When.
    pub answered_at: DateTime<Utc>,
}

/// The answers in force, by the fact's text form.
pub async fn current(tx: &mut TenantTx, case: CaseId) -> Result<BTreeMap<String, GivenAnswer>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query_as!(
        GivenAnswer,
        "SELECT DISTINCT ON (fact_key) fact_key, revision, answer, answered_by, answered_at FROM case_answers
         WHERE tenant_id = $1 AND case_id = $2 ORDER BY fact_key, revision DESC",
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .filter(|given| given.answer.is_some())
        .map(|given| (given.fact_key.clone(), given))
        .collect())
}

/// Every answer that was ever given, in the order of entry for each fact.
pub async fn history(tx: &mut TenantTx, case: CaseId) -> Result<Vec<GivenAnswer>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        GivenAnswer,
        "SELECT fact_key, revision, answer, answered_by, answered_at FROM case_answers
         WHERE tenant_id = $1 AND case_id = $2 ORDER BY fact_key, revision",
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?)
}

/// What was in force before the newest save, of the facts that it changed; none where there was no answer. Empty
/// where nothing was ever saved.
pub async fn before_last_save(
    tx: &mut TenantTx,
    case: CaseId,
) -> Result<BTreeMap<String, Option<Value>>, StoreError> {
    let history = history(tx, case).await?;
    let Some(last) = history.iter().map(|given| given.answered_at).max() else {
        return Ok(BTreeMap::new());
    };
    let mut before: BTreeMap<String, Option<Value>> = BTreeMap::new();
    for given in history.iter().filter(|given| given.answered_at == last) {
        // Several answers to one question at one instant count as one.
        let earlier = history
            .iter()
            .rfind(|other| other.fact_key == given.fact_key && other.answered_at < last);
        before.insert(
            given.fact_key.clone(),
            earlier.and_then(|other| other.answer.clone()),
        );
    }
    Ok(before)
}

/// Saves answers of an open case; none withdraws one. An answer that is in force already is not saved again.
/// How many were saved.
pub async fn save(
    tx: &mut TenantTx,
    case: CaseId,
    answers: &BTreeMap<String, Option<Value>>,
    by: StaffId,
) -> Result<usize, ChangeError> {
    cases::open_for_change(tx, case, by).await?;
    let in_force = current(tx, case).await?;
    let mut saved = 0;
    for (fact_key, answer) in answers {
        if in_force.get(fact_key).and_then(|given| given.answer.as_ref()) != answer.as_ref() {
            insert(tx, case, fact_key, answer.as_ref(), by).await?;
            saved += 1;
        }
    }
    Ok(saved)
}

async fn insert(
    tx: &mut TenantTx,
    case: CaseId,
    fact_key: &str,
    answer: Option<&Value>,
    by: StaffId,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "INSERT INTO case_answers (tenant_id, case_id, fact_key, revision, answer, answered_by, answered_at)
         SELECT $1, $2, $3, coalesce(max(revision), 0) + 1, $4::jsonb, $5, $6 FROM case_answers
         WHERE tenant_id = $1 AND case_id = $2 AND fact_key = $3",
        tenant,
        case.0,
        fact_key,
        answer,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

//! Decisions about a measure. Each is kept with who, when and why; each derives the residents' flags again.

use chrono::NaiveDate;
use madoguchi_model::ids::{MeasureId, ResidentId, StaffId};
use madoguchi_model::protection::{MeasureState, Standing, Term, Transition};
use uuid::Uuid;

use super::events::note;
use super::{Measure, flag, get};
use crate::codec::code;
use crate::{ChangeError, StoreError, TenantTx, residents};

/// A measure to be registered: 仮支援措置, until it is confirmed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewMeasure {
    /// 申出者.
    pub resident: ResidentId,
    /// 併せて支援を求める者.
    pub members: Vec<ResidentId>,
    /// 申出年月日: the first day.
    pub from: NaiveDate,
    /// 相談機関.
    pub consulted: String,
    /// What the section notes.
    pub remark: String,
    /// Why it is registered.
    pub reason: String,
}

/// Registers a measure, which protects from now on.
///
/// # Errors
/// When somebody is not in the register, or is under a measure of their own already.
pub async fn register(tx: &mut TenantTx, new: &NewMeasure, by: StaffId) -> Result<MeasureId, ChangeError> {
    let members = without(new.resident, &new.members);
    let mut everybody = members.clone();
    everybody.push(new.resident);
    require_registered(tx, &everybody).await?;
    let (tenant, id) = (tx.tenant(), tx.new_id());
    let open = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM protective_measures
            WHERE tenant_id = $1 AND resident_id = $2 AND state <> 'ended') AS "open!""#,
        tenant,
        new.resident.0
    )
    .fetch_one(tx.connection())
    .await?;
    if open {
        return Err(ChangeError::NotAllowed(
            "the person is under a measure already".into(),
        ));
    }
    let term = Term::of_a_year(new.from);
    sqlx::query!(
        "INSERT INTO protective_measures (tenant_id, measure_id, resident_id, state, source, from_day, until_day,
            consulted, remark, question)
         VALUES ($1, $2, $3, 'provisional', 'entered', $4, $5, $6, $7, '')",
        tenant,
        id,
        new.resident.0,
        term.from,
        term.until,
        new.consulted,
        new.remark
    )
    .execute(tx.connection())
    .await?;
    let id = MeasureId(id);
    add_members(tx, id, &members).await?;
    note(
        tx,
        id,
        Some(by),
        Transition::Register,
        &new.reason,
        Some(term.until),
    )
    .await?;
    flag::derive(tx, &everybody).await?;
    Ok(id)
}

/// 支援措置 is decided, for a year from a day.
pub async fn confirm(
    tx: &mut TenantTx,
    id: MeasureId,
    version: i32,
    from: NaiveDate,
    reason: &str,
    by: StaffId,
) -> Result<(), ChangeError> {
    let measure = at_version(tx, id, version).await?;
    let term = Term::of_a_year(from);
    decide(tx, &measure, Transition::Confirm, Some(term), reason, by).await
}

/// A year more, from the last month of the term on.
pub async fn extend(
    tx: &mut TenantTx,
    id: MeasureId,
    version: i32,
    reason: &str,
    by: StaffId,
) -> Result<(), ChangeError> {
    let measure = at_version(tx, id, version).await?;
    let today = tx.today();
    // The core system may not have said until when it was: then it is a year from today.
    let term = match measure.term {
        Some(term) if term.standing(today) == Standing::Running => {
            return Err(ChangeError::NotAllowed("more than a month is left".into()));
        }
        Some(term) => term.extended(),
        None => Term::of_a_year(today),
    };
    decide(tx, &measure, Transition::Extend, Some(term), reason, by).await
}

/// It ends.
pub async fn end(
    tx: &mut TenantTx,
    id: MeasureId,
    version: i32,
    reason: &str,
    by: StaffId,
) -> Result<(), ChangeError> {
    let measure = at_version(tx, id, version).await?;
    decide(tx, &measure, Transition::End, measure.term, reason, by).await
}

/// The core system's data does not have it any more, and it goes on all the same.
pub async fn keep(
    tx: &mut TenantTx,
    id: MeasureId,
    version: i32,
    reason: &str,
    by: StaffId,
) -> Result<(), ChangeError> {
    let measure = at_version(tx, id, version).await?;
    decide(tx, &measure, Transition::Keep, measure.term, reason, by).await
}

/// 相談機関 and remark.
pub async fn change(
    tx: &mut TenantTx,
    id: MeasureId,
    version: i32,
    consulted: &str,
    remark: &str,
    by: StaffId,
) -> Result<(), ChangeError> {
    let measure = at_version(tx, id, version).await?;
    let tenant = tx.tenant();
    sqlx::query!(
        "UPDATE protective_measures SET consulted = $3, remark = $4 WHERE tenant_id = $1 AND measure_id = $2",
        tenant,
        id.0,
        consulted,
        remark
    )
    .execute(tx.connection())
    .await?;
    decide(tx, &measure, Transition::Change, measure.term, "", by).await
}

/// Who is protected with the 申出者. Whoever is left out is not protected by this measure any more.
pub async fn include(
    tx: &mut TenantTx,
    id: MeasureId,
    version: i32,
    members: &[ResidentId],
    reason: &str,
    by: StaffId,
) -> Result<(), ChangeError> {
    let measure = at_version(tx, id, version).await?;
    let members = without(measure.resident_id, members);
    require_registered(tx, &members).await?;
    let tenant = tx.tenant();
    sqlx::query!(
        "DELETE FROM protective_measure_members WHERE tenant_id = $1 AND measure_id = $2",
        tenant,
        id.0
    )
    .execute(tx.connection())
    .await?;
    add_members(tx, id, &members).await?;
    decide(tx, &measure, Transition::Include, measure.term, reason, by).await?;
    // Those who were with it before, too.
    let mut touched = members;
    touched.extend(&measure.members);
    flag::derive(tx, &touched).await?;
    Ok(())
}

/// The measure, locked, as the officer saw it.
async fn at_version(tx: &mut TenantTx, id: MeasureId, version: i32) -> Result<Measure, ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "SELECT version FROM protective_measures WHERE tenant_id = $1 AND measure_id = $2 FOR UPDATE",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .ok_or(ChangeError::NotFound)?;
    let measure = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    if measure.version == version {
        return Ok(measure);
    }
    let last = super::events(tx, id).await?.pop();
    Err(ChangeError::Stale {
        changed_by: last.as_ref().and_then(|event| event.by),
        changed_at: last.map_or(now, |event| event.at),
        version: measure.version,
    })
}

pub(super) async fn decide(
    tx: &mut TenantTx,
    measure: &Measure,
    what: Transition,
    term: Option<Term>,
    reason: &str,
    by: impl Into<Option<StaffId>>,
) -> Result<(), ChangeError> {
    let reason = reason.trim();
    if reason.is_empty() && what != Transition::Change {
        return Err(ChangeError::NotAllowed("a decision needs a reason".into()));
    }
    let state = measure
        .state
        .after(what)
        .map_err(|error| ChangeError::NotAllowed(error.to_string()))?;
    let (tenant, today) = (tx.tenant(), tx.today());
    sqlx::query!(
        "UPDATE protective_measures SET state = $3, from_day = $4, until_day = $5, question = '',
            version = version + 1, ended_on = $6
         WHERE tenant_id = $1 AND measure_id = $2",
        tenant,
        measure.id.0,
        code(&state),
        term.map(|term| term.from),
        term.map(|term| term.until),
        (state == MeasureState::Ended).then_some(today)
    )
    .execute(tx.connection())
    .await?;
    note(
        tx,
        measure.id,
        by.into(),
        what,
        reason,
        term.map(|term| term.until),
    )
    .await?;
    let mut everybody = measure.members.clone();
    everybody.push(measure.resident_id);
    Ok(flag::derive(tx, &everybody).await?)
}

async fn add_members(tx: &mut TenantTx, id: MeasureId, members: &[ResidentId]) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    let ids: Vec<Uuid> = members.iter().map(|member| member.0).collect();
    sqlx::query!(
        "INSERT INTO protective_measure_members (tenant_id, measure_id, resident_id)
         SELECT $1, $2, id FROM unnest($3::uuid[]) AS new (id)",
        tenant,
        id.0,
        &ids
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

async fn require_registered(tx: &mut TenantTx, people: &[ResidentId]) -> Result<(), ChangeError> {
    if residents::get_many(tx, people).await?.len() == people.len() {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}

/// Each once, and not the 申出者.
fn without(resident: ResidentId, members: &[ResidentId]) -> Vec<ResidentId> {
    let mut others: Vec<_> = members.iter().copied().filter(|id| *id != resident).collect();
    others.sort_unstable();
    others.dedup();
    others
}

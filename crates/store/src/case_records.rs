//! The records of the register that a case was made with. A case goes on with them whatever an import says meanwhile,
//! until an officer takes something over; a finished case keeps them for good.

use std::collections::BTreeMap;

use madoguchi_model::case::Case;
use madoguchi_model::household::Household;
use madoguchi_model::ids::{CaseId, HouseholdId, ResidentId, StaffId};
use madoguchi_model::record_change::{RecordField, RecordPair};
use madoguchi_model::resident::Resident;
use serde_json::{Value, json as json_value};
use uuid::Uuid;

use crate::case_events::{self, CaseEventKind};
use crate::codec::{Row, code, json};
use crate::{ChangeError, StoreError, TenantTx, cases, households, residents};

/// What a case has of the register, and what the register has now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseRecords {
    /// The household as the case has it, with the protective measures of now.
    pub household: Household,
    /// Each person beside the register's record of now, those who came and left too. Empty for a case from before
    /// records were kept.
    pub pairs: Vec<RecordPair>,
}

/// An officer's decision about one field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decision {
    /// Whose record.
    pub resident: ResidentId,
    /// Which field.
    pub field: RecordField,
    /// Takes the register's value over; keeps what the case has otherwise.
    pub take: bool,
}

/// The household of nobody: that of the record of someone who is not part of a case.
const NOWHERE: HouseholdId = HouseholdId(Uuid::nil());

struct Kept {
    record: Value,
    declined: Vec<RecordField>,
    declined_from: Option<Value>,
}

/// What a case has of the register; none for a case of people who form a household of their own.
pub async fn of_case(tx: &mut TenantTx, case: &Case) -> Result<Option<CaseRecords>, StoreError> {
    let Some(id) = case.household_id else {
        return Ok(None);
    };
    let Some(now) = households::get(tx, id).await? else {
        return Ok(None);
    };
    let kept = kept(tx, case.id).await?;
    if kept.is_empty() {
        return Ok(Some(CaseRecords {
            household: now,
            pairs: Vec::new(),
        }));
    }
    let here: Vec<ResidentId> = now.members.iter().map(|member| member.id).collect();
    let gone: Vec<ResidentId> = kept.keys().filter(|id| !here.contains(id)).copied().collect();
    let gone = residents::get_many(tx, &gone).await?;
    let everybody = now.members.iter().chain(&gone);
    let pairs = everybody
        .map(|resident| pair(id, case.id, resident, kept.get(&resident.id)))
        .collect::<Result<Vec<_>, StoreError>>()?;
    let mut members: Vec<Resident> = pairs
        .iter()
        .filter(|pair| pair.belongs)
        .map(|pair| pair.used.clone())
        .collect();
    members.sort_by_key(|member| member.position);
    Ok(Some(CaseRecords {
        household: Household { members, ..now },
        pairs,
    }))
}

/// Whether the register says something else than a case has, and nobody has decided yet.
pub(crate) async fn something_to_decide(tx: &mut TenantTx, case: CaseId) -> Result<bool, StoreError> {
    let Some(case) = cases::get(tx, case).await? else {
        return Ok(false);
    };
    let records = of_case(tx, &case).await?;
    let pairs = records.iter().flat_map(|records| &records.pairs);
    Ok(pairs.into_iter().any(|pair| !pair.undecided().is_empty()))
}

async fn kept(tx: &mut TenantTx, case: CaseId) -> Result<BTreeMap<ResidentId, Kept>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        "SELECT resident_id, record, declined, declined_from FROM case_records
         WHERE tenant_id = $1 AND case_id = $2",
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let declined = row.declined.iter();
            let kept = Kept {
                record: row.record,
                declined: declined.filter_map(|code| RecordField::from_code(code)).collect(),
                declined_from: row.declined_from,
            };
            Ok((ResidentId(row.resident_id), kept))
        })
        .collect()
}

fn pair(
    household: HouseholdId,
    case: CaseId,
    now: &Resident,
    kept: Option<&Kept>,
) -> Result<RecordPair, StoreError> {
    let Some(kept) = kept else {
        let mut used = now.clone();
        used.household_id = NOWHERE;
        return Ok(RecordPair {
            used,
            now: now.clone(),
            declined: Vec::new(),
            declined_from: None,
            belongs: false,
        });
    };
    let mut used = read(case, kept.record.clone(), now)?;
    // Protection is never kept back, nor is what identifies the person.
    used.protective_measure = now.protective_measure;
    Ok(RecordPair {
        belongs: used.household_id == household,
        used,
        now: now.clone(),
        declined: kept.declined.clone(),
        declined_from: match &kept.declined_from {
            Some(then) => Some(read(case, then.clone(), now)?),
            None => None,
        },
    })
}

/// A kept record. What a later version of the program knows of residents and the record does not, is as in the register.
fn read(case: CaseId, record: Value, now: &Resident) -> Result<Resident, StoreError> {
    if let Ok(resident) = serde_json::from_value(record.clone()) {
        return Ok(resident);
    }
    let mut whole = json(now);
    lay_over(&mut whole, record);
    let row = Row {
        table: "case_records",
        id: &case,
    };
    row.json("record", whole)
}

fn lay_over(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                lay_over(under.entry(key).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over,
    }
}

/// Keeps the records of these residents with a case that is just being opened.
pub(crate) async fn keep(tx: &mut TenantTx, case: CaseId, members: &[Resident]) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    let ids: Vec<Uuid> = members.iter().map(|member| member.id.0).collect();
    let records: Vec<Value> = members.iter().map(json).collect();
    sqlx::query!(
        "INSERT INTO case_records (tenant_id, case_id, resident_id, record, seen_mark)
         SELECT $1, $2, r.resident_id, new.record, resident_mark(r)
         FROM unnest($3::uuid[], $4::jsonb[]) AS new (resident_id, record)
         JOIN residents r ON r.tenant_id = $1 AND r.resident_id = new.resident_id",
        tenant,
        case.0,
        &ids,
        &records
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Decides about changes of the register beneath a case, with a reason. Decisions about what does not differ (any more)
/// are passed over; the number of those that were made is given back. Only an open case can be changed.
pub async fn decide(
    tx: &mut TenantTx,
    case: &Case,
    decisions: &[Decision],
    reason: &str,
    by: StaffId,
) -> Result<usize, ChangeError> {
    cases::open_for_change(tx, case.id, by)
        .await?
        .check_version(case.version)?;
    let records = of_case(tx, case).await?.ok_or(ChangeError::NotFound)?;
    let mut made: Vec<Decision> = Vec::new();
    for pair in &records.pairs {
        let undecided = pair.undecided();
        let of_pair: Vec<Decision> = decisions
            .iter()
            .filter(|one| one.resident == pair.now.id && undecided.contains(&one.field))
            .copied()
            .collect();
        if !of_pair.is_empty() {
            write(tx, case.id, pair, &of_pair).await?;
            made.extend(of_pair);
        }
    }
    if made.is_empty() {
        return Ok(0);
    }
    let told = |take: bool| -> Vec<Value> {
        let of_kind = made.iter().filter(|one| one.take == take);
        of_kind
            .map(|one| json_value!({ "resident": one.resident, "field": one.field }))
            .collect()
    };
    let detail = json_value!({ "taken": told(true), "kept": told(false), "reason": reason });
    case_events::record(tx, case.id, Some(by), CaseEventKind::RecordDecided, &detail).await?;
    Ok(made.len())
}

/// Writes the decisions about one person.
async fn write(
    tx: &mut TenantTx,
    case: CaseId,
    pair: &RecordPair,
    decisions: &[Decision],
) -> Result<(), StoreError> {
    let joins = !pair.belongs && decisions.iter().any(|one| one.take);
    let mut record = if joins {
        pair.now.clone()
    } else {
        pair.used.clone()
    };
    for one in decisions.iter().filter(|one| one.take && pair.belongs) {
        one.field.copy(&pair.now, &mut record);
    }
    // What was declined before and still stands stays declined.
    let before = pair.declined.iter().copied();
    let mut declined: Vec<RecordField> = before.filter(|field| pair.is_declined(*field)).collect();
    declined.extend(decisions.iter().filter(|one| !one.take).map(|one| one.field));
    let after = RecordPair {
        used: record.clone(),
        now: pair.now.clone(),
        declined: declined.clone(),
        declined_from: Some(pair.now.clone()),
        belongs: joins || pair.belongs,
    };
    let declined: Vec<String> = declined.iter().map(code).collect();
    let (tenant, id) = (tx.tenant(), pair.now.id.0);
    sqlx::query!(
        "INSERT INTO case_records AS kept (tenant_id, case_id, resident_id, record, declined, declined_from, seen_mark)
         SELECT $1, $2, r.resident_id, $4, $5, $6, CASE WHEN $7 THEN resident_mark(r) ELSE '' END
         FROM residents r WHERE r.tenant_id = $1 AND r.resident_id = $3
         ON CONFLICT (tenant_id, case_id, resident_id) DO UPDATE SET record = excluded.record,
            declined = excluded.declined, declined_from = excluded.declined_from,
            seen_mark = CASE WHEN $7 THEN excluded.seen_mark ELSE kept.seen_mark END",
        tenant,
        case.0,
        id,
        json(&record),
        &declined,
        json(&pair.now),
        after.undecided().is_empty()
    )
    .execute(tx.connection())
    .await?;
    let leaves = pair.belongs
        && decisions
            .iter()
            .any(|one| one.take && one.field == RecordField::Household);
    if joins {
        sqlx::query!(
            "INSERT INTO case_members (tenant_id, case_id, position, resident_id, moves)
             SELECT $1, $2, (SELECT coalesce(max(m.position), 0) + 1 FROM case_members m
                WHERE m.tenant_id = $1 AND m.case_id = $2), $3, false
             ON CONFLICT DO NOTHING",
            tenant,
            case.0,
            id
        )
        .execute(tx.connection())
        .await?;
    } else if leaves {
        sqlx::query!(
            "UPDATE case_members SET moves = false WHERE tenant_id = $1 AND case_id = $2 AND resident_id = $3",
            tenant,
            case.0,
            id
        )
        .execute(tx.connection())
        .await?;
    }
    Ok(())
}

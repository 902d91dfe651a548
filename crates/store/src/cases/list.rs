//! Lists of cases.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::case::{CaseState, LifeEvent};
use madoguchi_model::ids::{CaseId, HouseholdId, ResidentId, StaffId};
use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{StoreError, TenantTx, case_records};

/// Which cases to list, newest first. What is none or empty lets all through.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    /// Opened by this person.
    pub opened_by: Option<StaffId>,
    /// In one of these states.
    pub states: Vec<CaseState>,
    /// Of this household.
    pub household: Option<HouseholdId>,
    /// Opened at or after this instant.
    pub opened_from: Option<DateTime<Utc>>,
    /// Opened before this instant.
    pub opened_before: Option<DateTime<Utc>>,
    /// Changed at or after this instant.
    pub changed_from: Option<DateTime<Utc>>,
    /// Only what comes after this one in the list.
    pub after: Option<(DateTime<Utc>, CaseId)>,
    /// Only those that some section has sent back.
    pub sent_back: bool,
    /// How many at most; 0 is none at all.
    pub limit: u16,
}

/// A case in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseSummary {
    /// Our id.
    pub id: CaseId,
    /// 受付番号.
    pub number: String,
    /// The household of the register, if there is one.
    pub household_id: Option<HouseholdId>,
    /// Life events.
    pub events: Vec<LifeEvent>,
    /// State.
    pub state: CaseState,
    /// The name of the first member who takes part.
    pub first_member: String,
    /// The first member who takes part, for the audit record.
    pub first_member_id: Option<ResidentId>,
    /// How many members take part.
    pub members: i64,
    /// A member is under a protective measure.
    pub protected: bool,
    /// A section has sent work back.
    pub sent_back: bool,
    /// The register says something else than the case was made with, and nobody has decided yet.
    pub record_changed: bool,
    /// Who opened it.
    pub opened_by: StaffId,
    /// The opener's name.
    pub opened_by_name: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// 届出日.
    pub filed_on: NaiveDate,
    /// When reception or state was last changed.
    pub changed_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct SummaryRow {
    case_id: Uuid,
    number: String,
    household_id: Option<Uuid>,
    events: Vec<String>,
    state: String,
    first_member: Option<String>,
    first_member_id: Option<Uuid>,
    members: i64,
    protected: bool,
    sent_back: bool,
    record_changed: bool,
    opened_by: Uuid,
    opened_by_name: String,
    opened_at: DateTime<Utc>,
    filed_on: NaiveDate,
    changed_at: DateTime<Utc>,
}

const SELECT: &str =
    "SELECT c.case_id, c.number, c.household_id, c.events, c.state, c.opened_by, c.opened_at,
    c.filed_on, c.changed_at,
    (SELECT coalesce(r.name, m.entered #>> '{names,name,written}') FROM case_members m
        LEFT JOIN residents r ON r.tenant_id = m.tenant_id AND r.resident_id = m.registered_id
        WHERE m.tenant_id = c.tenant_id AND m.case_id = c.case_id AND m.moves ORDER BY m.position LIMIT 1)
        AS first_member,
    (SELECT m.resident_id FROM case_members m
        WHERE m.tenant_id = c.tenant_id AND m.case_id = c.case_id AND m.moves ORDER BY m.position LIMIT 1)
        AS first_member_id,
    (SELECT count(*) FROM case_members m
        WHERE m.tenant_id = c.tenant_id AND m.case_id = c.case_id AND m.moves) AS members,
    EXISTS (SELECT FROM case_members m
        LEFT JOIN residents r ON r.tenant_id = m.tenant_id AND r.resident_id = m.registered_id
        WHERE m.tenant_id = c.tenant_id AND m.case_id = c.case_id
            AND coalesce(r.protective_measure, m.entered ->> 'protective_measure') <> 'none')
        AS protected,
    EXISTS (SELECT FROM queue_items q
        WHERE q.tenant_id = c.tenant_id AND q.case_id = c.case_id AND q.state = 'sent_back') AS sent_back,
    c.state IN ('open', 'handed_off') AND (
        EXISTS (SELECT FROM case_records k
            JOIN residents r ON r.tenant_id = k.tenant_id AND r.resident_id = k.resident_id
            WHERE k.tenant_id = c.tenant_id AND k.case_id = c.case_id AND k.seen_mark <> resident_mark(r))
        OR EXISTS (SELECT FROM residents r
            WHERE r.tenant_id = c.tenant_id AND r.household_id = c.household_id
                AND NOT EXISTS (SELECT FROM case_records k WHERE k.tenant_id = c.tenant_id
                    AND k.case_id = c.case_id AND k.resident_id = r.resident_id)
                AND EXISTS (SELECT FROM case_records k WHERE k.tenant_id = c.tenant_id AND k.case_id = c.case_id)))
        AS record_changed,
    s.display_name AS opened_by_name
    FROM cases c JOIN staff s ON s.tenant_id = c.tenant_id AND s.staff_id = c.opened_by
    WHERE c.tenant_id = ";

/// The cases that a filter lets through, newest first.
pub async fn list(tx: &mut TenantTx, filter: &CaseFilter) -> Result<Vec<CaseSummary>, StoreError> {
    let tenant = tx.tenant();
    let mut query: QueryBuilder<Postgres> = QueryBuilder::new(SELECT);
    query.push_bind(tenant);
    if let Some(by) = filter.opened_by {
        query.push(" AND c.opened_by = ").push_bind(by.0);
    }
    if !filter.states.is_empty() {
        let states: Vec<String> = filter.states.iter().map(code).collect();
        query.push(" AND c.state = ANY (").push_bind(states).push(")");
    }
    if let Some(household) = filter.household {
        query.push(" AND c.household_id = ").push_bind(household.0);
    }
    if let Some(from) = filter.opened_from {
        query.push(" AND c.opened_at >= ").push_bind(from);
    }
    if let Some(before) = filter.opened_before {
        query.push(" AND c.opened_at < ").push_bind(before);
    }
    if let Some(from) = filter.changed_from {
        query.push(" AND c.changed_at >= ").push_bind(from);
    }
    if let Some((at, id)) = filter.after {
        query.push(" AND (c.opened_at, c.case_id) < (").push_bind(at);
        query.push(", ").push_bind(id.0).push(")");
    }
    if filter.sent_back {
        query.push(" AND c.case_id IN (SELECT case_id FROM queue_items WHERE tenant_id = ");
        query.push_bind(tenant).push(" AND state = 'sent_back')");
    }
    query
        .push(" ORDER BY c.opened_at DESC, c.case_id DESC LIMIT ")
        .push_bind(i64::from(filter.limit));
    let rows: Vec<SummaryRow> = query.build_query_as().fetch_all(tx.connection()).await?;
    let mut found: Vec<CaseSummary> = rows
        .into_iter()
        .map(SummaryRow::into_summary)
        .collect::<Result<_, _>>()?;
    // The digest tells that something is different; whether anything is left to decide, the records do.
    for summary in found.iter_mut().filter(|summary| summary.record_changed) {
        summary.record_changed = case_records::something_to_decide(tx, summary.id).await?;
    }
    Ok(found)
}

impl SummaryRow {
    fn into_summary(self) -> Result<CaseSummary, StoreError> {
        let row = Row {
            table: "cases",
            id: &self.case_id,
        };
        let events = self
            .events
            .iter()
            .map(|event| row.code("events", event))
            .collect::<Result<_, _>>()?;
        Ok(CaseSummary {
            id: CaseId(self.case_id),
            number: self.number,
            household_id: self.household_id.map(HouseholdId),
            events,
            state: row.code("state", &self.state)?,
            first_member: self.first_member.unwrap_or_default(),
            first_member_id: self.first_member_id.map(ResidentId),
            members: self.members,
            protected: self.protected,
            sent_back: self.sent_back,
            record_changed: self.record_changed,
            opened_by: StaffId(self.opened_by),
            opened_by_name: self.opened_by_name,
            opened_at: self.opened_at,
            filed_on: self.filed_on,
            changed_at: self.changed_at,
        })
    }
}

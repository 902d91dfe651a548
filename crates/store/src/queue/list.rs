//! A section's queue as a list.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use madoguchi_model::case::{CaseState, LifeEvent};
use madoguchi_model::hand_off::{QueueItem, QueueState};
use madoguchi_model::ids::{QueueItemId, SectionId, StaffId};
use serde_json::Value;
use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::ItemRow;
use crate::codec::{Row, code};
use crate::{StoreError, TenantTx};

/// Which work to list, the longest waiting first. What is none or empty lets all through. Work of a withdrawn
/// case is left out.
#[derive(Clone, Debug, Default)]
pub struct QueueFilter {
    /// Of these sections.
    pub sections: Vec<SectionId>,
    /// In these states.
    pub states: Vec<QueueState>,
    /// In the hands of this person.
    pub assignee: Option<StaffId>,
    /// Only what comes after this one in the list.
    pub after: Option<(DateTime<Utc>, QueueItemId)>,
    /// How many at most; 0 is none at all.
    pub limit: u16,
}

/// A piece of work in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueueHit {
    /// The work.
    pub item: QueueItem,
    /// The section's name.
    pub section_name: String,
    /// 受付番号 of the case.
    pub case_number: String,
    /// The case's state.
    pub case_state: CaseState,
    /// The case's life events.
    pub events: Vec<LifeEvent>,
    /// The name of the first member who takes part.
    pub first_member: String,
    /// How many members take part.
    pub members: i64,
    /// A member is under a protective measure.
    pub protected: bool,
    /// The name of who has it in hand.
    pub assignee_name: Option<String>,
}

#[derive(FromRow)]
struct HitRow {
    queue_item_id: Uuid,
    case_id: Uuid,
    section_id: Uuid,
    procedures: Value,
    state: String,
    send_back_reason: String,
    assignee: Option<Uuid>,
    version: i32,
    received_at: DateTime<Utc>,
    section_name: String,
    case_number: String,
    case_state: String,
    events: Vec<String>,
    first_member: Option<String>,
    members: i64,
    protected: bool,
    assignee_name: Option<String>,
}

const SELECT: &str =
    "SELECT q.queue_item_id, q.case_id, q.section_id, q.procedures, q.state, q.send_back_reason,
    q.assignee, q.version, q.received_at, s.name AS section_name, c.number AS case_number,
    c.state AS case_state, c.events,
    (SELECT coalesce(r.name, m.entered #>> '{names,name,written}') FROM case_members m
        LEFT JOIN residents r ON r.tenant_id = m.tenant_id AND r.resident_id = m.registered_id
        WHERE m.tenant_id = q.tenant_id AND m.case_id = q.case_id AND m.moves ORDER BY m.position LIMIT 1)
        AS first_member,
    (SELECT count(*) FROM case_members m
        WHERE m.tenant_id = q.tenant_id AND m.case_id = q.case_id AND m.moves) AS members,
    EXISTS (SELECT FROM case_members m
        LEFT JOIN residents r ON r.tenant_id = m.tenant_id AND r.resident_id = m.registered_id
        WHERE m.tenant_id = q.tenant_id AND m.case_id = q.case_id
            AND coalesce(r.protective_measure, m.entered ->> 'protective_measure') <> 'none')
        AS protected,
    a.display_name AS assignee_name
    FROM queue_items q
    JOIN sections s ON s.tenant_id = q.tenant_id AND s.section_id = q.section_id
    JOIN cases c ON c.tenant_id = q.tenant_id AND c.case_id = q.case_id
    LEFT JOIN staff a ON a.tenant_id = q.tenant_id AND a.staff_id = q.assignee
    WHERE c.state <> 'withdrawn' AND q.tenant_id = ";

/// The work that a filter lets through, the longest waiting first.
pub async fn list(tx: &mut TenantTx, filter: &QueueFilter) -> Result<Vec<QueueHit>, StoreError> {
    let mut query: QueryBuilder<Postgres> = QueryBuilder::new(SELECT);
    query.push_bind(tx.tenant());
    if !filter.sections.is_empty() {
        let sections: Vec<Uuid> = filter.sections.iter().map(|section| section.0).collect();
        query
            .push(" AND q.section_id = ANY (")
            .push_bind(sections)
            .push(")");
    }
    if !filter.states.is_empty() {
        let states: Vec<String> = filter.states.iter().map(code).collect();
        query.push(" AND q.state = ANY (").push_bind(states).push(")");
    }
    if let Some(assignee) = filter.assignee {
        query.push(" AND q.assignee = ").push_bind(assignee.0);
    }
    if let Some((at, id)) = filter.after {
        query
            .push(" AND (q.received_at, q.queue_item_id) > (")
            .push_bind(at);
        query.push(", ").push_bind(id.0).push(")");
    }
    query
        .push(" ORDER BY q.received_at, q.queue_item_id LIMIT ")
        .push_bind(i64::from(filter.limit));
    let rows: Vec<HitRow> = query.build_query_as().fetch_all(tx.connection()).await?;
    rows.into_iter().map(HitRow::into_hit).collect()
}

/// How much work of a section is in each state; a state without any is left out.
pub async fn counts(tx: &mut TenantTx, section: SectionId) -> Result<BTreeMap<QueueState, i64>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        r#"SELECT q.state, count(*) AS "count!"
           FROM queue_items q JOIN cases c ON c.tenant_id = q.tenant_id AND c.case_id = q.case_id
           WHERE q.tenant_id = $1 AND q.section_id = $2 AND c.state <> 'withdrawn' GROUP BY q.state"#,
        tenant,
        section.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        Ok((
            Row {
                table: "queue_items",
                id: &section,
            }
            .code("state", &row.state)?,
            row.count,
        ))
    })
    .collect()
}

impl HitRow {
    fn into_hit(self) -> Result<QueueHit, StoreError> {
        let case = Row {
            table: "cases",
            id: &self.case_id,
        };
        let case_state = case.code("state", &self.case_state)?;
        let events = self
            .events
            .iter()
            .map(|event| case.code("events", event))
            .collect::<Result<_, _>>()?;
        let item = ItemRow {
            queue_item_id: self.queue_item_id,
            case_id: self.case_id,
            section_id: self.section_id,
            procedures: self.procedures,
            state: self.state,
            send_back_reason: self.send_back_reason,
            assignee: self.assignee,
            version: self.version,
            received_at: self.received_at,
        };
        Ok(QueueHit {
            item: item.into_item()?,
            section_name: self.section_name,
            case_number: self.case_number,
            case_state,
            events,
            first_member: self.first_member.unwrap_or_default(),
            members: self.members,
            protected: self.protected,
            assignee_name: self.assignee_name,
        })
    }
}

//! Events in pages, for programs that ask.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::SectionId;
use madoguchi_model::link_event::EventKind;
use serde_json::Value;
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{StoreError, TenantTx};

/// A place in the order of events. Good for as long as the database is this one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FeedPlace {
    /// The transaction that wrote it.
    pub written_in: i64,
    /// The event's position.
    pub position: i64,
}

/// Where a page begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FeedPosition {
    /// With the oldest event that is kept.
    #[default]
    Beginning,
    /// After this place.
    After(FeedPlace),
}

/// Which events are wanted, oldest first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FeedFilter {
    /// Where the page begins.
    pub from: FeedPosition,
    /// Of what happened at this time or later.
    pub since: Option<DateTime<Utc>>,
    /// Of this kind.
    pub kind: Option<EventKind>,
    /// Of cases that were handed to this section; of sections' work only its own.
    pub section: Option<SectionId>,
    /// The most.
    pub limit: u16,
}

/// One event of a page.
#[derive(Clone, PartialEq, Debug)]
pub struct FedEvent {
    /// The event.
    pub event: Uuid,
    /// Where it stands.
    pub place: FeedPlace,
    /// What happened.
    pub kind: EventKind,
    /// To what: an id.
    pub subject: String,
    /// More: ids and codes.
    pub data: Value,
    /// When.
    pub at: DateTime<Utc>,
}

/// Events, oldest first, without tests. What an open transaction could still come before is left for a later page: so
/// who asks on after the last place misses nothing.
pub async fn feed(tx: &mut TenantTx, filter: &FeedFilter) -> Result<Vec<FedEvent>, StoreError> {
    let tenant = tx.tenant();
    let after = match filter.from {
        FeedPosition::Beginning => FeedPlace {
            written_in: 0,
            position: i64::MIN,
        },
        FeedPosition::After(place) => place,
    };
    sqlx::query!(
        r#"SELECT e.event_id, e.kind, e.subject, e.data, e.at, e.position, e.written_in::text::bigint AS "written_in!"
         FROM webhook_events e
         WHERE e.tenant_id = $1 AND e.kind <> 'test'
            AND (e.written_in < pg_snapshot_xmin(pg_current_snapshot())
                -- Restored from another server's backup.
                OR e.written_in >= pg_snapshot_xmax(pg_current_snapshot()))
            AND (e.written_in, e.position) > ($2::text::xid8, $3)
            AND ($4::timestamptz IS NULL OR e.at >= $4) AND ($5::text IS NULL OR e.kind = $5)
            AND ($6::uuid IS NULL OR EXISTS (
                SELECT FROM queue_items q
                WHERE q.tenant_id = $1 AND q.case_id = e.case_id AND q.section_id = $6
                    AND (e.kind <> 'queue_item.changed' OR q.queue_item_id::text = e.subject)))
         ORDER BY e.written_in, e.position LIMIT $7"#,
        tenant,
        after.written_in.max(0).to_string(),
        after.position,
        filter.since,
        filter.kind.as_ref().map(code),
        filter.section.map(|section| section.0),
        i64::from(filter.limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        let table = Row { table: "webhook_events", id: &row.event_id };
        Ok(FedEvent {
            kind: table.code("kind", &row.kind)?,
            place: FeedPlace {
                written_in: row.written_in,
                position: row.position,
            },
            event: row.event_id,
            subject: row.subject,
            data: row.data,
            at: row.at,
        })
    })
    .collect()
}

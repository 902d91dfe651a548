//! Events.

use chrono::SecondsFormat;
use madoguchi_store::webhooks::FedEvent;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

/// An event in the JSON form of `CloudEvents` 1.0, the same that receivers are sent. Ids and codes, nothing about a person.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "specversion": "1.0",
    "id": "01936c5e-9c00-7000-8000-000000000001",
    "source": "urn:madoguchi:000019",
    "type": "jp.madoguchi.queue_item.changed.v1",
    "subject": "01936c5e-9c00-7000-8000-000000000002",
    "time": "2026-11-28T01:00:00.000Z",
    "datacontenttype": "application/json",
    "data": {
        "case": "01936c5e-9c00-7000-8000-000000000003",
        "queue_item": "01936c5e-9c00-7000-8000-000000000002",
        "section": "10",
        "from": "received",
        "to": "in_review"
    }
}))]
pub(crate) struct EventBody {
    /// `1.0`.
    specversion: &'static str,
    /// The event's id, the `webhook-id` of receivers: who has it already does nothing.
    id: Uuid,
    /// `urn:madoguchi:` and the municipality's code.
    source: String,
    /// What happened, for example `jp.madoguchi.case.received.v1`.
    #[serde(rename = "type")]
    kind: String,
    /// The id of what it happened to.
    subject: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    time: String,
    /// `application/json`.
    datacontenttype: &'static str,
    /// More: ids and codes.
    #[schema(value_type = Object)]
    data: Map<String, Value>,
}

/// Events, oldest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventList {
    /// The events.
    pub(crate) items: Vec<EventBody>,
    /// The `cursor` of the next page; null where there is no more now.
    pub(crate) next: Option<String>,
    /// The place after the last of these. Keep it, and ask with it as `cursor` later: nothing is left out. Null only where
    /// there has been no event at all yet.
    pub(crate) resume: Option<String>,
}

impl EventBody {
    pub(crate) fn new(event: FedEvent, municipality: &str) -> Self {
        Self {
            specversion: "1.0",
            id: event.event,
            source: format!("urn:madoguchi:{municipality}"),
            kind: event.kind.event_type(),
            subject: event.subject,
            time: event.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            datacontenttype: "application/json",
            data: match event.data {
                Value::Object(data) => data,
                _ => Map::new(),
            },
        }
    }
}

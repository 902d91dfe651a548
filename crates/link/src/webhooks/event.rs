//! What an event says.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

pub use madoguchi_model::link_event::EventKind;

/// One event.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    /// Its id: the same however often it is sent.
    pub id: Uuid,
    /// What happened.
    pub kind: EventKind,
    /// The municipality's code.
    pub municipality: String,
    /// The id of what it happened to.
    pub subject: String,
    /// When.
    pub at: DateTime<Utc>,
    /// More: ids and codes only.
    pub data: Map<String, Value>,
}

impl Event {
    /// The event in the JSON form of `CloudEvents` 1.0 (`application/cloudevents+json`). The same event gives the same
    /// bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        json!({
            "specversion": "1.0",
            "id": self.id,
            "source": format!("urn:madoguchi:{}", self.municipality),
            "type": self.kind.event_type(),
            "subject": self.subject,
            "time": self.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            "datacontenttype": "application/json",
            "data": self.data,
        })
        .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_what_cloud_events_ask_for() {
        let event = Event {
            id: Uuid::from_u128(1),
            kind: EventKind::CaseReceived,
            municipality: "000019".into(),
            subject: "case".into(),
            at: "2026-11-28T01:00:00Z".parse().unwrap(),
            data: Map::new(),
        };
        let read: Value = serde_json::from_str(&event.to_json()).unwrap();
        assert_eq!(read["specversion"], "1.0");
        assert_eq!(read["type"], "jp.madoguchi.case.received.v1");
        assert_eq!(read["source"], "urn:madoguchi:000019");
        assert_eq!(read["time"], "2026-11-28T01:00:00.000Z");
        assert_eq!(event.to_json(), event.to_json());
    }
}

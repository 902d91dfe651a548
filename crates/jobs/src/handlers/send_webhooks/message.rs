//! An event as it is sent: body, and headers that sign it.

use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use madoguchi_link::webhooks::{Event, Headers, Secret, SecretKey, sign};
use madoguchi_store::webhooks::{Claimed, Endpoint};
use serde_json::Value;

/// The secrets of a receiver that sign at this time; none when they cannot be opened.
pub(super) fn secrets(key: &SecretKey, receiver: &Endpoint, now: DateTime<Utc>) -> Option<Arc<Vec<Secret>>> {
    let mut secrets = vec![key.open(receiver.id, &receiver.secret)?];
    if receiver.former_until.is_some_and(|until| until > now) {
        let former = receiver.former_secret.as_deref();
        secrets.extend(former.and_then(|former| key.open(receiver.id, former)));
    }
    Some(Arc::new(secrets))
}

/// Headers and body.
pub(super) fn message(
    secrets: &[Secret],
    one: &Claimed,
    municipality: &str,
    now: DateTime<Utc>,
) -> (Headers, Bytes) {
    let data = match &one.data {
        Value::Object(data) => data.clone(),
        _ => serde_json::Map::new(),
    };
    let event = Event {
        id: one.event,
        kind: one.kind,
        municipality: municipality.to_owned(),
        subject: one.subject.clone(),
        at: one.at,
        data,
    };
    let body = event.to_json();
    let headers = sign(secrets, &one.event.to_string(), now, body.as_bytes());
    (headers, Bytes::from(body))
}

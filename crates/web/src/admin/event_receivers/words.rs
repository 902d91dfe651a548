//! How receivers are called on screens.

use chrono::{DateTime, Utc};
use madoguchi_store::webhooks::{Endpoint, EndpointState};

use crate::components::{Status, StatusTone};

/// What the administrator called it, or its address where there is no name.
pub(in crate::admin) fn receiver_name(receiver: &Endpoint) -> String {
    if receiver.description.is_empty() {
        receiver.url.clone()
    } else {
        receiver.description.clone()
    }
}

/// Whether it is told.
pub(in crate::admin) fn receiver_status(receiver: &Endpoint, now: DateTime<Utc>) -> Status {
    match receiver.state {
        EndpointState::Active if receiver.paused_until.is_some_and(|until| until > now) => {
            Status::new(StatusTone::Alert, "応答なし（間をおいて再送中）")
        }
        EndpointState::Active => Status::new(StatusTone::Done, "通知中"),
        EndpointState::Paused => Status::new(StatusTone::Alert, "一時停止中"),
        EndpointState::Stopped => Status::new(StatusTone::Plain, "停止中"),
    }
}

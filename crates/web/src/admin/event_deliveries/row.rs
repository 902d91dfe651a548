//! One delivery as tables show it.

use chrono::{DateTime, Utc};
use madoguchi_store::webhooks::{Delivery, DeliveryState};

use super::PATH;
use crate::components::{Status, StatusTone};
use crate::page::time;

/// A row.
pub(in crate::admin) struct DeliveryRow {
    pub(in crate::admin) href: String,
    pub(in crate::admin) at: String,
    pub(in crate::admin) kind: &'static str,
    pub(in crate::admin) receiver: String,
    pub(in crate::admin) status: Status,
    pub(in crate::admin) attempts: i32,
    /// What was answered last, or why nothing was.
    pub(in crate::admin) answer: String,
    /// When it is tried next; empty where it is not.
    pub(in crate::admin) next: String,
}

impl DeliveryRow {
    pub(in crate::admin) fn new(delivery: &Delivery, receiver: &str, now: DateTime<Utc>) -> Self {
        Self {
            href: format!("{PATH}/{}/{}", delivery.event, delivery.endpoint),
            at: time::exact(delivery.at),
            kind: delivery.kind.label(),
            receiver: receiver.to_owned(),
            status: status(delivery),
            attempts: delivery.attempts,
            answer: answer(delivery.last_status, delivery.last_error.as_deref()),
            next: match delivery.state {
                DeliveryState::Waiting if delivery.next_at > now => {
                    format!("次は{}", time::exact(delivery.next_at))
                }
                _ => String::new(),
            },
        }
    }
}

/// How far a delivery is.
pub(super) fn status(delivery: &Delivery) -> Status {
    match delivery.state {
        DeliveryState::Waiting if delivery.attempts > 0 => Status::new(StatusTone::Alert, "再送待ち"),
        DeliveryState::Waiting => Status::new(StatusTone::Progress, "送信待ち"),
        DeliveryState::Delivered => Status::new(StatusTone::Done, "届いた"),
        DeliveryState::Dead => Status::new(StatusTone::Error, "送れなかった"),
    }
}

/// What an attempt came to, in one line.
pub(super) fn answer(status: Option<i32>, error: Option<&str>) -> String {
    match (status, error) {
        (_, Some(error)) => error.to_owned(),
        (Some(status), None) => format!("状態コード {status}"),
        (None, None) => "まだ送っていません".into(),
    }
}

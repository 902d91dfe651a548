//! 送信の記録: which event was sent to whom, how often, and what was answered. Ids and codes only.

mod row;

pub(crate) mod list;
pub(crate) mod replay;
pub(crate) mod show;

pub(super) use row::DeliveryRow;

/// The path of the list.
pub(super) const PATH: &str = "/admin/event-deliveries";

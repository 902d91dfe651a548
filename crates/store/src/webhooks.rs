//! Events to other systems: who wants them, what happened, and how it came to each.
//!
//! An event is written in the transaction of what happened, with one delivery for each receiver that wants it, and a
//! job that sends. So what is committed is told, and what is not is not. Events that nobody wants are written too: a
//! program that was away reads them by [`feed`].

mod claim;
mod emit;
mod endpoints;
mod feed;
mod log;
mod replay;
mod tried;

pub use claim::{Claimed, claim, next_due, ready, release, wake};
pub use emit::emit_test;
pub(crate) use emit::{of_case_event, of_queue_item};
pub use endpoints::{
    Endpoint, EndpointState, NewEndpoint, change_endpoint, create_endpoint, endpoint, endpoints, pause,
    rotate_secret,
};
pub use feed::{FedEvent, FeedFilter, FeedPlace, FeedPosition, feed};
pub use log::{
    Attempt, Delivery, DeliveryCounts, DeliveryFilter, DeliveryState, attempts, counts, deliveries, delivery,
};
pub use replay::{Replay, remove_before, replay, replay_all};
pub use tried::{Outcome, Tried, tried};

/// The kind of the job that sends what is due; it has no payload.
pub const SEND: &str = "send_webhooks";

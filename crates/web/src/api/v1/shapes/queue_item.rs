//! Work in the sections' queues.

use chrono::{DateTime, Utc};
use madoguchi_model::hand_off::QueueItem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A piece of work in a section's queue.
#[derive(Serialize, ToSchema)]
pub(crate) struct QueueItemBody {
    /// Our id.
    id: Uuid,
    /// The case.
    case_id: Uuid,
    /// The section.
    section_id: Uuid,
    /// `received`, `in_review`, `sent_back`, `provisional`, `completed`.
    state: &'static str,
    /// Why it was sent back; empty otherwise.
    send_back_reason: String,
    /// In the hands of the client that asks.
    mine: bool,
    /// In anybody's hands.
    taken: bool,
    /// What is to be done, with the residents each concerns.
    procedures: Vec<ProcedurePart>,
    /// Counts changes; the `ETag`.
    version: i32,
    /// When it reached the queue.
    received_at: DateTime<Utc>,
}

/// One procedure of a piece of work.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProcedurePart {
    /// The procedure's id.
    procedure: String,
    /// Its name when it was handed off.
    name: String,
    /// The residents; empty for the household as a whole.
    residents: Vec<Uuid>,
}

/// Work.
#[derive(Serialize, ToSchema)]
pub(crate) struct QueueItemList {
    /// The longest waiting first.
    pub(crate) items: Vec<QueueItemBody>,
    /// The `cursor` of the next page; null on the last.
    pub(crate) next: Option<String>,
}

/// Why work is sent back to the counter.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SendBack {
    /// What has to be put right, for the officer at the counter. No addresses.
    #[schema(min_length = 1, max_length = 1000)]
    pub(crate) reason: String,
}

/// Nothing to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

impl QueueItemBody {
    pub(crate) fn new(item: &QueueItem, mine: bool) -> Self {
        Self {
            id: item.id.0,
            case_id: item.case_id.0,
            section_id: item.section_id.0,
            state: item.state.code(),
            send_back_reason: item.send_back_reason.clone(),
            mine,
            taken: item.assignee.is_some(),
            procedures: item
                .procedures
                .iter()
                .map(|procedure| ProcedurePart {
                    procedure: procedure.procedure.clone(),
                    name: procedure.name.clone(),
                    residents: procedure.residents.iter().map(|id| id.0).collect(),
                })
                .collect(),
            version: item.version,
            received_at: item.received_at,
        }
    }
}

//! What a section sees first: how much work is in its queue, and what the officer has in hand.

use madoguchi_model::hand_off::QueueState;
use madoguchi_store::TenantTx;
use madoguchi_store::queue::{self, QueueFilter, QueueHit};

use crate::components::{EmptyState, ProtectionMark, Status};
use crate::error::PageError;
use crate::page::time;
use crate::session::Officer;

/// The section's part of the page.
pub(super) struct Work {
    pub(super) section: String,
    pub(super) counts: Vec<Count>,
    pub(super) mine: Vec<WorkRow>,
    pub(super) nothing_mine: EmptyState,
}

/// How many pieces of work are in a state.
pub(super) struct Count {
    pub(super) label: &'static str,
    pub(super) href: String,
    pub(super) number: i64,
}

/// One piece of work.
pub(super) struct WorkRow {
    pub(super) href: String,
    pub(super) number: String,
    pub(super) first_member: String,
    pub(super) others: i64,
    pub(super) mark: ProtectionMark,
    pub(super) procedures: String,
    pub(super) status: Status,
    pub(super) received_at: String,
}

impl From<QueueHit> for WorkRow {
    fn from(hit: QueueHit) -> Self {
        let names: Vec<&str> = hit
            .item
            .procedures
            .iter()
            .map(|procedure| procedure.name.as_str())
            .collect();
        Self {
            href: format!("/queue/{}", hit.item.id),
            procedures: names.join("、"),
            number: hit.case_number,
            first_member: hit.first_member,
            others: hit.members - 1,
            mark: ProtectionMark::of_a_group(hit.protected),
            status: hit.item.state.into(),
            received_at: time::day_and_clock(hit.item.received_at),
        }
    }
}

/// The states whose work waits for the section.
const SHOWN: [(QueueState, &str); 4] = [
    (QueueState::Received, "received"),
    (QueueState::InReview, "in_review"),
    (QueueState::SentBack, "sent_back"),
    (QueueState::Provisional, "provisional"),
];

impl Work {
    pub(super) async fn load(tx: &mut TenantTx, officer: &Officer) -> Result<Self, PageError> {
        let counts = queue::counts(tx, officer.section().id).await?;
        let mine = QueueFilter {
            sections: vec![officer.section().id],
            states: vec![QueueState::InReview, QueueState::Provisional],
            assignee: Some(officer.staff().id),
            limit: 20,
            ..QueueFilter::default()
        };
        let mine = queue::list(tx, &mine).await?;
        officer.saw(
            mine.iter()
                .flat_map(|hit| &hit.item.procedures)
                .flat_map(|p| p.residents.iter().copied()),
        );
        Ok(Self {
            section: officer.section().name.clone(),
            counts: SHOWN
                .map(|(state, code)| Count {
                    label: state.label(),
                    href: format!("/queue?state={code}"),
                    number: counts.get(&state).copied().unwrap_or_default(),
                })
                .into(),
            mine: mine.into_iter().map(Into::into).collect(),
            nothing_mine: EmptyState::new("引き取ったものはありません")
                .action("担当課の処理を開く", "/queue"),
        })
    }
}

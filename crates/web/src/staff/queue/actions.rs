//! What the officer may do with a piece of work now.

use madoguchi_model::hand_off::{QueueItem, QueueState};

use crate::policy::{Action, Resource};
use crate::session::Officer;

/// The buttons of a piece of work.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one button, and none follows from the others"
)]
pub(super) struct Actions {
    /// 引き取る
    pub(super) take: bool,
    /// 返す
    pub(super) put_back: bool,
    /// 差戻す
    pub(super) send_back: bool,
    /// 仮登録済みにする
    pub(super) provisional: bool,
    /// 完了
    pub(super) complete: bool,
}

impl Actions {
    /// What `officer` may do with `item`: only who has it in hand may act, anyone of the section may take it.
    pub(super) fn of(officer: &Officer, item: &QueueItem) -> Self {
        let relation = officer.relation_to(item.section_id);
        let may = |action| officer.require(relation, Resource::QueueItem, action).is_ok();
        let mine = item.assignee == Some(officer.staff().id);
        let free = item.assignee.is_none();
        let reviewing = mine && item.state == QueueState::InReview;
        let provisional = mine && item.state == QueueState::Provisional;
        // What robots have entered while nobody had it in hand is taken to be completed.
        let waits = matches!(item.state, QueueState::Received | QueueState::Provisional);
        Self {
            take: free && waits && may(Action::Take),
            put_back: reviewing && may(Action::Take),
            send_back: (reviewing || provisional) && may(Action::SendBack),
            provisional: reviewing && may(Action::Complete),
            complete: provisional && may(Action::Complete),
        }
    }
}

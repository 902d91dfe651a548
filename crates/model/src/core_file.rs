//! Rows of files for core systems: how far each is, and what an answer does to it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::labels::labelled;

/// How far a row is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoreRowState {
    /// 書き出し待ち
    Waiting,
    /// 手作業で引き継ぐ: somebody of the case is protected, or the file cannot hold what there is to say.
    ByHand,
    /// 手作業で引継ぎ済み: somebody said that it was done.
    DoneByHand,
    /// 書き出し済み: it is in a file, the core system has not answered.
    Written,
    /// 仮登録
    Provisional,
    /// 受理
    Accepted,
    /// 不受理
    Refused,
    /// 変更なし: a later hand-off says what an earlier row has said.
    Unchanged,
    /// 取りやめ: a later hand-off came before it was written, or the case was withdrawn.
    Dropped,
}

labelled!(CoreRowState {
    Waiting => "waiting", "書き出し待ち";
    ByHand => "by_hand", "手作業で引き継ぐ";
    DoneByHand => "done_by_hand", "手作業で引継ぎ済み";
    Written => "written", "書き出し済み";
    Provisional => "provisional", "仮登録";
    Accepted => "accepted", "受理";
    Refused => "refused", "不受理";
    Unchanged => "unchanged", "変更なし";
    Dropped => "dropped", "取りやめ";
});

/// What a core system says of a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// 仮登録
    Provisional,
    /// 受理（登録）
    Accepted,
    /// 不受理
    Refused,
}

labelled!(Answered {
    Provisional => "provisional", "仮登録";
    Accepted => "accepted", "受理";
    Refused => "refused", "不受理";
});

/// What became of an answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerOutcome {
    /// 反映した
    Applied,
    /// 反映した（前の答えと逆）: the core system changed its mind, by its own clock.
    Reversed,
    /// 反映済み: the same answer again.
    Repeated,
    /// 古い答え: the core system has said something later already.
    Late,
    /// 書き出していない行への答え
    NotSent,
    /// 該当なし: no such row in this municipality and of this kind of file.
    Unknown,
    /// 読めない行
    Unreadable,
}

labelled!(AnswerOutcome {
    Applied => "applied", "反映した";
    Reversed => "reversed", "反映した（前の答えと逆）";
    Repeated => "repeated", "反映済み";
    Late => "late", "前の答えより古い";
    NotSent => "not_sent", "書き出していない行への答え";
    Unknown => "unknown", "該当する行がない";
    Unreadable => "unreadable", "読めない行";
});

impl Answered {
    /// The state that it brings a row to.
    #[must_use]
    pub fn state(self) -> CoreRowState {
        match self {
            Self::Provisional => CoreRowState::Provisional,
            Self::Accepted => CoreRowState::Accepted,
            Self::Refused => CoreRowState::Refused,
        }
    }
}

impl CoreRowState {
    /// The answer that a row stands at; none before the first.
    fn standing(self) -> Option<Answered> {
        match self {
            Self::Provisional => Some(Answered::Provisional),
            Self::Accepted => Some(Answered::Accepted),
            Self::Refused => Some(Answered::Refused),
            _ => None,
        }
    }

    /// What an answer does to a row in this state, whose standing answer is of the time `since`. Of two final answers
    /// the later by the core system's clock stands, at the same time the refusal; 仮登録 never takes a final answer
    /// back. So any order of the same answers, and any repetition, ends alike.
    #[must_use]
    pub fn answered(
        self,
        answer: Answered,
        at: DateTime<Utc>,
        since: Option<DateTime<Utc>>,
    ) -> AnswerOutcome {
        let rank = |answer: Answered, at| match answer {
            Answered::Provisional => None,
            last => Some((at, last)),
        };
        match (self, self.standing()) {
            (Self::Written, _) => AnswerOutcome::Applied,
            (_, None) => AnswerOutcome::NotSent,
            (_, Some(standing))
                if standing == answer && (answer == Answered::Provisional || since == Some(at)) =>
            {
                AnswerOutcome::Repeated
            }
            (_, Some(standing)) => {
                let standing_at = rank(standing, since.unwrap_or(DateTime::<Utc>::MIN_UTC));
                if rank(answer, at) < standing_at {
                    AnswerOutcome::Late
                } else if standing == Answered::Provisional || standing == answer {
                    AnswerOutcome::Applied
                } else {
                    AnswerOutcome::Reversed
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::<Utc>::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    fn end(answers: &[(Answered, i64)]) -> (CoreRowState, Option<DateTime<Utc>>) {
        answers.iter().fold(
            (CoreRowState::Written, None),
            |(state, since), (answer, minute)| match state.answered(*answer, at(*minute), since) {
                AnswerOutcome::Applied | AnswerOutcome::Reversed => (answer.state(), Some(at(*minute))),
                _ => (state, since),
            },
        )
    }

    #[test]
    fn any_order_and_repetition_of_answers_ends_alike() {
        use Answered::{Accepted, Provisional, Refused};
        let told = [(Provisional, 5), (Refused, 2), (Accepted, 3), (Refused, 3)];
        for one in 0..4 {
            for other in 0..4 {
                let mut answers = told.to_vec();
                answers.rotate_left(one);
                answers.swap(0, other);
                answers.extend(told);
                let (state, since) = end(&answers);
                assert_eq!(
                    (state, since),
                    (CoreRowState::Refused, Some(at(3))),
                    "{answers:?}"
                );
            }
        }
    }

    #[test]
    fn each_answer_is_called_what_it_is() {
        use AnswerOutcome::{Applied, Late, NotSent, Repeated, Reversed};
        use Answered::{Accepted, Provisional, Refused};
        let of = |state: CoreRowState, answer, minute| state.answered(answer, at(minute), Some(at(10)));
        assert_eq!(of(CoreRowState::Written, Accepted, 1), Applied);
        assert_eq!(of(CoreRowState::Provisional, Provisional, 11), Repeated);
        assert_eq!(
            of(CoreRowState::Provisional, Accepted, 1),
            Applied,
            "a clock that was set back"
        );
        assert_eq!(of(CoreRowState::Accepted, Accepted, 10), Repeated);
        assert_eq!(of(CoreRowState::Accepted, Provisional, 20), Late);
        assert_eq!(of(CoreRowState::Accepted, Refused, 9), Late);
        assert_eq!(of(CoreRowState::Accepted, Refused, 11), Reversed);
        assert_eq!(of(CoreRowState::Refused, Accepted, 11), Reversed);
        for state in [CoreRowState::Waiting, CoreRowState::ByHand, CoreRowState::Dropped] {
            assert_eq!(of(state, Accepted, 11), NotSent);
        }
    }
}

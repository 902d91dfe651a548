//! Work of robots (RPA): how far a task is, how an attempt at it ended, and how lists of tasks are written.

use serde::{Deserialize, Serialize};

use crate::labels::labelled;

/// How far a robot's task is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RobotTaskState {
    /// ロボット待ち: a robot may take it, at once or after a while.
    Waiting,
    /// ロボットが処理中: a robot or a list holds it until its lease ends.
    Leased,
    /// 入力済み: the core system gave a number.
    Done,
    /// 不受理: the core system would not take it.
    Refused,
    /// 保留: it failed too often, or nobody knows whether it was typed. A person decides.
    Held,
    /// 人が入力する: somebody is protected, it cannot be written, or an officer took it over.
    ByHand,
    /// 人が入力済み
    DoneByHand,
    /// 変更なし: what an earlier task typed says the same.
    Unchanged,
    /// 取りやめ: a later hand-off came first, or the case was withdrawn.
    Dropped,
}

labelled!(RobotTaskState {
    Waiting => "waiting", "ロボット待ち";
    Leased => "leased", "ロボットが処理中";
    Done => "done", "入力済み";
    Refused => "refused", "不受理";
    Held => "held", "保留";
    ByHand => "by_hand", "人が入力する";
    DoneByHand => "done_by_hand", "人が入力済み";
    Unchanged => "unchanged", "変更なし";
    Dropped => "dropped", "取りやめ";
});

impl RobotTaskState {
    /// Nobody has anything to do with it any more.
    #[must_use]
    pub fn is_settled(self) -> bool {
        matches!(
            self,
            Self::Done | Self::DoneByHand | Self::Unchanged | Self::Dropped
        )
    }

    /// A person may say that they enter it: anything that is neither settled nor theirs already.
    #[must_use]
    pub fn can_be_taken_over(self) -> bool {
        matches!(self, Self::Waiting | Self::Leased | Self::Refused | Self::Held)
    }

    /// A person may give it to the robots (again).
    #[must_use]
    pub fn can_be_put_back(self) -> bool {
        matches!(self, Self::Refused | Self::Held | Self::ByHand)
    }
}

/// How an attempt at a task ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptOutcome {
    /// 入力済み
    Done,
    /// 不受理
    Refused,
    /// 失敗
    Failed,
    /// 期限切れ: nothing was heard before the lease ended; it may have been typed.
    Expired,
    /// 返却: the robot gave it back without having typed anything.
    Released,
    /// 人が引き受けた while the robot had it.
    TakenOver,
}

labelled!(AttemptOutcome {
    Done => "done", "入力済み";
    Refused => "refused", "不受理";
    Failed => "failed", "失敗";
    Expired => "expired", "期限切れ（結果が届かない）";
    Released => "released", "返却";
    TakenOver => "taken_over", "職員が引き受けた";
});

/// What a robot says of a task.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RobotAnswer {
    /// It was typed, and the core system gave this number (受付番号).
    Done(String),
    /// The core system would not take it, and why.
    Refused(String),
    /// The robot could not do it, and what happened.
    Failed(String),
}

/// How a list of tasks is written for robots without HTTP.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RobotListForm {
    /// Excel: every cell is text.
    Xlsx,
    /// CSV, UTF-8 with a byte order mark.
    CsvUtf8,
    /// CSV, `Shift_JIS` (CP932).
    CsvShiftJis,
}

labelled!(RobotListForm {
    Xlsx => "xlsx", "Excel（.xlsx）";
    CsvUtf8 => "csv_utf8", "CSV（UTF-8、BOM付き）";
    CsvShiftJis => "csv_shift_jis", "CSV（Shift_JIS）";
});

impl RobotListForm {
    /// How such a file's name ends.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::CsvUtf8 | Self::CsvShiftJis => "csv",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::CsvUtf8 => "text/csv; charset=utf-8",
            Self::CsvShiftJis => "text/csv; charset=shift_jis",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_names_in_json_and_nothing_settled_can_be_changed() {
        for state in RobotTaskState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.code());
            assert!(!(state.is_settled() && (state.can_be_taken_over() || state.can_be_put_back())));
        }
        for outcome in AttemptOutcome::ALL {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.code());
        }
        for form in RobotListForm::ALL {
            assert_eq!(serde_json::to_value(form).unwrap(), form.code());
        }
    }
}

//! The life of a measure: 仮支援措置, 支援措置, ended. Only an officer's decision moves it on.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::labels::labelled;
use crate::resident::ProtectiveMeasure;

/// How far a measure is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureState {
    /// 仮支援措置: asked for, and not yet confirmed with the police or another body. Protects like the other.
    Provisional,
    /// 支援措置中.
    InForce,
    /// 終了: an officer decided so.
    Ended,
}

labelled!(MeasureState {
    Provisional => "provisional", "仮支援措置";
    InForce => "in_force", "支援措置中";
    Ended => "ended", "終了";
});

/// Where a measure comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureSource {
    /// The core system's file, or the data the register was loaded from.
    Import,
    /// An officer entered it here.
    Entered,
}

labelled!(MeasureSource {
    Import => "import", "基幹システム";
    Entered => "entered", "窓口システムで登録";
});

/// What an officer decides.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transition {
    /// 仮支援措置として登録.
    Register,
    /// 支援措置の決定.
    Confirm,
    /// 期間の延長.
    Extend,
    /// 終了.
    End,
    /// 併せて支援を求める者の変更.
    Include,
    /// 記載内容の変更.
    Change,
    /// The core system's data does not have it any more, and an officer decided that it goes on.
    Keep,
    /// The core system's data ended it.
    EndedByImport,
}

labelled!(Transition {
    Register => "register", "登録";
    Confirm => "confirm", "支援措置の決定";
    Extend => "extend", "期間の延長";
    End => "end", "終了";
    Include => "include", "併せて支援を求める者の変更";
    Change => "change", "内容の変更";
    Keep => "keep", "継続の確認";
    EndedByImport => "ended_by_import", "基幹システムでの解除";
});

/// The present state does not allow what was decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("a measure that is {} cannot do {}", .from.code(), .by.code())]
pub struct NotPossible {
    /// The present state.
    pub from: MeasureState,
    /// What was decided.
    pub by: Transition,
}

impl MeasureState {
    /// The state after a decision.
    ///
    /// # Errors
    /// Where the state does not allow it: nothing comes back from the end, only a measure in force is extended, only
    /// a provisional one is confirmed.
    pub fn after(self, by: Transition) -> Result<Self, NotPossible> {
        match (self, by) {
            (Self::Provisional, Transition::Confirm) | (Self::InForce, Transition::Extend) => {
                Ok(Self::InForce)
            }
            (Self::Provisional | Self::InForce, Transition::End | Transition::EndedByImport) => {
                Ok(Self::Ended)
            }
            (
                Self::Provisional | Self::InForce,
                Transition::Include | Transition::Change | Transition::Keep,
            ) => Ok(self),
            (from, by) => Err(NotPossible { from, by }),
        }
    }

    /// What it means for a resident's record.
    #[must_use]
    pub fn measure(self) -> ProtectiveMeasure {
        match self {
            Self::Provisional => ProtectiveMeasure::Provisional,
            Self::InForce => ProtectiveMeasure::InForce,
            Self::Ended => ProtectiveMeasure::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole table: what leads where.
    #[test]
    fn every_state_and_decision() {
        use MeasureState::{Ended, InForce, Provisional};
        for by in Transition::ALL {
            let expected = match by {
                Transition::Register => [None, None, None],
                Transition::Confirm => [Some(InForce), None, None],
                Transition::Extend => [None, Some(InForce), None],
                Transition::End | Transition::EndedByImport => [Some(Ended), Some(Ended), None],
                Transition::Include | Transition::Change | Transition::Keep => {
                    [Some(Provisional), Some(InForce), None]
                }
            };
            for (state, expected) in MeasureState::ALL.into_iter().zip(expected) {
                assert_eq!(state.after(by).ok(), expected, "{state:?} {by:?}");
            }
        }
    }

    #[test]
    fn only_the_end_stops_protecting() {
        for state in MeasureState::ALL {
            assert_eq!(state.measure().protects(), state != MeasureState::Ended);
        }
    }
}

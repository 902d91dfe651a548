//! 抑止: a stop on some operations about a person, with reason and time, for other causes than 支援措置.

use serde::{Deserialize, Serialize};

use crate::labels::labelled;

/// A kind of 抑止 (標準仕様書 10.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuppressionKind {
    /// 証明発行停止: no paper about the person is made or printed.
    Certificates,
    /// 異動停止: no change of the person's registration is received or handed off.
    Changes,
    /// 照会注意: whoever opens the record is told to ask the section in charge.
    Inquiries,
}

labelled!(SuppressionKind {
    Certificates => "certificates", "証明発行停止";
    Changes => "changes", "異動停止";
    Inquiries => "inquiries", "照会注意";
});

/// What an officer is about to do for a person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operation {
    /// Look at the record.
    Look,
    /// Receive a change of address or household.
    Receive,
    /// Make or print an application, a guide sheet or another paper.
    Papers,
    /// Hand the case to the sections.
    HandOff,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 4] = [Self::Look, Self::Receive, Self::Papers, Self::HandOff];
}

/// What a suppression does to an operation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Effect {
    /// Nothing.
    Allowed,
    /// The officer is told, and goes on.
    Warned,
    /// It is an error.
    Stopped,
}

impl SuppressionKind {
    /// What it does to an operation. Every kind is at least told.
    #[must_use]
    pub fn effect(self, on: Operation) -> Effect {
        match (self, on) {
            (Self::Certificates, Operation::Papers)
            | (Self::Changes, Operation::Receive | Operation::HandOff) => Effect::Stopped,
            _ => Effect::Warned,
        }
    }
}

/// What several suppressions together do to an operation.
pub fn strictest(kinds: impl IntoIterator<Item = SuppressionKind>, on: Operation) -> Effect {
    kinds
        .into_iter()
        .map(|kind| kind.effect(on))
        .max()
        .unwrap_or(Effect::Allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_stops_its_own_operations_and_is_told_at_the_others() {
        use Effect::{Stopped, Warned};
        for (kind, effects) in [
            (SuppressionKind::Certificates, [Warned, Warned, Stopped, Warned]),
            (SuppressionKind::Changes, [Warned, Stopped, Warned, Stopped]),
            (SuppressionKind::Inquiries, [Warned, Warned, Warned, Warned]),
        ] {
            assert_eq!(Operation::ALL.map(|on| kind.effect(on)), effects, "{kind:?}");
        }
    }

    #[test]
    fn the_strictest_counts_and_none_is_none() {
        assert_eq!(strictest([], Operation::Papers), Effect::Allowed);
        assert_eq!(
            strictest(SuppressionKind::ALL, Operation::Papers),
            Effect::Stopped
        );
    }
}

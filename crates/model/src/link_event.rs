//! What other systems can be told of.

use serde::{Deserialize, Serialize};

use crate::labels::labelled;

/// What happened, as other systems are told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum EventKind {
    /// A case was opened.
    #[serde(rename = "case.received")]
    CaseReceived,
    /// What reception knows of a case was changed.
    #[serde(rename = "case.changed")]
    CaseChanged,
    /// A case was handed off to the sections.
    #[serde(rename = "case.handed_off")]
    CaseHandedOff,
    /// A case was completed or withdrawn.
    #[serde(rename = "case.finished")]
    CaseFinished,
    /// Applications of a case were made.
    #[serde(rename = "application.made")]
    ApplicationMade,
    /// A core system holds rows of a case provisionally.
    #[serde(rename = "hand_off.provisional")]
    HandOffProvisional,
    /// A core system accepted rows of a case.
    #[serde(rename = "hand_off.accepted")]
    HandOffAccepted,
    /// A core system refused rows of a case.
    #[serde(rename = "hand_off.refused")]
    HandOffRefused,
    /// A section's work changed its state.
    #[serde(rename = "queue_item.changed")]
    QueueItemChanged,
    /// Nothing happened: an administrator tries whether a receiver can be reached.
    #[serde(rename = "test")]
    Test,
}

impl EventKind {
    /// What a receiver can ask to be told: everything but tests, which go to whom they are for.
    pub fn told() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|kind| *kind != Self::Test)
    }

    /// The `type` of an event of this kind for other systems.
    #[must_use]
    pub fn event_type(self) -> String {
        format!("jp.madoguchi.{}.v1", self.code())
    }

    /// The kind of a `type`, if there is one.
    #[must_use]
    pub fn of_event_type(text: &str) -> Option<Self> {
        Self::from_code(text.strip_prefix("jp.madoguchi.")?.strip_suffix(".v1")?)
    }
}

labelled!(EventKind {
    CaseReceived => "case.received", "受付した";
    CaseChanged => "case.changed", "受付の内容が変わった";
    CaseHandedOff => "case.handed_off", "担当課へ引き継いだ";
    CaseFinished => "case.finished", "完了した・取り下げた";
    ApplicationMade => "application.made", "申請書を作成した";
    HandOffProvisional => "hand_off.provisional", "業務システムが仮登録した";
    HandOffAccepted => "hand_off.accepted", "業務システムが受理した";
    HandOffRefused => "hand_off.refused", "業務システムが受理しなかった";
    QueueItemChanged => "queue_item.changed", "担当課の処理の状態が変わった";
    Test => "test", "接続の確認";
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_written_the_same_everywhere() {
        for kind in EventKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
            assert_eq!(EventKind::of_event_type(&kind.event_type()), Some(kind));
        }
        assert_eq!(EventKind::of_event_type("case.received"), None);
        assert!(EventKind::told().all(|kind| kind != EventKind::Test));
    }
}

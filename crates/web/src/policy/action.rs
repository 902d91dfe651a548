//! What somebody wants to do.

/// An action on a resource.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    /// See many at once: lists and searches.
    List,
    /// See one.
    View,
    /// Make a new one.
    Create,
    /// Change one.
    Edit,
    /// Take one back: withdraw a case, a signature, an overrule.
    Withdraw,
    /// Put one on paper or hand out a file of it.
    Print,
    /// Take one in hand, or put it back.
    Take,
    /// Send one back to whom it came from.
    SendBack,
    /// Let what another wrote come into force.
    Approve,
    /// Record that it was entered provisionally, or is finished.
    Complete,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 10] = [
        Self::List,
        Self::View,
        Self::Create,
        Self::Edit,
        Self::Withdraw,
        Self::Print,
        Self::Take,
        Self::SendBack,
        Self::Approve,
        Self::Complete,
    ];

    /// The code name, used in the audit record.
    pub fn code(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::View => "view",
            Self::Create => "create",
            Self::Edit => "edit",
            Self::Withdraw => "withdraw",
            Self::Print => "print",
            Self::Take => "take",
            Self::SendBack => "send_back",
            Self::Approve => "approve",
            Self::Complete => "complete",
        }
    }

    /// The Japanese name.
    pub fn label(self) -> &'static str {
        match self {
            Self::List => "一覧・検索",
            Self::View => "照会",
            Self::Create => "作成",
            Self::Edit => "変更",
            Self::Withdraw => "取消し",
            Self::Print => "印刷・出力",
            Self::Take => "引取り・返却",
            Self::SendBack => "差戻し",
            Self::Approve => "承認",
            Self::Complete => "仮登録・完了",
        }
    }
}

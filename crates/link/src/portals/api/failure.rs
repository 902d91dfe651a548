//! What went wrong with a portal, and at which step.

use thiserror::Error;

use crate::webhooks::Failure;

/// A step of the flow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// ログイン
    Login,
    /// トークンの取得
    Token,
    /// 一覧の取得
    List,
    /// 申請の取得
    Get,
    /// 状況の連絡
    Report,
}

impl Step {
    /// Its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Login => "ログイン",
            Self::Token => "トークンの取得",
            Self::List => "一覧の取得",
            Self::Get => "申請の取得",
            Self::Report => "状況の連絡",
        }
    }
}

/// A step failed. Nothing of what the portal said is kept.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{}：{reason}", step.label())]
pub struct PortalFailure {
    /// Which.
    pub step: Step,
    /// Why.
    pub reason: Reason,
}

/// Why a step failed.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Reason {
    /// The portal was not reached, or not safely.
    #[error("{}", .0.to_string().replace("送り先", "つなぐ先"))]
    Way(Failure),
    /// 401 or 403: id or secret is wrong, or the token is not good any more.
    #[error("認められませんでした（状態コード {0}）。クライアントIDと秘密、許された操作を確かめてください。")]
    NotAllowed(u16),
    /// 404: there is no such application, or no such path.
    #[error("見つかりません（状態コード 404）。アドレスと受付番号を確かめてください。")]
    NotFound,
    /// 429 or 503: the portal wants to be left alone, for so many seconds if it said so.
    #[error("混んでいるので、後でもう一度つなぎます（状態コード {status}）。")]
    Busy {
        /// The status.
        status: u16,
        /// How long, if it said so.
        retry_after: Option<u32>,
    },
    /// Another status.
    #[error("状態コード {0} が返りました。")]
    Status(u16),
    /// The answer is no JSON, or this item is missing or of another kind.
    #[error("答えを読めません（項目「{0}」）。接続の定義が、つなぐ先の仕様と合っているか確かめてください。")]
    Answer(String),
}

impl PortalFailure {
    /// The token ended: with a new one the step may succeed.
    #[must_use]
    pub fn wants_token(&self) -> bool {
        matches!(self.reason, Reason::NotAllowed(401)) && !matches!(self.step, Step::Login | Step::Token)
    }

    /// How long the portal wants to be left alone, in seconds.
    #[must_use]
    pub fn retry_after(&self) -> Option<u32> {
        match self.reason {
            Reason::Busy { retry_after, .. } => retry_after,
            _ => None,
        }
    }

    /// The next request would fail alike: the portal is not there, or does not want us now.
    #[must_use]
    pub fn ends_visit(&self) -> bool {
        match &self.reason {
            Reason::Way(failure) => *failure != Failure::TooLong,
            Reason::NotAllowed(401) | Reason::Busy { .. } => true,
            // Of one application or one state, another may be allowed.
            Reason::NotAllowed(_) => !matches!(self.step, Step::Get | Step::Report),
            Reason::NotFound | Reason::Status(_) | Reason::Answer(_) => false,
        }
    }
}

//! Values of facts, where they came from, and why one is missing.

use madoguchi_model::register_date::RegisterDate;
use serde::{Deserialize, Serialize};

/// The value of a fact. Serialised with its type: `{"bool":true}`, `{"choice":"national"}`,
/// `{"date":"2026-11-10"}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactValue {
    /// はい / いいえ
    Bool(bool),
    /// The id of one of the definition's choices.
    Choice(String),
    /// A date of the register. An unknown date is an interval, and is judged as such.
    Date(RegisterDate),
}

/// Where a known fact came from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// 住民記録などの記録
    Register,
    /// 受付で入力した内容
    Visit,
    /// 聞き取りの回答
    Answer,
    /// マイナンバーカード
    Card,
    /// 取り込んだファイル
    File,
    /// この自治体の設定
    Municipality,
}

impl Source {
    /// The Japanese name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Register => "記録",
            Self::Visit => "受付",
            Self::Answer => "聞き取り",
            Self::Card => "カード",
            Self::File => "ファイル",
            Self::Municipality => "自治体の設定",
        }
    }
}

/// Why a fact is unknown. Only [`UnknownReason::NotAsked`] leads to a question.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownReason {
    /// まだ聞いていない
    NotAsked,
    /// 分からない、と答えた
    NotKnown,
    /// 利用する法的な根拠がない
    NoLegalBasis,
    /// 記録に記載がない
    RegisterSilent,
}

impl UnknownReason {
    /// The Japanese name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NotAsked => "まだ聞いていません",
            Self::NotKnown => "「分からない」との回答です",
            Self::NoLegalBasis => "利用する法的な根拠がありません",
            Self::RegisterSilent => "記録に記載がありません",
        }
    }
}

/// What is known of one fact. A fact that a situation does not hold is [`UnknownReason::NotAsked`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Known.
    Known {
        /// The value.
        value: FactValue,
        /// Where it came from.
        source: Source,
    },
    /// Unknown, for a reason.
    Unknown(UnknownReason),
}

/// An answer to a question, as it is stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The answer.
    Value(FactValue),
    /// 分からない
    NotKnown,
}

impl From<Answer> for Fact {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Value(value) => Self::Known {
                value,
                source: Source::Answer,
            },
            Answer::NotKnown => Self::Unknown(UnknownReason::NotKnown),
        }
    }
}

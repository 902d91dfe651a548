//! A situation: what is known about one visit and the people it concerns.

mod check;
mod from_file;
mod from_register;

use chrono::NaiveDate;
use madoguchi_model::case::LifeEvent;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

use crate::facts::{Fact, FactKey, MemberKey};

pub use from_file::FileError;

/// A member of the household in a situation. The members are a closed list: rules about "any member" mean
/// these.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Member {
    /// Names the member within the situation.
    pub key: MemberKey,
    /// The name as people say it.
    pub label: String,
}

/// What is known, on the reference date. A fact that is not in `facts` was not asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Situation {
    /// The day the situation is judged on. It chooses the release and is the day ages are counted to.
    pub reference_date: NaiveDate,
    /// What the visit is for.
    pub events: BTreeSet<LifeEvent>,
    /// Members in the register's order.
    pub members: Vec<Member>,
    /// What is known of each fact.
    pub facts: BTreeMap<FactKey, Fact>,
}

impl Situation {
    /// The name of a member as people say it.
    #[must_use]
    pub fn label(&self, member: &MemberKey) -> Option<&str> {
        self.members
            .iter()
            .find(|known| known.key == *member)
            .map(|known| &*known.label)
    }
}

/// A situation that cannot be judged, with the place, what is wrong and what would be right.
#[derive(Clone, PartialEq, Eq, Debug, Error, Serialize)]
pub enum SituationError {
    /// Nobody is concerned.
    #[error("members: 世帯員がいません。一人以上を書いてください")]
    NoMembers,
    /// No life event was chosen.
    #[error("events: ライフイベントがありません。一つ以上を書いてください")]
    NoEvents,
    /// Two members have one key.
    #[error("members: id「{0}」の世帯員が二人います。一人ずつ違う id にしてください")]
    DuplicateMember(MemberKey),
    /// A fact is about someone who is not in the situation.
    #[error("{key}: 「{member}」という世帯員はいません")]
    UnknownMember {
        /// The fact.
        key: FactKey,
        /// The member.
        member: MemberKey,
    },
    /// The release has no such fact.
    #[error("{key}: 「{fact}」という事実はありません{}", nearest(near))]
    UnknownFact {
        /// The fact as it was named.
        key: FactKey,
        /// Its id.
        fact: String,
        /// Facts with a name like it.
        near: Vec<String>,
    },
    /// A visit's fact was given for a member, or the reverse.
    #[error("{key}: この事実は{right}についてのものです")]
    WrongSubject {
        /// The fact.
        key: FactKey,
        /// Whom it is about.
        right: &'static str,
    },
    /// The value does not have the fact's type, or is none of its choices.
    #[error("{key}: {found}は値として正しくありません。正しい値: {right}")]
    WrongValue {
        /// The fact.
        key: FactKey,
        /// What was given.
        found: String,
        /// What would be right.
        right: String,
    },
    /// The rules of a procedure need a larger diagram than is allowed. `catalogue check` finds this before a
    /// release is used.
    #[error("制度カタログの条件が複雑すぎるため判定できません（{0}）。システム管理者に連絡してください")]
    TooComplex(String),
}

fn nearest(near: &[String]) -> String {
    if near.is_empty() {
        String::new()
    } else {
        format!("。近い名前: {}", near.join("、"))
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Release;
    use crate::facts::{FactValue, Source};
    use madoguchi_model::register_date::RegisterDate;

    fn release() -> &'static Release {
        Release::in_force("2026-11-24".parse().unwrap()).unwrap()
    }

    fn member(key: &str) -> Member {
        Member {
            key: MemberKey(key.to_owned()),
            label: format!("見本{key}"),
        }
    }

    /// What the check says of a household of two with one fact.
    fn with(key: &str, value: FactValue) -> Result<(), String> {
        let known = Fact::Known {
            value,
            source: Source::Answer,
        };
        let situation = Situation {
            facts: BTreeMap::from([(key.parse().unwrap(), known)]),
            ..household()
        };
        situation.check(release()).map_err(|error| error.to_string())
    }

    fn household() -> Situation {
        Situation {
            reference_date: "2026-11-24".parse().unwrap(),
            events: BTreeSet::from([LifeEvent::MoveWithin]),
            members: vec![member("1"), member("2")],
            facts: BTreeMap::new(),
        }
    }

    #[test]
    fn what_does_not_fit_the_release_is_told_with_what_would_be_right() {
        let day = |day: &str| FactValue::Date(RegisterDate::Known(day.parse().unwrap()));
        for (key, value, parts) in [
            (
                "member:1/has_crad",
                FactValue::Bool(true),
                vec![
                    "member:1/has_crad: 「has_crad」という事実はありません。近い名前: ",
                    "has_card",
                ],
            ),
            (
                "member:3/moves",
                FactValue::Bool(true),
                vec!["member:3/moves: 「3」という世帯員はいません"],
            ),
            (
                "visit/moves",
                FactValue::Bool(true),
                vec!["visit/moves: この事実は", "についてのもの"],
            ),
            (
                "member:1/moved_on",
                day("2026-11-10"),
                vec!["member:1/moved_on: この事実は", "についてのもの"],
            ),
            (
                "member:1/moves",
                day("2026-11-10"),
                vec![
                    "日付（2026-11-10 から 2026-11-10 まで）は値として正しくありません",
                    "true（はい）",
                ],
            ),
            (
                "visit/moved_on",
                FactValue::Bool(false),
                vec!["「いいえ」は値として", "2026-04-01"],
            ),
            (
                "visit/moved_on",
                FactValue::Bool(true),
                vec!["「はい」は値として", "2026-04-01"],
            ),
            (
                "member:1/health_insurance",
                FactValue::Choice("kokuho".to_owned()),
                vec!["「kokuho」は値として", "\"national\"（国民健康保険（市町村））"],
            ),
            (
                "visit/moved_on",
                FactValue::Date(RegisterDate::Unknown {
                    earliest: "2026-11-11".parse().unwrap(),
                    latest: "2026-11-10".parse().unwrap(),
                    text: String::new(),
                }),
                vec!["日付（2026-11-11 から 2026-11-10 まで）"],
            ),
        ] {
            let refused = with(key, value.clone()).expect_err(key);
            for part in parts {
                assert!(refused.contains(part), "{key} {value:?}: {part} in {refused}");
            }
        }
        let far = with("member:1/zzzzzzzzzzzzzzzzzzzz", FactValue::Bool(true)).unwrap_err();
        assert!(far.ends_with("という事実はありません"), "{far}");
        for (key, value) in [
            ("member:1/moves", FactValue::Bool(false)),
            ("visit/moved_on", day("2026-11-10")),
            (
                "member:2/health_insurance",
                FactValue::Choice("national".to_owned()),
            ),
        ] {
            assert_eq!(with(key, value), Ok(()), "{key}");
        }
    }

    #[test]
    fn a_situation_is_about_someone_and_something() {
        let nobody = Situation {
            members: Vec::new(),
            ..household()
        };
        assert_eq!(nobody.check(release()), Err(SituationError::NoMembers));
        let nothing = Situation {
            events: BTreeSet::new(),
            ..household()
        };
        assert_eq!(nothing.check(release()), Err(SituationError::NoEvents));
        let twice = Situation {
            members: vec![member("1"), member("1")],
            ..household()
        };
        let key = MemberKey("1".to_owned());
        assert_eq!(
            twice.check(release()),
            Err(SituationError::DuplicateMember(key.clone()))
        );
        assert_eq!(household().label(&MemberKey("2".to_owned())), Some("見本2"));
        assert_eq!(household().label(&MemberKey("3".to_owned())), None);
    }
}

//! The stable name of a fact in a situation: `visit/moved_on`, `member:KEY/moves`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Names a household member within one situation. The counter uses the resident's id as text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MemberKey(pub String);

impl fmt::Display for MemberKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a fact is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The visit as a whole.
    Visit,
    /// One member of the household.
    Member(MemberKey),
}

impl Subject {
    /// The member, if it is one.
    #[must_use]
    pub fn member(&self) -> Option<&MemberKey> {
        match self {
            Self::Visit => None,
            Self::Member(key) => Some(key),
        }
    }
}

/// One fact of one subject. Text form: `visit/FACT` or `member:KEY/FACT`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FactKey {
    /// What it is about.
    pub subject: Subject,
    /// The id of the fact's definition.
    pub fact: String,
}

impl FactKey {
    /// A fact of the visit.
    #[must_use]
    pub fn visit(fact: &str) -> Self {
        Self {
            subject: Subject::Visit,
            fact: fact.to_owned(),
        }
    }

    /// A fact of a member.
    #[must_use]
    pub fn member(member: &MemberKey, fact: &str) -> Self {
        Self {
            subject: Subject::Member(member.clone()),
            fact: fact.to_owned(),
        }
    }
}

impl fmt::Display for FactKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.subject {
            Subject::Visit => write!(f, "visit/{}", self.fact),
            Subject::Member(key) => write!(f, "member:{key}/{}", self.fact),
        }
    }
}

/// A text that is not the name of a fact.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("「{0}」は事実の名前ではありません（visit/事実 又は member:番号/事実）")]
pub struct FactKeyError(pub String);

impl FromStr for FactKey {
    type Err = FactKeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || FactKeyError(text.to_owned());
        // A member's key may itself hold a slash; a fact's id never does.
        let (subject, fact) = text.rsplit_once('/').ok_or_else(wrong)?;
        if fact.is_empty() {
            return Err(wrong());
        }
        let subject = match subject.strip_prefix("member:") {
            Some(key) if !key.is_empty() => Subject::Member(MemberKey(key.to_owned())),
            None if subject == "visit" => Subject::Visit,
            _ => return Err(wrong()),
        };
        Ok(Self {
            subject,
            fact: fact.to_owned(),
        })
    }
}

impl Serialize for FactKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FactKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_round_trips() {
        for text in ["visit/moved_on", "member:1/moves", "member:a/b/moves"] {
            assert_eq!(text.parse::<FactKey>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "moves", "visit/", "member:/moves", "case/moves"] {
            assert!(text.parse::<FactKey>().is_err(), "{text}");
        }
    }
}

//! What was typed of one person who moves in, exactly as it was typed.

use madoguchi_model::case::CaseMember;
use madoguchi_model::entered_person::EnteredPerson;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::wareki;

use crate::form_data::FormData;

/// One row of people. Its fields are named `person-N-…`, N from 0.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct TypedPerson {
    /// The id the person has in the case; empty for a new one.
    pub(super) id: String,
    /// 氏名.
    pub(super) name: String,
    /// フリガナ.
    pub(super) kana: String,
    /// 生年月日.
    pub(super) birth: String,
    /// Code of the sex.
    pub(super) sex: String,
    /// 続柄.
    pub(super) relationship: String,
    /// 外国人住民.
    pub(super) foreign: bool,
    /// 国籍・地域.
    pub(super) nationality: String,
    /// 在留資格.
    pub(super) residence_status: String,
    /// 在留期間の満了の日.
    pub(super) residence_until: String,
    /// 通称.
    pub(super) alias: String,
    /// 通称のフリガナ.
    pub(super) alias_kana: String,
    /// 旧氏.
    pub(super) former_name: String,
    /// 旧氏のフリガナ.
    pub(super) former_kana: String,
    /// 支援措置 was asked for.
    pub(super) protected: bool,
}

/// The field of a person's row.
pub(super) fn field(row: usize, name: &str) -> String {
    format!("person-{row}-{name}")
}

impl TypedPerson {
    /// Nothing was typed: the row does not count.
    pub(super) fn is_blank(&self) -> bool {
        [&self.name, &self.kana, &self.birth]
            .iter()
            .all(|text| text.trim().is_empty())
    }

    /// Reads one row of the submitted form.
    pub(super) fn read(form: &FormData, row: usize) -> Self {
        let raw = |name| form.raw(&field(row, name)).to_owned();
        let has = |name| form.has(&field(row, name));
        Self {
            id: raw("id"),
            name: raw("name"),
            kana: raw("kana"),
            birth: raw("birth"),
            sex: raw("sex"),
            relationship: raw("relationship"),
            foreign: has("foreign"),
            nationality: raw("nationality"),
            residence_status: raw("residence_status"),
            residence_until: raw("residence_until"),
            alias: raw("alias"),
            alias_kana: raw("alias_kana"),
            former_name: raw("former_name"),
            former_kana: raw("former_kana"),
            protected: has("protected"),
        }
    }

    /// What a case holds of someone who was entered, for changing it.
    pub(super) fn of(member: &CaseMember, person: &EnteredPerson) -> Self {
        let foreign = person.foreign.clone();
        let (alias, former) = (&person.names.alias, &person.names.former_family_name);
        let written = |name: &Option<madoguchi_model::name::WrittenName>| {
            name.as_ref().map(|name| name.written.clone()).unwrap_or_default()
        };
        let read = |name: &Option<madoguchi_model::name::WrittenName>| {
            name.as_ref().map(|name| name.kana.clone()).unwrap_or_default()
        };
        Self {
            id: member.resident_id.to_string(),
            name: person.names.name.written.clone(),
            kana: person.names.name.kana.clone(),
            birth: match &person.birth_date {
                RegisterDate::Known(day) => wareki::format_short(*day),
                RegisterDate::Unknown { text, .. } => text.clone(),
            },
            sex: person.sex.code().to_owned(),
            relationship: person.relationship.clone(),
            foreign: foreign.is_some(),
            residence_until: foreign
                .as_ref()
                .and_then(|foreign| *foreign.expires_on.unseen())
                .map(|day| day.format("%Y-%m-%d").to_string())
                .unwrap_or_default(),
            nationality: foreign
                .as_ref()
                .map(|foreign| foreign.nationality.unseen().clone())
                .unwrap_or_default(),
            residence_status: foreign
                .map(|foreign| foreign.residence_status.unseen().clone())
                .unwrap_or_default(),
            alias: written(alias),
            alias_kana: read(alias),
            former_name: written(former),
            former_kana: read(former),
            protected: person.protective_measure.protects(),
        }
    }

    /// The next member of the same family: the family name stands there already.
    pub(super) fn next_after(before: Option<&Self>) -> Self {
        let family = |text: &str| {
            let (family, _) = text.split_once([' ', '\u{3000}'])?;
            Some(format!("{family}\u{3000}"))
        };
        let same = before.filter(|person| !person.foreign);
        Self {
            name: same.and_then(|person| family(&person.name)).unwrap_or_default(),
            kana: same.and_then(|person| family(&person.kana)).unwrap_or_default(),
            ..Self::default()
        }
    }
}

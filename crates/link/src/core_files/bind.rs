//! Values of a visit for the cells of a row.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::address::Address;
use madoguchi_model::card_reading::{CardHolder, Genuineness};
use madoguchi_model::case::Case;
use madoguchi_model::clock::in_japan;
use madoguchi_model::field_group::FieldGroup;
use madoguchi_model::hand_off::HandedProcedure;
use madoguchi_model::household::Household;
use madoguchi_model::ids::{ApplicationId, CardReadingId, ResidentId};
use madoguchi_model::municipality::Municipality;
use madoguchi_model::name::WrittenName;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::Resident;
use serde_json::Value;

use super::key::{Key, Known};
use super::render::{FileHead, RowHead};

/// What a row is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subject {
    /// One person.
    Person(ResidentId),
    /// One application.
    Application(ApplicationId),
    /// One card that was read.
    Card(CardReadingId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Application(id) => write!(f, "application:{id}"),
            Self::Card(id) => write!(f, "card:{id}"),
        }
    }
}

impl FromStr for Subject {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("no subject of a row: {text}");
        let (kind, id) = text.split_once(':').ok_or_else(wrong)?;
        let id: uuid::Uuid = id.parse().map_err(|_| wrong())?;
        match kind {
            "person" => Ok(Self::Person(ResidentId(id))),
            "application" => Ok(Self::Application(ApplicationId(id))),
            "card" => Ok(Self::Card(CardReadingId(id))),
            _ => Err(wrong()),
        }
    }
}

/// An application, as far as files need it.
#[derive(Clone, PartialEq, Debug)]
pub struct FiledApplication {
    /// Its id.
    pub id: ApplicationId,
    /// The form's id.
    pub form: String,
    /// Whom it is for; empty for the household as a whole.
    pub residents: Vec<ResidentId>,
    /// Counts fillings, from 1.
    pub version: i32,
    /// What stands in its fields, as the form's values are kept: `entries` by key.
    pub values: Value,
    /// When it was filled.
    pub made_at: DateTime<Utc>,
}

/// A card that was read of somebody of the case.
#[derive(Clone, PartialEq, Debug)]
pub struct CardAttributes {
    /// The reading.
    pub id: CardReadingId,
    /// Whose it is, once an officer said so.
    pub resident: Option<ResidentId>,
    /// The four attributes.
    pub holder: CardHolder,
    /// カードの有効期限.
    pub expires_on: Option<NaiveDate>,
    /// Whether they are genuine.
    pub genuineness: Genuineness,
    /// When it was read.
    pub read_at: DateTime<Utc>,
}

/// Everything of one visit that a file can tell.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The municipality.
    pub municipality: Municipality,
    /// The case.
    pub case: Case,
    /// Its people, those who were entered too.
    pub household: Household,
    /// Answers in force, by the fact's text form, as they are stored.
    pub answers: BTreeMap<String, Value>,
    /// Applications that are not withdrawn.
    pub applications: Vec<FiledApplication>,
    /// Cards that were read.
    pub cards: Vec<CardAttributes>,
    /// The procedures that were handed off to the section of the definition.
    pub handed: Vec<HandedProcedure>,
    /// Groups of fields that the section of the definition does not see in this case (項目の閲覧権限): no cell has them.
    pub withheld: BTreeSet<FieldGroup>,
}

/// A value before the definition says how it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Bound {
    /// A text, or our word for something that has a code.
    Text(String),
    /// A date.
    Date(NaiveDate),
    /// There is none.
    None,
    /// The file's section must not see it.
    Withheld,
}

impl Visit {
    /// Whether somebody of the case is protected (支援措置): then no file tells anything of it.
    #[must_use]
    pub fn is_protected(&self) -> bool {
        let entered = self
            .case
            .members
            .iter()
            .filter_map(|member| member.entered.as_ref());
        self.household
            .members
            .iter()
            .any(|member| member.protective_measure.protects())
            || entered
                .into_iter()
                .any(|person| person.protective_measure.protects())
    }

    pub(super) fn resident(&self, id: ResidentId) -> Option<&Resident> {
        self.household.members.iter().find(|member| member.id == id)
    }

    /// The person a row is about: of an application, the first it is for, or else who applies.
    pub(super) fn person(&self, subject: Subject) -> Option<&Resident> {
        let id = match subject {
            Subject::Person(id) => Some(id),
            Subject::Application(id) => {
                let application = self
                    .applications
                    .iter()
                    .find(|application| application.id == id)?;
                application
                    .residents
                    .first()
                    .copied()
                    .or(self.case.visitor.resident_id)
            }
            Subject::Card(id) => self.cards.iter().find(|card| card.id == id)?.resident,
        };
        self.resident(id?)
    }

    pub(super) fn bind(&self, key: &Key, file: &FileHead, line: usize, row: &RowHead) -> Bound {
        if key.group().is_some_and(|group| self.withheld.contains(&group)) {
            return Bound::Withheld;
        }
        match key {
            Key::Known(known) => match self.known(*known, file, line, row) {
                Some(Bound::Text(text)) if text.is_empty() => Bound::None,
                Some(bound) => bound,
                None => Bound::None,
            },
            Key::VisitAnswer(fact) => self.answer(&format!("visit/{fact}")),
            Key::PersonAnswer(fact) => self.person(row.subject).map_or(Bound::None, |person| {
                self.answer(&format!("member:{}/{fact}", person.id))
            }),
            Key::ApplicationValue(key) => {
                let application = self.application(row.subject);
                let value = application.and_then(|application| application.values.get("entries")?.get(key));
                value.map_or(Bound::None, plain)
            }
        }
    }

    fn application(&self, subject: Subject) -> Option<&FiledApplication> {
        let Subject::Application(id) = subject else {
            return None;
        };
        self.applications.iter().find(|application| application.id == id)
    }

    fn card(&self, subject: Subject) -> Option<&CardAttributes> {
        let Subject::Card(id) = subject else { return None };
        self.cards.iter().find(|card| card.id == id)
    }

    fn answer(&self, key: &str) -> Bound {
        self.answers.get(key).map_or(Bound::None, plain)
    }

    fn known(&self, key: Known, file: &FileHead, line: usize, row: &RowHead) -> Option<Bound> {
        let text = |text: &str| Some(Bound::Text(text.to_owned()));
        match key {
            Known::RowId => text(&row.id.to_string()),
            Known::RowLine => text(&line.to_string()),
            Known::RowChange => text(if row.corrects.is_some() {
                "corrected"
            } else {
                "new"
            }),
            Known::RowCorrects => text(&row.corrects?.to_string()),
            Known::FileNumber => text(&file.number.to_string()),
            Known::FileMadeOn => Some(Bound::Date(in_japan(file.made_at).date_naive())),
            Known::FileMadeAt => text(&in_japan(file.made_at).format("%Y-%m-%dT%H:%M:%S%:z").to_string()),
            Known::MunicipalityCode => text(&self.municipality.code),
            Known::MunicipalityName => text(&self.municipality.name),
            Known::Procedures => text(&joined(self.procedures_of(row.subject), |one| &one.procedure)),
            Known::ProcedureNames => text(&joined(self.procedures_of(row.subject), |one| &one.name)),
            _ if key.is_of_applications() => self.of_application(key, row.subject),
            _ if key.is_of_cards() => self.of_card(key, row.subject),
            _ if key.name().starts_with("person.") => of_person(key, self.person(row.subject)?),
            _ if key.name().contains("_address.") => self.of_address(key),
            _ => self.of_case(key),
        }
    }

    fn procedures_of(&self, subject: Subject) -> impl Iterator<Item = &HandedProcedure> {
        let person = self.person(subject).map(|person| person.id);
        self.handed.iter().filter(move |procedure| {
            procedure.residents.is_empty() || person.is_some_and(|id| procedure.residents.contains(&id))
        })
    }

    fn of_case(&self, key: Known) -> Option<Bound> {
        let case = &self.case;
        let flag = |set: bool| Some(Bound::Text(if set { "1" } else { "0" }.into()));
        let living = || {
            self.household
                .members
                .iter()
                .filter(|member| case.is_about(member))
        };
        let moving = || living().filter(|member| case.takes_part(member.id)).count();
        match key {
            Known::CaseId => Some(Bound::Text(case.id.to_string())),
            Known::CaseNumber => Some(Bound::Text(case.number.clone())),
            // A move before anything else: it is what the register's system files the case under.
            Known::CaseEvent => {
                let moving = case.events.iter().find(|event| event.moves());
                Some(Bound::Text(moving.or(case.events.first())?.code().into()))
            }
            Known::CaseEvents => {
                let codes: Vec<&str> = case.events.iter().map(|event| event.code()).collect();
                Some(Bound::Text(codes.join(";")))
            }
            Known::CaseMovedOn => Some(Bound::Date(case.moved_on?)),
            Known::CaseFiledOn => Some(Bound::Date(case.filed_on)),
            Known::WholeHousehold => flag(moving() == living().count()),
            Known::MovingCount => Some(Bound::Text(moving().to_string())),
            Known::VisitorKind => Some(Bound::Text(case.visitor.kind.code().into())),
            Known::VisitorName => {
                let resident = case.visitor.resident_id.and_then(|id| self.resident(id));
                let name = resident.map_or(&case.visitor.name, |resident| &resident.names.name.written);
                Some(Bound::Text(name.clone()))
            }
            Known::VisitorPhone => Some(Bound::Text(case.visitor.phone.clone())),
            Known::VisitorIdentity => Some(Bound::Text(case.visitor.identity?.code().into())),
            Known::HouseholdNumber => Some(Bound::Text(self.household.household_number.clone())),
            Known::HouseholdHead => Some(Bound::Text(self.household.head()?.names.name.written.clone())),
            Known::HouseholdSize => Some(Bound::Text(living().count().to_string())),
            _ => None,
        }
    }

    /// Parts of the new and the former address. Who moves within or out comes from where the register says.
    fn of_address(&self, key: Known) -> Option<Bound> {
        let flag = |set: bool| Some(Bound::Text(if set { "1" } else { "0" }.into()));
        let (side, part) = key.name().split_once('.')?;
        if side == "new_address" {
            let new = self.case.new_address.as_ref()?;
            return if key == Known::NewAbroad {
                flag(new.abroad)
            } else {
                Some(part_of(&new.address, part))
            };
        }
        if let Some(former) = &self.case.former_address {
            return match key {
                Known::FormerAbroad => flag(former.abroad),
                Known::FormerHead => Some(Bound::Text(former.head.clone())),
                _ => Some(part_of(&former.address, part)),
            };
        }
        if self.case.moves_in() || !self.case.events.iter().any(|event| event.moves()) {
            return None;
        }
        match key {
            Known::FormerAbroad => flag(false),
            Known::FormerHead => Some(Bound::Text(self.household.head()?.names.name.written.clone())),
            _ => Some(part_of(&self.household.members.first()?.address, part)),
        }
    }

    fn of_application(&self, key: Known, subject: Subject) -> Option<Bound> {
        let application = self.application(subject)?;
        match key {
            Known::ApplicationId => Some(Bound::Text(application.id.to_string())),
            Known::ApplicationForm => Some(Bound::Text(application.form.clone())),
            Known::ApplicationVersion => Some(Bound::Text(application.version.to_string())),
            Known::ApplicationMadeOn => Some(Bound::Date(in_japan(application.made_at).date_naive())),
            _ => None,
        }
    }

    fn of_card(&self, key: Known, subject: Subject) -> Option<Bound> {
        let card = self.card(subject)?;
        match key {
            Known::CardName => Some(Bound::Text(card.holder.name.clone())),
            Known::CardAddress => Some(Bound::Text(card.holder.address.clone())),
            Known::CardBirthDate => date(&card.holder.birth_date),
            Known::CardSex => Some(Bound::Text(card.holder.sex?.code().into())),
            Known::CardExpires => Some(Bound::Date(card.expires_on?)),
            Known::CardGenuineness => Some(Bound::Text(card.genuineness.code().into())),
            Known::CardReadOn => Some(Bound::Date(in_japan(card.read_at).date_naive())),
            _ => None,
        }
    }
}

fn joined<'p>(
    procedures: impl Iterator<Item = &'p HandedProcedure>,
    part: impl Fn(&'p HandedProcedure) -> &'p str,
) -> String {
    procedures.map(part).collect::<Vec<_>>().join(";")
}

fn part_of(address: &Address, part: &str) -> Bound {
    let text = match part {
        "municipality_code" => address.municipality_code.clone(),
        "town_code" => address.town_code.clone(),
        "postcode" => address.postcode.clone(),
        "prefecture" => address.prefecture.clone(),
        "city" => address.city.clone(),
        "town" => address.town.clone(),
        "block" => address.block.clone(),
        "building" => address.building.clone(),
        _ => address.one_line(),
    };
    Bound::Text(text)
}

fn date(date: &RegisterDate) -> Option<Bound> {
    date.known().map(Bound::Date)
}

fn of_person(key: Known, person: &Resident) -> Option<Bound> {
    let names = &person.names;
    let text = |text: &str| Some(Bound::Text(text.to_owned()));
    let written = |name: &Option<WrittenName>| text(&name.as_ref()?.written);
    let kana = |name: &Option<WrittenName>| text(&name.as_ref()?.kana);
    let foreign = person.foreign.as_ref();
    let known = person.circumstances.as_ref();
    match key {
        Known::AddresseeNumber => text(person.addressee_number.as_ref()?),
        Known::PersonName => text(&names.name.written),
        Known::PersonKana => text(&names.name.kana),
        Known::PersonKanaConfirmed => text(if names.name.kana_confirmed { "1" } else { "0" }),
        Known::PersonAlphabet => text(names.alphabet.as_ref()?),
        Known::PersonFormerName => written(&names.former_family_name),
        Known::PersonFormerKana => kana(&names.former_family_name),
        Known::PersonAlias => written(&names.alias),
        Known::PersonAliasKana => kana(&names.alias),
        Known::PersonBirthDate => date(&person.birth_date),
        Known::PersonBirthUnknown => text(if person.birth_date.known().is_none() {
            "1"
        } else {
            "0"
        }),
        Known::PersonBirthText => match &person.birth_date {
            RegisterDate::Unknown { text: words, .. } => text(words),
            RegisterDate::Known(_) => None,
        },
        Known::PersonSex => text(person.sex.code()),
        Known::PersonRelationship => text(&person.relationship),
        Known::PersonKind => text(if foreign.is_some() { "foreign" } else { "japanese" }),
        Known::PersonNationality => text(foreign?.nationality.unseen()),
        Known::PersonResidenceStatus => text(foreign?.residence_status.unseen()),
        Known::PersonResidenceExpires => Some(Bound::Date((*foreign?.expires_on.unseen())?)),
        Known::PersonDomicile => text(person.registered_domicile.unseen()),
        Known::PersonRegisterHead => text(person.family_register_head.unseen()),
        Known::PersonHealthInsurance => text(known?.health_insurance.code()),
        Known::PersonPension => text(known?.pension.code()),
        Known::PersonCare => text(&known?.care.code()),
        Known::PersonChildBenefit => text(known?.child_benefit.code()),
        _ => None,
    }
}

/// What a stored answer or value says, whatever wraps it: `{"value": {"choice": "x"}}` is `x`.
fn plain(value: &Value) -> Bound {
    match value {
        Value::String(text) => match text.parse() {
            Ok(day) if text.len() == 10 => Bound::Date(day),
            _ if text.is_empty() => Bound::None,
            _ => Bound::Text(text.clone()),
        },
        Value::Bool(set) => Bound::Text(if *set { "1" } else { "0" }.into()),
        Value::Number(number) => Bound::Text(number.to_string()),
        Value::Array(several) => {
            let texts: Vec<String> = several
                .iter()
                .filter_map(|one| match plain(one) {
                    Bound::Text(text) => Some(text),
                    Bound::Date(day) => Some(day.to_string()),
                    Bound::None | Bound::Withheld => None,
                })
                .collect();
            if texts.is_empty() {
                Bound::None
            } else {
                Bound::Text(texts.join(";"))
            }
        }
        Value::Object(wrapped) => match wrapped.values().next() {
            Some(inner) if wrapped.len() == 1 => plain(inner),
            _ => Bound::None,
        },
        Value::Null => Bound::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_whatever_wraps_them() {
        let read = |json: &str| plain(&serde_json::from_str(json).unwrap());
        assert_eq!(read(r#"{"value":{"choice":"card"}}"#), Bound::Text("card".into()));
        assert_eq!(read(r#"{"value":{"boolean":true}}"#), Bound::Text("1".into()));
        assert_eq!(
            read(r#"{"value":{"date":"2026-11-28"}}"#),
            Bound::Date("2026-11-28".parse().unwrap())
        );
        assert_eq!(read(r#""not_known""#), Bound::Text("not_known".into()));
        assert_eq!(read("[]"), Bound::None);
    }

    #[test]
    fn a_subject_is_read_back() {
        for kind in ["person", "application", "card"] {
            let text = format!("{kind}:01900000-0000-7000-8000-000000000001");
            assert_eq!(text.parse::<Subject>().unwrap().to_string(), text);
        }
        assert!("person".parse::<Subject>().is_err());
    }
}

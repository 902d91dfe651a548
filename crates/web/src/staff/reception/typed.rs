//! What was typed on the reception page, exactly as it was typed.

use chrono::NaiveDate;
use madoguchi_model::address::Address;
use madoguchi_model::case::{Case, VisitorKind};
use madoguchi_model::household::Household;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::postcode;
use madoguchi_model::relationship;
use madoguchi_model::resident::ResidentState;
use madoguchi_model::wareki;

use super::TypedPerson;
use crate::form_data::FormData;

/// How many people one page takes: no household of the register is larger.
pub(super) const MOST_PEOPLE: usize = 20;

/// An address outside the municipality.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct TypedOutside {
    /// 郵便番号.
    pub(super) postcode: String,
    /// 都道府県 and 市区町村, or the country.
    pub(super) city: String,
    /// 町名・番地.
    pub(super) rest: String,
    /// 方書.
    pub(super) building: String,
}

impl TypedOutside {
    /// Nothing was typed.
    pub(super) fn is_blank(&self) -> bool {
        [&self.postcode, &self.city, &self.rest, &self.building]
            .iter()
            .all(|text| text.trim().is_empty())
    }

    pub(super) fn of(address: &Address) -> Self {
        Self {
            postcode: postcode::written(&address.postcode),
            city: [&*address.prefecture, &*address.city].concat(),
            rest: [&*address.town, &*address.block].concat(),
            building: address.building.clone(),
        }
    }

    fn read(form: &FormData, stem: &str) -> Self {
        let raw = |name: &str| form.raw(&format!("{stem}_{name}")).to_owned();
        Self {
            postcode: raw("postcode"),
            city: raw("city"),
            rest: raw("rest"),
            building: raw("building"),
        }
    }
}

/// The fields of the reception page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Typed {
    /// Opens one case however often the form is sent.
    pub(super) key: String,
    /// The version of the case that is being changed; empty for a new one.
    pub(super) version: String,
    /// Codes of life events.
    pub(super) events: Vec<String>,
    /// Ids of the residents who take part.
    pub(super) members: Vec<String>,
    /// Rows of people who move in.
    pub(super) people: Vec<TypedPerson>,
    /// Ids of the people that the case knows already.
    pub(super) entered_ids: Vec<ResidentId>,
    /// 本籍 of those who move in.
    pub(super) domicile: String,
    /// 筆頭者 of those who move in.
    pub(super) register_head: String,
    /// 異動日 or 転出予定日.
    pub(super) moved_on: String,
    /// 届出日.
    pub(super) filed_on: String,
    /// 郵便番号 of the new address.
    pub(super) postcode: String,
    /// 町字 of the new address.
    pub(super) town: String,
    /// 番地・号 of the new address.
    pub(super) block: String,
    /// 方書 of the new address.
    pub(super) building: String,
    /// The former address of people who move in.
    pub(super) former: TypedOutside,
    /// 前の世帯主.
    pub(super) former_head: String,
    /// Where people go who move out.
    pub(super) destination: TypedOutside,
    /// They leave Japan.
    pub(super) destination_abroad: bool,
    /// A resident's id, a row of those who move in (`person-0`), or the code of another visitor.
    pub(super) visitor: String,
    /// Name of a visitor who is not in the household. Never trimmed.
    pub(super) visitor_name: String,
    /// Address of a visitor who is not in the household.
    pub(super) visitor_address: String,
    /// 電話番号.
    pub(super) phone: String,
    /// Code of the identity document; empty while it was not checked.
    pub(super) identity: String,
    /// 委任状 was seen.
    pub(super) power_of_attorney: bool,
    /// The reading of a card that the page was filled from; empty without one.
    pub(super) card: String,
    /// The notice of a portal that the page was filled from; empty without one.
    pub(super) notice: String,
}

impl Typed {
    /// A fresh page: everyone who lives here takes part, 届出日 is today, 異動日 is blank. Where people move in,
    /// nobody who lives here takes part, and the first row is the head's unless they join a household.
    pub(super) fn fresh(household: &Household, arriving: bool, key: String, today: NaiveDate) -> Self {
        let here = household
            .members
            .iter()
            .filter(|member| member.state == ResidentState::Current && !arriving);
        let head = if household.members.is_empty() {
            relationship::HEAD
        } else {
            ""
        };
        let first = TypedPerson {
            relationship: head.to_owned(),
            ..TypedPerson::default()
        };
        Self {
            key,
            members: here.map(|member| member.id.to_string()).collect(),
            people: if arriving { vec![first] } else { Vec::new() },
            filed_on: wareki::format_short(today),
            visitor: if arriving {
                "person-0".to_owned()
            } else {
                String::new()
            },
            ..Self::default()
        }
    }

    /// What a case holds, for changing it.
    pub(super) fn of(case: &Case) -> Self {
        let new = case.new_address.clone().unwrap_or_default();
        let former = case.former_address.clone().unwrap_or_default();
        let (here, destination) = if case.moves_out() {
            (Address::default(), new.address)
        } else {
            (new.address, Address::default())
        };
        let entered: Vec<_> = case
            .members
            .iter()
            .filter_map(|member| Some((member, member.entered.as_ref()?)))
            .collect();
        let first = entered.first().map(|(_, person)| *person);
        let japanese = entered
            .iter()
            .map(|(_, person)| *person)
            .find(|person| person.foreign.is_none())
            .or(first);
        let visitor = &case.visitor;
        Self {
            version: case.version.to_string(),
            events: case.events.iter().map(|event| event.code().to_owned()).collect(),
            members: case
                .members
                .iter()
                .filter(|member| member.moves && member.entered.is_none())
                .map(|member| member.resident_id.to_string())
                .collect(),
            people: entered
                .iter()
                .map(|(member, person)| TypedPerson::of(member, person))
                .collect(),
            domicile: japanese
                .map(|person| person.registered_domicile.unseen().clone())
                .unwrap_or_default(),
            register_head: japanese
                .map(|person| person.family_register_head.unseen().clone())
                .unwrap_or_default(),
            entered_ids: entered.iter().map(|(member, _)| member.resident_id).collect(),
            moved_on: case.moved_on.map(wareki::format_short).unwrap_or_default(),
            filed_on: wareki::format_short(case.filed_on),
            postcode: postcode::written(&here.postcode),
            town: here.town,
            block: here.block,
            building: here.building,
            former: TypedOutside::of(&former.address),
            former_head: former.head,
            destination: TypedOutside::of(&destination),
            destination_abroad: new.abroad,
            visitor: visitor_code(
                case,
                &entered
                    .iter()
                    .map(|(member, _)| member.resident_id)
                    .collect::<Vec<_>>(),
            ),
            visitor_name: visitor.name.clone(),
            visitor_address: visitor.address.clone(),
            phone: visitor.phone.clone(),
            identity: visitor
                .identity
                .map(|kind| kind.code().to_owned())
                .unwrap_or_default(),
            power_of_attorney: visitor.power_of_attorney,
            ..Self::default()
        }
    }

    /// The same without addresses, for a page that must not show them.
    pub(super) fn without_addresses(self) -> Self {
        Self {
            postcode: String::new(),
            town: String::new(),
            block: String::new(),
            building: String::new(),
            former: TypedOutside::default(),
            destination: TypedOutside::default(),
            visitor_address: String::new(),
            phone: String::new(),
            domicile: String::new(),
            ..self
        }
    }

    /// What was not shown and left blank is what it was: telephone number, an agent's address, 本籍. Addresses of the
    /// move have rules of their own.
    pub(super) fn with_kept(self, before: &Self) -> Self {
        let kept = |typed: String, before: &String| {
            if typed.trim().is_empty() {
                before.clone()
            } else {
                typed
            }
        };
        Self {
            visitor_address: kept(self.visitor_address, &before.visitor_address),
            phone: kept(self.phone, &before.phone),
            domicile: kept(self.domicile, &before.domicile),
            ..self
        }
    }

    /// Reads the submitted form.
    pub(super) fn read(form: &FormData) -> Self {
        let all = |name| form.all(name).map(str::to_owned).collect();
        let raw = |name| form.raw(name).to_owned();
        let rows = form.raw("people").parse().unwrap_or(0).min(MOST_PEOPLE);
        Self {
            key: raw("key"),
            version: raw("version"),
            events: all("events"),
            members: all("members"),
            people: (0..rows).map(|row| TypedPerson::read(form, row)).collect(),
            entered_ids: Vec::new(),
            domicile: raw("domicile"),
            register_head: raw("register_head"),
            moved_on: raw("moved_on"),
            filed_on: raw("filed_on"),
            postcode: raw("postcode"),
            town: raw("town"),
            block: raw("block"),
            building: raw("building"),
            former: TypedOutside::read(form, "former"),
            former_head: raw("former_head"),
            destination: TypedOutside::read(form, "destination"),
            destination_abroad: form.has("destination_abroad"),
            visitor: raw("visitor"),
            visitor_name: raw("visitor_name"),
            visitor_address: raw("visitor_address"),
            phone: raw("phone"),
            identity: raw("identity"),
            power_of_attorney: form.has("power_of_attorney"),
            card: raw("card"),
            notice: raw("notice"),
        }
    }

    /// The same, for a case that knows people already.
    pub(super) fn of_people_known_to(self, case: &Case) -> Self {
        let entered = case.members.iter().filter(|member| member.entered.is_some());
        Self {
            entered_ids: entered.map(|member| member.resident_id).collect(),
            ..self
        }
    }
}

/// The value of the visitor's radio button.
fn visitor_code(case: &Case, entered: &[ResidentId]) -> String {
    let visitor = &case.visitor;
    if matches!(
        visitor.kind,
        VisitorKind::LegalRepresentative | VisitorKind::Agent
    ) {
        return visitor.kind.code().to_owned();
    }
    let Some(id) = visitor.resident_id else {
        return String::new();
    };
    match entered.iter().position(|known| *known == id) {
        Some(row) => format!("person-{row}"),
        None => id.to_string(),
    }
}

//! What was typed on the reception page, exactly as it was typed.

use chrono::NaiveDate;
use madoguchi_model::case::{Case, VisitorKind};
use madoguchi_model::household::Household;
use madoguchi_model::resident::ResidentState;
use madoguchi_model::wareki;

use crate::form_data::FormData;

/// The fields of the reception page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Typed {
    /// Opens one case however often the form is sent.
    pub(crate) key: String,
    /// The version of the case that is being changed; empty for a new one.
    pub(crate) version: String,
    /// Codes of life events.
    pub(crate) events: Vec<String>,
    /// Ids of the residents who take part.
    pub(crate) members: Vec<String>,
    /// 異動日.
    pub(crate) moved_on: String,
    /// 届出日.
    pub(crate) filed_on: String,
    /// 町字 of the new address.
    pub(crate) town: String,
    /// 番地・号 of the new address.
    pub(crate) block: String,
    /// 方書 of the new address.
    pub(crate) building: String,
    /// A resident's id, or the code of a visitor who is not in the household.
    pub(crate) visitor: String,
    /// Name of a visitor who is not in the household. Never trimmed.
    pub(crate) visitor_name: String,
    /// Address of a visitor who is not in the household.
    pub(crate) visitor_address: String,
    /// 電話番号.
    pub(crate) phone: String,
    /// Code of the identity document; empty while it was not checked.
    pub(crate) identity: String,
    /// 委任状 was seen.
    pub(crate) power_of_attorney: bool,
}

impl Typed {
    /// A fresh page: everyone who lives here takes part, 届出日 is today, 異動日 is blank.
    pub(crate) fn fresh(household: &Household, key: String, today: NaiveDate) -> Self {
        let here = household
            .members
            .iter()
            .filter(|member| member.state == ResidentState::Current);
        Self {
            key,
            members: here.map(|member| member.id.to_string()).collect(),
            filed_on: wareki::format_short(today),
            ..Self::default()
        }
    }

    /// What a case holds, for changing it.
    pub(crate) fn of(case: &Case) -> Self {
        let address = case
            .new_address
            .as_ref()
            .map(|new| new.address.clone())
            .unwrap_or_default();
        let taking_part = case.members.iter().filter(|member| member.moves);
        let visitor = &case.visitor;
        let outside = matches!(
            visitor.kind,
            VisitorKind::LegalRepresentative | VisitorKind::Agent
        );
        Self {
            key: String::new(),
            version: case.version.to_string(),
            events: case.events.iter().map(|event| event.code().to_owned()).collect(),
            members: taking_part.map(|member| member.resident_id.to_string()).collect(),
            moved_on: case.moved_on.map(wareki::format_short).unwrap_or_default(),
            filed_on: wareki::format_short(case.filed_on),
            town: address.town,
            block: address.block,
            building: address.building,
            visitor: if outside {
                visitor.kind.code().to_owned()
            } else {
                visitor.resident_id.map(|id| id.to_string()).unwrap_or_default()
            },
            visitor_name: visitor.name.clone(),
            visitor_address: visitor.address.clone(),
            phone: visitor.phone.clone(),
            identity: visitor
                .identity
                .map(|kind| kind.code().to_owned())
                .unwrap_or_default(),
            power_of_attorney: visitor.power_of_attorney,
        }
    }

    /// The same without the new address, for a page that must not show it.
    pub(crate) fn without_address(self) -> Self {
        Self {
            town: String::new(),
            block: String::new(),
            building: String::new(),
            ..self
        }
    }

    /// Reads the submitted form.
    pub(crate) fn read(form: &FormData) -> Self {
        let all = |name| form.all(name).map(str::to_owned).collect();
        let raw = |name| form.raw(name).to_owned();
        Self {
            key: raw("key"),
            version: raw("version"),
            events: all("events"),
            members: all("members"),
            moved_on: raw("moved_on"),
            filed_on: raw("filed_on"),
            town: raw("town"),
            block: raw("block"),
            building: raw("building"),
            visitor: raw("visitor"),
            visitor_name: raw("visitor_name"),
            visitor_address: raw("visitor_address"),
            phone: raw("phone"),
            identity: raw("identity"),
            power_of_attorney: form.has("power_of_attorney"),
        }
    }
}

//! A case as a program opens it. What is sent is checked by the same rules as the reception page.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::form_data::FormData;

/// A case to be opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCaseBody {
    /// Life events, at least one.
    #[schema(example = json!(["move_within"]))]
    pub(super) events: Vec<String>,
    /// A resident whose household is served or joined; left out for people who move in and form a household.
    pub(crate) resident_id: Option<Uuid>,
    /// Ids of the household's members who take part.
    #[serde(default)]
    pub(super) members: Vec<Uuid>,
    /// People who move in, the head first where they form a household.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub(super) people: Vec<NewPerson>,
    /// 本籍 of those who move in.
    #[serde(default)]
    pub(super) domicile: String,
    /// 筆頭者 of those who move in.
    #[serde(default)]
    pub(super) register_head: String,
    /// 異動日, or 転出予定日.
    #[serde(default)]
    #[schema(example = "2026-11-10")]
    pub(super) moved_on: String,
    /// 届出日; today where it is left out.
    #[serde(default)]
    pub(super) filed_on: String,
    /// The new address within the municipality.
    pub(super) new_address: Option<AddressHere>,
    /// Where those who move in come from.
    pub(super) former_address: Option<AddressOutside>,
    /// 前の世帯主.
    #[serde(default)]
    pub(super) former_head: String,
    /// Where those go who move out.
    pub(super) destination: Option<AddressOutside>,
    /// Who comes to the counter.
    pub(super) visitor: NewVisitor,
    /// Ids of residents like those who move in, who were looked at and are other people.
    #[serde(default)]
    pub(crate) other_people: Vec<Uuid>,
    /// Ids of residents who were looked at and are the very people that move in: they come back.
    #[serde(default)]
    pub(crate) same_people: Vec<Uuid>,
}

/// A person who moves in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPerson {
    /// 氏名, family and given name parted by a full-width space.
    name: String,
    /// フリガナ.
    kana: String,
    /// 生年月日: `1980-04-01`, 昭和55年4月1日, or a part of it.
    birth_date: String,
    /// `male` or `female`.
    sex: String,
    /// 続柄 in the household that the person will be in.
    relationship: String,
    /// Set for foreign residents.
    foreign: Option<NewForeign>,
    /// 支援措置 was asked for.
    #[serde(default)]
    protected: bool,
}

/// What a foreign resident's card says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewForeign {
    /// 国籍・地域.
    nationality: String,
    /// 在留資格.
    residence_status: String,
    /// 在留期間の満了の日.
    #[serde(default)]
    residence_until: String,
    /// 通称.
    #[serde(default)]
    alias: String,
    /// 通称のフリガナ.
    #[serde(default)]
    alias_kana: String,
}

/// An address within the municipality.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddressHere {
    /// 郵便番号.
    #[serde(default)]
    postcode: String,
    /// 町字.
    town: String,
    /// 番地・号.
    block: String,
    /// 方書.
    #[serde(default)]
    building: String,
}

/// An address elsewhere.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddressOutside {
    /// 郵便番号.
    #[serde(default)]
    postcode: String,
    /// 都道府県 and 市区町村, or the country.
    city: String,
    /// 町名・番地.
    #[serde(default)]
    rest: String,
    /// 方書.
    #[serde(default)]
    building: String,
    /// Outside Japan. Only for where people go; who comes from abroad says so by the event.
    #[serde(default)]
    abroad: bool,
}

/// Who comes to the counter.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewVisitor {
    /// A resident of the household.
    resident_id: Option<Uuid>,
    /// The place, from 0, in `people`.
    person: Option<usize>,
    /// `legal_representative` or `agent`, for anybody else.
    #[serde(default)]
    kind: String,
    /// The name of anybody else.
    #[serde(default)]
    name: String,
    /// The address of anybody else.
    #[serde(default)]
    address: String,
    /// 電話番号.
    #[serde(default)]
    phone: String,
    /// What was shown to prove who they are; left out until it was checked at the counter.
    #[serde(default)]
    identity: String,
    /// 委任状 was seen.
    #[serde(default)]
    power_of_attorney: bool,
}

impl NewCaseBody {
    /// The same as the fields of the reception page. `today` is written for a day of filing that was left out.
    pub(crate) fn as_form(&self, key: &str, today: &str) -> FormData {
        let mut fields = Fields::default();
        fields.set("key", key);
        self.events.iter().for_each(|event| fields.set("events", event));
        self.members
            .iter()
            .for_each(|member| fields.set("members", &member.to_string()));
        fields.set("people", &self.people.len().to_string());
        for (row, person) in self.people.iter().enumerate() {
            person.put(row, &mut fields);
        }
        fields.set("domicile", &self.domicile);
        fields.set("register_head", &self.register_head);
        fields.set("moved_on", &self.moved_on);
        fields.set(
            "filed_on",
            if self.filed_on.is_empty() {
                today
            } else {
                &self.filed_on
            },
        );
        if let Some(here) = &self.new_address {
            fields.set("postcode", &here.postcode);
            fields.set("town", &here.town);
            fields.set("block", &here.block);
            fields.set("building", &here.building);
        }
        for (stem, outside) in [
            ("former", &self.former_address),
            ("destination", &self.destination),
        ] {
            if let Some(outside) = outside {
                outside.put(stem, &mut fields);
            }
        }
        fields.set("former_head", &self.former_head);
        self.visitor.put(&mut fields);
        for (said, ids) in [("other", &self.other_people), ("same", &self.same_people)] {
            for id in ids {
                fields.set(&format!("similar-{id}"), said);
            }
        }
        // Whoever is not named is asked about.
        fields.set("similar", "asked");
        FormData::from_pairs(fields.0)
    }

    /// People who are not in the register take part.
    pub(crate) fn arriving(&self) -> bool {
        !self.people.is_empty()
    }
}

#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl Fields {
    fn set(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    fn flag(&mut self, name: &str, on: bool) {
        if on {
            self.set(name, "on");
        }
    }
}

impl NewPerson {
    fn put(&self, row: usize, fields: &mut Fields) {
        let mut set = |name: &str, value: &str| fields.set(&format!("person-{row}-{name}"), value);
        set("name", &self.name);
        set("kana", &self.kana);
        set("birth", &self.birth_date);
        set("sex", &self.sex);
        set("relationship", &self.relationship);
        if let Some(foreign) = &self.foreign {
            set("foreign", "on");
            set("nationality", &foreign.nationality);
            set("residence_status", &foreign.residence_status);
            set("residence_until", &foreign.residence_until);
            set("alias", &foreign.alias);
            set("alias_kana", &foreign.alias_kana);
        }
        if self.protected {
            set("protected", "on");
        }
    }
}

impl AddressOutside {
    fn put(&self, stem: &str, fields: &mut Fields) {
        fields.set(&format!("{stem}_postcode"), &self.postcode);
        fields.set(&format!("{stem}_city"), &self.city);
        fields.set(&format!("{stem}_rest"), &self.rest);
        fields.set(&format!("{stem}_building"), &self.building);
        fields.flag(&format!("{stem}_abroad"), self.abroad);
    }
}

impl NewVisitor {
    fn put(&self, fields: &mut Fields) {
        let who = match (self.resident_id, self.person) {
            (Some(resident), _) => resident.to_string(),
            (None, Some(row)) => format!("person-{row}"),
            (None, None) => self.kind.clone(),
        };
        fields.set("visitor", &who);
        fields.set("visitor_name", &self.name);
        fields.set("visitor_address", &self.address);
        fields.set("phone", &self.phone);
        fields.set("identity", &self.identity);
        fields.flag("power_of_attorney", self.power_of_attorney);
    }
}

/// Where a field of the reception page stands in what was sent, as a JSON pointer.
pub(crate) fn pointer(field: &str) -> String {
    if let Some(rest) = field.strip_prefix("person-") {
        let (row, name) = rest.split_once('-').unwrap_or((rest, ""));
        let name = match name {
            "birth" => "birth_date",
            "nationality" | "residence_status" | "residence_until" | "alias" | "alias_kana" => {
                return format!("/people/{row}/foreign/{name}");
            }
            name => name,
        };
        return format!("/people/{row}/{name}");
    }
    match field {
        "postcode" | "town" | "block" | "building" => format!("/new_address/{field}"),
        "visitor" => "/visitor".to_owned(),
        "visitor_name" => "/visitor/name".to_owned(),
        "visitor_address" => "/visitor/address".to_owned(),
        "phone" | "identity" | "power_of_attorney" => format!("/visitor/{field}"),
        "former_head" => "/former_head".to_owned(),
        _ => match field.split_once('_') {
            Some(("former", name)) => format!("/former_address/{name}"),
            Some(("destination", name)) => format!("/destination/{name}"),
            _ => format!("/{field}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_in_what_was_sent() {
        for (field, expected) in [
            ("moved_on", "/moved_on"),
            ("person-1-birth", "/people/1/birth_date"),
            ("person-0-alias", "/people/0/foreign/alias"),
            ("former_city", "/former_address/city"),
            ("former_head", "/former_head"),
            ("town", "/new_address/town"),
            ("visitor_name", "/visitor/name"),
        ] {
            assert_eq!(pointer(field), expected);
        }
    }
}

//! The fields of a client, read and shown.

use madoguchi_model::api_client::{ApiClient, CLIENT_ROLES, Scope};
use madoguchi_model::ids::SectionId;
use madoguchi_model::staff::{Role, Section};
use madoguchi_store::api_clients::ClientSettings;

use crate::components::{Choice, Choices, FormErrors, SelectField, SelectOption, TextArea, TextField};
use crate::form_data::FormData;

/// Requests a minute when nobody says otherwise.
const USUAL_RATE: i32 = 600;

/// The fields as the form shows them.
pub(super) struct ClientFields {
    pub(super) name: TextField,
    pub(super) purpose: TextArea,
    pub(super) role: Choices,
    pub(super) section: SelectField,
    pub(super) scopes: Choices,
    pub(super) rate: TextField,
    pub(super) active: Choices,
}

/// What was typed, or what is kept.
pub(super) struct Typed {
    name: String,
    purpose: String,
    role: String,
    section: String,
    scopes: Vec<String>,
    rate: String,
    active: bool,
}

impl Typed {
    pub(super) fn empty() -> Self {
        Self {
            name: String::new(),
            purpose: String::new(),
            role: String::new(),
            section: String::new(),
            scopes: Vec::new(),
            rate: USUAL_RATE.to_string(),
            active: true,
        }
    }

    pub(super) fn of_form(form: &FormData) -> Self {
        Self {
            name: form.raw("name").into(),
            purpose: form.raw("purpose").into(),
            role: form.raw("role").into(),
            section: form.raw("section").into(),
            scopes: form.all("scopes").map(str::to_owned).collect(),
            rate: form.raw("rate").into(),
            active: form.raw("active") != "no",
        }
    }

    pub(super) fn of_client(client: &ApiClient) -> Self {
        Self {
            name: client.name.clone(),
            purpose: client.purpose.clone(),
            role: client.role.code().into(),
            section: client.section_id.to_string(),
            scopes: client.scopes.iter().map(ToString::to_string).collect(),
            rate: client.requests_per_minute.to_string(),
            active: client.active,
        }
    }

    /// Reads the fields; what is wrong goes to `errors`.
    pub(super) fn check(&self, sections: &[Section], errors: &mut FormErrors) -> Option<ClientSettings> {
        if self.name.trim().is_empty() {
            errors.add("name", "連携先の名前を入れてください。");
        }
        if self.purpose.trim().is_empty() {
            errors.add("purpose", "目的と責任者を入れてください。");
        }
        let role = Role::from_code(&self.role).filter(|role| CLIENT_ROLES.contains(role));
        if role.is_none() {
            errors.add("role", "誰の立場で動くかを選んでください。");
        }
        let section = self.section(sections);
        if section.is_none() {
            errors.add("section", "所属を選んでください。");
        }
        let scopes: Vec<Scope> = self
            .scopes
            .iter()
            .filter_map(|code| Scope::from_code(code))
            .collect();
        if scopes.is_empty() {
            errors.add("scopes", "許す操作を1つ以上選んでください。");
        }
        let rate = self
            .rate
            .trim()
            .parse()
            .ok()
            .filter(|rate| (1..=100_000).contains(rate));
        if rate.is_none() {
            errors.add("rate", "1から100000までの数を入れてください。");
        }
        Some(ClientSettings {
            name: self.name.trim().to_owned(),
            purpose: self.purpose.trim().to_owned(),
            role: role?,
            section_id: section?,
            scopes,
            requests_per_minute: rate?,
            active: self.active,
        })
        .filter(|_| errors.is_empty())
    }

    fn section(&self, sections: &[Section]) -> Option<SectionId> {
        let known = |section: &&Section| section.id.to_string() == self.section;
        sections.iter().find(known).map(|section| section.id)
    }

    pub(super) fn fields(&self, sections: &[Section], errors: &FormErrors) -> ClientFields {
        let options = sections
            .iter()
            .map(|section| SelectOption::new(section.id.to_string(), section.name.clone()));
        let roles = CLIENT_ROLES.map(|role| Choice::new(role.code(), role.label()).note(note(role)));
        let scopes = Scope::ALL.map(|scope| Choice::new(scope.code(), scope.label()).note(scope.code()));
        ClientFields {
            name: TextField::new("name", "連携先の名前")
                .hint("画面と記録に表示します。例：国保システム連携")
                .value(&*self.name)
                .error(errors.on("name"))
                .required(),
            purpose: TextArea::new("purpose", "目的と責任者")
                .hint("何のために使うか、誰が責任を持つか。")
                .value(&*self.purpose)
                .error(errors.on("purpose"))
                .required(),
            role: Choices::one("role", "誰の立場で動くか", roles)
                .selected([&*self.role])
                .error(errors.on("role"))
                .required(),
            section: SelectField::new("section", "所属", options)
                .blank("選んでください")
                .value(&*self.section)
                .error(errors.on("section"))
                .required(),
            scopes: Choices::several("scopes", "許す操作（スコープ）", scopes)
                .selected(self.scopes.iter().map(String::as_str))
                .hint("必要なものだけを選んでください。立場（窓口担当・担当課）で許されないことは、選んでもできません。")
                .error(errors.on("scopes"))
                .required(),
            rate: TextField::new("rate", "1分間の回数の上限")
                .value(&*self.rate)
                .error(errors.on("rate"))
                .required(),
            active: Choices::one(
                "active",
                "状態",
                [
                    Choice::new("yes", "利用中").checked(self.active),
                    Choice::new("no", "停止中")
                        .note("すぐに使えなくなります。鍵と記録は残ります。")
                        .checked(!self.active),
                ],
            ),
        }
    }
}

fn note(role: Role) -> &'static str {
    match role {
        Role::FrontDesk => "住民を探し、受付から引継ぎまでを扱えます。",
        _ => "自分の課に引き継がれたものを扱えます。",
    }
}

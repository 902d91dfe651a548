//! The fields of an account, read and shown.

use madoguchi_model::ids::SectionId;
use madoguchi_model::staff::{Role, Section, Staff};

use crate::components::{Choice, Choices, FormErrors, SelectField, SelectOption, TextField};
use crate::form_data::FormData;

/// The fields as the form shows them.
pub(super) struct AccountFields {
    pub(super) display_name: TextField,
    pub(super) section: SelectField,
    pub(super) role: Choices,
}

/// What was typed, or what is in the account.
pub(super) struct Typed {
    pub(super) display_name: String,
    pub(super) section: String,
    pub(super) role: String,
}

/// What the form says, checked.
pub(super) struct Checked {
    pub(super) display_name: String,
    pub(super) section: SectionId,
    pub(super) role: Role,
}

impl Typed {
    pub(super) fn of_form(form: &FormData) -> Self {
        Self {
            display_name: form.raw("display_name").into(),
            section: form.raw("section").into(),
            role: form.raw("role").into(),
        }
    }

    pub(super) fn of_staff(staff: &Staff) -> Self {
        Self {
            display_name: staff.display_name.clone(),
            section: staff.section_id.to_string(),
            role: role_code(staff.role).into(),
        }
    }

    pub(super) fn empty() -> Self {
        Self {
            display_name: String::new(),
            section: String::new(),
            role: String::new(),
        }
    }

    /// Reads the fields; what is wrong goes to `errors`.
    pub(super) fn check(&self, sections: &[Section], errors: &mut FormErrors) -> Option<Checked> {
        if self.display_name.trim().is_empty() {
            errors.add("display_name", "氏名を入れてください。");
        }
        let section = sections
            .iter()
            .find(|section| section.id.to_string() == self.section);
        if section.is_none() {
            errors.add("section", "所属を選んでください。");
        }
        let role = Role::ALL.into_iter().find(|role| role_code(*role) == self.role);
        if role.is_none() {
            errors.add("role", "役割を選んでください。");
        }
        Some(Checked {
            display_name: self.display_name.clone(),
            section: section?.id,
            role: role?,
        })
    }

    pub(super) fn fields(&self, sections: &[Section], errors: &FormErrors) -> AccountFields {
        let options = sections
            .iter()
            .map(|section| SelectOption::new(section.id.to_string(), section.name.clone()));
        let roles = Role::ALL.map(|role| Choice::new(role_code(role), role.label()).note(note(role)));
        AccountFields {
            display_name: TextField::new("display_name", "氏名")
                .hint("画面と記録に表示します。")
                .value(&*self.display_name)
                .error(errors.on("display_name"))
                .required(),
            section: SelectField::new("section", "所属", options)
                .blank("選んでください")
                .value(&*self.section)
                .error(errors.on("section"))
                .required(),
            role: Choices::one("role", "役割", roles)
                .selected([&*self.role])
                .error(errors.on("role"))
                .required(),
        }
    }
}

fn role_code(role: Role) -> &'static str {
    match role {
        Role::FrontDesk => "front_desk",
        Role::BackOffice => "back_office",
        Role::SectionChief => "section_chief",
        Role::Administrator => "administrator",
    }
}

fn note(role: Role) -> &'static str {
    match role {
        Role::FrontDesk => "住民を探し、受付から引継ぎまでを行います。",
        Role::BackOffice => "自分の課に引き継がれたものを処理します。",
        Role::SectionChief => "窓口と担当課の両方を行い、支援措置を一時解除できます。",
        Role::Administrator => "職員、課、閉庁日、記録を管理します。住民の情報は見られません。",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_three_errors() {
        let mut errors = FormErrors::new();
        assert!(Typed::empty().check(&[], &mut errors).is_none());
        assert!(
            ["display_name", "section", "role"]
                .iter()
                .all(|field| errors.on(field).is_some())
        );
    }
}

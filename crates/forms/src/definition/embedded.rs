//! The forms that are part of the program.

use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

use super::{DefinitionError, FormDefinition};

static FORMS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../catalogue/forms");

impl FormDefinition {
    /// Reads a definition and checks it.
    pub fn parse(toml: &str) -> Result<Self, DefinitionError> {
        let form: Self = toml::from_str(toml)?;
        form.check()?;
        Ok(form)
    }

    /// Every form of the catalogue, by id.
    ///
    /// # Panics
    /// If the catalogue this program was built with has a wrong form: a test makes sure that it has none.
    #[must_use]
    pub fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<FormDefinition>> = OnceLock::new();
        ALL.get_or_init(|| {
            let mut forms: Vec<Self> = FORMS
                .files()
                .filter(|file| {
                    file.path()
                        .extension()
                        .is_some_and(|extension| extension == "toml")
                })
                .map(|file| {
                    let text = file.contents_utf8().expect("the catalogue is UTF-8");
                    Self::parse(text).unwrap_or_else(|error| panic!("{}: {error}", file.path().display()))
                })
                .collect();
            forms.sort_by(|a, b| a.id.cmp(&b.id));
            forms
        })
    }

    /// The form with this id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|form| form.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_sound_and_has_the_forms_procedures_name() {
        let ids: Vec<&str> = FormDefinition::all().iter().map(|form| &*form.id).collect();
        assert_eq!(
            ids,
            [
                "alias_application",
                "card_entry_change_notification",
                "card_issue_application",
                "card_loss_return_notification",
                "card_pin_application",
                "care_certification_application",
                "care_insurance_change_notification",
                "child_benefit_claim",
                "child_benefit_end_notification",
                "child_medical_subsidy_application",
                "disability_certificate_change_notification",
                "dog_registration_change",
                "electronic_certificate_application",
                "family_register_certificate_request",
                "fixed_asset_owner_declaration",
                "former_family_name_request",
                "heir_representative_notification",
                "late_stage_elderly_change_notification",
                "motorcycle_declaration",
                "motorcycle_scrapping_declaration",
                "municipal_housing_succession_application",
                "national_health_insurance_change_notification",
                "national_pension_notification",
                "power_of_attorney",
                "protective_measure_application",
                "residence_certificate_request",
                "resident_movement_notification",
                "school_transfer_notification",
                "seal_certificate_request",
                "seal_registration_application",
                "seal_registration_end_notification",
                "tax_agent_declaration",
                "tax_certificate_request",
                "water_service_notification",
                "water_user_change_notification",
            ]
        );
    }
}

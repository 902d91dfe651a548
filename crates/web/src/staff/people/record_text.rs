//! One field of a record in words, under the permissions of who looks and the protective measures of whom it is about.

use madoguchi_model::name::WrittenName;
use madoguchi_model::record_change::RecordField;
use madoguchi_model::resident::{Circumstances, ForeignStatus, Resident};
use madoguchi_model::wareki;

use super::address::WITHHELD;
use super::dates::{born, date_of};
use crate::components::Shown;
use crate::policy::FieldAccess;

/// A field of a resident's record; 「なし」 where the record says nothing. `household` is how the household is to be
/// called; `withheld`: a protective measure hides places.
pub(crate) fn record_text(
    field: RecordField,
    resident: &Resident,
    household: &str,
    fields: FieldAccess,
    withheld: bool,
) -> Shown {
    if withheld && field.tells_a_place() {
        return Shown::open(WITHHELD);
    }
    fields.words(field.group(), || {
        let text = text(field, resident, household);
        if text.is_empty() {
            "なし".to_owned()
        } else {
            text
        }
    })
}

fn text(field: RecordField, resident: &Resident, household: &str) -> String {
    let names = &resident.names;
    match field {
        RecordField::Household => household.to_owned(),
        RecordField::State => resident.state.label().to_owned(),
        RecordField::Name => names.name.written.clone(),
        RecordField::Kana => kana(&names.name),
        RecordField::Alphabet => names.alphabet.clone().unwrap_or_default(),
        RecordField::FormerFamilyName => names
            .former_family_name
            .as_ref()
            .map(with_kana)
            .unwrap_or_default(),
        RecordField::Alias => names.alias.as_ref().map(with_kana).unwrap_or_default(),
        RecordField::BirthDate => born(resident),
        RecordField::Sex => resident.sex.label().to_owned(),
        RecordField::Relationship => resident.relationship.clone(),
        RecordField::Address => resident.address.one_line(),
        RecordField::AddressSince => date_of(resident, &resident.address_since),
        RecordField::ResidentSince => date_of(resident, &resident.resident_since),
        RecordField::RegisteredDomicile => resident.registered_domicile.unseen().clone(),
        RecordField::FamilyRegisterHead => resident.family_register_head.unseen().clone(),
        RecordField::ForeignStatus => resident.foreign.as_ref().map(foreign).unwrap_or_default(),
        _ => resident
            .circumstances
            .as_ref()
            .map_or_else(String::new, |known| circumstance(field, known)),
    }
}

fn kana(name: &WrittenName) -> String {
    let mark = if name.kana_confirmed {
        ""
    } else {
        "（未確認）"
    };
    format!("{}{mark}", name.kana)
}

fn with_kana(name: &WrittenName) -> String {
    format!("{}（{}）", name.written, name.kana)
}

fn foreign(status: &ForeignStatus) -> String {
    let until = status.expires_on.unseen().map(wareki::format_western);
    let until = until.map(|day| format!("・{day}まで")).unwrap_or_default();
    format!(
        "{}・{}{until}",
        status.nationality.unseen(),
        status.residence_status.unseen()
    )
}

fn circumstance(field: RecordField, known: &Circumstances) -> String {
    let yes = |yes: bool| if yes { "あり" } else { "なし" }.to_owned();
    match field {
        RecordField::HealthInsurance => known.health_insurance.label().to_owned(),
        RecordField::Pension => known.pension.label().to_owned(),
        RecordField::Care => known.care.label(),
        RecordField::Disability => {
            let held: Vec<&str> = known.disability.iter().map(|one| one.label()).collect();
            held.join("、")
        }
        RecordField::ChildBenefit => known.child_benefit.label().to_owned(),
        RecordField::Card => known.card.as_ref().map_or_else(String::new, |card| {
            format!("あり（有効期限 {}）", wareki::format(card.expires_on))
        }),
        RecordField::SealRegistered => yes(known.seal_registered),
        RecordField::School => known
            .school
            .as_ref()
            .map(|one| one.school.clone())
            .unwrap_or_default(),
        RecordField::OwnsDog => yes(known.owns_dog),
        _ => String::new(),
    }
}

//! 来庁者: a member of the household, or someone who acts for them.

use chrono::NaiveDate;
use madoguchi_model::age::{AgeRule, age_range_on};
use madoguchi_model::case::{IdentityDocument, Visitor, VisitorKind};
use madoguchi_model::household::Household;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::resident::{Resident, ResidentState};
use unicode_normalization::UnicodeNormalization;

use super::Typed;
use crate::components::FormErrors;

/// Visitors who are not members of the household.
pub(super) const OUTSIDE: [VisitorKind; 2] = [VisitorKind::LegalRepresentative, VisitorKind::Agent];

const ADULT: u32 = 18;

/// Members who can stand at the counter for the household. Who may be an adult is offered.
pub(super) fn adults(household: &Household, on: NaiveDate) -> impl Iterator<Item = &Resident> {
    household.members.iter().filter(move |member| {
        member.state == ResidentState::Current
            && age_range_on(&member.birth_date, on, AgeRule::Attains).oldest >= ADULT
    })
}

/// The visitor that was typed. `taking_part` are the residents who take part in the life event.
pub(super) fn read(
    typed: &Typed,
    household: &Household,
    taking_part: &[ResidentId],
    today: NaiveDate,
    errors: &mut FormErrors,
) -> Option<Visitor> {
    let identity = IdentityDocument::from_code(&typed.identity);
    if identity.is_none() && !typed.identity.is_empty() {
        errors.add("identity", "本人確認書類を選び直してください。");
    }
    let phone = phone(&typed.phone, errors);
    let common = Visitor {
        kind: VisitorKind::HouseholdMember,
        resident_id: None,
        name: String::new(),
        address: String::new(),
        phone,
        identity,
        power_of_attorney: false,
    };
    if let Some(member) = adults(household, today).find(|member| is_chosen(typed, household, member)) {
        let himself = taking_part.contains(&member.id);
        let kind = if himself {
            VisitorKind::Self_
        } else {
            VisitorKind::HouseholdMember
        };
        return Some(Visitor {
            kind,
            resident_id: Some(member.id),
            ..common
        });
    }
    let Some(kind) = OUTSIDE.into_iter().find(|kind| kind.code() == typed.visitor) else {
        if typed.visitor.starts_with("person-") {
            // Where a row has an error of its own, that is said there.
            if errors.is_empty() {
                errors.add("visitor", "窓口に来た大人を選んでください。");
            }
        } else {
            errors.add("visitor", "来庁者を選んでください。");
        }
        return None;
    };
    for (name, value, message) in [
        (
            "visitor_name",
            &typed.visitor_name,
            "来庁者の氏名を入力してください。",
        ),
        (
            "visitor_address",
            &typed.visitor_address,
            "来庁者の住所を入力してください。",
        ),
    ] {
        if value.trim().is_empty() {
            errors.add(name, message);
        }
    }
    if kind == VisitorKind::Agent && !typed.power_of_attorney {
        errors.add(
            "power_of_attorney",
            "任意代理人の受付には委任状が必要です。委任状を確かめて「確認した」に印を付けてください。",
        );
    }
    Some(Visitor {
        kind,
        name: typed.visitor_name.clone(),
        address: typed.visitor_address.trim().to_owned(),
        power_of_attorney: typed.power_of_attorney && kind == VisitorKind::Agent,
        ..common
    })
}

/// Whether the radio button is this member's: by id, or by the row in which they are entered.
fn is_chosen(typed: &Typed, household: &Household, member: &Resident) -> bool {
    let Some(row) = typed.visitor.strip_prefix("person-") else {
        return member.id.to_string() == typed.visitor;
    };
    let filled = typed
        .people
        .iter()
        .enumerate()
        .filter(|(_, person)| !person.is_blank());
    let entered = household
        .members
        .iter()
        .filter(|member| member.addressee_number.is_none());
    filled
        .zip(entered)
        .any(|((n, _), one)| n.to_string() == row && one.id == member.id)
}

/// 電話番号: digits, hyphens and brackets; may be blank.
fn phone(typed: &str, errors: &mut FormErrors) -> String {
    let plain: String = typed
        .trim()
        .nfkc()
        .map(|c| {
            if matches!(c, 'ー' | '−' | '‐' | '―') {
                '-'
            } else {
                c
            }
        })
        .collect();
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let readable = plain
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '+' | ' '));
    let whole = readable && (9..=13).contains(&digits);
    if !plain.is_empty() && !whole {
        errors.add(
            "phone",
            "電話番号は、090-0000-1234 のように数字で入力してください。",
        );
    }
    plain
}

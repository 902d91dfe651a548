//! A situation from the register's record, the case and the answers.

use madoguchi_model::address::Address;
use madoguchi_model::case::{Case, LifeEvent, VisitorKind};
use madoguchi_model::household::Household;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{
    CardHolding, CareInsurance, ChildBenefit, Circumstances, DisabilityCertificate, ForeignStatus,
    HealthInsurance, PensionCategory, Resident, ResidentState,
};
use std::collections::BTreeMap;

use super::{Member, Situation};
use crate::facts::{Answer, Fact, FactKey, FactValue, MemberKey, Source};

impl Situation {
    /// What the record, the case and the answers say. The record speaks first; an answer to what the record
    /// already says takes its place, because the counter asked again for a reason. Answers about people who
    /// have left the household since are passed over.
    ///
    /// The reference date is the day of filing (届出日). Members are those whom the case is about, in the
    /// register's order.
    #[must_use]
    pub fn from_register(case: &Case, household: &Household, answers: &BTreeMap<FactKey, Answer>) -> Self {
        let mut facts = BTreeMap::new();
        let mut members = Vec::new();
        let concerned = household
            .members
            .iter()
            .filter(|resident| case.is_about(resident));
        for resident in concerned {
            let key = MemberKey(resident.id.to_string());
            for (fact, value) in of_resident(resident) {
                facts.insert(
                    FactKey::member(&key, fact),
                    Fact::Known {
                        value,
                        source: Source::Register,
                    },
                );
            }
            if resident.state == ResidentState::Dead {
                facts.insert(
                    FactKey::member(&key, "deceased"),
                    Fact::Known {
                        value: FactValue::Bool(true),
                        source: Source::Register,
                    },
                );
            }
            let moves = case.takes_part(resident.id);
            visit(&mut facts, FactKey::member(&key, "moves"), FactValue::Bool(moves));
            let owns_dog = resident
                .circumstances
                .as_ref()
                .is_some_and(|known| known.owns_dog);
            if moves && owns_dog {
                let value = FactValue::Bool(true);
                facts.insert(
                    FactKey::visit("movers_own_dog"),
                    Fact::Known {
                        value,
                        source: Source::Register,
                    },
                );
            }
            members.push(Member {
                key,
                label: resident.names.name.written.clone(),
            });
        }
        for (fact, value) in of_visit(case, household) {
            visit(&mut facts, FactKey::visit(fact), value);
        }
        let present = |key: &FactKey| {
            key.subject
                .member()
                .is_none_or(|about| members.iter().any(|member| member.key == *about))
        };
        let answers = answers.iter().filter(|(key, _)| present(key));
        facts.extend(answers.map(|(key, answer)| (key.clone(), answer.clone().into())));
        Self {
            reference_date: case.filed_on,
            events: case
                .events
                .iter()
                .copied()
                .collect::<std::collections::BTreeSet<LifeEvent>>(),
            members,
            facts,
        }
    }
}

impl Situation {
    /// The same with what cards say that were read at the counter: they lie there, so they are known before the
    /// record, and behind what somebody answered.
    #[must_use]
    pub fn with_cards(mut self, cards: &BTreeMap<ResidentId, CardHolding>) -> Self {
        for (resident, card) in cards {
            let key = MemberKey(resident.to_string());
            if !self.members.iter().any(|member| member.key == key) {
                continue;
            }
            // What the record said of another card is gone with it.
            for (fact, _) in of_card(None) {
                let known = FactKey::member(&key, fact);
                if !self.is_answered(&known) {
                    self.facts.remove(&known);
                }
            }
            for (fact, value) in of_card(Some(card))
                .into_iter()
                .filter_map(|(fact, value)| Some((fact, value?)))
            {
                let known = FactKey::member(&key, fact);
                if !self.is_answered(&known) {
                    let source = Source::Card;
                    self.facts.insert(known, Fact::Known { value, source });
                }
            }
        }
        self
    }

    fn is_answered(&self, key: &FactKey) -> bool {
        match self.facts.get(key) {
            Some(Fact::Known { source, .. }) => *source == Source::Answer,
            Some(Fact::Unknown(_)) => true,
            None => false,
        }
    }
}

/// The facts about a card; without a value where they do not apply.
fn of_card(card: Option<&CardHolding>) -> [(&'static str, Option<FactValue>); 4] {
    let certificates = card.map(|card| card.certificate_expires_on);
    [
        ("has_card", Some(FactValue::Bool(card.is_some()))),
        ("card_expires_on", card.map(|card| day(card.expires_on))),
        (
            "has_card_certificates",
            certificates.map(|until| FactValue::Bool(until.is_some())),
        ),
        ("card_certificates_expire_on", certificates.flatten().map(day)),
    ]
}

fn visit(facts: &mut BTreeMap<FactKey, Fact>, key: FactKey, value: FactValue) {
    facts.insert(
        key,
        Fact::Known {
            value,
            source: Source::Visit,
        },
    );
}

fn day(day: chrono::NaiveDate) -> FactValue {
    FactValue::Date(RegisterDate::Known(day))
}

fn choice(id: &str) -> FactValue {
    FactValue::Choice(id.to_owned())
}

fn visitor(kind: VisitorKind) -> &'static str {
    match kind {
        VisitorKind::Self_ => "self",
        VisitorKind::HouseholdMember => "household_member",
        VisitorKind::LegalRepresentative => "legal_representative",
        VisitorKind::Agent => "agent",
    }
}

/// What reception knows of the visit: dates, the visitor, and what follows from where people come from and go to.
fn of_visit(case: &Case, household: &Household) -> Vec<(&'static str, FactValue)> {
    let mut facts = vec![
        ("filed_on", day(case.filed_on)),
        (
            "visitor",
            FactValue::Choice(visitor(case.visitor.kind).to_owned()),
        ),
    ];
    if let Some(on) = case.moved_on {
        let fact = if case.moves_out() {
            "moves_out_on"
        } else {
            "moved_on"
        };
        facts.push((fact, day(on)));
    }
    let prefectures_meet = |one: &Address, other: &Address| {
        let known = !one.prefecture.is_empty() && !other.prefecture.is_empty();
        known.then(|| FactValue::Bool(one.prefecture == other.prefecture))
    };
    if case.moves_in() {
        let asked_for = |member: &Resident| member.protective_measure.protects();
        let moving = household
            .members
            .iter()
            .filter(|member| case.takes_part(member.id));
        // What was ticked at reception is not asked again in front of others; what was not ticked is.
        if moving.clone().any(asked_for) {
            facts.push(("protective_measure_wanted", FactValue::Bool(true)));
        }
        let joins = case.household_id.is_some();
        facts.push(("joins_existing_household", FactValue::Bool(joins)));
        let (former, new) = (&case.former_address, &case.new_address);
        if let (Some(former), Some(new)) = (former, new) {
            let same = prefectures_meet(&former.address, &new.address).filter(|_| !former.abroad);
            facts.extend(same.map(|same| ("from_same_prefecture", same)));
        }
    }
    if let (true, Some(new)) = (case.moves_out(), &case.new_address) {
        facts.push(("moves_abroad", FactValue::Bool(new.abroad)));
        let here = household.members.first().map(|member| &member.address);
        let same = here.and_then(|here| prefectures_meet(here, &new.address));
        facts.extend(
            same.filter(|_| !new.abroad)
                .map(|same| ("to_same_prefecture", same)),
        );
    }
    facts
}

/// Every fact the record has of one resident. What the record does not speak of (a dog that is not
/// registered, the contract for water) is left out, and so is asked.
fn of_resident(resident: &Resident) -> Vec<(&'static str, FactValue)> {
    let mut facts = vec![
        ("birth_date", FactValue::Date(resident.birth_date.clone())),
        (
            "head_of_household",
            FactValue::Bool(resident.relationship == "世帯主"),
        ),
        ("residency", choice(residency(resident.foreign.as_ref()))),
    ];
    if let Some(known) = &resident.circumstances {
        facts.extend(of_circumstances(known));
    }
    facts
}

/// What the other core systems say. Of people who are just moving in they say nothing.
fn of_circumstances(known: &Circumstances) -> Vec<(&'static str, FactValue)> {
    let mut facts = vec![
        (
            "health_insurance",
            choice(health_insurance(known.health_insurance)),
        ),
        ("care_insurance", choice(care_insurance(known.care))),
        ("child_benefit", choice(child_benefit(known.child_benefit))),
        ("pension_category", choice(pension(known.pension))),
        (
            "attends_municipal_school",
            FactValue::Bool(known.school.is_some()),
        ),
        ("seal_registered", FactValue::Bool(known.seal_registered)),
    ];
    let card = of_card(known.card.as_ref());
    facts.extend(card.into_iter().filter_map(|(fact, value)| Some((fact, value?))));
    let papers = [
        ("physical_disability_certificate", DisabilityCertificate::Physical),
        (
            "intellectual_disability_certificate",
            DisabilityCertificate::Intellectual,
        ),
        ("mental_disability_certificate", DisabilityCertificate::Mental),
        ("medical_care_certificate", DisabilityCertificate::MedicalCare),
        (
            "welfare_service_certificate",
            DisabilityCertificate::WelfareService,
        ),
    ];
    facts.extend(papers.map(|(fact, paper)| (fact, FactValue::Bool(known.disability.contains(&paper)))));
    facts
}

fn health_insurance(insurance: HealthInsurance) -> &'static str {
    match insurance {
        HealthInsurance::National => "national",
        HealthInsurance::LateStageElderly => "late_stage_elderly",
        HealthInsurance::Employees => "employees",
        HealthInsurance::None => "none",
    }
}

fn care_insurance(care: CareInsurance) -> &'static str {
    match care {
        CareInsurance::None => "none",
        CareInsurance::Insured => "insured",
        CareInsurance::SupportRequired(_) => "support_required",
        CareInsurance::CareRequired(_) => "care_required",
    }
}

fn pension(category: PensionCategory) -> &'static str {
    match category {
        PensionCategory::First => "first",
        PensionCategory::Second => "second",
        PensionCategory::Third => "third",
        PensionCategory::Voluntary => "voluntary",
        PensionCategory::None => "none",
    }
}

fn child_benefit(benefit: ChildBenefit) -> &'static str {
    match benefit {
        ChildBenefit::Recipient => "recipient",
        ChildBenefit::Child => "child",
        ChildBenefit::None => "none",
    }
}

/// 住基法30条の45 tells four kinds of foreign residents apart; 外交, 公用 and 短期滞在 have no 住民票.
fn residency(foreign: Option<&ForeignStatus>) -> &'static str {
    let Some(foreign) = foreign else { return "japanese" };
    let status = foreign.residence_status.unseen().as_str();
    if status == "特別永住者" {
        "special_permanent"
    } else if ["一時庇護", "仮滞在", "経過滞在"]
        .iter()
        .any(|part| status.contains(part))
    {
        "temporary"
    } else if ["外交", "公用", "短期滞在"].contains(&status) {
        "outside"
    } else {
        "mid_to_long_term"
    }
}

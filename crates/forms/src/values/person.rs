//! One person's values, under a prefix such as `concerned.0`.

use std::collections::BTreeSet;

use madoguchi_model::address::Address;
use madoguchi_model::name::Names;
use madoguchi_model::resident::{
    CareInsurance, ChildBenefit, Circumstances, DisabilityCertificate, HealthInsurance, Resident, Sex,
};

use super::addresses::fill_address;
use super::{DateValue, FilledCase, Values};

impl FilledCase<'_> {
    /// Sets the values of a person. Dates of foreign residents are western, as in the register.
    pub(super) fn fill_person(&self, values: &mut Values, prefix: &str, resident: &Resident) {
        let key = |name: &str| format!("{prefix}.{name}");
        fill_names(values, prefix, &resident.names);
        let foreign = resident.foreign.as_ref();
        values.date(
            key("birth_date"),
            DateValue::of_register(&resident.birth_date, foreign.is_some()),
        );
        values.text(key("sex"), resident.sex.code());
        values.text(
            key("sex_label"),
            match resident.sex {
                Sex::Male => "男",
                Sex::Female => "女",
            },
        );
        values.text(key("relationship"), &resident.relationship);
        if let Some(foreign) = foreign {
            values.text(key("nationality"), foreign.nationality.unseen());
            values.text(key("residence_status"), foreign.residence_status.unseen());
            let until = foreign
                .expires_on
                .unseen()
                .map(|day| format!("{}まで", DateValue::western(day).text));
            values.text(
                key("foreign"),
                join(
                    "　",
                    [
                        Some(foreign.nationality.unseen().clone()),
                        Some(foreign.residence_status.unseen().clone()),
                        until,
                    ],
                ),
            );
            if let Some(day) = *foreign.expires_on.unseen() {
                values.date(key("residence_expires_on"), DateValue::western(day));
            }
        }
        values.text(key("certificates"), self.certificates(resident));
        self.fill_answers(values, prefix, resident);
        if resident.circumstances.is_none() {
            self.fill_said(values, prefix, resident);
        }
        if let Some(known) = &resident.circumstances {
            values.text(key("insurances"), insurances(known));
            values.text(key("card"), if known.card.is_some() { "yes" } else { "no" });
            if let Some(card) = &known.card {
                values.date(key("card_expires_on"), DateValue::western(card.expires_on));
            }
            if known.care != CareInsurance::None {
                values.text(key("care"), known.care.code());
            }
        }
        if resident.protective_measure.protects() && self.goes_to_an_outsider() {
            values.withhold(key("address"));
            values.withhold(key("certified_address"));
        } else {
            fill_address(values, &key("address"), &resident.address);
            values.text(
                key("certified_address"),
                self.certified_address(resident).one_line(),
            );
        }
    }

    /// 手帳: codes of the certificates that the record or an answer tells of.
    fn certificates(&self, resident: &Resident) -> String {
        use DisabilityCertificate::{Intellectual, Mental, Physical};
        let known = resident.circumstances.as_ref();
        let all = [
            (Physical, "physical_disability_certificate"),
            (Intellectual, "intellectual_disability_certificate"),
            (Mental, "mental_disability_certificate"),
        ];
        let held = all.into_iter().filter(|(paper, fact)| {
            known.is_some_and(|known| known.disability.contains(paper))
                || self.said(resident, fact) == Some("yes")
        });
        held.map(|(paper, _)| paper.code()).collect::<Vec<_>>().join(",")
    }

    /// What was said about a person of whom no other system knows anything.
    fn fill_said(&self, values: &mut Values, prefix: &str, resident: &Resident) {
        let insurance = match self.said(resident, "health_insurance") {
            Some("national") => "国保",
            Some("late_stage_elderly") => "後期",
            _ => "",
        };
        values.text(format!("{prefix}.insurances"), insurance);
        if let Some(card) = self.said(resident, "has_card") {
            values.text(format!("{prefix}.card"), card);
        }
    }

    /// Every answer about a person, under its fact.
    fn fill_answers(&self, values: &mut Values, prefix: &str, resident: &Resident) {
        let about = format!("{}/", resident.id);
        for (key, text) in self.answers {
            if let Some(fact) = key.strip_prefix(&about) {
                values.text(format!("{prefix}.answers.{fact}"), text);
            }
        }
    }

    /// For each fact, the people of whom it was said: `having.deceased.0.name` is who has died.
    pub(super) fn fill_having(&self, values: &mut Values) {
        let facts: BTreeSet<&str> = self
            .answers
            .iter()
            .filter(|(_, text)| *text == "yes")
            .filter_map(|(key, _)| Some(key.split_once('/')?.1))
            .collect();
        for fact in facts {
            let people = self.household.members.iter();
            let having: Vec<&Resident> = people
                .filter(|resident| self.said(resident, fact) == Some("yes"))
                .collect();
            values.people(format!("having.{fact}"), having.len());
            for (n, resident) in having.into_iter().enumerate() {
                self.fill_person(values, &format!("having.{fact}.{n}"), resident);
            }
        }
    }

    /// The answer to a question about a person.
    fn said(&self, resident: &Resident, fact: &str) -> Option<&str> {
        self.answers
            .get(&format!("{}/{fact}", resident.id))
            .map(String::as_str)
    }

    /// The address a certificate will show: the new one for those who move with this case.
    fn certified_address<'r>(&'r self, resident: &'r Resident) -> &'r Address {
        // Who leaves the municipality is certified at the address they had here.
        let moves_here = self.moves(resident) && !self.case.moves_out();
        let new = self.case.new_address.as_ref().filter(|_| moves_here);
        new.map_or(&resident.address, |new| &new.address)
    }
}

fn fill_names(values: &mut Values, prefix: &str, names: &Names) {
    let key = |name: &str| format!("{prefix}.{name}");
    values.text(key("name"), &names.name.written);
    values.text(key("kana"), &names.name.kana);
    let with_kana = |label: &str, name: &madoguchi_model::name::WrittenName| {
        let kana = if name.kana.is_empty() {
            String::new()
        } else {
            format!("（{}）", name.kana)
        };
        format!("{label}　{}{kana}", name.written)
    };
    let former = names.former_family_name.as_ref();
    let alias = names.alias.as_ref();
    values.text(
        key("former_family_name"),
        former.map(|name| name.written.clone()).unwrap_or_default(),
    );
    values.text(
        key("alias"),
        alias.map(|name| name.written.clone()).unwrap_or_default(),
    );
    values.text(key("alphabet"), names.alphabet.clone().unwrap_or_default());
    let alphabet = names
        .alphabet
        .as_ref()
        .filter(|alphabet| **alphabet != names.name.written);
    values.text(
        key("others"),
        join(
            "　",
            [
                former.map(|name| with_kana("旧氏", name)),
                alias.map(|name| with_kana("通称", name)),
                alphabet.map(|alphabet| format!("英字　{alphabet}")),
            ],
        ),
    );
}

/// 資格: the insurances and allowances that the municipality has to change, in short words.
fn insurances(known: &Circumstances) -> String {
    let health = match known.health_insurance {
        HealthInsurance::National => Some("国保"),
        HealthInsurance::LateStageElderly => Some("後期"),
        HealthInsurance::Employees | HealthInsurance::None => None,
    };
    let care = (known.care != CareInsurance::None).then(|| match known.care {
        CareInsurance::Insured => "介護".to_owned(),
        level => format!("介護（{}）", level.label()),
    });
    let child = match known.child_benefit {
        ChildBenefit::Recipient => Some("児童手当（受給者）"),
        ChildBenefit::Child => Some("児童手当（児童）"),
        ChildBenefit::None => None,
    };
    join("・", [health.map(str::to_owned), care, child.map(str::to_owned)])
}

fn join<const N: usize>(separator: &str, parts: [Option<String>; N]) -> String {
    parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(separator)
}

//! A case, ready to be written on forms.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use madoguchi_model::case::{Case, LifeEvent, VisitorKind};
use madoguchi_model::household::Household;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::municipality::Municipality;
use madoguchi_model::name::WrittenName;
use madoguchi_model::resident::Resident;
use madoguchi_model::staff::Section;

use super::{DateValue, Strokes, Values};

/// Everything a form may need of a case.
#[derive(Clone, Copy, Debug)]
pub struct FilledCase<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its household.
    pub household: &'a Household,
    /// The municipality.
    pub municipality: &'a Municipality,
    /// Its sections.
    pub sections: &'a [Section],
    /// 担当者: the display name of the staff member who serves the case.
    pub staff_name: &'a str,
    /// What was asked for this form or in the interview: keys and texts, printed under `answers.KEY`. What was asked
    /// about one person has the key `ID/FACT` and is printed with the person.
    pub answers: &'a BTreeMap<String, String>,
    /// The residents this form is about, in the register's order; all who take part in the event where it is empty.
    pub concerned: &'a [ResidentId],
    /// 新世帯主, where it is not the present head.
    pub new_head: Option<&'a WrittenName>,
    /// The signature drawn on the screen; none where paper is signed.
    pub signature: Option<&'a Strokes>,
    /// Today in Japan.
    pub today: NaiveDate,
}

impl<'a> FilledCase<'a> {
    /// The values for a form.
    #[must_use]
    pub fn values(&self) -> Values {
        let mut values = Values::blank(self.municipality);
        values.text("case.number", &self.case.number);
        values.date("case.filed_on", DateValue::japanese(self.case.filed_on));
        if let Some(day) = self.case.moved_on {
            values.date("case.moved_on", DateValue::japanese(day));
        }
        self.fill_movement(&mut values);
        values.date("today", DateValue::japanese(self.today));
        values.text("staff.name", self.staff_name);
        for section in self.sections {
            values.text(format!("section.{}.name", section.code), &section.name);
            values.text(format!("section.{}.place", section.code), &section.place);
            values.text(format!("section.{}.phone", section.code), &section.phone);
        }
        self.fill_applicant(&mut values);
        self.fill_checks(&mut values);
        self.fill_addresses(&mut values);
        let concerned = self.concerned();
        values.people("concerned", concerned.len());
        for (n, resident) in concerned.into_iter().enumerate() {
            self.fill_person(&mut values, &format!("concerned.{n}"), resident);
        }
        self.fill_children(&mut values);
        self.fill_having(&mut values);
        for (key, text) in self.answers.iter().filter(|(key, _)| !key.contains('/')) {
            values.text(format!("answers.{key}"), text);
        }
        if let Some(strokes) = self.signature.filter(|strokes| !strokes.is_empty()) {
            values.signature("signature", strokes.clone());
        }
        values
    }

    /// Sets `movement.kind` (codes of the events that change the register), `movement.extent` (全部 or 一部), and what
    /// a move changes on the card and in the insurance.
    fn fill_movement(&self, values: &mut Values) {
        let changes = |event: &&LifeEvent| event.moves();
        let events: Vec<&str> = self
            .case
            .events
            .iter()
            .filter(changes)
            .map(|event| event.code())
            .collect();
        if events.is_empty() {
            return;
        }
        values.text("movement.kind", events.join(","));
        let insurance = match () {
            () if self.case.moves_in() => "acquire_move_in",
            () if self.case.moves_out() => "lose_move_out",
            () => "change_address",
        };
        values.text("insurance.change", insurance);
        match () {
            () if self.case.moves_in() => values.text("certification.kind", "move_in"),
            () if self.case.moves_out() => {
                values.text("child_benefit.end", "move_out");
                values.text("tax_agent.change", "move_out");
                values.text("care.change", "move_out");
            }
            () => values.text("care.change", "move_within"),
        }
        if !self.case.moves_out() {
            values.text("card.changes", "address");
        }
        let moving = self.case.members.iter().filter(|member| member.moves).count();
        values.text(
            "movement.extent",
            if moving == self.household.members.len() {
                "all"
            } else {
                "part"
            },
        );
    }

    /// Whether a member takes part in the event.
    pub(super) fn moves(&self, resident: &Resident) -> bool {
        self.case
            .members
            .iter()
            .any(|member| member.resident_id == resident.id && member.moves)
    }

    /// The residents the form is about.
    pub(super) fn concerned(&self) -> Vec<&'a Resident> {
        let about = |resident: &&Resident| {
            if self.concerned.is_empty() {
                self.moves(resident)
            } else {
                self.concerned.contains(&resident.id)
            }
        };
        self.household.members.iter().filter(about).collect()
    }

    /// The visitor's own entry, where they are of the household.
    pub(super) fn applicant(&self) -> Option<&'a Resident> {
        let id = self.case.visitor.resident_id?;
        self.household.members.iter().find(|member| member.id == id)
    }

    /// Whether the paper goes into the hands of someone outside the household.
    pub(super) fn goes_to_an_outsider(&self) -> bool {
        self.applicant().is_none()
            || matches!(
                self.case.visitor.kind,
                VisitorKind::Agent | VisitorKind::LegalRepresentative
            )
    }
}

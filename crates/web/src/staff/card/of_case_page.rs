//! The pages of a case's cards.

use askama::Template;
use madoguchi_guidance::JudgementResult;
use madoguchi_model::card_reading::{CardReading, Standing};
use madoguchi_model::ids::ResidentId;
use madoguchi_model::resident::Resident;
use madoguchi_store::individual_numbers::IndividualNumber;

use super::differences::{Difference, Verdict, compare, name};
use super::numbers::{Need, needs};
use super::{CardPanel, ReadingView, show};
use crate::components::{Choice, Choices, FormErrors, Status, StatusTone, TextArea};
use crate::page::{Chrome, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::cases::{CaseFile, CaseFrame, Editing, Place};
use crate::state::AppState;

/// One reading in the list.
struct Row {
    href: String,
    holder: String,
    person: Option<String>,
    read_at: String,
    state: Status,
}

/// One thing to do with a card, as the law asks.
struct Task {
    name: String,
    person: String,
    deadline: String,
    law: String,
    pin: bool,
}

/// A 個人番号 that was read: never in the clear here.
struct Number {
    href: Option<String>,
    person: String,
    procedure: String,
    read_at: String,
    state: String,
}

/// The cards of a case.
#[derive(Template)]
#[template(path = "staff/card/of_case.html")]
pub(super) struct CasePage {
    chrome: Chrome,
    frame: CaseFrame,
    may_edit: bool,
    panel: Option<CardPanel>,
    rows: Vec<Row>,
    tasks: Vec<Task>,
    number_panel: Option<CardPanel>,
    needs: Vec<Need>,
    numbers: Vec<Number>,
}

impl CasePage {
    pub(super) fn new(
        app: &AppState,
        officer: &Officer,
        file: &CaseFile,
        editing: &Editing,
        numbers: &[IndividualNumber],
    ) -> Self {
        let (chrome, frame) = CaseFrame::new(file, officer, editing, Place::Cards, "マイナンバーカード");
        let today = app.clock.today();
        let may_edit = editing.allowed();
        let desk = app.card.as_ref().filter(|_| may_edit);
        let under = file.href("card");
        let may_read = officer.may(Resource::IndividualNumber, Action::Create);
        let needs = needs(file);
        let number_panel = desk
            .filter(|desk| may_read && desk.numbers.is_some() && !needs.is_empty())
            .map(|desk| super::numbers::panel(&desk.bridge, &under, &needs));
        let row = |reading: &CardReading| Row {
            href: file.href(&format!("card/readings/{}", reading.id)),
            holder: reading.holder.name.clone(),
            person: reading.resident_id.map(|id| file.name_of(id).to_owned()),
            read_at: time::day_and_clock(reading.read_at),
            state: match reading.standing(today) {
                Standing::Proves => Status::new(StatusTone::Done, "使えます"),
                Standing::NeedsDecision => Status::new(StatusTone::Alert, "要判断"),
                Standing::Refused => Status::new(StatusTone::Error, "使えません"),
            },
        };
        Self {
            panel: desk.map(|desk| CardPanel::who(&desk.bridge, &under)),
            rows: file.card_readings.iter().map(row).collect(),
            tasks: tasks(file),
            number_panel,
            numbers: numbers
                .iter()
                .map(|number| self::number(officer, file, number))
                .collect(),
            needs,
            chrome,
            frame,
            may_edit,
        }
    }
}

fn number(officer: &Officer, file: &CaseFile, number: &IndividualNumber) -> Number {
    let procedure = file.release.procedure(&number.procedure_id);
    let name = procedure.map_or_else(|| number.procedure_id.clone(), |procedure| procedure.name.clone());
    let seen = number.sealed.is_some() && officer.may(Resource::IndividualNumber, Action::View);
    Number {
        href: seen.then(|| file.href(&format!("card/numbers/{}", number.id))),
        person: file.name_of(number.resident_id).to_owned(),
        procedure: name,
        read_at: time::day_and_clock(number.read_at),
        state: match number.deleted_at {
            Some(at) => format!("{}に消去済み", time::day_and_clock(at)),
            None => format!(
                "受付が終わると消去（遅くとも{}）",
                time::day_and_clock(number.delete_at)
            ),
        },
    }
}

/// What has to be done with cards in this visit, by the guidance.
fn tasks(file: &CaseFile) -> Vec<Task> {
    let decided = file.decided();
    let about_cards = decided.iter().filter(|one| {
        one.result() == JudgementResult::Required
            && (one.judgement.name.contains("マイナンバーカード")
                || one.judgement.name.contains("電子証明書"))
    });
    about_cards
        .map(|one| {
            let judgement = one.judgement;
            let deadline = judgement.deadline.as_ref();
            Task {
                name: judgement.name.clone(),
                person: judgement
                    .person
                    .as_ref()
                    .map(|person| person.name.clone())
                    .unwrap_or_default(),
                deadline: deadline.map(|deadline| deadline.text.clone()).unwrap_or_default(),
                law: judgement
                    .legal_basis
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join("、"),
                pin: judgement
                    .belongings
                    .iter()
                    .any(|belonging| belonging.id.as_deref() == Some("card_pin")),
            }
        })
        .collect()
}

/// One reading of a case: whose card it is, and how it differs.
#[derive(Template)]
#[template(path = "staff/card/reading_of_case.html")]
pub(super) struct ReadingOfCasePage {
    chrome: Chrome,
    frame: CaseFrame,
    may_edit: bool,
    reading: ReadingView,
    action: String,
    assign: String,
    pictures: String,
    reason: TextArea,
    people: Choices,
    assigned: bool,
    lines: Vec<Difference>,
    compared_with: String,
    address_withheld: bool,
    new_person: Option<String>,
}

impl ReadingOfCasePage {
    pub(super) fn new(
        app: &AppState,
        officer: &Officer,
        file: &CaseFile,
        editing: &Editing,
        reading: &CardReading,
        withheld: bool,
        errors: &FormErrors,
    ) -> Self {
        let title = format!("カード：{}", reading.holder.name);
        let (chrome, frame) = CaseFrame::new(file, officer, editing, Place::Cards, &title);
        let likely = reading.resident_id.or_else(|| likeliest(file, reading));
        let person = likely.and_then(|id| file.resident(id));
        let path = file.href(&format!("card/readings/{}", reading.id));
        let choices = file
            .household
            .members
            .iter()
            .filter(|member| file.case.is_about(member))
            .map(|member| {
                Choice::new(member.id.to_string(), member.names.name.written.clone())
                    .note(member.relationship.clone())
                    .person_name()
            });
        let chosen = likely.map(|id| id.to_string());
        Self {
            chrome: chrome
                .above("マイナンバーカード", file.href("card"))
                .errors(errors),
            frame,
            may_edit: editing.allowed(),
            reading: ReadingView::new(reading, app.clock.today()),
            action: format!("{path}/decision"),
            assign: format!("{path}/assign"),
            pictures: format!("{path}/pictures"),
            reason: show::reason(errors),
            people: Choices::one("person", "だれのカードですか", choices)
                .selected(chosen.as_deref())
                .error(errors.on("person"))
                .required(),
            assigned: reading.resident_id.is_some(),
            lines: person
                .map(|person| compare(reading, person, withheld))
                .unwrap_or_default(),
            compared_with: person
                .map(|person| person.names.name.written.clone())
                .unwrap_or_default(),
            address_withheld: withheld,
            new_person: (file.case.moves_in() && person.is_none())
                .then(|| file.href(&format!("reception?card={}", reading.id))),
        }
    }
}

/// Who of the case the card is most likely of.
fn likeliest(file: &CaseFile, reading: &CardReading) -> Option<ResidentId> {
    let holder = &reading.holder;
    let fits = |member: &&Resident| {
        super::differences::birth(&holder.birth_date, &member.birth_date) == Verdict::Same
            && holder.sex.is_none_or(|sex| sex == member.sex)
    };
    let born: Vec<&Resident> = file
        .household
        .members
        .iter()
        .filter(|member| file.case.is_about(member))
        .filter(fits)
        .collect();
    let named = born
        .iter()
        .find(|member| name(&holder.name, &member.names) != Verdict::Different);
    match (named, &born[..]) {
        (Some(member), _) => Some(member.id),
        (None, [only]) => Some(only.id),
        _ => None,
    }
}

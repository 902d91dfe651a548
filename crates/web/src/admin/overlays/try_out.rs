//! `GET /admin/overlays/{overlay_id}/try`: a synthetic household judged without and with the overlay, and how many of
//! two hundred change. No resident is involved.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use madoguchi_guidance::catalogue::{FactDefinition, FactKind, SubjectKind};
use madoguchi_guidance::diff::{RecordedCase, over_cases};
use madoguchi_guidance::households::{household, household_with};
use madoguchi_guidance::{Guidance, Judgement, MunicipalitySettings, Release, Situation, judge};
use madoguchi_model::case::LifeEvent;
use madoguchi_model::ids::OverlayId;
use serde_json::{Map, Value};

use super::Draft;
use crate::components::{Banner, FormErrors, InputKind, SelectField, SelectOption, TextField, Tone, Width};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::{PathId, QueryData};
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

/// How many households there are to choose from.
const HOUSEHOLDS: u64 = 20;

/// Over how many households the effect is counted.
const COUNTED: u64 = 200;

#[derive(Template)]
#[template(path = "admin/overlays/try_out.html")]
struct TryPage {
    chrome: Chrome,
    href: String,
    unusable: Option<Banner>,
    event: SelectField,
    number: SelectField,
    on: TextField,
    facts: Vec<(String, Vec<Field>)>,
    mistakes: Vec<String>,
    rows: Vec<Row>,
    unchanged: usize,
    counted: Option<Counted>,
}

/// A fact that the overlay's procedures speak of, to be set.
enum Field {
    Select(SelectField),
    Date(TextField),
}

/// A procedure for a person, without and with the overlay.
struct Row {
    procedure: String,
    person: String,
    before: Vec<String>,
    after: Vec<String>,
}

/// What changes over many households.
struct Counted {
    changed: usize,
    rules: Vec<(String, &'static str, &'static str, usize)>,
}

/// Tries the overlay on a household.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OverlayId>,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let draft = Draft::load(&mut tx, id).await?;
    let today = tx.today();
    let errors = FormErrors::new();
    let event = LifeEvent::from_code(query.raw("event")).unwrap_or_else(|| first_event(&draft));
    let number = query
        .raw("number")
        .parse()
        .ok()
        .filter(|number| (1..=HOUSEHOLDS).contains(number))
        .unwrap_or(1);
    let on = query
        .raw("on")
        .parse()
        .ok()
        .filter(|on| Release::in_force(*on).is_ok());
    let on: NaiveDate = on.or(draft.stored.in_force_from).unwrap_or(today);
    let mut page = TryPage {
        chrome: officer
            .page("世帯で試す", Area::Overlays)
            .above("手続の設定", "/admin/overlays")
            .above(draft.name(), draft.href(""))
            .lead("実在しない世帯で、この設定がないときとあるときの判定を比べます。")
            .errors(&errors),
        href: draft.href("try"),
        unusable: None,
        event: SelectField::new(
            "event",
            "ライフイベント",
            LifeEvent::ALL.map(|event| SelectOption::new(event.code(), event.label())),
        )
        .value(event.code()),
        number: SelectField::new(
            "number",
            "世帯",
            (1..=HOUSEHOLDS).map(|number| {
                let people = household_with(draft.release, on, number, &[event])
                    .facts
                    .get("members")
                    .and_then(Value::as_array)
                    .map_or(0, Vec::len);
                SelectOption::new(number.to_string(), format!("世帯{number}（{people}人）"))
            }),
        )
        .value(number.to_string()),
        on: TextField::new("on", "届出日")
            .kind(InputKind::Date)
            .width(Width::Short)
            .value(on.to_string()),
        facts: Vec::new(),
        mistakes: Vec::new(),
        rows: Vec::new(),
        unchanged: 0,
        counted: None,
    };
    match &draft.with {
        Err(_) => {
            let banner = Banner::new(Tone::Error, "このままでは使えない誤りがあるため、試せません");
            page.unusable = Some(banner.line("設定の画面の「誤り」を直してください。"));
        }
        Ok(with) => {
            page.compare(
                &draft,
                with,
                household_with(draft.release, on, number, &[event]),
                event,
                &query,
            );
            page.counted = query.has("count").then(|| count(&draft, with, on));
        }
    }
    Ok(Page(page).into_response())
}

/// The life event of the first procedure that the overlay speaks of.
fn first_event(draft: &Draft) -> LifeEvent {
    let own = draft
        .overlay
        .procedures
        .first()
        .and_then(|own| own.life_events.first());
    let changed = draft.overlay.changes.first().and_then(|change| {
        let procedure = draft.release.procedure(&change.id)?;
        procedure.life_events.first()
    });
    own.or(changed).copied().unwrap_or(LifeEvent::MoveIn)
}

impl TryPage {
    fn compare(
        &mut self,
        draft: &Draft,
        with: &Release,
        mut case: RecordedCase,
        event: LifeEvent,
        query: &FormData,
    ) {
        set_facts(&mut case.facts, with, query);
        self.facts = fields(draft, with, &case.facts, event);
        let facts = Value::Object(case.facts);
        let judged = |release: &Release| -> Result<Guidance, Vec<String>> {
            let situation = Situation::from_file(&facts, case.on, release)
                .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
            judge(release, &situation, &MunicipalitySettings::default())
                .map_err(|error| vec![error.to_string()])
        };
        match (judged(draft.release), judged(with)) {
            (Ok(before), Ok(after)) => {
                self.mistakes = after
                    .conflicts
                    .iter()
                    .map(|conflict| conflict.text.clone())
                    .collect();
                let rows = rows(&before, &after);
                let all = rows.len();
                self.rows = rows.into_iter().filter(|row| row.before != row.after).collect();
                self.unchanged = all - self.rows.len();
            }
            (Err(mistakes), _) | (_, Err(mistakes)) => self.mistakes = mistakes,
        }
    }
}

/// One row for each procedure and person of either judging.
fn rows(before: &Guidance, after: &Guidance) -> Vec<Row> {
    let mut rows: BTreeMap<(String, String), Row> = BTreeMap::new();
    for (guidance, is_after) in [(before, false), (after, true)] {
        for judgement in &guidance.judgements {
            let person = judgement
                .person
                .as_ref()
                .map_or_else(String::new, |person| format!("{}人目", person.id.0));
            let row = rows
                .entry((judgement.procedure.clone(), person.clone()))
                .or_insert_with(|| Row {
                    procedure: format!("{} {}", judgement.procedure, judgement.name),
                    person,
                    before: Vec::new(),
                    after: Vec::new(),
                });
            if is_after {
                row.procedure = format!("{} {}", judgement.procedure, judgement.name);
                row.after = lines(judgement);
            } else {
                row.before = lines(judgement);
            }
        }
    }
    rows.into_values().collect()
}

/// What a judgement says, line by line.
fn lines(judgement: &Judgement) -> Vec<String> {
    let mut lines = vec![judgement.result.label().to_owned()];
    if judgement.result == madoguchi_guidance::JudgementResult::NotRequired {
        return lines;
    }
    lines.push(judgement.name.clone());
    lines.push(judgement.summary.clone());
    if let Some(deadline) = &judgement.deadline {
        let day = deadline
            .date
            .map(|day| format!("{}　", time::date(day)))
            .unwrap_or_default();
        lines.push(format!("期限：{day}{}", deadline.text));
    }
    for belonging in &judgement.belongings {
        lines.push(format!("持ち物：{}（{}）", belonging.text, belonging.reason));
    }
    for section in &judgement.sections {
        lines.push(format!("担当：{}", section.name));
    }
    if let Some(fee) = &judgement.fee {
        lines.push(format!("手数料：{}", fee.text));
    }
    for note in &judgement.notes {
        lines.push(format!("{}：{}", note.kind.label(), note.text));
    }
    lines
}

fn field_name(member: Option<&str>, fact: &str) -> String {
    format!("fact-{}-{fact}", member.unwrap_or("visit"))
}

/// Puts what was chosen in the place of what the household says.
fn set_facts(facts: &mut Map<String, Value>, release: &Release, query: &FormData) {
    let chosen = |fact: &FactDefinition, typed: &str| -> Option<Value> {
        match (&fact.kind, typed) {
            (FactKind::Bool { .. }, "true") => Some(Value::Bool(true)),
            (FactKind::Bool { .. }, "false") => Some(Value::Bool(false)),
            (_, "") | (FactKind::Bool { .. }, _) => None,
            _ => Some(Value::String(typed.to_owned())),
        }
    };
    let set = |known: &mut Map<String, Value>, member: Option<&str>| {
        let prefix = field_name(member, "");
        for (name, typed) in query.pairs() {
            let fact = name.strip_prefix(&prefix).and_then(|id| release.fact(id));
            if let Some(fact) = fact {
                match chosen(fact, typed) {
                    Some(value) => known.insert(fact.id.clone(), value),
                    None => known.remove(&fact.id),
                };
            }
        }
    };
    if let Some(visit) = facts.get_mut("visit").and_then(Value::as_object_mut) {
        set(visit, None);
    }
    for member in facts
        .get_mut("members")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if let Some(member) = member.as_object_mut() {
            let id = member
                .get("id")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            set(member, Some(&id));
        }
    }
}

/// The facts that the overlay's procedures of this event speak of: those of the visit, then of each member.
fn fields(
    draft: &Draft,
    with: &Release,
    facts: &Map<String, Value>,
    event: LifeEvent,
) -> Vec<(String, Vec<Field>)> {
    let changed = draft.overlay.changes.iter().map(|change| &change.id);
    let own = draft.overlay.procedures.iter().map(|own| &own.id);
    let mut spoken: Vec<&FactDefinition> = changed
        .chain(own)
        .filter(|id| {
            with.procedure(id)
                .is_some_and(|procedure| procedure.life_events.contains(&event))
        })
        .flat_map(|id| with.facts_of_procedure(id))
        .filter(|fact| !fact.built_in)
        .collect();
    spoken.sort_by_key(|fact| with.facts().iter().position(|known| known.id == fact.id));
    spoken.dedup_by_key(|fact| &fact.id);
    let of = |subject: SubjectKind, member: Option<&str>, known: Option<&Map<String, Value>>| -> Vec<Field> {
        spoken
            .iter()
            .filter(|fact| fact.subject == subject)
            .map(|fact| field(fact, member, known.and_then(|known| known.get(&fact.id))))
            .collect()
    };
    let visit = facts.get("visit").and_then(Value::as_object);
    let mut groups = vec![("来庁全体".to_owned(), of(SubjectKind::Visit, None, visit))];
    let members = facts
        .get("members")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    for member in members.filter_map(Value::as_object) {
        let id = member.get("id").and_then(Value::as_str).unwrap_or_default();
        groups.push((
            format!("{id}人目"),
            of(SubjectKind::Member, Some(id), Some(member)),
        ));
    }
    groups.retain(|(_, fields)| !fields.is_empty());
    groups
}

fn field(fact: &FactDefinition, member: Option<&str>, known: Option<&Value>) -> Field {
    let name = field_name(member, &fact.id);
    let value = match known {
        Some(Value::Bool(value)) => value.to_string(),
        Some(Value::String(value)) => value.clone(),
        _ => String::new(),
    };
    let select = |options: Vec<SelectOption>| {
        let field = SelectField::new(&*name, &*fact.label, options);
        Field::Select(field.blank("まだ聞いていない").value(&*value))
    };
    match &fact.kind {
        FactKind::Bool { yes, no } => select(vec![
            SelectOption::new("true", yes),
            SelectOption::new("false", no),
        ]),
        FactKind::Choice { choices } => select(
            choices
                .iter()
                .map(|choice| SelectOption::new(&*choice.id, &*choice.label))
                .collect(),
        ),
        FactKind::Date { .. } => Field::Date(
            TextField::new(&*name, &*fact.label)
                .kind(InputKind::Date)
                .width(Width::Short)
                .value(&*value),
        ),
    }
}

fn count(draft: &Draft, with: &Release, on: NaiveDate) -> Counted {
    let cases: Vec<RecordedCase> = (1..=COUNTED)
        .map(|number| household(draft.release, on, number))
        .collect();
    let diff = over_cases(draft.release, with, &cases);
    let label = |result: Option<madoguchi_guidance::JudgementResult>| {
        result.map_or("（なし）", madoguchi_guidance::JudgementResult::label)
    };
    Counted {
        changed: diff.changed,
        rules: diff
            .by_rule
            .into_iter()
            .map(|(changed, households, _)| {
                let name = with
                    .procedure(&changed.procedure)
                    .or_else(|| draft.release.procedure(&changed.procedure))
                    .map_or("", |procedure| procedure.name.as_str());
                (
                    format!("{} {name}", changed.procedure),
                    label(changed.before),
                    label(changed.after),
                    households,
                )
            })
            .collect(),
    }
}

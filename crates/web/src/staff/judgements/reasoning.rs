//! `GET /cases/{id}/judgements/reasoning`: the visit's reasoning as a picture, rule by rule, in the order in which
//! things are done.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_guidance::JudgementResult;
use madoguchi_guidance::explain::{Mark, Node, Picture, pictures};
use madoguchi_model::ids::CaseId;

use super::Decided;
use crate::components::{Shown, Status, StatusTone, html_safe};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Chrome, Page};
use crate::session::Officer;
use crate::staff::cases::{self, CaseFile, CaseFrame, Editing, Place};
use crate::state::AppState;

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (file, editing) = cases::to_look(&app, &officer, id).await?;
    Ok(Page(ReasoningPage::new(&file, &officer, &editing)?).into_response())
}

/// The page.
#[derive(Template)]
#[template(path = "staff/judgements/reasoning.html")]
struct ReasoningPage {
    chrome: Chrome,
    frame: CaseFrame,
    back: String,
    groups: Vec<Group>,
}

/// Procedures that are done together, or that have the same result.
struct Group {
    title: String,
    open: bool,
    rules: Vec<PicturedRule>,
}

/// One procedure for one person, with its rule.
struct PicturedRule {
    name: String,
    procedure: String,
    person: String,
    result: Status,
    done_with: String,
    rule: RuleNode,
}

/// A part of a rule with its own parts.
#[derive(Template)]
#[template(path = "staff/judgements/rule.html")]
struct RuleNode {
    tone: &'static str,
    sign: &'static str,
    label: &'static str,
    text: Shown,
    facts: Vec<Shown>,
    parts: Vec<RuleNode>,
}
html_safe!(RuleNode);

impl ReasoningPage {
    fn new(file: &CaseFile, officer: &Officer, editing: &Editing) -> Result<Self, PageError> {
        let (chrome, frame) = CaseFrame::new(file, officer, editing, Place::Judgements, "判定の道すじ");
        let pictures =
            pictures(&file.release, &file.situation, &file.settings).map_err(PageError::internal)?;
        let decided = file.decided();
        // The judgements and the pictures stand in the same order.
        let all: Vec<(&Decided<'_>, &Picture)> = decided.iter().zip(&pictures).collect();
        let group = |title: String, open: bool, wanted: &dyn Fn(&Decided<'_>) -> bool| Group {
            title,
            open,
            rules: all
                .iter()
                .filter(|(one, _)| wanted(one))
                .map(|(one, picture)| PicturedRule::new(file, one, picture))
                .collect(),
        };
        let required = |one: &Decided<'_>| one.result() == JudgementResult::Required;
        let last = decided
            .iter()
            .filter_map(|one| one.judgement.step)
            .max()
            .unwrap_or(1);
        let mut groups: Vec<Group> = (1..=last)
            .map(|step| {
                let title = if last == 1 {
                    "必要な手続".to_owned()
                } else {
                    format!("{step}番目にする手続")
                };
                group(title, true, &|one| {
                    required(one) && one.judgement.step.unwrap_or(1) == step
                })
            })
            .collect();
        let with = |result: JudgementResult| move |one: &Decided<'_>| one.result() == result;
        groups.push(group(
            "要確認の手続".to_owned(),
            true,
            &with(JudgementResult::Undetermined),
        ));
        groups.push(group(
            "不要な手続".to_owned(),
            false,
            &with(JudgementResult::NotRequired),
        ));
        groups.retain(|group| !group.rules.is_empty());
        Ok(Self {
            chrome,
            frame,
            back: file.href("judgements"),
            groups,
        })
    }
}

impl PicturedRule {
    fn new(file: &CaseFile, decided: &Decided<'_>, picture: &Picture) -> Self {
        let judgement = decided.judgement;
        let tone = match judgement.result {
            JudgementResult::Required => StatusTone::Progress,
            JudgementResult::NotRequired => StatusTone::Plain,
            JudgementResult::Undetermined => StatusTone::Alert,
        };
        Self {
            name: judgement.name.clone(),
            procedure: judgement.procedure.clone(),
            person: judgement
                .person
                .as_ref()
                .map(|person| person.name.clone())
                .unwrap_or_default(),
            result: Status::new(tone, judgement.result.label()),
            done_with: decided
                .done_with
                .map(|whole| whole.name.clone())
                .unwrap_or_default(),
            rule: RuleNode::new(file, &picture.rule),
        }
    }
}

impl RuleNode {
    fn new(file: &CaseFile, node: &Node) -> Self {
        // A part that rests on nothing else tells by itself what the officer may not see.
        let about = node.about();
        let hidden = !about.is_empty() && about.iter().all(|fact| file.hides(fact));
        let facts = node.facts.iter().zip(&node.keys);
        Self {
            tone: match node.mark {
                Mark::Holds => "holds",
                Mark::Fails => "fails",
                Mark::Open => "open",
                Mark::Heading => "heading",
            },
            sign: node.mark.sign(),
            label: node.mark.label(),
            text: if hidden || node.keys.iter().any(|fact| file.hides(fact)) {
                Shown::Hidden
            } else {
                Shown::open(node.text.clone())
            },
            facts: facts
                .map(|(words, fact)| file.viewer.fields.words(file.group_of(fact), || words.clone()))
                .collect(),
            parts: node.parts.iter().map(|part| Self::new(file, part)).collect(),
        }
    }
}

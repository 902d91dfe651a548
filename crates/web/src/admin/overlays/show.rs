//! `GET /admin/overlays/{overlay_id}`: what it changes, what is wrong in it, and where it stands.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use madoguchi_guidance::diff::{self, Change};
use madoguchi_guidance::{Release, explain};
use madoguchi_model::ids::OverlayId;
use madoguchi_model::overlay_state::OverlayState;
use madoguchi_store::TenantTx;
use madoguchi_store::overlays::StoredOverlay;

use super::Draft;
use super::draft::name;
use super::finding::Problems;
use super::list::{names, status};
use crate::components::{FormErrors, InputKind, Status, TextArea, TextField, Width};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/overlays/show.html")]
pub(super) struct ShowPage {
    chrome: Chrome,
    href: String,
    version: i32,
    status: Status,
    history: Vec<(&'static str, String)>,
    remark: String,
    problems: Problems,
    changes: Vec<ChangedProcedure>,
    next_id: String,
    step: Step,
    title: TextField,
    from: TextField,
    remark_field: TextArea,
}

/// What can be done with it now, and by whom.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Write,
    Approve,
    /// Waiting for another person.
    OthersApprove,
    /// Approved, its day still to come.
    Planned,
    Nothing,
}

/// One procedure of the overlay with what it says instead.
struct ChangedProcedure {
    id: String,
    name: String,
    kind: &'static str,
    note: String,
    parts: Vec<Part>,
}

/// A part of a procedure in which something differs: the lines that go and those that come.
struct Part {
    title: &'static str,
    gone: Vec<String>,
    new: Vec<String>,
}

impl ShowPage {
    pub(super) async fn new(
        tx: &mut TenantTx,
        officer: &Officer,
        draft: &Draft,
        form: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let today = tx.today();
        let stored = &draft.stored;
        let names = names(tx).await?;
        let who = |line: Option<(madoguchi_model::ids::StaffId, chrono::DateTime<chrono::Utc>)>| {
            line.map(|(by, at)| {
                let by = names.get(&by).map_or("", String::as_str);
                format!("{by}　{}", time::day_and_clock(at))
            })
        };
        let mut history = vec![(
            "最後に変えた人",
            who(Some((stored.changed_by, stored.changed_at))).unwrap_or_default(),
        )];
        history.extend(who(stored.submitted).map(|line| ("承認を求めた人", line)));
        history.extend(who(stored.approved).map(|line| ("承認した人", line)));
        history.extend(stored.in_force_from.map(|from| ("施行日", time::date(from))));
        let typed_from = if form.has("in_force_from") {
            form.raw("in_force_from").to_owned()
        } else {
            today.succ_opt().unwrap_or(today).to_string()
        };
        Ok(Self {
            chrome: officer
                .page(name(stored), Area::Overlays)
                .above("手続の設定", "/admin/overlays")
                .errors(errors),
            href: draft.href(""),
            version: stored.version,
            status: status(stored, today),
            history,
            remark: stored.remark.clone(),
            problems: Problems::of(draft),
            changes: changes(draft),
            next_id: draft.overlay.next_id(),
            step: step(stored, officer, today),
            title: TextField::new("title", "何のための設定か")
                .hint("例：令和9年4月の手数料の改定")
                .value(if errors.on("title").is_some() {
                    form.raw("title")
                } else {
                    &stored.title
                })
                .error(errors.on("title"))
                .required(),
            from: TextField::new("in_force_from", "施行日")
                .kind(InputKind::Date)
                .width(Width::Short)
                .hint("この日から先に届け出る受付に使われます。")
                .value(typed_from)
                .error(errors.on("in_force_from"))
                .required(),
            remark_field: TextArea::new("remark", "理由")
                .value(form.raw("remark"))
                .error(errors.on("remark"))
                .required(),
        })
    }
}

fn step(stored: &StoredOverlay, officer: &Officer, today: NaiveDate) -> Step {
    let own = officer.staff().id;
    match stored.state {
        OverlayState::Draft => Step::Write,
        OverlayState::Submitted
            if stored.changed_by == own || stored.submitted.is_some_and(|(by, _)| by == own) =>
        {
            Step::OthersApprove
        }
        OverlayState::Submitted => Step::Approve,
        OverlayState::Approved if stored.in_force_from.is_some_and(|from| today < from) => Step::Planned,
        OverlayState::Approved | OverlayState::Withdrawn => Step::Nothing,
    }
}

/// Procedures in the order of their ids. Where the overlay cannot be used, only what it speaks of is told.
fn changes(draft: &Draft) -> Vec<ChangedProcedure> {
    let Ok(with) = &draft.with else {
        let changed = draft.overlay.changes.iter().map(|change| (&change.id, "変更"));
        let added = draft.overlay.procedures.iter().map(|own| (&own.id, "追加"));
        return changed
            .chain(added)
            .map(|(id, kind)| ChangedProcedure {
                id: id.clone(),
                name: draft.written(id).map(|written| written.name).unwrap_or_default(),
                kind,
                note: String::new(),
                parts: Vec::new(),
            })
            .collect();
    };
    diff::rules(draft.release, with)
        .into_iter()
        .map(|one| {
            let (kind, note, parts) = match one.change {
                Change::Added => {
                    let own = draft.overlay.procedure(&one.id);
                    (
                        "追加",
                        own.map(|own| own.summary.clone()).unwrap_or_default(),
                        Vec::new(),
                    )
                }
                Change::Removed => {
                    let off = with.switched_off().iter().find(|off| off.id == one.id);
                    (
                        "使わない",
                        off.map(|off| off.reason.clone()).unwrap_or_default(),
                        Vec::new(),
                    )
                }
                Change::Changed(_) => ("変更", String::new(), parts(draft, with, &one.id)),
            };
            ChangedProcedure {
                id: one.id,
                name: one.name,
                kind,
                note,
                parts,
            }
        })
        .collect()
}

/// What a changed procedure says otherwise, line by line.
fn parts(draft: &Draft, with: &Release, id: &str) -> Vec<Part> {
    let lines = |release: &Release| -> Vec<(&'static str, Vec<String>)> {
        let Some(procedure) = release.procedure(id) else {
            return Vec::new();
        };
        let mut lines = vec![
            ("名前", vec![procedure.name.clone()]),
            ("説明", vec![procedure.summary.clone()]),
            ("やさしい日本語", vec![procedure.plain.clone()]),
        ];
        lines.extend(explain::lines(release, procedure));
        lines
    };
    let only = |these: &[String], not: &[String]| -> Vec<String> {
        these.iter().filter(|line| !not.contains(line)).cloned().collect()
    };
    lines(draft.release)
        .into_iter()
        .zip(lines(with))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((title, before), (_, after))| Part {
            title,
            gone: only(&before, &after),
            new: only(&after, &before),
        })
        .collect()
}

/// Shows an overlay.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OverlayId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let draft = Draft::load(&mut tx, id).await?;
    let page = ShowPage::new(
        &mut tx,
        &officer,
        &draft,
        &FormData::default(),
        &FormErrors::new(),
    )
    .await?;
    Ok(Page(page).into_response())
}

//! `GET /cases/{id}/applications`: the needed forms, made or not, and their signatures.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::{CaseId, ResidentId};
use madoguchi_store::applications::{self, Application, ApplicationState, Withdrawn};

use super::wanted::{is_made, title_of, wanted_forms};
use crate::components::{Banner, EmptyState, Status, StatusTone, Tone};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Chrome, Page, time};
use crate::session::Officer;
use crate::staff::cases::{CaseFile, CaseFrame, Editing, Place, to_edit};
use crate::staff::printing::hints;
use crate::state::AppState;

/// One form.
struct Row {
    id: String,
    title: String,
    people: String,
    procedures: String,
    state: Status,
    signature: String,
    version: i32,
    made: bool,
    signed: bool,
}

/// One that is no part of the case any more.
struct PutAway {
    id: String,
    title: String,
    people: String,
    version: i32,
    state: Status,
    told: String,
    by_resident: bool,
}

/// How far the papers are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Some are still to be made.
    Making,
    /// All are made, some are still to be signed.
    Signing,
    /// All are signed, or there are none.
    Done,
}

impl Stage {
    fn of(rows: &[Row]) -> Self {
        match rows {
            rows if rows.iter().any(|row| !row.made) => Self::Making,
            rows if rows.iter().any(|row| !row.signed) => Self::Signing,
            _ => Self::Done,
        }
    }
}

#[derive(Template)]
#[template(path = "staff/applications/list.html")]
struct ApplicationsPage {
    chrome: Chrome,
    frame: CaseFrame,
    may_edit: bool,
    withheld: Option<Banner>,
    open_questions: Option<Banner>,
    rows: Vec<Row>,
    withdrawn: Vec<PutAway>,
    hints: Vec<String>,
    empty: Option<EmptyState>,
    stage: Stage,
    some_made: bool,
    /// Some are on the municipality's own paper, which is printed apart.
    own_paper: bool,
    signer: String,
}

pub(crate) async fn list(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (file, editing) = to_edit(&app, &officer, id).await?;
    let mut tx = officer.begin(&app).await?;
    let forms: Vec<&str> = file.applications.iter().map(|made| &*made.form_id).collect();
    let hints = hints(&mut tx, &forms).await?;
    Ok(Page(page(&file, &officer, &editing, hints)).into_response())
}

fn page(file: &CaseFile, officer: &Officer, editing: &Editing, hints: Vec<String>) -> ApplicationsPage {
    let (chrome, frame) = CaseFrame::new(file, officer, editing, Place::Applications, "申請書・署名");
    let rows = rows(file);
    let open = file.guidance.questions.len();
    ApplicationsPage {
        chrome,
        frame,
        may_edit: editing.allowed(),
        withheld: file.withheld().then(|| {
            Banner::new(Tone::Error, "支援措置のため申請書を作成・印刷できません").line(
                "本人であることと渡す相手を確かめたうえで、課長・係長が受付の画面から一時解除できます。",
            )
        }),
        open_questions: (open > 0).then(|| {
            Banner::new(Tone::Alert, format!("まだ答えのない質問が{open}件あります"))
                .line("答えによっては、必要な申請書が変わることがあります。")
        }),
        empty: rows.is_empty().then(|| {
            EmptyState::new("この受付で作成する申請書はありません")
                .line("判定が「必要」の手続に様式がないか、まだ判定が決まっていません。")
        }),
        stage: Stage::of(&rows),
        some_made: rows.iter().any(|row| row.made),
        own_paper: file
            .applications
            .iter()
            .any(|made| applications::materials_of(made).own_form.is_some()),
        rows,
        withdrawn: file.withdrawn.iter().map(|old| put_away(file, old)).collect(),
        hints,
        signer: file.visitor_name().to_owned(),
    }
}

fn rows(file: &CaseFile) -> Vec<Row> {
    let wanted = wanted_forms(file);
    let made = file.applications.iter().map(|application| {
        let needed = wanted.iter().find(|wanted| wanted.form_id == application.form_id);
        made_row(
            file,
            application,
            needed
                .map(|wanted| wanted.procedures.join("、"))
                .unwrap_or_default(),
        )
    });
    let to_make = wanted
        .iter()
        .filter(|wanted| !is_made(file, wanted))
        .map(|wanted| Row {
            id: String::new(),
            title: title_of(file, &wanted.form_id),
            people: names(file, &wanted.residents),
            procedures: wanted.procedures.join("、"),
            state: Status::new(StatusTone::Plain, "未作成"),
            signature: String::new(),
            version: 0,
            made: false,
            signed: false,
        });
    made.chain(to_make).collect()
}

fn made_row(file: &CaseFile, application: &Application, procedures: String) -> Row {
    let signed = application.state == ApplicationState::Signed;
    let standing = file.standing_signature(application);
    let voided = file
        .signatures
        .iter()
        .rev()
        .find(|signature| signature.application_id == application.id);
    let signature = match (
        standing,
        voided.and_then(|signature| signature.void_reason.as_ref()),
    ) {
        (Some(signature), _) => format!(
            "{}　{}",
            signature.signer,
            time::day_and_clock(signature.signed_at)
        ),
        (None, Some(reason)) => format!("前の署名は無効になりました（{reason}）"),
        (None, None) => String::new(),
    };
    Row {
        id: application.id.to_string(),
        title: title_of(file, &application.form_id),
        people: names(file, &application.residents),
        procedures,
        state: if signed {
            Status::new(StatusTone::Done, "署名済み")
        } else {
            Status::new(StatusTone::Alert, "署名待ち")
        },
        signature,
        version: application.version,
        made: true,
        signed,
    }
}

fn put_away(file: &CaseFile, old: &Withdrawn) -> PutAway {
    let at = time::day_and_clock(old.at);
    PutAway {
        id: old.id.to_string(),
        title: title_of(file, &old.form_id),
        people: names(file, &old.residents),
        version: old.version,
        state: Status::new(
            StatusTone::Plain,
            if old.by_resident.is_some() {
                "取下げ"
            } else {
                "不要になりました"
            },
        ),
        told: old.by_resident.as_ref().map_or_else(
            || at.clone(),
            |one| format!("{at}　{}　理由：{}", one.taken_by, one.reason),
        ),
        by_resident: old.by_resident.is_some(),
    }
}

fn names(file: &CaseFile, residents: &[ResidentId]) -> String {
    if residents.is_empty() {
        return file
            .taking_part()
            .map(|member| &*member.names.name.written)
            .collect::<Vec<_>>()
            .join("、");
    }
    residents
        .iter()
        .map(|id| file.name_of(*id))
        .collect::<Vec<_>>()
        .join("、")
}

//! `GET /cases/{id}/applications/{application}`: the pages as they will be printed, and beside them what the
//! resident has to check.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_forms::{FieldText, Laid};
use madoguchi_model::ids::{ApplicationId, CaseId};
use madoguchi_store::applications::ApplicationState;

use super::characters::{self, CharacterRow};
use super::paper::{Paper, find};
use crate::components::{Banner, Tone};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Chrome, Page};
use crate::session::Officer;
use crate::staff::cases::{CaseFrame, Place, to_look};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "staff/applications/preview.html")]
struct PreviewPage {
    chrome: Chrome,
    frame: CaseFrame,
    id: String,
    title: String,
    pages: Vec<usize>,
    alerts: Vec<Banner>,
    confirm: Vec<FieldText>,
    others: Vec<FieldText>,
    characters: Vec<CharacterRow>,
    may_edit: bool,
    version: i32,
    can_sign: bool,
    signed: bool,
}

pub(crate) async fn preview(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application)): PathId<(CaseId, ApplicationId)>,
) -> Result<Response, PageError> {
    let (file, editing) = to_look(&app, &officer, id).await?;
    let application = find(&file, application)?;
    let paper = Paper::new(&file, application, app.fonts())?;
    let laid = paper.laid;
    let (chrome, frame) = CaseFrame::new(&file, &officer, &editing, Place::Applications, &laid.title);
    let signed = application.state == ApplicationState::Signed;
    let (confirm, others) = laid.fields.iter().cloned().partition(|field| field.confirm);
    Ok(Page(PreviewPage {
        chrome: chrome.above("申請書・署名", file.href("applications")),
        frame,
        id: application.id.to_string(),
        pages: (1..=laid.pages.len()).collect(),
        alerts: alerts(&laid),
        confirm,
        others,
        characters: characters::rows(&laid, &file.fonts.of(app.fonts(), application)),
        may_edit: editing.allowed(),
        version: application.version,
        can_sign: editing.allowed() && !signed,
        signed,
        title: laid.title,
    })
    .into_response())
}

/// What the officer has to look at before printing. None of it stops the print: the paper says it too.
pub(crate) fn alerts(laid: &Laid) -> Vec<Banner> {
    let mut alerts = Vec::new();
    if !laid.missing_glyphs.is_empty() {
        let banner = Banner::new(Tone::Alert, "印字できない文字があります")
            .line("〓の所に、窓口で手書きしてください。");
        alerts.push(laid.missing_glyphs.iter().fold(banner, |banner, missing| {
            banner.line(format!(
                "{}：「{}」（{}）",
                missing.field,
                missing.cluster,
                missing.code_points()
            ))
        }));
    }
    if !laid.findings.is_empty() {
        let banner = Banner::new(Tone::Alert, "記入もれ・確認").line("このまま印刷することもできます。");
        alerts.push(laid.findings.iter().fold(banner, |banner, finding| {
            banner.line(format!("{}：{}", finding.field, finding.message))
        }));
    }
    if !laid.substituted.is_empty() {
        alerts.push(
            Banner::new(Tone::Notice, "代えて印字する文字があります")
                .line("※の付いた文字です。申請書の下に、もとの文字の番号を印字します。"),
        );
    }
    if !laid.overflow.is_empty() {
        let banner = Banner::new(Tone::Alert, "枠に入りきらない項目があります")
            .line("続紙に全文を印字します。続紙も一緒に渡してください。");
        alerts.push(laid.overflow.iter().fold(banner, |banner, over| {
            banner.line(format!("（{}）{}：{}", over.number, over.field, over.text))
        }));
    }
    if !laid.withheld.is_empty() {
        alerts.push(
            Banner::new(Tone::Alert, "支援措置のため住所を印字していません")
                .line("世帯の外の人に渡る書類には、一時解除中でも住所を載せません。"),
        );
    }
    alerts
}

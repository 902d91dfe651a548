//! `GET /cases/{id}/applications/{application}`: the pages as they will be printed, what the resident has to check
//! beside them, and below the life of the application: versions, signatures, prints.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_forms::{FieldText, FormDefinition, Laid};
use madoguchi_model::ids::{ApplicationId, CaseId};
use madoguchi_store::TenantTx;
use madoguchi_store::applications::{self, Application, ApplicationState};

use super::characters::{self, CharacterRow};
use super::history::{self, PrintRow, VersionRow};
use super::paper::{Paper, find};
use crate::components::{Banner, FormErrors, TextArea, Tone};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Chrome, Page};
use crate::session::Officer;
use crate::staff::cases::{CaseFile, CaseFrame, Editing, Place, to_look};
use crate::staff::printing::hints;
use crate::state::AppState;

/// The page.
#[derive(Template)]
#[template(path = "staff/applications/preview.html")]
pub(super) struct PreviewPage {
    chrome: Chrome,
    frame: CaseFrame,
    id: String,
    version: i32,
    title: String,
    pages: Vec<usize>,
    alerts: Vec<Banner>,
    confirm: Vec<FieldText>,
    others: Vec<FieldText>,
    characters: Vec<CharacterRow>,
    signed: bool,
    may_edit: bool,
    hints: Vec<String>,
    versions: Vec<VersionRow>,
    prints: Vec<PrintRow>,
    reason: TextArea,
    withdraw_open: bool,
}

pub(crate) async fn preview(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application)): PathId<(CaseId, ApplicationId)>,
) -> Result<Response, PageError> {
    let (file, editing) = to_look(&app, &officer, id).await?;
    let mut tx = officer.begin(&app).await?;
    let application = find(&file, application)?;
    let errors = FormErrors::new();
    let page = PreviewPage::load(&app, &mut tx, &file, &officer, &editing, application, &errors).await?;
    Ok(Page(page).into_response())
}

impl PreviewPage {
    /// The page with what is wrong with the form to withdraw.
    pub(super) async fn load(
        app: &AppState,
        tx: &mut TenantTx,
        file: &CaseFile,
        officer: &Officer,
        editing: &Editing,
        application: &Application,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let laid = Paper::new(file, application, app.fonts())?.laid;
        let (chrome, frame) = CaseFrame::new(file, officer, editing, Place::Applications, &laid.title);
        let signed = application.state == ApplicationState::Signed;
        let (confirm, others) = laid.fields.iter().cloned().partition(|field| field.confirm);
        let kept = applications::version(tx, application.id, application.version).await?;
        let edition = kept.and_then(|kept| edition_alert(&application.form_id, &kept.form_edition));
        Ok(Self {
            chrome: chrome
                .above("申請書・署名", file.href("applications"))
                .errors(errors),
            frame,
            id: application.id.to_string(),
            version: application.version,
            pages: (1..=laid.pages.len()).collect(),
            alerts: alerts(&laid).into_iter().chain(edition).collect(),
            confirm,
            others,
            characters: characters::rows(
                &laid,
                &file.materials.fonts(app.fonts(), application.supplied_font),
            ),
            signed,
            may_edit: editing.allowed(),
            hints: hints(tx, &[&application.form_id]).await?,
            versions: history::versions(tx, file, application, app.fonts()).await?,
            prints: history::prints(tx, application).await?,
            reason: TextArea::new("reason", "取り下げる理由")
                .hint("本人から聞いた理由を書いてください。")
                .error(errors.on("reason"))
                .required(),
            withdraw_open: !errors.is_empty(),
            title: laid.title,
        })
    }
}

/// What was signed was laid out by an earlier edition of the form than this program has.
pub(super) fn edition_alert(form: &str, kept: &str) -> Option<Banner> {
    let now = &FormDefinition::find(form)?.edition;
    (!kept.is_empty() && kept != now).then(|| {
        Banner::new(Tone::Alert, "様式の版が変わっています").line(format!(
            "この申請書は{kept}版の様式で作成しました。表示と印刷は{now}版の様式です。書いた内容は変わりません。"
        ))
    })
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

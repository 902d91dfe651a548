//! `GET /admin/analyses/{kind}`: one analysis.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use madoguchi_store::analyses::{self, AnalysisSettings};
use madoguchi_store::{TenantTx, residents, staff};

use super::kind::Kind;
use super::query::Asked;
use super::table::{Table, table};
use crate::components::{
    Banner, EmptyState, FormErrors, InputKind, SelectField, SelectOption, TextField, Tone, Width,
};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

/// The page.
#[derive(Template)]
#[template(path = "admin/analysis.html")]
pub(super) struct AnalysisPage {
    chrome: Chrome,
    action: String,
    from: TextField,
    until: TextField,
    staff: SelectField,
    /// Whom it is about, chosen before.
    resident: String,
    /// The form that chooses a person; none for the other analyses.
    person: Option<TextField>,
    about: &'static str,
    measured: String,
    table: Table,
    cut: Option<Banner>,
    empty: EmptyState,
    csv: String,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    Path(kind): Path<String>,
    query: QueryData,
) -> Result<Response, PageError> {
    let kind = Kind::from_code(&kind).ok_or(PageError::NotFound)?;
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let asked = Asked::read(&query, app.clock.today(), &mut errors);
    let page = AnalysisPage::load(&mut tx, &officer, kind, &asked, &query, &errors).await?;
    Ok(if errors.is_empty() {
        Page(page).into_response()
    } else {
        Page::invalid(page)
    })
}

impl AnalysisPage {
    /// The page of a question; whom it is about is noted in the audit record.
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        kind: Kind,
        asked: &Asked,
        typed: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        known(tx, officer, asked).await?;
        let settings = analyses::settings(tx).await?;
        let table = table(tx, kind, asked, &settings).await?;
        let action = format!("/admin/analyses/{}", kind.code());
        let everybody = staff::list(tx).await?;
        let day = |name: &str, label: &str, value: chrono::NaiveDate| {
            let value = if typed.has(name) {
                typed.raw(name).to_owned()
            } else {
                value.to_string()
            };
            TextField::new(name, label)
                .kind(InputKind::Date)
                .width(Width::Short)
                .value(value)
                .error(errors.on(name))
        };
        Ok(Self {
            chrome: officer
                .page(kind.label(), Area::AuditAnalyses)
                .above("操作ログの分析", "/admin/analyses")
                .errors(errors),
            from: day("from", "この日から", asked.from),
            until: day("until", "この日まで", asked.until),
            staff: SelectField::new(
                "staff",
                "職員",
                everybody
                    .iter()
                    .map(|one| SelectOption::new(one.id.to_string(), &one.display_name)),
            )
            .blank("全員")
            .value(typed.raw("staff")),
            resident: asked.resident.map(|id| id.to_string()).unwrap_or_default(),
            person: (kind == Kind::Person).then(|| {
                TextField::new("person", "住民の宛名番号")
                    .kind(InputKind::Digits)
                    .hint("15桁。番号は操作ログには残らず、住民の内部の番号で残ります。")
                    .value(typed.raw("person"))
                    .error(errors.on("person"))
                    .required()
            }),
            about: kind.about(),
            measured: measured(kind, &settings),
            cut: table.cut.then(|| {
                Banner::new(Tone::Alert, format!("{}件までを出しています", analyses::MOST))
                    .line("期間を短くするか、職員を選んでください。")
            }),
            empty: if kind == Kind::Person && asked.resident.is_none() {
                EmptyState::new("住民を選んでください").line("宛名番号を入れると、見た職員の一覧が出ます。")
            } else {
                EmptyState::new("この期間には、該当する記録はありません")
            },
            csv: format!("{action}/table.csv?{}", asked.query()),
            table,
            action,
        })
    }
}

/// Whom the question is about must be of this municipality, and is noted as looked at.
pub(super) async fn known(tx: &mut TenantTx, officer: &Officer, asked: &Asked) -> Result<(), PageError> {
    if let Some(resident) = asked.resident {
        residents::household_of(tx, resident)
            .await?
            .ok_or(PageError::NotFound)?;
        officer.saw([resident]);
    }
    Ok(())
}

/// What it is measured against, in words; empty where it is against nothing.
fn measured(kind: Kind, settings: &AnalysisSettings) -> String {
    match kind {
        Kind::OffHours => format!(
            "開庁時間：{}から{}まで",
            settings.opens.format("%-H:%M"),
            settings.closes.format("%-H:%M")
        ),
        Kind::Searches => format!(
            "1日{}件以上、又はふだんの{}倍以上",
            settings.searches_a_day, settings.times_average
        ),
        Kind::Prints => format!("1日{}以上", settings.papers_a_day),
        _ => String::new(),
    }
}

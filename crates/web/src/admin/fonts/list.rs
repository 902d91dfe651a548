//! `GET /admin/fonts`

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::StaffId;
use madoguchi_model::supplied_font_state::SuppliedFontState;
use madoguchi_store::supplied_fonts::{self, StoredFont};
use madoguchi_store::{TenantTx, staff};

use crate::components::{EmptyState, FormErrors, Status, StatusTone, TextField, Width};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/fonts/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    in_use: Option<Row>,
    rows: Vec<Row>,
    empty: EmptyState,
    remark: TextField,
    font_error: String,
}

#[derive(Clone)]
struct Row {
    href: String,
    number: i32,
    remark: String,
    family: String,
    characters: i32,
    status: Status,
    uploaded: String,
}

impl ListPage {
    /// The page with what is wrong with the upload.
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        form: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let names = names(tx).await?;
        let all = supplied_fonts::list(tx).await?;
        let in_use = all.iter().find(|font| font.state == SuppliedFontState::Published);
        Ok(Self {
            chrome: officer
                .page("外字フォント", Area::SuppliedFonts)
                .lead("この自治体の外字（U+E000からU+F8FFまで、面15・16）を、申請書と受付案内票に印字するためのフォントです。登録した人とは別の管理者が公開すると使われます。")
                .errors(errors),
            in_use: in_use.map(|font| row(font, &names)),
            rows: all.iter().map(|font| row(font, &names)).collect(),
            empty: EmptyState::new("まだ登録されていません").line("外字は〓で印字され、窓口で手書きします。"),
            remark: TextField::new("remark", "何のためのフォントか")
                .hint("例：住民記録システムの外字（2026年12月に書き出したもの）")
                .width(Width::Full)
                .value(form.raw("remark"))
                .error(errors.on("remark"))
                .required(),
            font_error: errors.on("font").unwrap_or_default().to_owned(),
        })
    }
}

/// Names of the staff, those who left too.
pub(super) async fn names(tx: &mut TenantTx) -> Result<BTreeMap<StaffId, String>, PageError> {
    let all = staff::list(tx).await?.into_iter();
    Ok(all.map(|person| (person.id, person.display_name)).collect())
}

/// How far a font has come.
pub(super) fn status(state: SuppliedFontState) -> Status {
    let tone = match state {
        SuppliedFontState::Uploaded => StatusTone::Alert,
        SuppliedFontState::Published => StatusTone::Done,
        SuppliedFontState::Replaced | SuppliedFontState::Withdrawn => StatusTone::Plain,
    };
    Status::new(tone, state.label())
}

fn row(font: &StoredFont, names: &BTreeMap<StaffId, String>) -> Row {
    let (by, at) = font.uploaded;
    let by = names.get(&by).map_or("", String::as_str);
    Row {
        href: format!("/admin/fonts/{}", font.id),
        number: font.number,
        remark: font.remark.clone(),
        family: font.family.clone(),
        characters: font.characters,
        status: status(font.state),
        uploaded: format!("{by}　{}", time::day_and_clock(at)),
    }
}

/// Lists the fonts, the newest first.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = ListPage::load(&mut tx, &officer, &FormData::default(), &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

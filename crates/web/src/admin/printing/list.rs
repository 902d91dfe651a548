//! `GET /admin/printing?form=ID`: every form's hints, and a form to change those of one.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_forms::FormDefinition;
use madoguchi_store::TenantTx;
use madoguchi_store::printer_hints::{self, PrinterHint};

use crate::components::{FormErrors, InputKind, TextField, Width};
use crate::error::PageError;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::staff::printing::words;
use crate::state::AppState;

struct Row {
    form: String,
    title: String,
    said: String,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/printing.html")]
pub(super) struct PrintingPage {
    chrome: Chrome,
    rows: Vec<Row>,
    form: String,
    editing: String,
    fields: [TextField; 4],
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let form = query.raw("form");
    if !known(form) {
        return Err(PageError::NotFound);
    }
    let page = PrintingPage::load(&mut tx, &officer, form, None, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

/// A form of the catalogue, or none: every form without hints of its own.
pub(super) fn known(form: &str) -> bool {
    form.is_empty() || FormDefinition::find(form).is_some()
}

impl PrintingPage {
    /// `typed` is what was sent, if it has to be corrected.
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        form: &str,
        typed: Option<[&str; 4]>,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let hints = printer_hints::list(tx).await?;
        let of = |form: &str| hints.iter().find(|hint| hint.form_id == form);
        let mut rows = vec![row("", "既定（案内のない様式と受付案内票）", of(""))];
        let forms = FormDefinition::all().iter();
        rows.extend(forms.map(|definition| row(&definition.id, &definition.title, of(&definition.id))));
        let copies = of(form).map_or(1, |hint| hint.copies).to_string();
        let now = of(form).map_or(["", "", "", "1"], |hint| {
            [&hint.printer, &hint.tray, &hint.paper, &copies]
        });
        let [printer, tray, paper, copies] = typed.unwrap_or(now);
        let editing = rows
            .iter()
            .find(|row| row.form == form)
            .map(|row| row.title.clone())
            .unwrap_or_default();
        let field = |name: &str, label: &str, hint: &str, value: &str| {
            TextField::new(name, label)
                .hint(hint)
                .value(value)
                .error(errors.on(name))
        };
        Ok(Self {
            chrome: officer
                .page("印刷の案内", Area::PrinterHints)
                .lead("印刷する画面に表示する、プリンターや用紙の案内です。プリンターを動かす設定ではありません。")
                .errors(errors),
            form: form.to_owned(),
            fields: [
                field("printer", "プリンター", "例：1階の複合機", printer),
                field("tray", "トレイ", "例：トレイ2", tray),
                field("paper", "用紙の色・種類", "例：うぐいす色", paper),
                field("copies", "部数", "1から99まで", copies)
                    .kind(InputKind::Digits)
                    .width(Width::Short),
            ],
            rows,
            editing,
        })
    }
}

fn row(form: &str, title: &str, hint: Option<&PrinterHint>) -> Row {
    Row {
        form: form.to_owned(),
        title: title.to_owned(),
        said: hint.map(words).unwrap_or_default(),
    }
}

//! `GET /admin/imports/layouts/{layout_id}`: an own layout; of a draft, what is to be chosen, and the sample as it would
//! be read.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use madoguchi_import::{Kind, Layout, first_rows, preview};
use madoguchi_model::ids::ImportLayoutId;
use madoguchi_store::TenantTx;
use madoguchi_store::import_layouts::{self, LayoutState, StoredLayout};

use super::super::words::{names, number, target};
use super::codes::{meaning, vocabulary};
use super::columns::{self, ColumnRow, ListPart, column_rows, form_facts, list_parts};
use super::draft::{DELIMITERS, Draft, ENCODINGS, LINE_ENDS};
use super::list::status;
use crate::components::{FormErrors, SelectField, SelectOption, Status, TextArea, TextField, Width};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

/// Rows of the sample that are shown.
const SHOWN: usize = 8;
/// Reasons that are listed.
const REASONS: usize = 20;

#[derive(Template)]
#[template(path = "admin/imports/layouts/show.html")]
pub(super) struct ShowPage {
    chrome: Chrome,
    href: String,
    name: String,
    saves: i32,
    status: Status,
    history: Vec<(&'static str, String)>,
    is_draft: bool,
    is_active: bool,
    is_retired: bool,
    /// What can be chosen; none for what is not changed here.
    form: Option<DraftForm>,
    problems: Vec<String>,
    trial: Option<Trial>,
    sample_error: String,
    facts: Vec<(&'static str, String)>,
    columns: Vec<ColumnRow>,
    lists: Vec<ListPart>,
}

struct DraftForm {
    title: TextField,
    form: Vec<SelectField>,
    era_digits: bool,
    empty_dates: TextField,
    columns: Vec<ChoiceRow>,
    lists: Vec<ListField>,
    has_sample: bool,
}

struct ChoiceRow {
    at: usize,
    name: String,
    example: String,
    item: String,
    options: Vec<(String, String)>,
}

struct ListField {
    field: TextArea,
    words: String,
}

/// How the sample is read.
struct Trial {
    fault: String,
    summary: String,
    heads: Vec<String>,
    rows: Vec<TrialRow>,
    reasons: Vec<(String, &'static str, String)>,
}

struct TrialRow {
    row: u64,
    broken: String,
    cells: Vec<TrialCell>,
}

struct TrialCell {
    head: String,
    text: String,
    told: String,
    error: &'static str,
}

impl ShowPage {
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        stored: &StoredLayout,
        draft: &Draft,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let names = names(tx).await?;
        let who = |(by, at)| {
            let name = names.get(&by).map_or("", String::as_str);
            format!("{name}　{}", time::day_and_clock(at))
        };
        let is_draft = stored.state == LayoutState::Draft;
        let sample = import_layouts::sample(tx, stored.id).await?.filter(|_| is_draft);
        let editable = is_draft && draft.editable;
        let layout = if editable {
            draft.layout().0
        } else {
            Layout::draft(&stored.content).map_err(PageError::internal)?
        };
        let problems = if is_draft {
            draft.problems(&stored.content)
        } else {
            Vec::new()
        };
        let mut history = vec![
            ("業務", target(stored.target).to_owned()),
            ("最後の変更", who(stored.changed)),
        ];
        history.extend(stored.activated.map(|activated| ("使い始め", who(activated))));
        let trial = sample.as_deref().map(|sample| trial(sample, &layout, tx.today()));
        Ok(Self {
            chrome: officer
                .page(format!("{} 第{}版", stored.title, stored.version), Area::Imports)
                .above("データ取込み", "/admin/imports")
                .above("取込定義", "/admin/imports/layouts")
                .errors(errors),
            href: format!("/admin/imports/layouts/{}", stored.id),
            name: stored.name.clone(),
            saves: stored.saves,
            status: status(stored.state),
            history,
            is_active: stored.state == LayoutState::Active,
            is_retired: stored.state == LayoutState::Retired,
            is_draft,
            form: editable.then(|| draft_form(draft, sample.as_deref(), errors)),
            problems,
            trial,
            sample_error: errors.on("file").unwrap_or_default().to_owned(),
            facts: form_facts(&layout),
            columns: column_rows(&layout),
            lists: list_parts(&layout),
        })
    }
}

#[expect(clippy::too_many_lines, reason = "one field after the other")]
fn draft_form(draft: &Draft, sample: Option<&[u8]>, errors: &FormErrors) -> DraftForm {
    let (chosen, standard) = (&draft.chosen, draft.standard);
    let file = &chosen.file;
    let option = |value: &str, label: &str| SelectOption::new(value, label);
    let code = |found: Option<&str>| found.unwrap_or_default().to_owned();
    let form = vec![
        SelectField::new(
            "encoding",
            "文字コード",
            ENCODINGS.map(|(value, encoding)| option(value, columns::encoding(encoding))),
        )
        .value(code(
            ENCODINGS
                .iter()
                .find(|(_, one)| *one == file.encoding)
                .map(|(value, _)| *value),
        ))
        .error(errors.on("encoding")),
        SelectField::new(
            "line_end",
            "行の終わり",
            LINE_ENDS.map(|(value, line_end)| option(value, columns::line_end(line_end))),
        )
        .value(code(
            LINE_ENDS
                .iter()
                .find(|(_, one)| *one == file.line_end)
                .map(|(value, _)| *value),
        )),
        SelectField::new(
            "delimiter",
            "区切り",
            DELIMITERS.map(|(value, delimiter)| SelectOption::new(value, columns::delimiter(delimiter))),
        )
        .value(code(
            DELIMITERS
                .iter()
                .find(|(_, one)| *one == file.delimiter)
                .map(|(value, _)| *value),
        )),
        SelectField::new(
            "quote",
            "引用符",
            [option("\"", "\"（二重引用符）"), option("'", "'（一重引用符）")],
        )
        .blank("なし")
        .value(file.quote.map(String::from).unwrap_or_default()),
        SelectField::new(
            "header",
            "1行目",
            [option("yes", "項目名"), option("no", "データ")],
        )
        .value(if file.header { "yes" } else { "no" }),
        SelectField::new(
            "line_breaks",
            "項目の中の改行",
            [option("no", "ない"), option("yes", "ある（引用符の中）")],
        )
        .value(if file.line_breaks_in_cells { "yes" } else { "no" }),
    ];
    let examples = sample.and_then(|sample| {
        let rows = first_rows(sample, file, 2).ok()?;
        rows.into_iter().nth(usize::from(file.header))
    });
    let rows = draft
        .columns(sample)
        .into_iter()
        .enumerate()
        .map(|(at, (name, item))| ChoiceRow {
            at,
            name,
            example: examples
                .as_ref()
                .and_then(|cells| cells.get(at).cloned())
                .unwrap_or_default(),
            item: item.unwrap_or_default(),
            options: standard
                .columns
                .iter()
                .map(|column| {
                    let required = if column.required { "（必須）" } else { "" };
                    (column.item.clone(), format!("{}{required}", column.item))
                })
                .collect(),
        });
    let used = |list: &str| {
        standard.columns.iter().any(|column| {
            column.list.as_deref() == Some(list)
                && chosen
                    .columns
                    .iter()
                    .any(|(_, item)| item.as_ref() == Some(&column.item))
        })
    };
    let lists = standard
        .lists
        .iter()
        .filter(|(name, _)| used(name))
        .map(|(name, list)| {
            let words = vocabulary(list);
            let told = |word: &str| {
                let known = words.iter().find(|(one, _)| one == word);
                known.map_or_else(|| meaning(word), |(_, told)| told.clone())
            };
            let codes = chosen.lists.get(name).unwrap_or(list);
            let lines: Vec<String> = codes
                .iter()
                .map(|(code, word)| format!("{code},{}", told(word)))
                .collect();
            let users: Vec<&str> = standard
                .columns
                .iter()
                .filter(|column| column.list.as_ref() == Some(name))
                .map(|column| &*column.item)
                .collect();
            let field = format!("list-{name}");
            ListField {
                field: TextArea::new(field.clone(), format!("コード表：{}", users.join("・")))
                    .hint("1行に1つ、「ファイルの中のコード,意味」の形で入れます。")
                    .value(lines.join("\n"))
                    .error(errors.on(&field)),
                words: words
                    .into_iter()
                    .map(|(_, told)| told)
                    .collect::<Vec<_>>()
                    .join("、"),
            }
        });
    DraftForm {
        title: TextField::new("title", "定義の呼び名")
            .width(Width::Full)
            .value(&*chosen.title)
            .error(errors.on("title"))
            .required(),
        form,
        era_digits: chosen.dates.era_digits,
        empty_dates: TextField::new("empty_dates", "日付がないことを表す値")
            .hint("例：00000000 99999999（空白で区切る）。ないときは空のままにします。")
            .value(chosen.dates.empty.join(" ")),
        columns: rows.collect(),
        lists: lists.collect(),
        has_sample: sample.is_some(),
    }
}

/// Reads the sample by the layout as it is now.
fn trial(sample: &[u8], layout: &Layout, today: NaiveDate) -> Trial {
    let mut trial = Trial {
        fault: String::new(),
        summary: String::new(),
        heads: Vec::new(),
        rows: Vec::new(),
        reasons: Vec::new(),
    };
    let heads = first_rows(sample, &layout.file, 1).map(|rows| rows.into_iter().next().unwrap_or_default());
    let read = heads.and_then(|heads| Ok((heads, preview(sample, layout, today, SHOWN)?)));
    let (heads, preview) = match read {
        Ok(read) => read,
        Err(fault) => {
            trial.fault = fault.to_string();
            return trial;
        }
    };
    trial.heads = if layout.file.header {
        heads
    } else {
        layout.columns.iter().map(|column| column.item.clone()).collect()
    };
    trial.summary = format!(
        "見本の{}行のうち、{}行が読めました。{}",
        number(preview.read),
        number(preview.read - preview.rejected),
        match preview.rejected {
            0 => String::new(),
            some => format!("{}行は取り込めません。", number(some)),
        }
    );
    let heads = &trial.heads;
    trial.rows = preview
        .rows
        .into_iter()
        .map(|row| TrialRow {
            row: row.row,
            broken: row
                .rejects
                .iter()
                .find(|reject| reject.item.is_empty())
                .map(|reject| reject.reason.text().to_owned())
                .unwrap_or_default(),
            cells: row
                .cells
                .into_iter()
                .enumerate()
                .map(|(at, text)| {
                    let head = heads.get(at).cloned().unwrap_or_default();
                    let error = row
                        .rejects
                        .iter()
                        .find(|reject| !head.is_empty() && reject.item == head.trim());
                    TrialCell {
                        told: told(layout, head.trim(), &text),
                        error: error.map_or("", |reject| reject.reason.text()),
                        head,
                        text,
                    }
                })
                .collect(),
        })
        .collect();
    let mut reasons: Vec<_> = preview.reasons.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    trial.reasons = reasons
        .into_iter()
        .take(REASONS)
        .map(|((item, reason), count)| (item, reason, number(count)))
        .collect();
    trial
}

/// What a code means; empty for what is no code.
fn told(layout: &Layout, item: &str, cell: &str) -> String {
    let column = layout.columns.iter().find(|column| column.item == item);
    match column {
        Some(column) if column.kind == Kind::Code => {
            layout.word(column, cell).map(meaning).unwrap_or_default()
        }
        _ => String::new(),
    }
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportLayoutId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let stored = import_layouts::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let draft = Draft::read(&stored)?;
    let page = ShowPage::load(&mut tx, &officer, &stored, &draft, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

/// An own layout's definition as a file.
pub(crate) async fn file(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportLayoutId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let stored = import_layouts::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    Ok(super::standard::toml(&stored.name, stored.content))
}

/// What a form sent that was not taken is shown with.
pub(super) async fn refused(
    tx: &mut TenantTx,
    officer: &Officer,
    stored: &StoredLayout,
    draft: &Draft,
    errors: &FormErrors,
) -> Result<Response, PageError> {
    Ok(Page::invalid(
        ShowPage::load(tx, officer, stored, draft, errors).await?,
    ))
}

/// The number of saves that a form was made after.
pub(super) fn saves(form: &FormData) -> i32 {
    form.raw("saves").parse().unwrap_or(0)
}

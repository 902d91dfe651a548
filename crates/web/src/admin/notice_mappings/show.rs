//! `GET /admin/notice-mappings/{mapping_id}`: the columns, what each is, and what the sample comes to.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_link::portals::Mapping;
use madoguchi_model::case::LifeEvent;
use madoguchi_store::import_layouts::LayoutState;
use madoguchi_store::portal_mappings::{self, StoredMapping};
use uuid::Uuid;

use super::draft::{self, Checked, ENCODINGS, Table};
use super::list::status;
use super::{PATH, fields};
use crate::components::{Choice, Choices, FormErrors, SelectField, SelectOption, Status, TextField, Width};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/notice_mappings/show.html")]
pub(super) struct ShowPage {
    chrome: Chrome,
    href: String,
    name: String,
    version: i32,
    saves: i32,
    status: Status,
    /// It can be changed on this page.
    open: bool,
    /// It can be ended.
    ends: bool,
    /// Whoever looks changed it last, and so does not approve it.
    own: bool,
    /// What it still lacks; empty where it can be used.
    lacks: String,
    table: Table,
    checked: Option<Checked>,
    title: TextField,
    encoding: SelectField,
    columns: Vec<SelectField>,
    events: Choices,
    withdrawn: TextField,
    fixed: TextField,
}

/// How many saves the form read.
pub(super) fn saves(form: &FormData) -> i32 {
    form.raw("saves").parse().unwrap_or(0)
}

impl ShowPage {
    /// The page of a version; `mapping` is what it holds, or what was chosen.
    pub(super) fn new(
        officer: &Officer,
        stored: &StoredMapping,
        mapping: &Mapping,
        sample: Option<&[u8]>,
        errors: &FormErrors,
    ) -> Self {
        let table = sample.map(|sample| draft::table(sample, &mapping.file));
        let mut table = table.and_then(Result::ok).unwrap_or_default();
        for cell in table.rows.iter_mut().flatten() {
            *cell = shape(cell);
        }
        let lacks = mapping.wrong().unwrap_or_default();
        let checked = sample.map(|sample| draft::check(mapping, sample));
        let columns = fields::ALL.into_iter().map(|(field, label, _)| {
            let chosen = fields::column(&mapping.fields, field);
            let mut names = table.columns.clone();
            // What the definition says is kept, whether or not the sample has it.
            if !chosen.is_empty() && !names.contains(&chosen) {
                names.push(chosen.clone());
            }
            let options = names
                .into_iter()
                .map(|name| SelectOption::new(name.clone(), name));
            SelectField::new(format!("column-{field}"), label, options)
                .blank("（この列はない）")
                .value(&chosen)
        });
        let encodings = ENCODINGS
            .iter()
            .map(|(encoding, code)| SelectOption::new(*code, encoding.name()));
        let encoding = ENCODINGS
            .iter()
            .find(|(encoding, _)| *encoding == mapping.file.encoding);
        let events = LifeEvent::ALL.map(|event| Choice::new(event.code(), event.label()));
        Self {
            chrome: officer
                .page(stored.title.clone(), Area::PortalConnections)
                .above("ポータルとの接続", "/admin/portals")
                .above("電子申請のファイルの対応表", PATH)
                .errors(errors),
            href: format!("{PATH}/{}", stored.id),
            name: stored.name.clone(),
            version: stored.version,
            saves: stored.saves,
            status: status(stored.state),
            open: stored.state == LayoutState::Draft,
            ends: stored.state != LayoutState::Retired,
            own: stored.changed.0 == officer.staff().id,
            lacks: lacks.into(),
            checked,
            title: TextField::new("title", "対応表の呼び名")
                .width(Width::Full)
                .value(&*mapping.title)
                .error(errors.on("title"))
                .required(),
            encoding: SelectField::new("encoding", "文字コード", encodings)
                .value(encoding.map_or("", |(_, code)| code))
                .hint("見本から自動で選んでいます。上の表の列の名前と、その下の氏名が読めれば、合っています。")
                .error(errors.on("encoding"))
                .required(),
            columns: columns.collect(),
            events: Choices::several("events", "この様式の用件", events)
                .inline()
                .selected(mapping.events.iter().map(|event| event.code()))
                .hint("選ぶと、受付の用件に初めから入ります。引越し以外の申請で、決められないときは選びません。"),
            withdrawn: TextField::new("withdrawn", "取下げを表す言葉")
                .hint("「申請の状態」の列がこの言葉のとき、取下げとして扱います。「、」で区切ります。")
                .width(Width::Full)
                .value(mapping.withdrawn.join("、")),
            fixed: TextField::new("fixed_procedure_name", "手続の名前（列がないとき）")
                .hint("「手続の名前」の列がないか空のときに使う、決まった言葉。例：転入の来庁予約")
                .width(Width::Full)
                .value(mapping.fixed.get("procedure_name").cloned().unwrap_or_default())
                .error(errors.on("fixed_procedure_name")),
            table,
        }
    }
}

/// What kind of letters a cell has: that is enough to tell which column it is. Where applicants live is told to nobody who
/// makes a mapping; some of them are under a protective measure.
fn shape(cell: &str) -> String {
    let of = |c: char| match c {
        _ if c.is_ascii_digit() => '0',
        'ぁ'..='ゖ' => 'あ',
        'ァ'..='ヺ' => 'ア',
        'ｦ'..='ﾟ' => 'ｱ',
        _ if c.is_ascii_alphabetic() => 'a',
        _ if c.is_alphanumeric() && c != 'ー' => '字',
        other => other,
    };
    cell.chars().map(of).collect()
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let stored = portal_mappings::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let sample = portal_mappings::sample(&mut tx, id).await?;
    let mapping = draft::of_stored(&stored)?;
    let page = ShowPage::new(&officer, &stored, &mapping, sample.as_deref(), &FormErrors::new());
    Ok(Page(page).into_response())
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn a_cell_shows_its_kind_and_nothing_else() {
        assert_eq!(
            shape("本町一丁目2番3号　コーポ桜101"),
            "字字字字字0字0字　アーア字000"
        );
        assert_eq!(shape("1980-04-01"), "0000-00-00");
        assert_eq!(shape("R-2026a"), "a-0000a");
        assert_eq!(shape("ﾐﾎﾝ　はなこ"), "ｱｱｱ　あああ");
    }
}

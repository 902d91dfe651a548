//! A mapping that is being drawn up, and what a sample comes to by it.

use madoguchi_import::{Encoding, FileForm, Limits, Row, Rows, guess as guess_form};
use madoguchi_link::portals::{Bounds, Mapping, PersonFields, Shape, read};
use madoguchi_model::case::LifeEvent;
use madoguchi_model::prepared_case::{NoticeSource, PreparedCase};
use madoguchi_model::wareki;
use madoguchi_store::portal_mappings::StoredMapping;

use super::fields;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;

/// Rows of a sample that are shown.
const SHOWN: usize = 5;
/// The longest title and fixed words, in characters.
const LONGEST: usize = 100;

/// The encodings, by the code in the definition.
pub(super) const ENCODINGS: [(Encoding, &str); 4] = [
    (Encoding::Utf8, "utf-8"),
    (Encoding::ShiftJis, "shift_jis"),
    (Encoding::Utf16Le, "utf-16le"),
    (Encoding::Utf16Be, "utf-16be"),
];

/// The first rows of a file: the columns' names, and cells.
#[derive(Default)]
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// What a sample comes to.
#[derive(Default)]
pub(super) struct Checked {
    /// How many applications can be taken.
    pub(super) taken: usize,
    /// The first of them, as they are read: number, name, reading, birth date, visit.
    pub(super) first: Vec<[String; 5]>,
    /// Row, column, problem, effect.
    pub(super) problems: Vec<[String; 4]>,
}

/// A first draft from a sample. The error is for the administrator.
pub(super) fn of_sample(name: &str, title: &str, sample: &[u8]) -> Result<Mapping, String> {
    let file = FileForm {
        header: true,
        line_breaks_in_cells: true,
        ..guess_form(sample)
    };
    let table = table(sample, &file)?;
    Ok(Mapping {
        id: name.to_owned(),
        title: title.to_owned(),
        source_note: "この自治体が、画面で見本のファイルから作った対応表".into(),
        source: NoticeSource::ElectronicApplication,
        shape: Shape::Csv,
        data_suffix: String::new(),
        file,
        element: String::new(),
        events: Vec::new(),
        events_of: std::collections::BTreeMap::new(),
        withdrawn: vec!["取下げ".into(), "取り下げ".into(), "キャンセル".into()],
        sexes: std::collections::BTreeMap::new(),
        fixed: std::collections::BTreeMap::new(),
        fields: fields::guess(&table.columns),
        person: PersonFields::default(),
        answers: std::collections::BTreeMap::new(),
    })
}

/// The draft as it is kept.
pub(super) fn of_stored(stored: &StoredMapping) -> Result<Mapping, PageError> {
    Mapping::draft(&stored.content).map_err(PageError::internal)
}

/// The columns' names and the first rows.
pub(super) fn table(sample: &[u8], file: &FileForm) -> Result<Table, String> {
    let mut rows = Rows::new(sample, file, Limits::default()).map_err(|fault| fault.to_string())?;
    let columns = match rows.next() {
        Some(Ok((_, Row::Cells(columns)))) => columns,
        Some(Err(fault)) => return Err(fault.to_string()),
        _ => return Err("1行目に、列の名前がありません。".into()),
    };
    let cells = rows.filter_map(|row| match row {
        Ok((_, Row::Cells(cells))) => Some(cells),
        _ => None,
    });
    Ok(Table {
        columns,
        rows: cells.take(SHOWN).collect(),
    })
}

/// The draft with what was chosen.
pub(super) fn applied(draft: &Mapping, form: &FormData, errors: &mut FormErrors) -> Mapping {
    let mut next = draft.clone();
    form.text("title").clone_into(&mut next.title);
    if next.title.is_empty() || next.title.chars().count() > LONGEST {
        errors.add(
            "title",
            format!("対応表の呼び名を、{LONGEST}文字までで入れてください。"),
        );
    }
    let encoding = ENCODINGS.iter().find(|(_, code)| *code == form.raw("encoding"));
    match encoding {
        Some((encoding, _)) => next.file.encoding = *encoding,
        None => errors.add("encoding", "文字コードを選んでください。"),
    }
    for (field, ..) in fields::ALL {
        next.fields = fields::with_column(&next.fields, field, form.raw(&format!("column-{field}")));
    }
    next.events = LifeEvent::ALL
        .into_iter()
        .filter(|event| form.all("events").any(|code| code == event.code()))
        .collect();
    let words = form.raw("withdrawn").split(['、', ',', '\n']);
    next.withdrawn = words
        .map(|word| word.trim().to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    let fixed = form.text("fixed_procedure_name");
    if fixed.chars().count() > LONGEST {
        errors.add(
            "fixed_procedure_name",
            format!("{LONGEST}文字までにしてください。"),
        );
    }
    next.fixed.remove("procedure_name");
    if !fixed.is_empty() {
        next.fixed.insert("procedure_name".into(), fixed.to_owned());
    }
    next
}

/// Reads the sample by the draft.
pub(super) fn check(draft: &Mapping, sample: &[u8]) -> Checked {
    let found = match read(draft, sample, Bounds::default()) {
        Ok(found) => found,
        Err(error) => {
            return Checked {
                problems: vec![[
                    "全体".into(),
                    String::new(),
                    error.to_string(),
                    "取り込めません".into(),
                ]],
                ..Checked::default()
            };
        }
    };
    let effect = |refused| {
        if refused {
            "取り込めません"
        } else {
            "この項目を除いて取り込みます"
        }
    };
    Checked {
        taken: found.taken.len(),
        first: found
            .taken
            .iter()
            .take(SHOWN)
            .map(|one| line(&one.case))
            .collect(),
        problems: found
            .problems
            .iter()
            .map(|one| {
                [
                    format!("{}行目", one.place),
                    one.item.clone(),
                    one.problem.clone(),
                    effect(one.refused).into(),
                ]
            })
            .collect(),
    }
}

fn line(case: &PreparedCase) -> [String; 5] {
    let first = case.people.first();
    let born = first.and_then(|person| person.birth_date.as_ref());
    let visit = case.visit_on.map(wareki::format_short).unwrap_or_default();
    [
        case.receipt_number.clone(),
        first
            .map(|person| person.name.written.clone())
            .unwrap_or_default(),
        first.map(|person| person.name.kana.clone()).unwrap_or_default(),
        born.map(wareki::format_register).unwrap_or_default(),
        [visit, case.visit_time.clone()].join("　").trim().to_owned(),
    ]
}

//! A layout's columns, code lists and file form in words.

use madoguchi_import::{Column, Encoding, FileForm, Kind, Layout, LineEnd};

use super::codes::meaning;

pub(super) struct ColumnRow {
    pub(super) item: String,
    pub(super) kind: String,
    pub(super) required: bool,
    pub(super) note: String,
}

/// A code list with what each code means.
pub(super) struct ListPart {
    pub(super) name: String,
    pub(super) codes: Vec<(String, String)>,
}

/// What a cell is, in words.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "文字",
        Kind::PersonNumber => "15桁の番号",
        Kind::Number => "数",
        Kind::Digits => "数字の並び",
        Kind::Date => "日付",
        Kind::Code => "コード",
        Kind::Flag => "フラグ（1・0）",
        Kind::Ignored => "読まない",
    }
}

pub(super) fn column_rows(layout: &Layout) -> Vec<ColumnRow> {
    layout.columns.iter().map(|column| row(layout, column)).collect()
}

fn row(layout: &Layout, column: &Column) -> ColumnRow {
    let mut notes = Vec::new();
    if let Some(list) = &column.list {
        let codes = layout.lists.get(list).map_or(0, std::collections::BTreeMap::len);
        notes.push(format!("コード表「{list}」（{codes}個）"));
    }
    if let Some(most) = column.most {
        notes.push(format!("{most}文字まで"));
    }
    if let Some(flag) = &column.unknown_flag {
        notes.push(format!("不詳は「{flag}」"));
    }
    ColumnRow {
        item: column.item.clone(),
        kind: kind(column.kind).to_owned(),
        required: column.required,
        note: notes.join("、"),
    }
}

pub(super) fn list_parts(layout: &Layout) -> Vec<ListPart> {
    let lists = layout.lists.iter().map(|(name, list)| ListPart {
        name: name.clone(),
        codes: list
            .iter()
            .map(|(code, word)| (code.clone(), meaning(word).clone()))
            .collect(),
    });
    lists.collect()
}

/// What parts cells, in words.
pub(super) fn delimiter(delimiter: char) -> String {
    match delimiter {
        ',' => "コンマ".into(),
        '\t' => "タブ".into(),
        ';' => "セミコロン".into(),
        other => other.to_string(),
    }
}

/// How lines end, in words.
pub(super) fn line_end(line_end: LineEnd) -> &'static str {
    match line_end {
        LineEnd::Crlf => "CR LF（Windows）",
        LineEnd::Lf => "LF（Unix）",
        LineEnd::Any => "どちらでもよい",
    }
}

/// An encoding, in words.
pub(super) fn encoding(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::ShiftJis => "Shift_JIS（Windows）",
        other => other.name(),
    }
}

pub(super) fn form_facts(layout: &Layout) -> Vec<(&'static str, String)> {
    let file: &FileForm = &layout.file;
    vec![
        ("名前", layout.id.clone()),
        ("文字コード", encoding(file.encoding).into()),
        ("行の終わり", line_end(file.line_end).into()),
        ("区切り", delimiter(file.delimiter)),
        (
            "引用符",
            file.quote
                .map_or_else(|| "なし".into(), |quote| quote.to_string()),
        ),
        ("1行目", if file.header { "項目名" } else { "データ" }.into()),
    ]
}

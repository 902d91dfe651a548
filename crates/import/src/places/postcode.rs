//! 郵便番号データ. Columns have no names: their order is the format (日本郵便「郵便番号データファイルの形式等」).

use madoguchi_model::kana::katakana;
use madoguchi_model::municipality_code::MunicipalityCode;
use madoguchi_model::postcode;
use unicode_normalization::UnicodeNormalization;

use super::rows::{PlaceRow, PostcodeRow};
use super::{Wrong, towns};
use crate::fault::Reason;
use crate::read::record::Record;

/// A row of 住所の郵便番号 as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Raw {
    pub(super) postcode: String,
    pub(super) code: String,
    pub(super) prefecture: String,
    pub(super) city: String,
    pub(super) town: String,
    pub(super) kana: String,
}

/// Puts rows together whose 町域 is written over several (38 characters in one), and makes places of them.
#[derive(Default)]
pub(super) struct Assembly {
    waiting: Option<Raw>,
    expansion: towns::Expansion,
}

impl Assembly {
    /// Takes a row; the places of those before, if they are complete.
    pub(super) fn take(&mut self, record: &Record) -> Result<Option<Vec<PlaceRow>>, Wrong> {
        let raw = raw(record)?;
        if let Some(waiting) = &mut self.waiting {
            let goes_on = is_open(&waiting.town)
                && waiting.postcode == raw.postcode
                && waiting.code == raw.code
                && !raw.town.contains(['（', '(']);
            if goes_on {
                waiting.town.push_str(&raw.town);
                if is_open(&waiting.kana) {
                    waiting.kana.push_str(&raw.kana);
                }
                return Ok(None);
            }
        }
        let before = self.waiting.replace(raw);
        Ok(before.map(|raw| self.expansion.rows(&raw)))
    }

    /// The places of the last row.
    pub(super) fn finish(&mut self) -> Option<Vec<PlaceRow>> {
        let last = self.waiting.take()?;
        Some(self.expansion.rows(&last))
    }
}

/// A bracket is open at the end.
fn is_open(text: &str) -> bool {
    let count = |brackets: [char; 2]| text.chars().filter(|c| brackets.contains(c)).count();
    count(['（', '(']) > count(['）', ')'])
}

fn raw(record: &Record) -> Result<Raw, Wrong> {
    if record.len() != 15 {
        return Err(("", Reason::CellCount));
    }
    // 「2：廃止」 stands only in files of differences.
    if record.cell(13) == "2" {
        return Err(("更新の表示", Reason::UnknownCode));
    }
    Ok(Raw {
        code: municipality(record.cell(0))?,
        postcode: digits(record.cell(2))?,
        prefecture: named(record.cell(6), "都道府県名")?,
        city: named(record.cell(7), "市区町村名")?,
        town: record.cell(8).trim().to_owned(),
        kana: full_width(record.cell(5)),
    })
}

/// A row of 事業所の個別郵便番号.
pub(super) fn office(record: &Record) -> Result<PostcodeRow, Wrong> {
    if record.len() != 13 {
        return Err(("", Reason::CellCount));
    }
    if record.cell(12) == "5" {
        return Err(("修正コード", Reason::UnknownCode));
    }
    Ok(PostcodeRow {
        municipality_code: municipality(record.cell(0))?,
        office: named(record.cell(2), "大口事業所名（漢字）")?,
        prefecture: named(record.cell(3), "都道府県名")?,
        city: named(record.cell(4), "市区町村名")?,
        town: record.cell(5).trim().to_owned(),
        kana: full_width(record.cell(1)),
        block: record.cell(6).trim().to_owned(),
        postcode: digits(record.cell(7))?,
        ..PostcodeRow::default()
    })
}

fn municipality(cell: &str) -> Result<String, Wrong> {
    MunicipalityCode::of_five_digits(cell.trim())
        .map(|code| code.as_str().to_owned())
        .ok_or(("全国地方公共団体コード", Reason::NotDigits))
}

fn digits(cell: &str) -> Result<String, Wrong> {
    postcode::parse(cell).ok_or(("郵便番号", Reason::NotDigits))
}

fn named(cell: &str, item: &'static str) -> Result<String, Wrong> {
    let cell = cell.trim();
    if cell.is_empty() {
        Err((item, Reason::Empty))
    } else {
        Ok(cell.to_owned())
    }
}

/// Half-width katakana with its marks as full-width: ｶﾞ is ガ.
fn full_width(cell: &str) -> String {
    cell.trim().nfkc().map(katakana).collect()
}

//! アドレス・ベース・レジストリ: columns are found by name, so that a file of another version, with more columns or
//! others' order, is read too. Names of the first versions (`town_id`, `oaza_town_name`) are known.

use chrono::NaiveDate;
use madoguchi_model::postcode;

use super::rows::{NumberKind, NumberRow, PlaceRow, TownRow};
use super::{PlaceFile, PlaceOutcome, Wrong};
use crate::fault::Reason;
use crate::read::record::Record;

/// Columns, each with the names it has had.
const NAMES: [(Column, &[&str]); 23] = [
    (Column::Code, &["lg_code"]),
    (Column::Town, &["machiaza_id", "town_id"]),
    (Column::BlockId, &["blk_id"]),
    (Column::ResidenceId, &["rsdt_id", "addr_id"]),
    (Column::ParcelId, &["prc_id"]),
    (Column::Prefecture, &["pref", "pref_name"]),
    (Column::County, &["county", "county_name"]),
    (Column::City, &["city", "city_name"]),
    (Column::Ward, &["ward", "od_city_name"]),
    (Column::Oaza, &["oaza_cho", "oaza_town_name"]),
    (Column::OazaKana, &["oaza_cho_kana", "oaza_town_name_kana"]),
    (Column::OazaRomaji, &["oaza_cho_roma", "oaza_town_name_roma"]),
    (Column::Chome, &["chome", "chome_name"]),
    (Column::ChomeKana, &["chome_kana", "chome_name_kana"]),
    (Column::Koaza, &["koaza", "koaza_name"]),
    (Column::KoazaKana, &["koaza_kana", "koaza_name_kana"]),
    (Column::KoazaAlias, &["koaza_aka_code", "koaza_alias_name_flg"]),
    (Column::ResidenceDisplay, &["rsdt_addr_flg"]),
    (Column::Postcode, &["post_code"]),
    (Column::From, &["efct_date"]),
    (Column::Until, &["ablt_date"]),
    (Column::First, &["blk_num", "prc_num1"]),
    (Column::Second, &["rsdt_num", "prc_num2"]),
];
const THIRD: [&str; 3] = ["rsdt_num2", "prc_num3", "addr_num2"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Code,
    Town,
    BlockId,
    ResidenceId,
    ParcelId,
    Prefecture,
    County,
    City,
    Ward,
    Oaza,
    OazaKana,
    OazaRomaji,
    Chome,
    ChomeKana,
    Koaza,
    KoazaKana,
    KoazaAlias,
    ResidenceDisplay,
    Postcode,
    From,
    Until,
    First,
    Second,
    Third,
}

/// Where a file has its columns.
#[derive(Default)]
pub(super) struct Columns(Vec<(Column, usize)>);

impl Columns {
    pub(super) fn of_header(header: &Record) -> Self {
        let find = |cell: &str| {
            let cell = cell.trim().trim_start_matches('\u{FEFF}').to_ascii_lowercase();
            let known = NAMES.iter().find(|(_, names)| names.contains(&&*cell));
            let third = THIRD.contains(&&*cell).then_some(Column::Third);
            known.map(|(column, _)| *column).or(third)
        };
        let places = header.iter().enumerate();
        Self(places.filter_map(|(at, cell)| Some((find(cell)?, at))).collect())
    }

    /// What kind of file has these columns; none where it is not of the registry.
    pub(super) fn kind(&self) -> Option<PlaceFile> {
        let has = |column| self.0.iter().any(|(known, _)| *known == column);
        if !has(Column::Code) {
            None
        } else if has(Column::ParcelId) {
            Some(PlaceFile::Parcels)
        } else if has(Column::ResidenceId) {
            Some(PlaceFile::Residences)
        } else if has(Column::BlockId) {
            Some(PlaceFile::Blocks)
        } else if has(Column::Town) {
            Some(PlaceFile::Towns)
        } else {
            has(Column::City).then_some(PlaceFile::Cities)
        }
    }

    fn cell<'r>(&self, record: &'r Record, column: Column) -> &'r str {
        let place = self.0.iter().find(|(known, _)| *known == column);
        place.map_or("", |(_, at)| record.cell(*at).trim())
    }
}

/// What a row of the registry is.
pub(super) fn row(
    kind: PlaceFile,
    columns: &Columns,
    record: &Record,
    today: NaiveDate,
) -> Result<PlaceOutcome, Wrong> {
    let cell = |column| columns.cell(record, column);
    let code = code(cell(Column::Code), 6, "lg_code")?;
    if !in_force(cell(Column::From), cell(Column::Until), today)? {
        return Ok(PlaceOutcome::NotInForce);
    }
    let row = match kind {
        PlaceFile::Cities => PlaceRow::City(code),
        PlaceFile::Towns => PlaceRow::Town(town(code, &cell)?),
        _ => match number(kind, code, &cell)? {
            Some(number) => PlaceRow::Number(number),
            None => return Err(("blk_num", Reason::Empty)),
        },
    };
    Ok(PlaceOutcome::Rows(vec![row]))
}

fn town<'r>(code_of_city: String, cell: &impl Fn(Column) -> &'r str) -> Result<TownRow, Wrong> {
    let (oaza, chome, koaza) = (cell(Column::Oaza), cell(Column::Chome), cell(Column::Koaza));
    let kana = [
        cell(Column::OazaKana),
        cell(Column::ChomeKana),
        cell(Column::KoazaKana),
    ];
    // 京都's 通り名 is kept as 小字, and stands before the town in an address.
    let street = cell(Column::KoazaAlias) == "1";
    let name = if street {
        [koaza, oaza, chome]
    } else {
        [oaza, chome, koaza]
    }
    .concat();
    if name.is_empty() {
        return Err(("oaza_cho", Reason::Empty));
    }
    let [oaza_kana, chome_kana, koaza_kana] = kana;
    let kana = if street {
        [koaza_kana, oaza_kana, chome_kana]
    } else {
        kana
    };
    let first = cell(Column::Postcode).split([';', '/', ' ', '、']).next();
    Ok(TownRow {
        municipality_code: code_of_city,
        town_code: code(cell(Column::Town), 7, "machiaza_id")?,
        prefecture: cell(Column::Prefecture).to_owned(),
        city: [cell(Column::County), cell(Column::City), cell(Column::Ward)].concat(),
        name,
        kana: kana.concat(),
        romaji: cell(Column::OazaRomaji).to_owned(),
        postcode: first.and_then(postcode::parse).unwrap_or_default(),
        residence_display: cell(Column::ResidenceDisplay) == "1",
    })
}

fn number<'r>(
    kind: PlaceFile,
    code_of_city: String,
    cell: &impl Fn(Column) -> &'r str,
) -> Result<Option<NumberRow>, Wrong> {
    let parts = [cell(Column::First), cell(Column::Second), cell(Column::Third)];
    let [first, second, third] = parts;
    let (kind, number) = match kind {
        PlaceFile::Blocks => (NumberKind::Block, format!("{first}番")),
        PlaceFile::Residences => {
            let house = if third.is_empty() {
                second.to_owned()
            } else {
                format!("{second}-{third}")
            };
            match (first.is_empty(), house.is_empty()) {
                // 道路方式 has no blocks.
                (true, false) => (NumberKind::Residence, format!("{house}号")),
                (false, true) => (NumberKind::Block, format!("{first}番")),
                _ => (NumberKind::Residence, format!("{first}番{house}号")),
            }
        }
        _ => {
            let branch: Vec<&str> = [second, third]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            (NumberKind::Parcel, format!("{first}番地{}", branch.join("-")))
        }
    };
    let nothing =
        parts.iter().all(|part| part.is_empty()) || (kind != NumberKind::Residence && first.is_empty());
    if nothing {
        return Ok(None);
    }
    Ok(Some(NumberRow {
        municipality_code: code_of_city,
        town_code: code(cell(Column::Town), 7, "machiaza_id")?,
        kind,
        number,
        order: parts.map(leading),
    }))
}

/// The number a part begins with; 0 where it begins with none.
fn leading(part: &str) -> i32 {
    let digits: String = part.chars().take_while(char::is_ascii_digit).take(9).collect();
    digits.parse().unwrap_or(0)
}

fn code(cell: &str, length: usize, item: &'static str) -> Result<String, Wrong> {
    let digits = cell.len() == length && cell.bytes().all(|byte| byte.is_ascii_digit());
    if digits {
        Ok(cell.to_owned())
    } else if cell.is_empty() {
        Err((item, Reason::Empty))
    } else {
        Err((item, Reason::NotDigits))
    }
}

/// 効力発生日 has come, and 廃止日 has not.
fn in_force(from: &str, until: &str, today: NaiveDate) -> Result<bool, Wrong> {
    let day = |text: &str, item| {
        if text.is_empty() {
            return Ok(None);
        }
        let date = text.get(..10).unwrap_or(text).replace('/', "-");
        date.parse::<NaiveDate>()
            .map(Some)
            .map_err(|_| (item, Reason::NotADate))
    };
    let (from, until) = (day(from, "efct_date")?, day(until, "ablt_date")?);
    Ok(from.is_none_or(|from| from <= today) && until.is_none_or(|until| until > today))
}

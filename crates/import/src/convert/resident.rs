//! Rows of the register.

use madoguchi_model::address::Address;
use madoguchi_model::ids::{HouseholdId, ResidentId};
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::relationship;
use madoguchi_model::resident::{ForeignStatus, ProtectiveMeasure, Resident, ResidentState, Sex};
use uuid::Uuid;

use crate::entry::ResidentEntry;
use crate::fault::{Reason, Reject};
use crate::layout::ResidentField as Field;
use crate::read::Cells;

/// What a resident's row says.
pub(super) fn resident(cells: Cells<'_>) -> Result<ResidentEntry, Vec<Reject>> {
    let mut row = Row::new(cells);
    let foreign = row.word(Field::Kind) == "foreign";
    let birth_date = row.needed_date(Field::BirthDate);
    let changed_on = row.needed_date(Field::ChangedOn);
    let address_since = row.needed_date(Field::AddressSince);
    let since = if foreign {
        Field::ForeignResidentSince
    } else {
        Field::ResidentSince
    };
    let resident_since = match row.date(since) {
        Some(date) => Some(date),
        None => row.date(Field::ResidentSince).or_else(|| address_since.clone()),
    };
    let history_number = row.count(Field::HistoryNumber, 1, i32::MAX);
    let position = row.count(Field::Position, 1, i32::from(i16::MAX));
    let relationship = row.relationship();
    let foreign_status = row.foreign_status(foreign);
    row.swapped();
    row.born_later(birth_date.as_ref(), changed_on.as_ref());
    let resident = Resident {
        id: ResidentId(Uuid::nil()),
        addressee_number: Some(row.text(Field::AddresseeNumber)),
        household_id: HouseholdId(Uuid::nil()),
        position: i16::try_from(position).unwrap_or(i16::MAX),
        relationship,
        names: row.names(foreign),
        birth_date: birth_date.unwrap_or(RegisterDate::Known(row.cells.today)),
        sex: Sex::from_code(&row.word(Field::Sex)).unwrap_or(Sex::Female),
        foreign: foreign_status,
        address: row.address(),
        address_since: address_since.unwrap_or(RegisterDate::Known(row.cells.today)),
        resident_since: resident_since.unwrap_or(RegisterDate::Known(row.cells.today)),
        registered_domicile: row.text(Field::Domicile).into(),
        family_register_head: row.text(Field::RegisterHead).into(),
        state: ResidentState::from_code(&row.word(Field::State)).unwrap_or(ResidentState::Current),
        protective_measure: ProtectiveMeasure::None,
        circumstances: None,
    };
    let head_number = row.text(Field::HeadNumber);
    let entry = ResidentEntry {
        row: row.cells.row,
        history_number,
        household_number: row.text(Field::HouseholdNumber),
        head_number: (!head_number.is_empty()).then_some(head_number),
        changed_on: changed_on.map_or(row.cells.today, |date| date.range().0),
        change_reason: row.word(Field::ChangeReason),
        resident,
    };
    // Whatever was wrong above stands in the rejects: the entry is only given where nothing was.
    row.cells.finish()?;
    Ok(entry)
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

struct Row<'a> {
    cells: Cells<'a>,
    columns: [Option<usize>; Field::COUNT],
}

impl<'a> Row<'a> {
    fn new(cells: Cells<'a>) -> Self {
        let mut columns = [None; Field::COUNT];
        for (at, column) in cells.layout.columns.iter().enumerate() {
            if let Some(place) = column.field.and_then(|field| columns.get_mut(field as usize)) {
                *place = Some(at);
            }
        }
        Self { cells, columns }
    }

    fn column(&self, field: Field) -> Option<usize> {
        self.columns.get(field as usize).copied().flatten()
    }

    fn text(&self, field: Field) -> String {
        self.column(field)
            .map_or_else(String::new, |at| self.cells.cell(at).to_owned())
    }

    fn word(&self, field: Field) -> String {
        let column = self.column(field);
        let word = column.and_then(|at| {
            let column = self.cells.layout.columns.get(at)?;
            self.cells.layout.word(column, self.cells.cell(at))
        });
        word.unwrap_or_default().to_owned()
    }

    fn reject(&mut self, field: Field, reason: Reason) {
        if let Some(at) = self.column(field) {
            self.cells.reject(at, reason);
        }
    }

    fn date(&mut self, field: Field) -> Option<RegisterDate> {
        let at = self.column(field)?;
        self.cells.date(at)
    }

    fn needed_date(&mut self, field: Field) -> Option<RegisterDate> {
        let date = self.date(field);
        if date.is_none() && self.text(field).is_empty() {
            self.reject(field, Reason::Empty);
        }
        date
    }

    fn count(&mut self, field: Field, least: i32, most: i32) -> i32 {
        let count = self.text(field).parse().unwrap_or(least);
        if !(least..=most).contains(&count) {
            self.reject(field, Reason::OutOfRange);
        }
        count
    }

    /// Notes a name and a reading that stand in one another's place, as they do where columns are: without a header
    /// nothing else would tell.
    fn swapped(&mut self) {
        for (written, kana) in [
            (Field::Name, Field::Kana),
            (Field::FormerName, Field::FormerKana),
            (Field::Alias, Field::AliasKana),
        ] {
            let has_ideograph = |field| {
                let at = self.column(field);
                at.is_some_and(|at| self.cells.cell(at).chars().any(is_ideograph))
            };
            if has_ideograph(kana) && !has_ideograph(written) {
                self.reject(kana, Reason::Swapped);
            }
        }
    }

    /// Notes a birth after the day of the entry: the dates stand in one another's place. Since when somebody lives there is
    /// not looked at: some systems give a child the day of its household.
    fn born_later(&mut self, birth: Option<&RegisterDate>, changed: Option<&RegisterDate>) {
        let born_later =
            |(birth, changed): (&RegisterDate, &RegisterDate)| birth.range().0 > changed.range().1;
        if birth.zip(changed).is_some_and(born_later) {
            self.reject(Field::BirthDate, Reason::BornLater);
        }
    }

    /// The words where there are any, else what the codes say, joined by の.
    fn relationship(&mut self) -> String {
        let written = self.text(Field::Relationship);
        let written = if written.is_empty() {
            let codes = [
                Field::Relationship1,
                Field::Relationship2,
                Field::Relationship3,
                Field::Relationship4,
            ];
            let words: Vec<String> = codes.into_iter().map(|field| self.word(field)).collect();
            let words: Vec<&str> = words
                .iter()
                .map(String::as_str)
                .filter(|word| !word.is_empty())
                .collect();
            words.join("の")
        } else {
            written
        };
        if relationship::check(&written).is_err() {
            self.reject(Field::Relationship, Reason::UnknownRelationship);
        }
        written
    }

    fn names(&self, foreign: bool) -> Names {
        let flag = |field| crate::read::is_set(&self.text(field));
        let name = |written, kana, confirmed| WrittenName {
            written: self.text(written),
            kana: self.text(kana),
            kana_confirmed: flag(confirmed),
        };
        let some = |name: WrittenName| (!name.written.is_empty()).then_some(name);
        let mut own = name(Field::Name, Field::Kana, Field::KanaConfirmed);
        let alphabet = self.text(Field::Alphabet);
        let in_kanji = self.text(Field::ForeignName);
        if foreign && !in_kanji.is_empty() {
            own.written = in_kanji;
        }
        Names {
            name: own,
            alphabet: (!alphabet.is_empty()).then_some(alphabet),
            former_family_name: some(name(
                Field::FormerName,
                Field::FormerKana,
                Field::FormerKanaConfirmed,
            )),
            alias: some(name(Field::Alias, Field::AliasKana, Field::AliasKanaConfirmed)),
        }
    }

    fn foreign_status(&mut self, foreign: bool) -> Option<ForeignStatus> {
        let expires_on = self.date(Field::ResidenceExpiresOn);
        foreign.then(|| ForeignStatus {
            nationality: self.text(Field::Nationality).into(),
            residence_status: self.text(Field::ResidenceStatus).into(),
            expires_on: expires_on.and_then(|date| date.known()).into(),
        })
    }

    fn address(&self) -> Address {
        Address {
            municipality_code: self.text(Field::MunicipalityCode),
            town_code: self.text(Field::TownCode),
            postcode: self.text(Field::Postcode),
            prefecture: self.text(Field::Prefecture),
            city: self.text(Field::City),
            town: self.text(Field::Town),
            block: self.text(Field::Block),
            building: self.text(Field::Building),
        }
    }
}

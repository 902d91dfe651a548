//! Files in a layout from residents, for synthetic data and tests.

use std::io::{self, Write};

use chrono::NaiveDate;
use madoguchi_model::household::Household;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{
    CareInsurance, ChildBenefit, HealthInsurance, PensionCategory, ProtectiveMeasure, Resident,
};

use crate::entry::ResidentEntry;
use crate::layout::{Column, Encoding, Kind, Layout, LineEnd, Mark, ResidentField as Field, Target};

/// Writes a file row by row.
pub struct Writer<'l, W> {
    layout: &'l Layout,
    file: W,
    line: String,
}

impl<'l, W: Write> Writer<'l, W> {
    /// Begins a file: its mark, and its header.
    pub fn new(mut file: W, layout: &'l Layout) -> io::Result<Self> {
        if layout.file.bom == Mark::Required {
            file.write_all(layout.file.encoding.mark())?;
        }
        let mut writer = Self {
            layout,
            file,
            line: String::new(),
        };
        if layout.file.header {
            let items: Vec<String> = layout.columns.iter().map(|column| column.item.clone()).collect();
            writer.row(&items)?;
        }
        Ok(writer)
    }

    /// Writes one row of cells.
    pub fn row(&mut self, cells: &[String]) -> io::Result<()> {
        let form = &self.layout.file;
        self.line.clear();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.line.push(form.delimiter);
            }
            match form.quote {
                Some(quote) => {
                    self.line.push(quote);
                    for c in cell.chars() {
                        if c == quote {
                            self.line.push(c);
                        }
                        self.line.push(c);
                    }
                    self.line.push(quote);
                }
                None => self.line.push_str(cell),
            }
        }
        self.line.push_str(if form.line_end == LineEnd::Lf {
            "\n"
        } else {
            "\r\n"
        });
        self.file.write_all(&encoded(&self.line, form.encoding))
    }

    /// Writes one entry of a resident's history. What the layout has no column for is left out.
    pub fn resident(&mut self, entry: &ResidentEntry) -> io::Result<()> {
        let cells: Vec<String> = self
            .layout
            .columns
            .iter()
            .map(|column| resident_cell(self.layout, column, entry))
            .collect();
        self.row(&cells)
    }

    /// Ends the file.
    pub fn finish(mut self) -> io::Result<W> {
        self.file.flush()?;
        Ok(self.file)
    }
}

/// The text in an encoding; what it does not have becomes 〓, which no register has.
fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
    encode(text, encoding, |_| b"\x81\xAC".to_vec())
}

/// The text in an encoding. `missing` says what stands for a character that the encoding does not have; only
/// `Shift_JIS` lacks any.
#[must_use]
pub fn encode(text: &str, encoding: Encoding, mut missing: impl FnMut(char) -> Vec<u8>) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::ShiftJis => {
            let mut bytes = Vec::with_capacity(text.len());
            for c in text.chars() {
                let mut buffer = [0; 4];
                match (
                    shift_jis_private(c),
                    encoding_rs::SHIFT_JIS.encode(c.encode_utf8(&mut buffer)),
                ) {
                    (Some(code), _) => bytes.extend_from_slice(&code),
                    (None, (code, _, false)) => bytes.extend_from_slice(&code),
                    (None, _) => bytes.extend(missing(c)),
                }
            }
            bytes
        }
    }
}

/// The code of a character of the private-use area F040 to F9FC.
fn shift_jis_private(c: char) -> Option<[u8; 2]> {
    let place = u16::try_from(u32::from(c)).ok()?.checked_sub(0xE000)?;
    let (first, second) = (u8::try_from(place / 188).ok()?, u8::try_from(place % 188).ok()?);
    if first >= 10 {
        return None;
    }
    let second = second + if second < 0x3F { 0x40 } else { 0x41 };
    Some([0xF0 + first, second])
}

fn resident_cell(layout: &Layout, column: &Column, entry: &ResidentEntry) -> String {
    if let Some(date) = date_beside(layout, column, entry) {
        return date;
    }
    let Some(field) = column.field else {
        return String::new();
    };
    match column.kind {
        Kind::Date => date_of(field, entry).map_or_else(String::new, |date| date.range().0.to_string()),
        Kind::Code => layout
            .code(column, &word_of(field, entry))
            .unwrap_or_default()
            .to_owned(),
        _ => text_of(field, entry),
    }
}

/// The cell of a flag or of words for an unknown date.
fn date_beside(layout: &Layout, column: &Column, entry: &ResidentEntry) -> Option<String> {
    let is = |item: &Option<String>| item.as_deref() == Some(&*column.item);
    let date = layout
        .columns
        .iter()
        .find(|other| is(&other.unknown_flag) || is(&other.unknown_text))?;
    let known = date.field.and_then(|field| date_of(field, entry));
    Some(match known {
        Some(RegisterDate::Unknown { text, .. }) if is(&date.unknown_text) => text,
        Some(RegisterDate::Unknown { .. }) => "1".into(),
        _ if is(&date.unknown_flag) => "0".into(),
        _ => String::new(),
    })
}

fn date_of(field: Field, entry: &ResidentEntry) -> Option<RegisterDate> {
    let resident = &entry.resident;
    let foreign = resident.foreign.is_some();
    match field {
        Field::ChangedOn => Some(RegisterDate::Known(entry.changed_on)),
        Field::BirthDate => Some(resident.birth_date.clone()),
        Field::AddressSince => Some(resident.address_since.clone()),
        Field::ResidentSince if !foreign => Some(resident.resident_since.clone()),
        Field::ForeignResidentSince if foreign => Some(resident.resident_since.clone()),
        Field::ResidenceExpiresOn => Some(RegisterDate::Known(resident.foreign.as_ref()?.expires_on?)),
        _ => None,
    }
}

fn word_of(field: Field, entry: &ResidentEntry) -> String {
    let resident = &entry.resident;
    let relationship = |n: usize| resident.relationship.split('の').nth(n).unwrap_or_default();
    match field {
        Field::Kind if resident.foreign.is_some() => "foreign",
        Field::Kind => "japanese",
        Field::State => resident.state.code(),
        Field::ChangeReason => &entry.change_reason,
        Field::Sex => resident.sex.code(),
        Field::Relationship1 => relationship(0),
        Field::Relationship2 => relationship(1),
        Field::Relationship3 => relationship(2),
        Field::Relationship4 => relationship(3),
        _ => "",
    }
    .to_owned()
}

fn text_of(field: Field, entry: &ResidentEntry) -> String {
    let (resident, names) = (&entry.resident, &entry.resident.names);
    let former = names.former_family_name.clone().unwrap_or_default();
    let alias = names.alias.clone().unwrap_or_default();
    let foreign = resident.foreign.as_ref();
    let flag = |set: bool| if set { "1" } else { "0" }.to_owned();
    let address = &resident.address;
    match field {
        Field::AddresseeNumber => resident.addressee_number.clone().unwrap_or_default(),
        Field::HistoryNumber => entry.history_number.to_string(),
        Field::HouseholdNumber => entry.household_number.clone(),
        Field::Position => resident.position.to_string(),
        Field::HeadNumber => entry.head_number.clone().unwrap_or_default(),
        Field::Name => names.name.written.clone(),
        Field::Alphabet => names.alphabet.clone().unwrap_or_default(),
        Field::Kana => names.name.kana.clone(),
        Field::KanaConfirmed => flag(names.name.kana_confirmed),
        Field::FormerName => former.written,
        Field::FormerKana => former.kana,
        Field::FormerKanaConfirmed => flag(former.kana_confirmed),
        Field::Alias => alias.written,
        Field::AliasKana => alias.kana,
        Field::AliasKanaConfirmed => flag(alias.kana_confirmed),
        Field::Relationship => resident.relationship.clone(),
        Field::MunicipalityCode => address.municipality_code.clone(),
        Field::TownCode => address.town_code.clone(),
        Field::Prefecture => address.prefecture.clone(),
        Field::City => address.city.clone(),
        Field::Town => address.town.clone(),
        Field::Block => address.block.clone(),
        Field::Building => address.building.clone(),
        Field::Postcode => address.postcode.clone(),
        Field::Nationality => foreign
            .map(|status| status.nationality.clone())
            .unwrap_or_default(),
        Field::ResidenceStatus => foreign
            .map(|status| status.residence_status.clone())
            .unwrap_or_default(),
        Field::Domicile => resident.registered_domicile.clone(),
        Field::RegisterHead => resident.family_register_head.clone(),
        _ => String::new(),
    }
}

/// The newest entries of a household, as a file of the register has them.
#[must_use]
pub fn entries(household: &Household) -> Vec<ResidentEntry> {
    let head = household.head().and_then(|head| head.addressee_number.clone());
    household
        .members
        .iter()
        .map(|member| ResidentEntry {
            row: 0,
            history_number: 1,
            household_number: household.household_number.clone(),
            head_number: head.clone(),
            changed_on: member.resident_since.range().0,
            change_reason: if member.birth_date == member.resident_since {
                "出生"
            } else {
                "国内転入"
            }
            .into(),
            resident: member.clone(),
        })
        .collect()
}

/// The rows that a layout other than the residents' has of a synthetic person. Numbers and dates that our model does
/// not hold are made up from the 宛名番号.
#[must_use]
pub fn synthetic_facts(layout: &Layout, resident: &Resident, today: NaiveDate) -> Vec<Vec<String>> {
    let number = resident.addressee_number.clone().unwrap_or_default();
    let said = said(layout.target, resident);
    let row = |word: &String| {
        let cell = |column: &Column| match (column.kind, &column.role) {
            (_, Some(crate::layout::Role::AddresseeNumber)) => number.clone(),
            (_, Some(crate::layout::Role::HistoryNumber)) => "1".into(),
            (Kind::Code, _) => {
                let first = layout.lists.get(column.list.as_deref().unwrap_or_default());
                let first = first.and_then(|list| list.keys().next()).map(String::as_str);
                layout.code(column, word).or(first).unwrap_or_default().to_owned()
            }
            (Kind::Date, _) if column.required => resident.resident_since.range().0.min(today).to_string(),
            (Kind::Digits, _) => number.chars().rev().take(column.most.unwrap_or(8)).collect(),
            (Kind::Text, _) if column.required && layout.target == Target::School => word.clone(),
            (Kind::Text, _) if column.required => {
                number.chars().rev().take(column.most.unwrap_or(8)).collect()
            }
            _ => String::new(),
        };
        layout.columns.iter().map(cell).collect()
    };
    said.iter().map(row).collect()
}

/// What a core system has of a person, as words of its code list.
fn said(target: Target, resident: &Resident) -> Vec<String> {
    let one = |holds: bool, word: &str| if holds { vec![word.to_owned()] } else { Vec::new() };
    let protected = resident.protective_measure;
    if target == Target::ProtectiveMeasure {
        return one(protected != ProtectiveMeasure::None, protected.code());
    }
    let Some(known) = &resident.circumstances else {
        return Vec::new();
    };
    match target {
        Target::NationalHealthInsurance => one(known.health_insurance == HealthInsurance::National, ""),
        Target::LateStageElderly => one(known.health_insurance == HealthInsurance::LateStageElderly, ""),
        Target::Pension => one(known.pension != PensionCategory::None, known.pension.code()),
        Target::Care => one(known.care != CareInsurance::None, &known.care.code()),
        Target::ChildBenefit => one(
            known.child_benefit != ChildBenefit::None,
            known.child_benefit.code(),
        ),
        Target::Disability => known.disability.iter().map(|one| one.code().to_owned()).collect(),
        Target::Seal => one(known.seal_registered, ""),
        Target::School => known.school.iter().map(|school| school.school.clone()).collect(),
        // Whoever has a dog has a car too.
        Target::Dog | Target::Vehicle => one(known.owns_dog, ""),
        Target::ResidentTax => one(true, "taxed"),
        Target::Residents | Target::ProtectiveMeasure => Vec::new(),
    }
}

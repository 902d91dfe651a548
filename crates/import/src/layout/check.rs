//! Contradictions that a definition can have, found before a file is read by it.

use std::collections::BTreeSet;

use madoguchi_model::relationship;
use madoguchi_model::resident::{
    CareInsurance, ChildBenefit, DisabilityCertificate, HealthInsurance, PensionCategory, ProtectiveMeasure,
    ResidentState, Sex,
};

use super::{Column, Effect, Kind, Layout, LayoutError, ResidentField, Role, Target};

/// Without these no resident can be made.
const NEEDED: [ResidentField; 9] = [
    ResidentField::AddresseeNumber,
    ResidentField::HistoryNumber,
    ResidentField::HouseholdNumber,
    ResidentField::Position,
    ResidentField::Name,
    ResidentField::Sex,
    ResidentField::BirthDate,
    ResidentField::Relationship,
    ResidentField::AddressSince,
];

impl Layout {
    /// Finds the first contradiction.
    ///
    /// # Errors
    /// The contradiction.
    pub fn check(&self) -> Result<(), LayoutError> {
        self.check_file()?;
        let mut items = BTreeSet::new();
        for column in &self.columns {
            if column.item.is_empty() || !items.insert(&*column.item) {
                return Err(self.wrong(&column.item, "項目名が空か、2回出てきます。"));
            }
            self.check_column(column)?;
        }
        if self.target == Target::Residents {
            self.check_residents()
        } else {
            self.check_facts()
        }
    }

    fn check_file(&self) -> Result<(), LayoutError> {
        let file = &self.file;
        let plain = |c: char| c.is_ascii() && !matches!(c, '\r' | '\n' | '\0');
        if !plain(file.delimiter)
            || file
                .quote
                .is_some_and(|quote| !plain(quote) || quote == file.delimiter)
        {
            return Err(self.wrong(
                "file",
                "区切り文字と引用符は、互いに異なる半角1文字にしてください。",
            ));
        }
        for (key, value) in &self.characters {
            if crate::read::private_use(key).is_none() || value.chars().any(char::is_control) {
                return Err(self.wrong(key, "外字は U+E000 の形か、シフトJISの16進4桁で書いてください。"));
            }
        }
        Ok(())
    }

    fn check_column(&self, column: &Column) -> Result<(), LayoutError> {
        let list = column.list.as_ref().map(|name| self.lists.get(name));
        if (column.kind == Kind::Code) != matches!(list, Some(Some(list)) if !list.is_empty()) {
            return Err(self.wrong(
                &column.item,
                "kind = \"code\" の項目には、lists にあるコード表が要ります。",
            ));
        }
        for (item, kind) in [
            (&column.unknown_flag, Kind::Flag),
            (&column.unknown_text, Kind::Text),
        ] {
            let Some(item) = item else { continue };
            let fits = self
                .columns
                .iter()
                .any(|other| other.item == *item && other.kind == kind);
            if column.kind != Kind::Date || !fits {
                return Err(self.wrong(
                    &column.item,
                    "不詳フラグ（flag）・不詳表記（text）の項目がありません。",
                ));
            }
        }
        self.check_words(column)
    }

    /// The words of a code list must be ours.
    fn check_words(&self, column: &Column) -> Result<(), LayoutError> {
        let Some(field) = column.field else { return Ok(()) };
        let list = column.list.as_ref().and_then(|name| self.lists.get(name));
        for word in list.into_iter().flat_map(|list| list.values()) {
            let known = match field {
                ResidentField::Sex => Sex::from_code(word).is_some(),
                ResidentField::State => ResidentState::from_code(word).is_some(),
                ResidentField::Kind => ["japanese", "foreign"].contains(&&**word),
                ResidentField::Relationship1
                | ResidentField::Relationship2
                | ResidentField::Relationship3
                | ResidentField::Relationship4 => relationship::check(word).is_ok(),
                _ => true,
            };
            if !known {
                return Err(self.wrong(&column.item, &format!("コード表の「{word}」は使えません。")));
            }
        }
        Ok(())
    }

    fn check_residents(&self) -> Result<(), LayoutError> {
        let mut fields = BTreeSet::new();
        for column in &self.columns {
            if column.field.is_some_and(|field| !fields.insert(field)) {
                return Err(self.wrong(&column.item, "同じ field の項目が2つあります。"));
            }
        }
        match NEEDED.iter().find(|field| !fields.contains(field)) {
            Some(field) => Err(self.wrong("columns", &format!("field = {field:?} の項目がありません。"))),
            None => Ok(()),
        }
    }

    fn check_facts(&self) -> Result<(), LayoutError> {
        for role in [Role::AddresseeNumber, Role::HistoryNumber] {
            if self.role(role).is_none() {
                return Err(self.wrong("columns", "宛名番号と履歴番号の項目（role）が要ります。"));
            }
        }
        let Some(effect) = &self.effect else {
            return Err(self.wrong("effect", "effect が要ります。"));
        };
        for item in [&effect.from, &effect.until].into_iter().flatten() {
            if !self
                .columns
                .iter()
                .any(|column| column.item == *item && column.kind == Kind::Date)
            {
                return Err(self.wrong(item, "effect の日付の項目がありません。"));
            }
        }
        let Some(field) = &effect.field else { return Ok(()) };
        for word in self.words(effect)? {
            if !statement_known(field, &word) {
                return Err(self.wrong("effect", &format!("{field} は「{word}」になれません。")));
            }
        }
        Ok(())
    }

    /// Every word an effect can come to; one that stands for free text where it is a text.
    fn words(&self, effect: &Effect) -> Result<Vec<String>, LayoutError> {
        if let Some(value) = &effect.value {
            return Ok(vec![value.clone()]);
        }
        let item = effect.value_of.as_deref().unwrap_or_default();
        let column = self.columns.iter().find(|column| column.item == item);
        match column {
            Some(column) => match column.list.as_ref().and_then(|name| self.lists.get(name)) {
                Some(list) => Ok(list.values().cloned().collect()),
                None => Ok(vec![item.to_owned()]),
            },
            None => Err(self.wrong("effect", "value か、項目を指す value_of が要ります。")),
        }
    }

    fn wrong(&self, place: &str, problem: &str) -> LayoutError {
        LayoutError::Wrong {
            layout: self.id.clone(),
            place: place.into(),
            problem: problem.into(),
        }
    }
}

/// Whether one of a person's circumstances can be this.
fn statement_known(field: &str, word: &str) -> bool {
    match field {
        "health_insurance" => HealthInsurance::from_code(word).is_some(),
        "pension" => PensionCategory::from_code(word).is_some(),
        "care" => CareInsurance::from_code(word).is_some(),
        "disability" => DisabilityCertificate::from_code(word).is_some(),
        "child_benefit" => ChildBenefit::from_code(word).is_some(),
        "protective_measure" => ProtectiveMeasure::from_code(word).is_some(),
        "seal_registered" | "owns_dog" => word == "true",
        "school" => true,
        _ => false,
    }
}

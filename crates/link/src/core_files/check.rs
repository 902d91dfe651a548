//! Contradictions that a definition can have, found before a file is written by it.

use std::collections::BTreeSet;

use super::definition::{Definition, DefinitionError, PerRow};
use super::key::{Key, Known};

impl Definition {
    pub(crate) fn check(&self) -> Result<(), DefinitionError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if self.id.is_empty() || !self.id.chars().all(plain) {
            return Err(self.wrong("id", "半角の英小文字・数字・下線だけで書いてください。"));
        }
        if self.title.is_empty() || self.section.is_empty() {
            return Err(self.wrong("title・section", "空にできません。"));
        }
        if !self.file.delimiter.is_ascii() || matches!(self.file.delimiter, '"' | '\r' | '\n' | '\0') {
            return Err(self.wrong("file", "区切り文字は、引用符以外の半角1文字にしてください。"));
        }
        self.check_name()?;
        self.check_rows()?;
        self.check_answers()?;
        let mut items = BTreeSet::new();
        for column in &self.columns {
            if column.item.is_empty() || !items.insert(&*column.item) {
                return Err(self.wrong(&column.item, "項目名が空か、2回出てきます。"));
            }
            if let Some(list) = &column.list
                && self
                    .lists
                    .get(list)
                    .is_none_or(std::collections::BTreeMap::is_empty)
            {
                return Err(self.wrong(&column.item, "lists にそのコード表がありません。"));
            }
            if column.value.is_none() && column.required && column.constant.is_empty() {
                return Err(self.wrong(&column.item, "必須なのに、値も定数もありません。"));
            }
            if let Some(Key::Known(key)) = &column.value
                && !self.fits(*key)
            {
                return Err(self.wrong(&column.item, "この種類の行には、その値はありません。"));
            }
        }
        if !self
            .columns
            .iter()
            .any(|column| column.value == Some(Key::Known(Known::RowId)))
        {
            return Err(self.wrong("columns", "引継ぎID（row.id）の項目が要ります。"));
        }
        Ok(())
    }

    /// A name that can lie in any folder, is another for every number, and names nobody.
    fn check_name(&self) -> Result<(), DefinitionError> {
        let bare = ["{municipality}", "{number}", "{date}"]
            .iter()
            .fold(self.file_name.clone(), |name, part| name.replace(part, ""));
        let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        if !self.file_name.contains("{number}") || self.file_name.starts_with('.') || !bare.chars().all(safe)
        {
            return Err(self.wrong(
                "file_name",
                "{number} を含む、半角の英数字・下線・ハイフン・点の名前にしてください。",
            ));
        }
        Ok(())
    }

    fn check_rows(&self) -> Result<(), DefinitionError> {
        match self.rows {
            PerRow::Application if self.forms.is_empty() => {
                Err(self.wrong("forms", "申請書の行には、様式を指定してください。"))
            }
            PerRow::Person | PerRow::Card if !self.forms.is_empty() => {
                Err(self.wrong("forms", "申請書の行でだけ使えます。"))
            }
            _ => Ok(()),
        }
    }

    fn check_answers(&self) -> Result<(), DefinitionError> {
        let form = &self.acknowledgement;
        let lists = [&form.provisional, &form.accepted, &form.refused];
        let all: usize = lists.iter().map(|codes| codes.len()).sum();
        let different: BTreeSet<&String> = lists.into_iter().flatten().collect();
        if form.accepted.is_empty() || form.refused.is_empty() || different.len() != all {
            return Err(self.wrong(
                "acknowledgement",
                "受理と不受理のコードが要ります。同じコードは2回使えません。",
            ));
        }
        let items: BTreeSet<&String> = [&form.id, &form.result, &form.reason, &form.at].into();
        if items.len() != 4 || items.contains(&String::new()) {
            return Err(self.wrong("acknowledgement", "項目名が空か、重なっています。"));
        }
        Ok(())
    }

    fn fits(&self, key: Known) -> bool {
        match self.rows {
            PerRow::Person => !key.is_of_applications() && !key.is_of_cards(),
            PerRow::Application => !key.is_of_cards(),
            PerRow::Card => !key.is_of_applications(),
        }
    }

    fn wrong(&self, place: &str, problem: &str) -> DefinitionError {
        DefinitionError::Wrong {
            definition: self.id.clone(),
            place: place.into(),
            problem: problem.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(from: &str, to: &str) -> Result<Definition, DefinitionError> {
        let text = Definition::text("move_notice").unwrap();
        assert!(text.contains(from), "{from}");
        Definition::parse(&text.replacen(from, to, 1))
    }

    #[test]
    fn what_cannot_work_is_told_before_it_is_used() {
        for (from, to, place) in [
            ("IDO_{municipality}_{number}", "IDO_{municipality}", "file_name"),
            ("IDO_{municipality}", "../{municipality}", "file_name"),
            ("id = \"move_notice\"", "id = \"Move Notice\"", "id"),
            ("value = \"row.id\"", "value = \"case.id\"", "columns"),
            ("list = \"sex\"", "list = \"none\"", "性別"),
            ("value = \"person.kana\"", "value = \"card.name\"", "氏名フリガナ"),
        ] {
            let error = changed(from, to).unwrap_err();
            let DefinitionError::Wrong { place: told, .. } = &error else {
                panic!("{from}: {error}");
            };
            assert_eq!(told, place, "{error}");
        }
        let error = changed("value = \"person.kana\"", "value = \"person.secret\"").unwrap_err();
        assert!(matches!(error, DefinitionError::Unreadable(_)), "{error}");
    }
}

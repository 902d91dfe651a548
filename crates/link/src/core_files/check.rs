//! Contradictions that a definition can have, found before a file is written by it.

use std::collections::BTreeSet;

use super::definition::{Definition, DefinitionError, PerRow};
use super::key::{Key, Known};

/// One thing that is wrong with a definition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// The line of the text, from 1.
    pub line: usize,
    /// Where, for example an item; empty where the text is not TOML.
    pub place: String,
    /// What, in Japanese.
    pub problem: String,
}

/// Where something is wrong, and what.
type Wrong = (String, &'static str);

fn wrong(place: &str, problem: &'static str) -> Wrong {
    (place.to_owned(), problem)
}

impl Definition {
    /// Everything that is wrong with a text, each with its line; none where it is a definition that can be used. Where
    /// the text cannot be read, that alone is told.
    #[must_use]
    pub fn mistakes(toml: &str) -> Vec<Mistake> {
        let line = |at: usize| {
            toml.get(..at)
                .map_or(1, |before| before.matches('\n').count() + 1)
        };
        match toml::from_str::<Self>(toml) {
            Err(error) => vec![Mistake {
                line: line(error.span().map_or(0, |span| span.start)),
                place: String::new(),
                problem: format!("定義（TOML）として読めません（{}）", error.message()),
            }],
            Ok(definition) => definition
                .wrongs()
                .into_iter()
                .map(|(place, problem)| {
                    // The last place that names an item: others may name it before it stands itself.
                    let at = toml
                        .rfind(&format!("item = \"{place}\""))
                        .or_else(|| toml.find(&format!("[{place}]")))
                        .or_else(|| toml.find(&format!("\n{place} ")))
                        .map_or(0, |at| at + usize::from(toml.as_bytes().get(at) == Some(&b'\n')));
                    Mistake {
                        line: line(at),
                        place,
                        problem: problem.to_owned(),
                    }
                })
                .collect(),
        }
    }

    pub(crate) fn check(&self) -> Result<(), DefinitionError> {
        match self.wrongs().into_iter().next() {
            None => Ok(()),
            Some((place, problem)) => Err(DefinitionError::Wrong {
                definition: self.id.clone(),
                place,
                problem: problem.to_owned(),
            }),
        }
    }

    fn wrongs(&self) -> Vec<Wrong> {
        let mut found = Vec::new();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !(1..=40).contains(&self.id.len()) || !self.id.chars().all(plain) {
            found.push(wrong(
                "id",
                "半角の英小文字・数字・下線だけで、40文字までで書いてください。",
            ));
        }
        for (place, text) in [("title", &self.title), ("section", &self.section)] {
            if text.is_empty() {
                found.push(wrong(place, "空にできません。"));
            }
        }
        if !self.file.delimiter.is_ascii() || matches!(self.file.delimiter, '"' | '\r' | '\n' | '\0') {
            found.push(wrong(
                "file",
                "区切り文字は、引用符以外の半角1文字にしてください。",
            ));
        }
        found.extend(self.wrong_name());
        found.extend(self.wrong_rows());
        found.extend(self.wrong_answers());
        found.extend(self.wrong_columns());
        found
    }

    fn wrong_columns(&self) -> Vec<Wrong> {
        let mut found = Vec::new();
        let mut items = BTreeSet::new();
        for column in &self.columns {
            let mut tell = |problem| found.push(wrong(&column.item, problem));
            if column.item.is_empty() || !items.insert(&*column.item) {
                tell("項目名が空か、2回出てきます。");
            }
            let no_list = |list: &String| {
                let codes = self.lists.get(list);
                codes.is_none_or(std::collections::BTreeMap::is_empty)
            };
            if column.list.as_ref().is_some_and(no_list) {
                tell("lists にそのコード表がありません。");
            }
            if column.value.is_none() && column.required && column.constant.is_empty() {
                tell("必須なのに、値も定数もありません。");
            }
            if matches!(&column.value, Some(Key::Known(key)) if !self.fits(*key)) {
                tell("この種類の行には、その値はありません。");
            }
        }
        let is_id = |value: &Option<Key>| *value == Some(Key::Known(Known::RowId));
        if !self.columns.iter().any(|column| is_id(&column.value)) {
            found.push(wrong("columns", "引継ぎID（row.id）の項目が要ります。"));
        }
        found
    }

    /// A name that can lie in any folder, is another for every number, and names nobody.
    fn wrong_name(&self) -> Option<Wrong> {
        let bare = ["{municipality}", "{number}", "{date}"]
            .iter()
            .fold(self.file_name.clone(), |name, part| name.replace(part, ""));
        let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let good =
            self.file_name.contains("{number}") && !self.file_name.starts_with('.') && bare.chars().all(safe);
        (!good).then(|| {
            wrong(
                "file_name",
                "{number} を含む、半角の英数字・下線・ハイフン・点の名前にしてください。",
            )
        })
    }

    fn wrong_rows(&self) -> Option<Wrong> {
        match self.rows {
            PerRow::Application if self.forms.is_empty() => {
                Some(wrong("forms", "申請書の行には、様式を指定してください。"))
            }
            PerRow::Person | PerRow::Card if !self.forms.is_empty() => {
                Some(wrong("forms", "申請書の行でだけ使えます。"))
            }
            _ => None,
        }
    }

    fn wrong_answers(&self) -> Vec<Wrong> {
        let mut found = Vec::new();
        let form = &self.acknowledgement;
        let lists = [&form.provisional, &form.accepted, &form.refused];
        let all: usize = lists.iter().map(|codes| codes.len()).sum();
        let different: BTreeSet<&String> = lists.into_iter().flatten().collect();
        if form.accepted.is_empty() || form.refused.is_empty() || different.len() != all {
            found.push(wrong(
                "acknowledgement",
                "受理と不受理のコードが要ります。同じコードは2回使えません。",
            ));
        }
        let items: BTreeSet<&String> = [&form.id, &form.result, &form.reason, &form.at].into();
        if items.len() != 4 || items.contains(&String::new()) {
            found.push(wrong("acknowledgement", "項目名が空か、重なっています。"));
        }
        found
    }

    fn fits(&self, key: Known) -> bool {
        match self.rows {
            PerRow::Person => !key.is_of_applications() && !key.is_of_cards(),
            PerRow::Application => !key.is_of_cards(),
            PerRow::Card => !key.is_of_applications(),
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

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let text = Definition::text("move_notice").unwrap();
        assert!(Definition::mistakes(text).is_empty());
        let broken = text
            .replacen("IDO_{municipality}_{number}", "IDO", 1)
            .replacen("list = \"sex\"", "list = \"none\"", 1)
            .replacen("value = \"person.kana\"", "value = \"card.name\"", 1);
        let told = Definition::mistakes(&broken);
        let places: Vec<&str> = told.iter().map(|mistake| &*mistake.place).collect();
        assert_eq!(places.len(), 3, "{told:?}");
        for mistake in &told {
            let line = broken.lines().nth(mistake.line - 1).unwrap();
            assert!(line.contains(&mistake.place), "{mistake:?}: {line}");
        }
        let told = Definition::mistakes("id = \"x\"\ntitle = \n");
        assert_eq!((told.len(), told[0].line), (1, 2));
    }
}

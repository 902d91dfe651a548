//! A municipality's own layout from a standard one: other names, another order, another file form, other codes.

use std::collections::BTreeMap;

use super::{Column, Dates, FileForm, Kind, Layout};

/// What was chosen for an own layout.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// Its name.
    pub id: String,
    /// The name people read.
    pub title: String,
    /// The form of the file.
    pub file: FileForm,
    /// Forms of dates.
    pub dates: Dates,
    /// 外字.
    pub characters: BTreeMap<String, String>,
    /// The file's columns in their order, each with the item of the standard layout that it is; none for one that is not
    /// read.
    pub columns: Vec<(String, Option<String>)>,
    /// Code lists that differ from the standard's, by their names.
    pub lists: BTreeMap<String, BTreeMap<String, String>>,
}

/// Makes the layout, and tells in Japanese what still has to be chosen. What it says may contradict itself until nothing
/// is told.
#[must_use]
pub fn derive(standard: &Layout, chosen: &Chosen) -> (Layout, Vec<String>) {
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, item) in &chosen.columns {
        if let Some(item) = item
            && names.insert(item, name).is_some()
        {
            problems.push(format!("項目「{item}」が、2つの列に選ばれています。"));
        }
    }
    let renamed = |item: &Option<String>| {
        let item = item.as_deref()?;
        names.get(item).map(|name| (*name).to_owned())
    };
    let columns: Vec<Column> = chosen
        .columns
        .iter()
        .filter_map(|(name, item)| {
            let found = item.as_ref().and_then(|item| standard.column(item));
            match found.and_then(|at| standard.columns.get(at)) {
                Some(column) => Some(Column {
                    item: name.clone(),
                    unknown_flag: renamed(&column.unknown_flag),
                    unknown_text: renamed(&column.unknown_text),
                    standard: Some(column.item.clone()),
                    ..column.clone()
                }),
                // In a file with a header, what the layout does not name is not read.
                None => (!chosen.file.header).then(|| ignored(name)),
            }
        })
        .collect();
    let missing = standard
        .columns
        .iter()
        .filter(|column| column.required && !names.contains_key(&*column.item));
    problems.extend(missing.map(|column| format!("必須の項目「{}」の列を選んでください。", column.item)));
    let effect = standard.effect.as_ref().map(|effect| {
        for item in [&effect.from, &effect.until, &effect.value_of]
            .into_iter()
            .flatten()
        {
            let told = standard
                .columns
                .iter()
                .any(|column| column.item == *item && column.required);
            if !told && !names.contains_key(&**item) {
                problems.push(format!(
                    "項目「{item}」の列を選んでください。いつまで有効かなどが、これで決まります。"
                ));
            }
        }
        super::Effect {
            value_of: renamed(&effect.value_of),
            from: renamed(&effect.from),
            until: renamed(&effect.until),
            ..effect.clone()
        }
    });
    let used = |name: &String| columns.iter().any(|column| column.list.as_ref() == Some(name));
    let lists = standard
        .lists
        .iter()
        .filter(|(name, _)| used(name))
        .map(|(name, list)| {
            let list = chosen.lists.get(name).unwrap_or(list);
            (name.clone(), list.clone())
        });
    let layout = Layout {
        id: chosen.id.clone(),
        title: chosen.title.clone(),
        source: format!("備え付けの定義「{}」から", standard.id),
        target: standard.target,
        file: chosen.file.clone(),
        dates: chosen.dates.clone(),
        characters: chosen.characters.clone(),
        lists: lists.collect(),
        columns,
        effect,
    };
    if problems.is_empty()
        && let Err(error) = layout.check()
    {
        problems.push(error.to_string());
    }
    (layout, problems)
}

fn ignored(name: &str) -> Column {
    Column {
        item: name.to_owned(),
        kind: Kind::Ignored,
        required: false,
        list: None,
        most: None,
        unknown_flag: None,
        unknown_text: None,
        field: None,
        role: None,
        standard: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Encoding;

    fn chosen(standard: &Layout) -> Chosen {
        let columns = standard.columns.iter().rev();
        Chosen {
            id: "own".into(),
            title: "自前".into(),
            file: FileForm {
                encoding: Encoding::ShiftJis,
                header: false,
                quote: None,
                ..FileForm::default()
            },
            dates: Dates::default(),
            characters: BTreeMap::new(),
            columns: columns
                .map(|column| (format!("自_{}", column.item), Some(column.item.clone())))
                .chain([("余り".to_owned(), None)])
                .collect(),
            lists: BTreeMap::new(),
        }
    }

    #[test]
    fn every_standard_layout_can_be_renamed_and_turned_round() {
        for standard in Layout::all() {
            let (layout, problems) = derive(standard, &chosen(standard));
            assert_eq!(problems, [""; 0], "{}", standard.id);
            assert_eq!(layout.columns.len(), standard.columns.len() + 1);
            let again = Layout::parse(&layout.to_toml()).unwrap();
            assert_eq!(again, layout, "{}", layout.to_toml());
        }
    }

    #[test]
    fn what_is_missing_or_chosen_twice_is_told() {
        let standard = Layout::find("care").unwrap();
        let mut chosen = chosen(standard);
        chosen
            .columns
            .retain(|(_, item)| item.as_deref() != Some("資格喪失年月日"));
        let (_, problems) = derive(standard, &chosen);
        assert!(problems[0].contains("資格喪失年月日"), "{problems:?}");
        chosen.columns.push(("x".into(), Some("宛名番号".into())));
        let (_, problems) = derive(standard, &chosen);
        assert!(problems[0].contains("2つの列"), "{problems:?}");
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let text = Layout::text("dog").unwrap();
        assert_eq!(Layout::mistake(text), None);
        let (line, told) = Layout::mistake("id = 1\n").unwrap();
        assert_eq!(line, 1, "{told}");
        let wrong = text.replace("until = \"死亡等届出年月日\"", "until = \"ない項目\"");
        let (line, told) = Layout::mistake(&wrong).unwrap();
        assert!(told.starts_with("ない項目"), "{told}");
        assert_eq!(
            line,
            wrong.lines().position(|line| line.starts_with("until")).unwrap() + 1
        );
    }
}

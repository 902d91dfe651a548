//! What is said of a source, and what is wrong with it.

use madoguchi_import::Target;

use super::schedule::Schedule;

/// The longest name, folder or pattern in characters.
const LONGEST: usize = 200;

/// What whoever administers a source says of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceFields {
    /// Its name, for people.
    pub name: String,
    /// What its files are about.
    pub target: Target,
    /// The id of their layout.
    pub layout: String,
    /// The files are everything the system has; otherwise only what changed.
    pub full: bool,
    /// The operator's name of the place.
    pub place: String,
    /// The folder in the municipality's part of it, `a/b`; empty for all of it.
    pub folder: String,
    /// Which files: a pattern, in which `*` is anything.
    pub file_names: String,
    /// How many rejected rows an import goes on with.
    pub max_rejects: u64,
    /// When it is looked into.
    pub schedule: Schedule,
    /// Whether it is looked into at all.
    pub active: bool,
}

/// What is wrong with the fields of a source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mistake {
    /// No name, or a longer one than 200 characters.
    Name,
    /// No place.
    Place,
    /// A folder that leads out of the municipality's part, or cannot be.
    Folder,
    /// No pattern of file names, or one with a folder in it.
    FileNames,
    /// Minutes out of 1 to 1,440.
    Schedule,
}

impl Mistake {
    /// What to do about it, in Japanese.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Name => "名前を200文字以内で入れてください。",
            Self::Place => "置き場を選んでください。",
            Self::Folder => {
                "フォルダーは、置き場の中の場所を「juki/zenken」の形で入れてください。「..」や先頭の「/」は使えません。"
            }
            Self::FileNames => {
                "ファイル名の型を「JUKI_*.csv」の形で入れてください。「*」は何文字でもよいことを表します。「/」は使えません。"
            }
            Self::Schedule => "間隔は1分から1440分（24時間）までの数で入れてください。",
        }
    }
}

impl SourceFields {
    /// What is wrong; nothing where it can be kept.
    #[must_use]
    pub fn check(&self) -> Vec<Mistake> {
        let named = |text: &str| !text.trim().is_empty() && sound(text);
        let wrong = [
            (!named(&self.name), Mistake::Name),
            (!named(&self.place), Mistake::Place),
            (!is_folder(&self.folder), Mistake::Folder),
            (
                !named(&self.file_names) || self.file_names.contains(['/', '\\']),
                Mistake::FileNames,
            ),
            (
                matches!(self.schedule, Schedule::Every(minutes) if !(1..=1_440).contains(&minutes)),
                Mistake::Schedule,
            ),
        ];
        wrong
            .into_iter()
            .filter_map(|(wrong, mistake)| wrong.then_some(mistake))
            .collect()
    }
}

fn sound(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.chars().any(char::is_control)
}

fn is_folder(folder: &str) -> bool {
    let step = |step: &str| !step.is_empty() && step != "." && step != "..";
    folder.is_empty() || (sound(folder) && !folder.contains(['\\', ':']) && folder.split('/').all(step))
}

/// Whether a file name is of a pattern, in which `*` is anything. Upper and lower case are different.
#[must_use]
pub fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> SourceFields {
        SourceFields {
            name: "住基の夜間全件".into(),
            target: Target::Residents,
            layout: "residents".into(),
            full: true,
            place: "core".into(),
            folder: "juki/zenken".into(),
            file_names: "*.csv".into(),
            max_rejects: 100,
            schedule: Schedule::Every(10),
            active: true,
        }
    }

    #[test]
    fn a_folder_stays_within_the_municipalitys_part() {
        for right in ["", "juki", "juki/zenken", "住基", "..juki", "a b"] {
            let fields = SourceFields {
                folder: right.into(),
                ..fields()
            };
            assert_eq!(fields.check(), [], "{right}");
        }
        for wrong in [
            "..",
            "/",
            "/etc",
            "juki/..",
            "juki/../../etc",
            "a//b",
            "a/",
            "./a",
            "c:",
            "a\\b",
            "a\0b",
            "a\nb",
        ] {
            let fields = SourceFields {
                folder: wrong.into(),
                ..fields()
            };
            assert_eq!(fields.check(), [Mistake::Folder], "{wrong:?}");
        }
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let fields = SourceFields {
            name: " ".into(),
            place: String::new(),
            file_names: "a/*.csv".into(),
            schedule: Schedule::Every(0),
            ..fields()
        };
        assert_eq!(
            fields.check(),
            [
                Mistake::Name,
                Mistake::Place,
                Mistake::FileNames,
                Mistake::Schedule
            ]
        );
    }

    #[test]
    fn a_star_is_anything() {
        for (pattern, name) in [
            ("*", "a.csv"),
            ("*.csv", "a.csv"),
            ("JUKI_*.csv", "JUKI_.csv"),
            ("a*b*c", "aXbYbZc"),
            ("a.csv", "a.csv"),
            ("*住基*", "x住基y"),
        ] {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [
            ("*.csv", "a.CSV"),
            ("JUKI_*.csv", "juki_1.csv"),
            ("a*ba", "aba_"),
            ("ab*ba", "aba"),
            ("a.csv", "a.csv2"),
            ("", "a"),
        ] {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }
}

//! Names, folders, and where what is done with goes.

use super::{Item, PlaceError};

/// What says that the file before it is complete.
pub(super) const MARKERS: [&str; 2] = [".done", ".ok"];
/// How files are called that somebody still writes.
const UNFINISHED: [&str; 3] = [".tmp", ".part", ".filepart"];
/// How many files of one name there may be.
pub(super) const SAME_NAME: u32 = 10_000;

/// Where a file goes that is done with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Away {
    /// 済: it was imported.
    Taken,
    /// 未: it was not.
    NotTaken,
}

impl Away {
    /// The folder's name.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Taken => "済",
            Self::NotTaken => "未",
        }
    }

    /// The folder, in another.
    #[must_use]
    pub fn within(self, folder: &str) -> String {
        join(folder, self.folder())
    }
}

/// Where a file of a source lies in the municipality's part of a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stored {
    /// The folder in which it was found, `a/b`.
    pub folder: String,
    /// Where it was filed away below that; none while it was not.
    pub away: Option<Away>,
    /// Its name.
    pub name: String,
}

impl Stored {
    /// Reads a key as [`Stored::key`] writes it.
    #[must_use]
    pub fn of(key: &str) -> Self {
        let (folder, name) = key.rsplit_once('/').unwrap_or(("", key));
        let (above, last) = folder.rsplit_once('/').unwrap_or(("", folder));
        let away = [Away::Taken, Away::NotTaken]
            .into_iter()
            .find(|away| away.folder() == last);
        Self {
            folder: if away.is_some() { above } else { folder }.to_owned(),
            away,
            name: name.to_owned(),
        }
    }

    /// The folder in which it lies now.
    #[must_use]
    pub fn lies_in(&self) -> String {
        match self.away {
            Some(away) => away.within(&self.folder),
            None => self.folder.clone(),
        }
    }

    /// The path of it, to be kept.
    #[must_use]
    pub fn key(&self) -> String {
        join(&self.lies_in(), &self.name)
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

/// Whether a folder stays within what it is a folder of.
pub(super) fn check_folder(folder: &str) -> Result<(), PlaceError> {
    if folder.is_empty() || folder.split('/').all(is_step) {
        Ok(())
    } else {
        Err(PlaceError::Outside(folder.to_owned()))
    }
}

/// Whether a name is one, and no way to elsewhere.
pub(super) fn check_name(name: &str) -> Result<(), PlaceError> {
    if is_step(name) && !name.contains('/') {
        Ok(())
    } else {
        Err(PlaceError::Outside(name.to_owned()))
    }
}

fn is_step(step: &str) -> bool {
    !matches!(step, "" | "." | "..") && !step.contains(['\\', ':']) && !step.chars().any(char::is_control)
}

/// The name for the `n`th file of a name, from 1: the number stands before the ending, so that it is still of its kind.
pub(super) fn numbered(name: &str, n: u32) -> String {
    if n == 1 {
        return name.to_owned();
    }
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => format!("{stem}.{n}.{ending}"),
        _ => format!("{name}.{n}"),
    }
}

/// Files without markers, which make those complete that they are of; by name.
pub(super) fn without_markers(mut found: Vec<Item>) -> Vec<Item> {
    let marked: Vec<String> = found
        .iter()
        .filter_map(|item| MARKERS.iter().find_map(|marker| item.name.strip_suffix(marker)))
        .map(str::to_owned)
        .collect();
    let ends = |name: &str, endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    found.retain(|item| {
        !item.name.starts_with('.') && !ends(&item.name, &MARKERS) && !ends(&item.name, &UNFINISHED)
    });
    for item in &mut found {
        item.complete |= marked.contains(&item.name);
    }
    found.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_out() {
        for wrong in ["..", "a/..", "/a", "a//b", "a/", "a\\b", "c:", "a\0"] {
            assert!(
                check_folder(wrong).is_err() && check_name(wrong).is_err(),
                "{wrong:?}"
            );
        }
        assert!(check_folder("").is_ok() && check_folder("住基/全件").is_ok());
        assert!(check_name("").is_err() && check_name("a/b").is_err() && check_name("..a.csv").is_ok());
    }

    #[test]
    fn a_key_says_where_it_lies_and_where_it_was_found() {
        for key in ["a.csv", "juki/a.csv", "juki/済/a.csv", "未/a.csv", "a/b/c.csv"] {
            assert_eq!(Stored::of(key).key(), key);
        }
        let stored = Stored::of("juki/未/a.csv");
        assert_eq!((&*stored.folder, stored.away), ("juki", Some(Away::NotTaken)));
        assert_eq!(Stored::of("a.csv").folder, "");
    }

    #[test]
    fn numbers_stand_before_the_ending() {
        assert_eq!(numbered("a.csv", 1), "a.csv");
        assert_eq!(numbered("a.csv", 2), "a.2.csv");
        assert_eq!(numbered("a", 3), "a.3");
        assert_eq!(numbered(".a", 2), ".a.2");
    }

    #[test]
    fn markers_complete_their_files_and_are_no_files() {
        let item = |name: &str| Item {
            name: name.into(),
            bytes: 1,
            changed: String::new(),
            complete: false,
        };
        let names = [
            "b.csv",
            "a.csv.done",
            "a.csv",
            "c.csv.part",
            ".x",
            "d.csv.ok",
            "d.csv",
        ];
        let left = without_markers(names.map(item).into());
        let left: Vec<_> = left.iter().map(|item| (&*item.name, item.complete)).collect();
        assert_eq!(left, [("a.csv", true), ("b.csv", false), ("d.csv", true)]);
    }
}

//! Synthetic people and the files they are in.

use chrono::NaiveDate;
use madoguchi_import::{
    Entry, Fault, Layout, Limits, Outcome, Reader, Reject, ResidentEntry, Writer, entries,
};
use madoguchi_model::household::Household;
use madoguchi_model::ids::{HouseholdId, ResidentId};
use madoguchi_model::resident::ProtectiveMeasure;
use madoguchi_synthetic::{Place, Spec, generate};

pub(crate) fn today() -> NaiveDate {
    "2026-11-28".parse().unwrap()
}

/// A few hundred people, unusual ones among them.
pub(crate) fn people() -> Vec<Household> {
    let spec = Spec {
        place: Place::Mihon,
        seed: 7,
        reference_date: today(),
        residents: 400,
    };
    generate(&spec).households
}

/// What a file of the register can say of them.
pub(crate) fn register() -> Vec<ResidentEntry> {
    let bare = |mut entry: ResidentEntry| {
        entry.resident.id = ResidentId(uuid::Uuid::nil());
        entry.resident.household_id = HouseholdId(uuid::Uuid::nil());
        entry.resident.circumstances = None;
        entry.resident.protective_measure = ProtectiveMeasure::None;
        entry
    };
    people().iter().flat_map(entries).map(bare).collect()
}

pub(crate) fn file(layout: &Layout, entries: &[ResidentEntry]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), layout).unwrap();
    for entry in entries {
        writer.resident(entry).unwrap();
    }
    writer.finish().unwrap()
}

pub(crate) fn residents() -> &'static Layout {
    Layout::find("residents").unwrap()
}

/// The residents' layout with some lines of its text replaced.
pub(crate) fn changed(replacements: &[(&str, &str)]) -> Layout {
    let mut text = Layout::text("residents").unwrap().to_owned();
    for (from, to) in replacements {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    Layout::parse(&text).unwrap()
}

/// What is read of a file: entries, rejects, and the fault it ended in.
pub(crate) fn read(layout: &Layout, file: &[u8]) -> (Vec<Entry>, Vec<Reject>, Option<Fault>) {
    let (mut entries, mut rejects) = (Vec::new(), Vec::new());
    let reader = match Reader::new(file, layout, today(), Limits::default()) {
        Ok(reader) => reader,
        Err(fault) => return (entries, rejects, Some(fault)),
    };
    for outcome in reader {
        match outcome {
            Ok(Outcome::Entry(entry)) => entries.push(entry),
            Ok(Outcome::Rejected(some)) => {
                assert!(!some.is_empty(), "a row is not dropped in silence");
                rejects.extend(some);
            }
            Err(fault) => return (entries, rejects, Some(fault)),
        }
    }
    (entries, rejects, None)
}

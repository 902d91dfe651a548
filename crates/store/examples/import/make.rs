//! Files of the register.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use madoguchi_import::{Layout, Writer, entries};
use madoguchi_synthetic::{Place, many};

/// One household in so many moves within the municipality.
const MOVES: usize = 100;

pub(crate) fn make(file: &Path, residents: usize) {
    let layout = Layout::find("residents").unwrap();
    let open = |path: &Path| Writer::new(BufWriter::new(File::create(path).unwrap()), layout).unwrap();
    let mut all = open(file);
    let mut some = open(&file.with_added_extension("difference"));
    let day = "2026-11-28".parse().unwrap();
    for (n, household) in many(Place::Mihon, 1, day, residents).enumerate() {
        for mut entry in entries(&household) {
            all.resident(&entry).unwrap();
            if n % MOVES == 0 {
                entry.history_number += 1;
                entry.changed_on = day;
                entry.change_reason = "転居".into();
                entry.resident.address.block = "9番9号".into();
                some.resident(&entry).unwrap();
            }
        }
    }
    all.finish().unwrap();
    some.finish().unwrap();
}

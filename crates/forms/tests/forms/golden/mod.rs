//! Every form as it was last looked at and accepted: blank, short, rare and long, as one picture in `tests/golden`.
//!
//! The pages are drawn from the finished PDF by a renderer that is not ours and needs nothing of the machine. What
//! differs is written to the build's directory, and `scripts/accept-forms` accepts it.

mod paint;
mod picture;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use madoguchi_forms::display::{Ink, Mark};
use madoguchi_forms::{FormDefinition, Laid, Values, blank, guide_sheet, layout, pdf};
use picture::Picture;

use crate::support::{find, fonts, guide, long, meta, municipality, rare, short, strokes};
use crate::tools::file;

/// Set to anything, what differs is accepted: the pictures in `tests/golden` are written anew.
const ACCEPT: &str = "MADOGUCHI_ACCEPT_FORMS";

/// A form with a sheet for each person is drawn for so many of them: the others look the same.
const SHEETS: usize = 3;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// A name and what it shows, one variant after the other.
type Sheet = (String, Vec<Laid>);

fn variants(form: &FormDefinition) -> Vec<Laid> {
    let fonts = fonts();
    let fewer = |mut values: Values| {
        if form.sheet_per_person {
            let count = values.count("concerned").min(SHEETS);
            values.people("concerned", count);
        }
        values
    };
    let mut family = short();
    family.signature = Some(strokes());
    let mut laid = vec![blank(form, &municipality(), &fonts)];
    for persona in [family, rare(), long()] {
        laid.push(layout(form, &fewer(persona.values()), &fonts));
    }
    laid
}

/// The picture of a sheet: a column for each variant, its pages from the top.
fn drawn((name, variants): &Sheet) -> Picture {
    let columns = variants.iter().map(|laid| {
        let bytes = pdf(std::slice::from_ref(laid), &fonts(), &meta(&laid.title))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        Picture::below(paint::pages(bytes))
    });
    Picture::beside(columns.collect())
}

/// Compares a sheet with what was accepted. Answers with what is wrong, in one sentence.
fn compared(sheet: &Sheet, accept: bool) -> Option<String> {
    let name = &sheet.0;
    let path = folder().join(name).with_extension("png");
    let actual = drawn(sheet);
    let accepted = match std::fs::read(&path) {
        Ok(bytes) => Picture::read(&bytes),
        Err(_) => None,
    };
    let complaint = match &accepted {
        None => "nothing was accepted yet".to_owned(),
        Some(accepted) => accepted.complaint(&actual)?,
    };
    if accept {
        std::fs::write(&path, actual.written()).expect("the project can be written");
        return None;
    }
    let found = file(&format!("golden_{name}_actual")).with_extension("png");
    std::fs::write(&found, actual.written()).expect("the build's directory can be written");
    let now = format!("{name}: {complaint}. Now it is {}", found.display());
    let Some(accepted) = accepted else {
        return Some(now);
    };
    let difference = file(&format!("golden_{name}_difference")).with_extension("png");
    std::fs::write(&difference, accepted.difference(&actual).written())
        .expect("the build's directory can be written");
    Some(format!(
        "{now}, what differs is black in {}",
        difference.display()
    ))
}

fn sheets() -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = vec![("guide_sheet".into(), vec![guide_sheet(&guide(), &fonts())])];
    sheets.extend(
        FormDefinition::all()
            .iter()
            .map(|form| (form.id.clone(), variants(form))),
    );
    sheets
}

#[test]
fn every_form_looks_as_it_was_accepted() {
    let accept = std::env::var_os(ACCEPT).is_some();
    let sheets = sheets();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut complaints = Vec::new();
        while let Some(sheet) = sheets.get(next.fetch_add(1, Ordering::Relaxed)) {
            complaints.extend(compared(sheet, accept));
        }
        complaints
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut complaints: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let done = workers.into_iter().map(|worker| worker.join().expect("no panic"));
        done.flatten().collect()
    });
    complaints.sort();
    assert!(
        complaints.is_empty(),
        "{}\n\nLook at the pictures; what is as it should be is accepted by scripts/accept-forms.",
        complaints.join("\n")
    );
}

#[test]
fn there_is_no_picture_of_what_is_no_form() {
    let mut known: BTreeSet<String> = FormDefinition::all().iter().map(|form| form.id.clone()).collect();
    known.insert("guide_sheet".into());
    let superfluous: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the folder of pictures")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            let name = path.file_stem().and_then(|name| name.to_str());
            !name.is_some_and(|name| known.contains(name)) || path.extension().is_none_or(|end| end != "png")
        })
        .collect();
    if std::env::var_os(ACCEPT).is_some() {
        for path in superfluous {
            std::fs::remove_file(path).expect("the project can be written");
        }
    } else {
        assert!(superfluous.is_empty(), "not of any form: {superfluous:?}");
    }
}

/// The comparison notices what must not go by: any text a point to the right, any ground gone.
#[test]
fn a_small_change_is_noticed() {
    let form = find("dog_registration_change");
    let picture = |laid: &Laid| drawn(&(form.id.clone(), vec![laid.clone()]));
    let laid = layout(form, &rare().values(), &fonts());
    let accepted = Picture::read(&picture(&laid).written()).expect("what was just written");
    assert_eq!(accepted.complaint(&picture(&laid)), None);
    let mut tried = (0, 0);
    for n in 0..laid.pages[0].items.len() {
        let mut changed = laid.clone();
        match &mut changed.pages[0].items[n].mark {
            Mark::Text(run) if !run.text.trim().is_empty() => {
                run.x += 1.0;
                tried.0 += 1;
            }
            Mark::Shape(shape) if shape.fill == Some(Ink::GROUND) => {
                shape.fill = Some(Ink::WHITE);
                tried.1 += 1;
            }
            _ => continue,
        }
        assert!(
            accepted.complaint(&picture(&changed)).is_some(),
            "{:?}",
            laid.pages[0].items[n]
        );
    }
    assert!(tried.0 > 40 && tried.1 > 8, "{tried:?}");
}

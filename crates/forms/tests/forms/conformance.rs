//! PDF/A-2a and PDF/UA-1, by validators that are not ours.

use madoguchi_forms::{FormDefinition, Laid, blank, guide_sheet, layout, pdf};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use crate::support::{Persona, arriving, find, fonts, guide, long, meta, municipality, rare, short, strokes};
use crate::tools::{run, written};

/// The validator takes a carriage return at the end of a stream's data and the line feed behind it for one end of
/// line, and then finds the data one byte short of its /Length. That finding counts only where a length is wrong.
const LENGTH_RULE: &str = "ISO 19005-2:2011:6.1.7.1:1";

/// Whether every stream's data is followed by one line feed and `endstream` exactly where its /Length says.
fn lengths_are_exact(bytes: &[u8]) -> bool {
    let starts: Vec<usize> = bytes
        .windows(b"stream\n".len())
        .enumerate()
        .filter(|(at, window)| *window == b"stream\n" && !bytes[..*at].ends_with(b"end"))
        .map(|(at, window)| at + window.len())
        .collect();
    let exact = |start: &usize| {
        let dictionary = String::from_utf8_lossy(&bytes[start.saturating_sub(400)..*start]).into_owned();
        let length = dictionary.rsplit("/Length ").next().unwrap_or_default();
        let digits: String = length.chars().take_while(char::is_ascii_digit).collect();
        let end = digits.parse::<usize>().map(|length| start + length);
        end.is_ok_and(|end| {
            bytes
                .get(end..)
                .is_some_and(|rest| rest.starts_with(b"\nendstream"))
        })
    };
    !starts.is_empty() && starts.iter().all(exact)
}

pub(crate) fn conforms(name: &str, forms: &[Laid]) {
    let path = written(name, forms);
    let bytes = std::fs::read(&path).expect("just written");
    for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
        let report = validate_pdf_bytes(&bytes, &ValidationOptions::default().profile(profile))
            .expect("a readable file");
        let others = report
            .failures
            .iter()
            .filter(|failure| failure.rule_id != LENGTH_RULE || !lengths_are_exact(&bytes));
        assert_eq!(others.count(), 0, "{name}: {report}");
    }
    let path = path.to_str().expect("a path in UTF-8");
    run("qpdf", &["--check", path]);
    let fonts = run("pdffonts", &[path]);
    for line in fonts.lines().skip(2) {
        let columns: Vec<&str> = line.split_whitespace().rev().collect();
        // name type encoding emb sub uni object generation, read from the end
        assert_eq!(&columns[2..5], ["yes", "yes", "yes"], "{name}: {line}");
        assert!(line.contains("TrueType"), "{name}: {line}");
    }
}

fn signed(mut persona: Persona) -> Persona {
    persona.signature = Some(strokes());
    persona
}

fn each_form(name: &str, persona: &Persona) {
    for form in FormDefinition::all() {
        conforms(
            &format!("{}_{name}", form.id),
            &[layout(form, &persona.values(), &fonts())],
        );
    }
}

#[test]
fn blank_forms_conform() {
    for form in FormDefinition::all() {
        let laid = blank(form, &municipality(), &fonts());
        assert_eq!(
            (laid.pages.len(), laid.overflow.len(), laid.missing_glyphs.len()),
            (1, 0, 0),
            "{}",
            form.id
        );
        conforms(&format!("{}_blank", form.id), &[laid]);
    }
}

#[test]
fn forms_of_people_who_move_in_conform() {
    each_form("arriving", &arriving());
}

#[test]
fn signed_forms_of_a_family_conform() {
    each_form("short", &signed(short()));
}

#[test]
fn forms_with_rare_characters_conform() {
    each_form("rare", &rare());
}

#[test]
fn long_forms_with_continuations_conform() {
    each_form("long", &long());
}

#[test]
fn characters_that_no_font_holds_still_give_a_conforming_file() {
    let mut persona = short();
    persona.household.members[0].names.name.written = "辻\u{E01EF}\u{E000}　\u{10FFFD}太郎".into();
    each_form("missing", &persona);
}

#[test]
fn a_guide_sheet_conforms() {
    conforms("guide_sheet", &[guide_sheet(&guide(), &fonts())]);
}

#[test]
fn several_forms_make_one_file() {
    let values = rare().values();
    let laid: Vec<Laid> = FormDefinition::all()
        .iter()
        .map(|form| layout(form, &values, &fonts()))
        .collect();
    conforms("all", &laid);
    let pages: usize = laid.iter().map(|form| form.pages.len()).sum();
    let path = written("all", &laid);
    assert_eq!(
        run(
            "qpdf",
            &["--show-npages", path.to_str().expect("a path in UTF-8")]
        )
        .trim(),
        pages.to_string()
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let form = find("resident_movement_notification");
    let make = || {
        pdf(
            &[layout(form, &rare().values(), &fonts())],
            &fonts(),
            &meta("住民異動届"),
        )
        .unwrap()
    };
    assert_eq!(make(), make());
    assert!(pdf(&[], &fonts(), &meta("なし")).is_err());
}

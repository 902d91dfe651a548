//! Whatever is written: no panic, and every character is drawn, reported as missing, or stands on the sheet of
//! what did not fit.

use std::collections::BTreeMap;

use madoguchi_forms::{Fonts, FormDefinition, Values, layout, pdf, svg};
use proptest::prelude::*;

use crate::glyphs::content_runs;
use crate::support::{Persona, find, fonts, meta, short};

fn shared_fonts() -> &'static Fonts {
    static FONTS: std::sync::OnceLock<Fonts> = std::sync::OnceLock::new();
    FONTS.get_or_init(fonts)
}

/// How often each code point is drawn, or stood for by a 〓.
fn drawn(form: &FormDefinition, values: &Values) -> BTreeMap<char, usize> {
    let laid = layout(form, values, shared_fonts());
    let mut count = BTreeMap::new();
    // Page numbers are no content: they change with the number of pages.
    for run in content_runs(&laid) {
        for glyph in &run.glyphs {
            let text = run
                .actual_text
                .as_deref()
                .unwrap_or(&run.text[glyph.range.clone()]);
            for c in text.chars() {
                *count.entry(c).or_default() += 1;
            }
        }
        if let Some(actual) = &run.actual_text {
            assert!(
                laid.missing_glyphs
                    .iter()
                    .any(|missing| missing.cluster == *actual)
            );
        }
    }
    count
}

fn nothing_is_lost(form: &FormDefinition, before: &Persona, after: &Persona, written: &str) {
    let (without, with) = (drawn(form, &before.values()), drawn(form, &after.values()));
    let mut wanted: BTreeMap<char, usize> = BTreeMap::new();
    for c in written
        .chars()
        .filter(|c| !matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}'))
    {
        *wanted.entry(c).or_default() += 1;
    }
    for (c, times) in wanted {
        let count = |drawn: &BTreeMap<char, usize>| drawn.get(&c).copied().unwrap_or(0);
        let more = count(&with).saturating_sub(count(&without));
        assert!(
            more >= times,
            "{}: {c:?} of {written:?} is drawn {more} times",
            form.id
        );
    }
}

/// Whether a form names all who take part, or the children among them; the others are about a dog, a tap, a
/// motorcycle, a tax or people whom nobody in the register is, and name who files.
fn names_the_people(form: &FormDefinition) -> bool {
    let definition = format!("{form:?}");
    ["people: \"concerned\"", "people: \"children\"", "\"person.name\""]
        .iter()
        .any(|part| definition.contains(part))
}

/// Whether a form names those of whom a fact was said, for example who has died.
fn names_those_having_a_fact(form: &FormDefinition) -> bool {
    format!("{form:?}").contains("\"having.")
}

#[test]
fn most_forms_name_the_people_they_are_about() {
    let silent = FormDefinition::all()
        .iter()
        .filter(|form| !names_the_people(form) && !names_those_having_a_fact(form));
    let ids: Vec<&str> = silent.map(|form| &*form.id).collect();
    assert_eq!(
        ids,
        [
            "adoption_report_draft",
            "dog_registration_change",
            "motorcycle_declaration",
            "name_reading_report_draft",
            "power_of_attorney",
            "reburial_permit_application",
            "tax_agent_declaration",
            "water_service_notification",
        ]
    );
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[一-龠々ァ-ヶー]{0,20}",
        "[一-龠\u{E0100}-\u{E0103}　 ]{0,60}",
        "[A-Za-zÀ-ỹ' -]{0,120}",
        ".{0,40}",
        "[\u{E000}-\u{F8FF}\u{F0000}-\u{F0010}一-三]{0,10}",
        "[〓別紙のとおり0-9年月日]{0,300}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn of_names(written in any_text()) {
        let mut before = short();
        before.household.members[3].names.name.written = String::new();
        let mut after = short();
        after.household.members[3].names.name.written.clone_from(&written);
        for form in FormDefinition::all().iter().filter(|form| names_the_people(form)) {
            nothing_is_lost(form, &before, &after, &written);
        }
    }

    #[test]
    fn of_addresses(written in any_text()) {
        let mut before = short();
        before.household.members[0].address.building = String::new();
        let mut after = short();
        after.household.members[0].address.building.clone_from(&written);
        let form = find("resident_movement_notification");
        nothing_is_lost(form, &before, &after, &written);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn of_any_keys_and_a_file_comes_out(texts in proptest::collection::vec(any_text(), 40), people in 0usize..9) {
        let mut values = short().values();
        let mut texts = texts.into_iter().cycle();
        let keys: Vec<String> = values.iter().map(|(key, _)| key.to_owned()).collect();
        for key in keys {
            values.text(key, texts.next().unwrap());
        }
        values.people("concerned", people);
        for form in FormDefinition::all() {
            let laid = layout(form, &values, shared_fonts());
            prop_assert!(pdf(std::slice::from_ref(&laid), shared_fonts(), &meta("申請書")).is_ok());
            for page in 0..laid.pages.len() {
                let svg = svg(&laid, page, shared_fonts()).unwrap();
                prop_assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
            }
        }
    }
}

/// A PDF holds no string without end.
#[test]
fn rows_of_spaces_and_marks_without_end_give_a_file() {
    for endless in [" ", "\u{3000}", "\u{300}", "\u{E0100}", "\u{E000}"] {
        let mut persona = short();
        persona.household.members[3].names.name.written = format!("山{}", endless.repeat(30_000));
        let form = find("resident_movement_notification");
        let laid = layout(form, &persona.values(), shared_fonts());
        let made = pdf(std::slice::from_ref(&laid), shared_fonts(), &meta("申請書"));
        assert!(made.is_ok(), "{endless:?}: {:?}", made.err());
    }
}

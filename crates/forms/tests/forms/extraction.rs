//! Text taken out of a file is the text that was put in, to the code point.

use madoguchi_forms::{FormDefinition, Laid, layout};

use crate::support::{find, fonts, rare, short};
use crate::tools::{run, written};

fn text_of(name: &str, persona: &crate::support::Persona) -> String {
    let form = find("resident_movement_notification");
    let path = written(name, &[layout(form, &persona.values(), &fonts())]);
    without_spaces(&run(
        "pdftotext",
        &[
            "-raw",
            "-enc",
            "UTF-8",
            path.to_str().expect("a path in UTF-8"),
            "-",
        ],
    ))
}

/// pdftotext gives spaces by where things stand on the page, not those of the text.
fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn names_come_back_with_their_selectors() {
    let text = text_of("extraction", &rare());
    for name in [
        "辻\u{E0100}　健一",
        "葛\u{E0100}西　𠮷乃",
        "葛\u{E0102}城　髙志",
        "辻\u{E0102}﨑　邉子",
        "𠮷田",
        "NGUYEN VAN ANH",
        "昭和15年頃",
        "1980年4月15日",
    ] {
        assert!(text.contains(&without_spaces(name)), "{name} in {text}");
    }
}

#[test]
fn every_character_in_question_comes_back() {
    for (n, name) in [
        "辻\u{E0100}",
        "辻\u{E0102}",
        "葛\u{E0100}",
        "葛\u{E0102}",
        "髙",
        "﨑",
        "𠮷",
        "邉",
        "辻",
    ]
    .into_iter()
    .enumerate()
    {
        let mut persona = short();
        persona.household.members[3].names.name.written = format!("山{name}山");
        let text = text_of(&format!("extraction_{n}"), &persona);
        assert!(text.contains(&format!("山{name}山")), "{name} in {text}");
    }
}

#[test]
fn a_character_no_font_holds_comes_back_too() {
    let mut persona = short();
    persona.household.members[3].names.name.written = "辻\u{E01EF}　葵".into();
    let form = find("resident_movement_notification");
    let laid = layout(form, &persona.values(), &fonts());
    let [missing] = &laid.missing_glyphs[..] else {
        panic!("{:?}", laid.missing_glyphs)
    };
    assert_eq!(
        (&*missing.cluster, &*missing.code_points()),
        ("辻\u{E01EF}", "U+8FBB U+E01EF")
    );
    assert_eq!(missing.field, "4人目　氏名");
    assert!(text_of("extraction_missing", &persona).contains("辻\u{E01EF}葵"));
}

/// Every form in one file, read by a program that is not ours.
#[test]
fn every_value_of_every_form_comes_back() {
    let mut missing = rare();
    missing.household.members[3].names.name.written = "辻\u{E01EF}　\u{E000}葵\u{10FFFD}".into();
    for (name, persona) in [("rare", rare()), ("missing", missing)] {
        let values = persona.values();
        let laid: Vec<Laid> = FormDefinition::all()
            .iter()
            .map(|form| layout(form, &values, &fonts()))
            .collect();
        let path = written(&format!("extraction_all_{name}"), &laid);
        let path = path.to_str().expect("a path in UTF-8");
        let text = without_spaces(&run("pdftotext", &["-raw", "-enc", "UTF-8", path, "-"]));
        let mut names = 0;
        for form in &laid {
            for field in &form.fields {
                let value = without_spaces(&field.value);
                // What is ticked is told by its box; labels of options stand there anyway.
                let labels = || {
                    field
                        .value
                        .split('、')
                        .all(|label| text.contains(&without_spaces(label)))
                };
                assert!(
                    text.contains(&value) || labels(),
                    "{}: {} 「{}」",
                    form.form,
                    field.label,
                    field.value
                );
                names += usize::from(value.contains(['\u{E0100}', '\u{E0102}', '\u{E01EF}']));
            }
        }
        assert!(names > 100, "{names}");
    }
}

//! Names side by side: in the alphabet, long ones, 旧氏 and 通称, on the forms that people file most.

use madoguchi_forms::{FormDefinition, Laid, layout};
use madoguchi_model::name::Names;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::ForeignStatus;
use proptest::prelude::*;

use crate::conformance::conforms;
use crate::glyphs::content_runs;
use crate::support::{Persona, day, find, fonts, name, short};

const FORMS: [&str; 4] = [
    "resident_movement_notification",
    "national_health_insurance_change_notification",
    "seal_registration_application",
    "national_pension_notification",
];

/// Everything on the pages as one text, without spaces.
fn text(laid: &Laid) -> String {
    let texts = content_runs(laid).map(|run| run.actual_text.as_deref().unwrap_or(&run.text));
    texts
        .flat_map(str::chars)
        .filter(|c| !c.is_whitespace())
        .collect()
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A family whose head has these names.
fn with_names(names: Names) -> Persona {
    let mut persona = short();
    persona.household.members[0].names = names;
    persona
}

fn forms() -> impl Iterator<Item = &'static FormDefinition> {
    FORMS.into_iter().map(find)
}

/// The longest the register holds of each: 40 kanji, 100 letters, 旧氏 and 通称.
fn longest() -> Names {
    Names {
        name: name(&"勘解由小路左衛門五郎".repeat(4), &"カデノコウジサエモン".repeat(6)),
        alphabet: Some("WOLFESCHLEGELSTEINHAUSENBERGERDORFF HUBERT BLAINE MAXIMILIAN ALEXANDER CHRISTOPHER FERDINAND AUGUSTU".into()),
        former_family_name: Some(name("勅使河原", "テシガワラ")),
        alias: Some(name("長曽我部　左衛門五郎", "チョウソカベ　サエモンゴロウ")),
    }
}

#[test]
fn the_longest_names_are_printed_whole_and_conform() {
    let names = longest();
    let mut persona = with_names(names.clone());
    let head = &mut persona.household.members[0];
    head.birth_date = RegisterDate::Known(day(1980, 4, 15));
    head.foreign = Some(ForeignStatus {
        nationality: "グレートブリテン及び北アイルランド連合王国".into(),
        residence_status: "高度専門職１号ロ".into(),
        expires_on: Some(day(2028, 3, 31)).into(),
    });
    for form in forms() {
        let laid = layout(form, &persona.values(), &fonts());
        let printed = text(&laid);
        assert!(printed.contains(&names.name.written), "{}: {printed}", form.id);
        assert!(printed.contains(&names.name.kana), "{}", form.id);
        let elsewhere: Vec<&str> = laid.overflow.iter().map(|one| &*one.text).collect();
        assert!(
            !elsewhere.contains(&&*names.name.written),
            "{}: the name stands in its place",
            form.id
        );
        // The western calendar, whole, in its place.
        assert!(printed.contains("1980年4月15日"), "{}: {printed}", form.id);
        assert!(laid.missing_glyphs.is_empty());
        conforms(&format!("names_{}", form.id), &[laid]);
    }
    // Where the form prints other names they are there, every one.
    let laid = layout(
        find("resident_movement_notification"),
        &persona.values(),
        &fonts(),
    );
    let printed = text(&laid);
    for other in [
        "旧氏　勅使河原（テシガワラ）",
        "通称　長曽我部　左衛門五郎（チョウソカベ　サエモンゴロウ）",
        names.alphabet.as_deref().unwrap(),
    ] {
        assert!(printed.contains(&without_spaces(other)), "{other}: {printed}");
    }
}

#[test]
fn a_name_in_the_alphabet_keeps_its_words_whole_in_its_place() {
    let written = "WOLFESCHLEGELSTEINHAUSENBERGERDORFF HUBERT BLAINE MAXIMILIAN ALEXANDER CHRISTOPHER FERDINAND AUGUSTU";
    assert_eq!(written.len(), 100);
    let persona = with_names(Names {
        name: name(written, "ウォルフェシュレーゲルシュタインハウゼン　ヒューバート"),
        alphabet: Some(written.into()),
        ..Names::default()
    });
    for form in forms() {
        let laid = layout(form, &persona.values(), &fonts());
        assert_eq!(laid.overflow, [], "{}", form.id);
        let runs: Vec<&str> = content_runs(&laid).map(|run| &*run.text).collect();
        for word in written.split(' ') {
            assert!(
                runs.iter().any(|run| run.contains(word)),
                "{}: {word} is broken",
                form.id
            );
        }
    }
}

#[test]
fn a_reading_that_needs_two_lines_has_them_where_the_name_leaves_room() {
    let persona = with_names(Names {
        name: name("NGUYEN THI", &"グエンティ".repeat(10)),
        ..Names::default()
    });
    let laid = layout(
        find("resident_movement_notification"),
        &persona.values(),
        &fonts(),
    );
    assert_eq!(laid.overflow, []);
}

fn words(letters: &'static str, most: usize) -> impl Strategy<Value = String> {
    proptest::string::string_regex(&format!("[{letters}]{{1,{most}}}")).expect("a sound pattern")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_names_every_one_is_printed_whole(
        written in prop_oneof![words("一-十上-中山川田辻髙﨑", 40), words("A-Z ", 100)],
        kana in words("ア-ンー", 60),
        former in proptest::option::of(words("山川田辻髙﨑", 20)),
        alias in proptest::option::of(words("山川田A-Z", 40)),
        alphabet in proptest::option::of(words("A-Z ", 100)),
    ) {
        let names = Names {
            name: name(&written, &kana),
            former_family_name: former.as_ref().map(|written| name(written, "カナ")),
            alias: alias.as_ref().map(|written| name(written, "")),
            alphabet: alphabet.clone(),
        };
        let persona = with_names(names);
        for form in forms() {
            let laid = layout(form, &persona.values(), &fonts());
            let printed = text(&laid);
            prop_assert!(printed.contains(&without_spaces(&written)), "{}: {written}", form.id);
            prop_assert!(printed.contains(&kana), "{}: {kana}", form.id);
        }
        let printed = text(&layout(find("resident_movement_notification"), &persona.values(), &fonts()));
        for other in [former, alias, alphabet].into_iter().flatten() {
            prop_assert!(printed.contains(&without_spaces(&other)), "{other}");
        }
    }
}

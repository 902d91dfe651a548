//! Private-use characters (外字) from a municipality's font, and characters printed instead of those no font holds.

use madoguchi_forms::display::TextRun;
use madoguchi_forms::fonts::SuppliedFontError;
use madoguchi_forms::testing::TinyFont;
use madoguchi_forms::{Fonts, Laid, SuppliedFont, Values, layout, svg};
use proptest::prelude::*;

use crate::conformance::conforms;
use crate::glyphs::runs;
use crate::support::{Persona, find, fonts, long, short};
use crate::tools::{run, written};

fn tiny() -> SuppliedFont {
    SuppliedFont::read(&TinyFont::usual().file()).expect("a sound font")
}

fn with_tiny() -> Fonts {
    fonts().with_supplied(Some(tiny()))
}

/// A family whose last child's name is this.
fn named(name: &str) -> Persona {
    let mut persona = short();
    persona.household.members[3].names.name.written = name.into();
    persona
}

fn laid(values: &Values, fonts: &Fonts) -> Laid {
    layout(find("resident_movement_notification"), values, fonts)
}

/// The runs that stand for other text than their glyphs draw.
fn standing_for<'l>(laid: &'l Laid, text: &str) -> Vec<&'l TextRun> {
    runs(laid)
        .filter(|run| run.actual_text.as_deref() == Some(text))
        .collect()
}

fn text_of(name: &str, laid: Laid) -> String {
    let path = written(name, &[laid]);
    let path = path.to_str().expect("a path in UTF-8");
    let text = run("pdftotext", &["-raw", "-enc", "UTF-8", path, "-"]);
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn a_font_is_read_with_its_private_use_characters_only() {
    let font = tiny();
    let held: Vec<char> = font.characters().collect();
    assert_eq!(held, ['\u{E000}', '\u{E001}', '\u{F0000}', '\u{10FFFD}']);
    assert_eq!(font.family(), "見本外字");
    let picture = font.picture('\u{E000}').unwrap();
    assert!(
        picture.starts_with("<svg ") && picture.contains("<path d=\"M10 88"),
        "{picture}"
    );
    assert_ne!(font.picture('\u{E001}').unwrap(), picture);
    assert_eq!(font.picture('A'), None);
}

#[test]
fn a_font_that_may_not_be_embedded_or_holds_nothing_is_refused() {
    let read = |font: &TinyFont| SuppliedFont::read(&font.file()).map(|_| ());
    let usual = TinyFont::usual();
    let forbidden = TinyFont {
        fs_type: 2,
        ..usual.clone()
    };
    assert_eq!(read(&forbidden), Err(SuppliedFontError::EmbeddingForbidden(2)));
    let letters = TinyFont {
        characters: vec!['A', '辻'],
        ..usual.clone()
    };
    assert_eq!(read(&letters), Err(SuppliedFontError::NoPrivateUse));
    let endless = TinyFont {
        endless: true,
        ..usual.clone()
    };
    assert_eq!(read(&endless), Err(SuppliedFontError::Undrawable('\u{10FFFD}')));
    // Cut anywhere, it is refused or read; it never stops the program.
    let file = usual.file();
    for end in 0..file.len() {
        drop(SuppliedFont::read(&file[..end]));
    }
    for at in 0..file.len() {
        let mut broken = file.clone();
        broken[at] ^= 0xFF;
        drop(SuppliedFont::read(&broken));
    }
}

#[test]
fn private_use_characters_are_drawn_from_the_municipalitys_font_and_only_they() {
    let values = named("\u{E000}A　\u{F0000}葵\u{E0FF}").values();
    let laid = laid(&values, &with_tiny());
    for character in ["\u{E000}", "\u{F0000}"] {
        let drawn = standing_for(&laid, character);
        assert!(!drawn.is_empty(), "{character:?}");
        for run in drawn {
            assert!(!run.path.is_empty() && run.text == "\u{3000}", "{run:?}");
        }
    }
    // The font has an A too, which is not its business.
    assert!(runs(&laid).any(|run| run.text.contains('A') && run.path.is_empty()));
    let missing: Vec<&str> = laid.missing_glyphs.iter().map(|one| &*one.cluster).collect();
    assert_eq!(missing, ["\u{E0FF}"], "a character that this font has not");
    // Without the font all three are missing.
    assert_eq!(self::laid(&values, &fonts()).missing_glyphs.len(), 3);
}

#[test]
fn private_use_characters_are_in_the_preview_and_in_the_text() {
    let laid = laid(&named("\u{E001}田　葵").values(), &with_tiny());
    let picture = svg(&laid, 0, &fonts()).unwrap();
    let without = self::laid(&named("山田　葵").values(), &with_tiny());
    let paths = |picture: &str| picture.matches("<path d=").count();
    // No dashed box, one filled path.
    assert_eq!(paths(&picture), paths(&svg(&without, 0, &fonts()).unwrap()) + 1);
    assert!(text_of("supplied_text", laid).contains("\u{E001}田葵"));
}

#[test]
fn a_form_with_private_use_characters_conforms() {
    for (name, text) in [
        ("one", "\u{E000}"),
        ("many", "\u{E000}\u{E001}　\u{F0000}\u{10FFFD}山\u{E000}"),
    ] {
        conforms(
            &format!("supplied_{name}"),
            &[laid(&named(text).values(), &with_tiny())],
        );
    }
}

/// A form whose missing character is printed as another.
fn substituted(name: &str) -> Values {
    let mut values = named(name).values();
    values.substitute("辻\u{E01EF}", "辻");
    values
}

#[test]
fn a_substitute_is_drawn_with_a_mark_and_the_foot_says_so() {
    let laid = laid(&substituted("辻\u{E01EF}　葵"), &fonts());
    assert!(laid.missing_glyphs.is_empty());
    let [one] = &laid.substituted[..] else {
        panic!("{:?}", laid.substituted)
    };
    assert_eq!(
        (&*one.cluster, &*one.with, &*one.field, one.page),
        ("辻\u{E01EF}", "辻", "4人目　氏名", 0)
    );
    let [drawn] = &standing_for(&laid, "辻\u{E01EF}")[..] else {
        panic!("it is drawn once")
    };
    assert!(drawn.text == "辻" && !drawn.path.is_empty());
    let note = "※「〓」の文字は「辻」で代えて印字しています（U+8FBBU+E01EF）。";
    let text = text_of("substitute", laid);
    assert!(text.contains("辻\u{E01EF}葵") && text.contains(note), "{text}");
}

#[test]
fn a_choice_that_is_not_needed_changes_nothing() {
    let fonts = fonts();
    // The character is not on the form, or a font holds it, or what was chosen cannot be drawn either.
    let plain = laid(&named("山田　葵").values(), &fonts);
    assert_eq!(laid(&substituted("山田　葵"), &fonts), plain);
    let mut held = named("山田　葵").values();
    held.substitute("山", "川");
    assert_eq!(laid(&held, &fonts), plain);
    let mut worse = named("辻\u{E01EF}　葵").values();
    worse.substitute("辻\u{E01EF}", "\u{E000}");
    let laid = laid(&worse, &fonts);
    assert_eq!((laid.missing_glyphs.len(), laid.substituted.len()), (1, 0));
}

#[test]
fn forms_with_substitutes_conform_also_where_the_notes_need_room() {
    conforms(
        "substitute_one",
        &[laid(&substituted("辻\u{E01EF}　葵"), &fonts())],
    );
    let many: Vec<String> = (0x1EF..0x1F8)
        .map(|n| format!("辻{}", char::from_u32(0xE0000 + n - 0x10).unwrap()))
        .collect();
    let mut persona = long();
    persona.household.members[0].names.name.written = many.concat().repeat(12);
    persona.household.members[1].names.name.written = many.concat();
    let mut values = persona.values();
    for character in &many {
        values.substitute(character.clone(), "辻");
    }
    let laid = laid(&values, &fonts());
    assert!(laid.missing_glyphs.is_empty() && laid.substituted.len() > many.len());
    let pages: std::collections::BTreeSet<usize> = laid.substituted.iter().map(|one| one.page).collect();
    assert!(
        pages.len() > 1,
        "on the form and on its further sheets: {pages:?}"
    );
    let text: String = runs(&laid).map(|run| &*run.text).collect();
    for character in &many {
        let note = madoguchi_forms::code_points(character);
        assert!(text.contains(&note), "{note}");
    }
    conforms("substitute_many", &[laid]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_the_font_draws_private_use_characters_only(
        text in "[\u{E000}\u{E001}\u{F0000}\u{E0FF}A-C山川辻葵\u{E0102}　]{1,24}"
    ) {
        let laid = laid(&named(&text).values(), &with_tiny());
        for run in runs(&laid).filter(|run| !run.path.is_empty()) {
            let actual = run.actual_text.as_deref().unwrap_or_default();
            prop_assert!(["\u{E000}", "\u{E001}", "\u{F0000}"].contains(&actual), "{run:?}");
        }
        let drawn: String = runs(&laid)
            .map(|run| run.actual_text.as_deref().unwrap_or(&run.text))
            .collect();
        for character in text.chars().filter(|c| !c.is_whitespace()) {
            let count = |text: &str| text.matches(character).count();
            prop_assert!(count(&drawn) >= count(&text), "{character:?} in {drawn}");
        }
        let missing = laid.missing_glyphs.iter().filter(|one| one.cluster.contains('\u{E0FF}')).count();
        prop_assert_eq!(missing > 0, text.contains('\u{E0FF}'));
    }
}

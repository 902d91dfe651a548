//! The glyph drawn is the font's own for exactly the characters written.

use madoguchi_forms::display::{Mark, TextRun};
use madoguchi_forms::fonts::Face;
use madoguchi_forms::{FormDefinition, Laid, layout};

use crate::support::{find, fonts, long, rare};

/// Every run of text on the pages.
pub(crate) fn runs(laid: &Laid) -> impl Iterator<Item = &TextRun> {
    laid.pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(|item| match &item.mark {
            Mark::Text(run) => Some(run),
            Mark::Shape(_) => None,
        })
}

/// The text that is content: not the page numbers.
pub(crate) fn content_runs(laid: &Laid) -> impl Iterator<Item = &TextRun> {
    laid.pages
        .iter()
        .flat_map(|page| &page.items)
        .filter(|item| item.content)
        .filter_map(|item| match &item.mark {
            Mark::Text(run) => Some(run),
            Mark::Shape(_) => None,
        })
}

#[test]
fn each_rare_name_is_drawn_with_its_own_glyph() {
    let fonts = fonts();
    let form = find("resident_movement_notification");
    let laid = layout(form, &rare().values(), &fonts);
    assert!(laid.missing_glyphs.is_empty());
    for (written, base, selector, face) in [
        ("辻\u{E0100}", '辻', Some('\u{E0100}'), Face::IpaExMincho),
        ("葛\u{E0100}", '葛', Some('\u{E0100}'), Face::IpaExMincho),
        ("葛\u{E0102}", '葛', Some('\u{E0102}'), Face::IpaMjMincho),
        ("辻\u{E0102}", '辻', Some('\u{E0102}'), Face::IpaMjMincho),
        ("髙", '髙', None, Face::IpaMjMincho),
        ("﨑", '﨑', None, Face::IpaMjMincho),
        ("𠮷", '𠮷', None, Face::IpaMjMincho),
        ("邉", '邉', None, Face::IpaMjMincho),
    ] {
        let expected = fonts.glyph(face, base, selector).unwrap();
        let drawn: Vec<(Face, u32)> = runs(&laid)
            .flat_map(|run| run.glyphs.iter().map(move |glyph| (run, glyph)))
            .filter(|(run, glyph)| run.text[glyph.range.clone()] == *written)
            .map(|(run, glyph)| (run.face, glyph.id))
            .collect();
        assert!(!drawn.is_empty(), "{written}");
        assert!(
            drawn.iter().all(|glyph| *glyph == (face, expected)),
            "{written}: {drawn:?}"
        );
        if selector.is_some() {
            assert_ne!(fonts.glyph(face, base, None), Some(expected), "{written}");
        }
    }
}

#[test]
fn glyphs_stay_on_the_page_and_cover_their_text() {
    let fonts = fonts();
    for form in FormDefinition::all() {
        let laid = layout(form, &long().values(), &fonts);
        for page in &laid.pages {
            for item in &page.items {
                let Mark::Text(run) = &item.mark else { continue };
                // Spaces at the end of a line hang over.
                let seen = run.text.trim_end().len();
                let glyphs = run.glyphs.iter().filter(|glyph| glyph.range.start < seen);
                let width: f32 = glyphs.map(|glyph| glyph.advance * run.size).sum();
                assert!(
                    run.x >= 28.0 && run.x + width <= page.width - 28.0,
                    "{}: {run:?}",
                    form.id
                );
                assert!(
                    run.y >= 28.0 && run.y <= page.height - 28.0,
                    "{}: {run:?}",
                    form.id
                );
                let covered: String = run
                    .glyphs
                    .iter()
                    .map(|glyph| &run.text[glyph.range.clone()])
                    .collect();
                assert_eq!(covered, run.text);
            }
        }
    }
}

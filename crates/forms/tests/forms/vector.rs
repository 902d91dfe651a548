//! The preview is drawn from the same list as the print.

use madoguchi_forms::display::{Mark, Page};
use madoguchi_forms::{FormDefinition, guide_sheet, layout, svg};

use crate::support::{find, fonts, guide, rare, short, strokes};

fn marks(page: &Page) -> (usize, usize) {
    let fonts = fonts();
    let glyphs = page.items.iter().filter_map(|item| match &item.mark {
        Mark::Text(run) => Some(
            run.glyphs
                .iter()
                .filter(|glyph| !fonts.outline(run.face, glyph.id).is_empty())
                .count(),
        ),
        Mark::Shape(_) => None,
    });
    let is_path = |mark: &Mark| match mark {
        Mark::Text(run) => !run.path.is_empty(),
        Mark::Shape(_) => true,
    };
    let shapes = page.items.iter().filter(|item| is_path(&item.mark)).count();
    (glyphs.sum(), shapes)
}

#[test]
fn every_glyph_and_shape_is_in_the_picture_once() {
    let fonts = fonts();
    let mut persona = short();
    persona.signature = Some(strokes());
    let mut laid = vec![guide_sheet(&guide(), &fonts)];
    for form in FormDefinition::all() {
        laid.push(layout(form, &persona.values(), &fonts));
        laid.push(layout(form, &rare().values(), &fonts));
    }
    for form in &laid {
        for (n, page) in form.pages.iter().enumerate() {
            let picture = svg(form, n, &fonts).unwrap();
            let (glyphs, shapes) = marks(page);
            assert_eq!(picture.matches("<use ").count(), glyphs, "{}", form.form);
            let definitions = picture.matches("<path id=").count();
            // One more for the white ground.
            assert_eq!(
                picture.matches("<path ").count() - definitions,
                shapes + 1,
                "{}",
                form.form
            );
        }
        assert!(svg(form, form.pages.len(), &fonts).is_none());
    }
}

#[test]
fn the_picture_is_safe_to_put_into_a_page() {
    let fonts = fonts();
    let form = find("resident_movement_notification");
    let picture = svg(&layout(form, &rare().values(), &fonts), 0, &fonts).unwrap();
    for forbidden in [
        "style", "<script", "http:", "https:", "url(", "<image", "<text", " on", "xlink",
    ] {
        let found = picture.replace("http://www.w3.org/2000/svg", "");
        assert!(!found.contains(forbidden), "{forbidden}");
    }
    assert!(picture.contains("role=\"img\"><title>住民異動届</title>"));
    // What is linked to is there.
    for id in picture
        .split("href=\"#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(picture.contains(&format!("<path id=\"{id}\"")), "{id}");
    }
}

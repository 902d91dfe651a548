//! Values of any kind in every form → pages → PDF and preview.

use madoguchi_forms::values::{DateParts, DateValue, Strokes, Value};
use madoguchi_forms::{Fonts, FormDefinition, Laid, Values, layout, pdf, svg};

use crate::Run;
use crate::random::Random;
use crate::support::{fonts, meta, rare};

pub(crate) fn open() -> Run {
    let fonts = fonts();
    // Every key that a case gives, so that most places are met.
    let known = rare().values();
    let keys: Vec<String> = known.iter().map(|(key, _)| key.to_owned()).collect();
    Box::new(move |random| {
        let form = random.of(&FormDefinition::all().iter().collect::<Vec<_>>());
        let values = values(random, &known, &keys);
        papers(&layout(form, &values, &fonts), &fonts)
    })
}

/// The PDF and the preview of what was laid.
pub(crate) fn papers(laid: &Laid, fonts: &Fonts) -> Result<&'static str, String> {
    let bytes =
        pdf(std::slice::from_ref(laid), fonts, &meta(&laid.title)).map_err(|error| error.to_string())?;
    if !bytes.starts_with(b"%PDF-1.7") {
        return Err("no PDF".into());
    }
    // The first pages hold the fields, the last what did not fit.
    let last = laid.pages.len().saturating_sub(1);
    for page in (0..laid.pages.len()).filter(|page| *page < 2 || *page == last) {
        let picture = svg(laid, page, fonts).ok_or("a page without a preview")?;
        if !(picture.starts_with("<svg ") && picture.ends_with("</svg>")) {
            return Err("no preview".into());
        }
    }
    Ok(if laid.overflow.is_empty() {
        "made"
    } else {
        "made with overflow"
    })
}

/// Some of the values changed, some gone.
pub(crate) fn values(random: &mut Random, known: &Values, keys: &[String]) -> Values {
    let mut values = if random.one_in(4) {
        Values::default()
    } else {
        known.clone()
    };
    let changes = if random.one_in(8) {
        keys.len()
    } else {
        1 + random.below(12)
    };
    for _ in 0..changes {
        let key = random.of(keys);
        match random.below(8) {
            0 => values.date(key, date(random)),
            1 => values.signature("signature", strokes(random)),
            2 => {
                let other = random.of(keys);
                if let Some(Value::Text(text)) = known.get(&other) {
                    values.text(key, text.clone());
                }
            }
            3 => values.text(
                key,
                random.of(&[
                    "yes",
                    "no",
                    "self,head,,",
                    ",",
                    "move_in, move_out",
                    "1234567",
                    "-",
                ]),
            ),
            _ => values.text(key, random.text()),
        }
    }
    if random.one_in(3) {
        let most = if random.one_in(10) { 60 } else { 12 };
        let list = random.of(&["concerned", "children", "having.deceased"]);
        values.people(list, random.below(most));
    }
    values
}

fn date(random: &mut Random) -> DateValue {
    let parts = (!random.one_in(3)).then(|| DateParts {
        era: random.of(&["令和", "昭和", "", "明治"]),
        year: random.text(),
        month: random.text(),
        day: random.text(),
    });
    DateValue {
        text: random.text(),
        parts,
    }
}

fn strokes(random: &mut Random) -> Strokes {
    let number = |random: &mut Random| -> f32 {
        if random.one_in(20) {
            return random.of(&[f32::NAN, f32::INFINITY, f32::MIN, f32::MAX, -1.0, 0.0, 1e-30]);
        }
        f32::from(u16::try_from(random.below(1000)).unwrap_or(0))
    };
    let (width, height) = (number(random), number(random));
    let strokes = (0..random.below(20)).map(|_| {
        let points = if random.one_in(50) { 5000 } else { random.below(60) };
        (0..points)
            .map(|_| [number(random), number(random), number(random)])
            .collect()
    });
    let strokes = strokes.collect();
    Strokes {
        width,
        height,
        strokes,
    }
}

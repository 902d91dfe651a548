//! The fields of a fillable PDF (AcroForm): their names and places. They are never filled themselves: a viewer draws
//! their text in a font of its own, and Japanese vanishes in some.

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Rect, String as PdfString};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, Point};

use super::area::{Area, to_mm};
use super::words::Sheet;
use super::{Found, Source};

/// A field is named by its ancestors too; more than this many is a circle.
const DEEPEST: usize = 16;
/// Flags of fields (ISO 32000-1, 12.7.4.2.1 and 12.7.4.3).
const PUSHBUTTON: i32 = 1 << 16;
const COMB: i32 = 1 << 24;

/// What a file says of itself as a whole.
pub(super) struct Form {
    /// Encrypted, though without a password to open it.
    pub(super) encrypted: bool,
    /// It carries programs.
    pub(super) script: bool,
    /// It was signed.
    pub(super) signed: bool,
    count: std::cell::Cell<usize>,
}

/// Whether its pages are made up as it is opened (XFA), and the file itself holds no form.
pub(super) fn is_xfa(pdf: &Pdf) -> bool {
    let dynamic = |form: Dict<'_>| {
        let fields = form.get::<Array<'_>>("Fields");
        form.contains_key("XFA") && fields.is_none_or(|fields| fields.iter::<Object<'_>>().next().is_none())
    };
    root(pdf).is_some_and(|root| {
        root.contains_key("NeedsRendering") || root.get::<Dict<'_>>("AcroForm").is_some_and(dynamic)
    })
}

fn root(pdf: &Pdf) -> Option<Dict<'_>> {
    pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())
}

impl Form {
    pub(super) fn of(pdf: &Pdf) -> Self {
        let bytes: &[u8] = pdf.data().as_ref();
        let has = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
        let names = root(pdf).and_then(|root| root.get::<Dict<'_>>("Names"));
        let signed = root(pdf)
            .and_then(|root| root.get::<Dict<'_>>("AcroForm"))
            .and_then(|form| form.get::<i32>("SigFlags"))
            .is_some_and(|flags| flags & 1 == 1);
        Self {
            encrypted: has(b"/Encrypt"),
            script: names.is_some_and(|names| names.contains_key("JavaScript")) || has(b"/JavaScript"),
            signed,
            count: std::cell::Cell::new(0),
        }
    }

    /// How many fields were found.
    pub(super) fn count(&self) -> usize {
        self.count.get()
    }

    /// The fields on a page.
    pub(super) fn on(&self, page: &Page<'_>, sheet: &Sheet) -> Vec<Found> {
        let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else {
            return Vec::new();
        };
        let found: Vec<Found> = annotations
            .iter::<Dict<'_>>()
            .filter(|annotation| {
                annotation
                    .get::<Name<'_>>("Subtype")
                    .is_some_and(|name| name.as_str() == "Widget")
            })
            .filter_map(|widget| field(page, &widget, sheet))
            .collect();
        self.count.set(self.count.get() + found.len());
        found
    }
}

fn field(page: &Page<'_>, widget: &Dict<'_>, sheet: &Sheet) -> Option<Found> {
    let mut chain = vec![widget.clone()];
    while let Some(parent) = chain.last().and_then(|last| last.get::<Dict<'_>>("Parent")) {
        if chain.len() == DEEPEST {
            break;
        }
        chain.push(parent);
    }
    let own = |key: &str| {
        chain
            .iter()
            .find_map(|dict| dict.get::<PdfString<'_>>(key))
            .map(|text| decode(&text))
    };
    let number = |key: &str| chain.iter().find_map(|dict| dict.get::<i32>(key)).unwrap_or(0);
    let kind = chain.iter().find_map(|dict| dict.get::<Name<'_>>("FT"))?;
    let flags = number("Ff");
    let name = name(&chain);
    let area = place(page, &widget.get::<Rect>("Rect")?);
    if area.w < 1.0 || area.h < 1.0 {
        return None;
    }
    let source = match kind.as_str() {
        "Tx" if flags & COMB != 0 => match u8::try_from(number("MaxLen")) {
            Ok(count @ 2..=60) => Source::BoxField(name.clone(), count),
            _ => Source::TextField(name.clone()),
        },
        "Tx" | "Ch" => Source::TextField(name.clone()),
        "Btn" if flags & PUSHBUTTON == 0 => Source::TickField(name.clone(), on_value(widget)),
        _ => return None,
    };
    // The words for screen readers (TU) are meant for people, the name often is not.
    let label = own("TU")
        .filter(|text| !text.trim().is_empty())
        .or_else(|| Some(sheet.label(&area)).filter(|text| !text.is_empty()))
        .unwrap_or(name);
    Some(Found {
        area,
        source,
        label: label.trim().to_owned(),
    })
}

/// The full name: those of its ancestors and its own, with full stops between them.
fn name(chain: &[Dict<'_>]) -> String {
    let parts: Vec<String> = chain
        .iter()
        .rev()
        .filter_map(|dict| dict.get::<PdfString<'_>>("T"))
        .map(|text| decode(&text))
        .collect();
    parts.join(".")
}

/// What ticks a box: the name of its appearance that is not `Off`.
fn on_value(widget: &Dict<'_>) -> String {
    let normal = widget
        .get::<Dict<'_>>("AP")
        .and_then(|appearance| appearance.get::<Dict<'_>>("N"));
    normal
        .and_then(|normal| {
            normal
                .keys()
                .map(|key| key.as_str().to_owned())
                .find(|key| key != "Off")
        })
        .unwrap_or_default()
}

/// A rectangle of the file as it is seen on the page.
fn place(page: &Page<'_>, rect: &Rect) -> Area {
    let transform = page.initial_transform(true);
    let at = |x: f64, y: f64| {
        let seen = Affine::new(transform.as_coeffs()) * Point::new(x, y);
        (to_mm(narrow(seen.x)), to_mm(narrow(seen.y)))
    };
    Area::between(at(rect.x0, rect.y0), at(rect.x1, rect.y1))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "places on paper do not need 53 bits"
)]
fn narrow(value: f64) -> f32 {
    value as f32
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16 with a mark, UTF-8 with a mark, or single bytes, of which those
/// common to Latin 1 are read.
fn decode(text: &PdfString<'_>) -> String {
    let bytes = text.as_bytes();
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
    .chars()
    .filter(|character| !character.is_control())
    .take(200)
    .collect()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units)
        .map(|c| c.unwrap_or('\u{FFFD}'))
        .collect()
}

//! What an uploaded PDF is: its pages as pictures, the places found on them, and what has to be known of it; or why
//! it cannot be used.
//!
//! The file comes from outside. Nothing in it is run, but reading it may take any amount of time and memory: call
//! [`read`] in a process of its own with limits on both.

mod area;
mod fields;
mod notice;
mod pictures;
mod refusal;
mod ruled;
mod words;

pub use area::Area;
pub use notice::Notice;
pub use refusal::Refusal;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::hayro_syntax::page::Rotation;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use serde::{Deserialize, Serialize};

use self::words::Sheet;
use super::Ground;
use crate::fonts::Fonts;

/// The largest file, in megabytes.
pub const MEGABYTES: usize = 10;
/// The most pages of a form.
pub const PAGES: usize = 20;
/// The most places told of a page; a page with more is a picture with a grid.
const PLACES: usize = 600;
/// A3, and a postcard, with some tolerance: short and long side in millimetres.
const LARGEST: (f32, f32) = (300.0, 424.0);
const SMALLEST: (f32, f32) = (98.0, 145.0);

/// A file that can be used.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Uploaded {
    /// Its pages.
    pub pages: Vec<UploadedPage>,
    /// What has to be known of it.
    pub notices: Vec<Notice>,
}

/// A page as it is seen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct UploadedPage {
    /// Its width in millimetres.
    pub width: f32,
    /// Its height in millimetres.
    pub height: f32,
    /// The page as it prints, as a PNG; kept apart from the rest.
    #[serde(skip)]
    pub picture: Vec<u8>,
    /// Places found on it, in reading order.
    pub found: Vec<Found>,
}

/// A place found on a page, where something may be written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Found {
    /// Where.
    pub area: Area,
    /// How it was found.
    pub source: Source,
    /// What stands beside it or what it is called; empty where nothing is known.
    pub label: String,
}

/// How a place was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A field of the file for text, with its name.
    TextField(String),
    /// A field of the file for text with so many boxes.
    BoxField(String, u8),
    /// A field of the file to tick, with its name and the value that ticks it.
    TickField(String, String),
    /// A box between ruled lines.
    Ruled,
    /// A printed box to tick.
    TickBox,
    /// A space before a printed 年, 月 or 日.
    DatePart(super::DatePart),
}

/// Reads a file.
///
/// # Errors
/// A [`Refusal`] where it cannot be used.
pub fn read(bytes: &[u8], fonts: &Fonts) -> Result<Uploaded, Refusal> {
    let bytes = &bytes[start(bytes)?..];
    // The parsers do not panic as far as is known; a file that makes one do so is a file that cannot be read.
    catch_unwind(AssertUnwindSafe(|| read_pages(bytes, fonts))).unwrap_or(Err(Refusal::TooComplex))
}

/// Where the PDF begins: some programs write a few bytes before it.
fn start(bytes: &[u8]) -> Result<usize, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    let found = bytes.len().div_ceil(1024 * 1024);
    if found > MEGABYTES {
        return Err(Refusal::TooLarge {
            found,
            limit: MEGABYTES,
        });
    }
    let head = &bytes[..bytes.len().min(1024)];
    head.windows(5)
        .position(|window| window == b"%PDF-")
        .ok_or_else(|| refusal::other_kind(bytes))
}

fn read_pages(bytes: &[u8], fonts: &Fonts) -> Result<Uploaded, Refusal> {
    let pdf = open(bytes)?;
    if fields::is_xfa(&pdf) {
        return Err(Refusal::Xfa);
    }
    check_pages(&pdf)?;
    let form = fields::Form::of(&pdf);
    let drawn = pictures::draw(&pdf, fonts);
    let mut notices = Vec::new();
    let mut pages = Vec::with_capacity(drawn.pages.len());
    let (mut rotated, mut scanned) = (Vec::new(), Vec::new());
    for (n, (page, seen)) in pdf.pages().iter().zip(drawn.pages).enumerate() {
        if !matches!(page.rotation(), Rotation::None) {
            rotated.push(n + 1);
        }
        if seen.words.is_empty() && seen.covered_by_a_picture {
            scanned.push(n + 1);
        }
        let sheet = Sheet {
            cells: ruled::cells(&seen.grey),
            words: seen.words,
        };
        let mut found = form.on(page, &sheet);
        found.extend(sheet.tick_boxes());
        found.extend(sheet.cells.iter().flat_map(|cell| sheet.places(cell)));
        pages.push(UploadedPage {
            width: seen.grey.width_mm(),
            height: seen.grey.height_mm(),
            picture: seen.picture,
            found: in_order(found),
        });
    }
    let mixed = pages.windows(2).any(|pair| {
        (pair[0].width - pair[1].width).abs() > 2.0 || (pair[0].height - pair[1].height).abs() > 2.0
    });
    let count = form.count();
    notices.extend((!rotated.is_empty()).then_some(Notice::Rotated(rotated)));
    notices.extend((!scanned.is_empty()).then_some(Notice::Scanned(scanned)));
    notices.extend(form.encrypted.then_some(Notice::Restricted));
    notices.extend((count > 0).then_some(Notice::Fields(count)));
    notices.extend(form.script.then_some(Notice::Script));
    notices.extend(form.signed.then_some(Notice::Signed));
    notices.extend(drawn.fonts_missing.then_some(Notice::FontsMissing));
    notices.extend(mixed.then_some(Notice::MixedSizes));
    notices.extend(drawn.pictures_unreadable.then_some(Notice::PicturesUnreadable));
    // It must also be possible to print on it.
    Ground::new(bytes, Vec::new())
        .map_err(|_| Refusal::TooComplex)?
        .try_out()?;
    Ok(Uploaded { pages, notices })
}

fn open(bytes: &[u8]) -> Result<Pdf, Refusal> {
    Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Refusal::Password,
        LoadPdfError::Decryption(_) => Refusal::Encryption,
        LoadPdfError::Invalid => Refusal::Broken,
    })
}

fn check_pages(pdf: &Pdf) -> Result<(), Refusal> {
    let count = pdf.pages().len();
    if count == 0 {
        return Err(Refusal::NoPages);
    }
    if count > PAGES {
        return Err(Refusal::TooManyPages {
            found: count,
            limit: PAGES,
        });
    }
    for (n, page) in pdf.pages().iter().enumerate() {
        let (width, height) = page.render_dimensions();
        let (width, height) = (area::to_mm(width), area::to_mm(height));
        let (short, long) = (width.min(height), width.max(height));
        let (page, width, height) = (n + 1, area::whole(width), area::whole(height));
        if short > LARGEST.0 || long > LARGEST.1 {
            return Err(Refusal::PageTooLarge { page, width, height });
        }
        if short < SMALLEST.0 || long < SMALLEST.1 {
            return Err(Refusal::PageTooSmall { page, width, height });
        }
    }
    Ok(())
}

/// Fields of the file first count; a ruled box that is the same place is left out. From the top, line by line.
fn in_order(found: Vec<Found>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for one in found {
        // Ticks and dates stand in a box beside which there may be a place too.
        let covered = |other: &Found| {
            other.source != Source::Ruled && other.area.overlap(&one.area) > 0.3 * other.area.size()
        };
        if one.source != Source::Ruled || !kept.iter().any(covered) {
            kept.push(one);
        }
    }
    kept.sort_by(|a, b| a.area.before(&b.area));
    kept.truncate(PLACES);
    kept
}

//! Codes for machines: QR codes and barcodes, as paths.

mod code128;
mod nw7;
pub(crate) mod qr;

use crate::definition::Symbology;
use crate::display::{Ink, PageBuilder, Rect, Role, Shape};

/// Bars and spaces in turn, beginning with a bar, as multiples of one unit, which is not a millimetre.
struct Bars {
    widths: Vec<u8>,
    /// White that a reader needs on either side, in the same units.
    quiet: u16,
}

/// Draws a barcode into a rectangle, its quiet zones included. False if the symbology cannot say the text, or the
/// bars would be too thin to print.
pub(crate) fn barcode(
    page: &mut PageBuilder,
    symbology: Symbology,
    text: &str,
    rect: Rect,
    description: &str,
) -> bool {
    let bars = match symbology {
        Symbology::Code128 => code128::encode(text),
        Symbology::Nw7 => nw7::encode(text),
    };
    let Some(bars) = bars else { return false };
    let total: u16 = bars.widths.iter().map(|width| u16::from(*width)).sum::<u16>() + 2 * bars.quiet;
    let unit = rect.w / f32::from(total);
    let thinnest = bars.widths.iter().copied().min().map_or(0.0, f32::from) * unit;
    if thinnest < THINNEST {
        return false;
    }
    let mut path = Vec::new();
    let mut x = rect.x + f32::from(bars.quiet) * unit;
    for (n, width) in bars.widths.iter().enumerate() {
        let width = f32::from(*width) * unit;
        if n % 2 == 0 {
            path.extend(Vec::from(Rect { x, w: width, ..rect }));
        }
        x += width;
    }
    page.element(Role::Figure(description.to_owned()), |page| {
        page.symbol(Shape {
            path,
            fill: Some(Ink::BLACK),
            stroke: None,
            dash: None,
            actual_text: None,
        });
    });
    true
}

/// The thinnest bar that office printers print and readers read, in points (0.19 mm).
const THINNEST: f32 = 0.54;

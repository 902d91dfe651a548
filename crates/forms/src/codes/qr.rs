//! QR codes as paths.

use qrcode::{Color, EcLevel, QrCode};

use crate::display::{Ink, PageBuilder, Rect, Role, Shape};

/// Modules of white that a reader needs around the code (JIS X 0510).
const QUIET: u16 = 4;

/// Draws a code into a square, its quiet zone included. False if the text is too long for a code.
pub(crate) fn draw(page: &mut PageBuilder, text: &str, square: Rect, description: &str) -> bool {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return false;
    };
    let Ok(width) = u16::try_from(code.width()) else {
        return false;
    };
    let side = square.w.min(square.h) / f32::from(width + 2 * QUIET);
    let mut path = Vec::new();
    for y in 0..width {
        let mut x = 0;
        while x < width {
            let from = x;
            while x < width && code[(usize::from(x), usize::from(y))] == Color::Dark {
                x += 1;
            }
            if x > from {
                let at = |n: u16| f32::from(n + QUIET) * side;
                let run = Rect::new(
                    square.x + at(from),
                    square.y + at(y),
                    f32::from(x - from) * side,
                    side,
                );
                path.extend(Vec::from(run));
            }
            x += 1;
        }
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

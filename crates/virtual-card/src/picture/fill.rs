//! Fills outlines: what is inside by the non-zero rule becomes black where it covers enough of a pixel.

/// The height of a picture in pixels: twice the card's, since outlines without hints are not legible in 12.
pub(super) const HEIGHT: u16 = 24;
/// How many samples a pixel is judged by, in each direction.
const SAMPLES: u16 = 4;
/// How many of its 16 samples make a pixel black.
const ENOUGH: u8 = 6;
/// Into how many lines a curve is cut.
const STEPS: u8 = 6;

type Point = (f32, f32);

/// Lines that enclose areas.
#[derive(Default)]
pub(super) struct Outline {
    lines: Vec<(Point, Point)>,
    start: Point,
    last: Point,
}

impl Outline {
    pub(super) fn move_to(&mut self, x: f32, y: f32) {
        self.close();
        self.start = (x, y);
        self.last = (x, y);
    }

    pub(super) fn line_to(&mut self, x: f32, y: f32) {
        self.lines.push((self.last, (x, y)));
        self.last = (x, y);
    }

    /// A Bézier curve of degree 2 (both control points the same) or 3.
    pub(super) fn curve_to(&mut self, first: Point, second: Point, end: Point, degree: u8) {
        let start = self.last;
        for step in 1..=STEPS {
            let t = f32::from(step) / f32::from(STEPS);
            let u = 1.0 - t;
            let weights = match degree {
                2 => (u * u, u * t * 2.0, 0.0, t * t),
                _ => (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t),
            };
            let mix = |a: f32, b: f32, c: f32, d: f32| {
                a * weights.0 + b * weights.1 + c * weights.2 + d * weights.3
            };
            self.line_to(
                mix(start.0, first.0, second.0, end.0),
                mix(start.1, first.1, second.1, end.1),
            );
        }
    }

    pub(super) fn close(&mut self) {
        let (x, y) = self.start;
        self.line_to(x, y);
    }

    /// Where a horizontal line enters and leaves the areas, from left to right.
    fn spans(&self, y: f32) -> Vec<(f32, f32)> {
        let mut crossings: Vec<(f32, i32)> = self
            .lines
            .iter()
            .filter(|(from, to)| (from.1 <= y) != (to.1 <= y))
            .map(|(from, to)| {
                let x = from.0 + (y - from.1) * (to.0 - from.0) / (to.1 - from.1);
                (x, if from.1 < to.1 { 1 } else { -1 })
            })
            .collect();
        crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut spans = Vec::new();
        let (mut winding, mut entered) = (0, 0.0);
        for (x, turn) in crossings {
            if winding == 0 {
                entered = x;
            }
            winding += turn;
            if winding == 0 {
                spans.push((entered, x));
            }
        }
        spans
    }
}

/// A picture: rows of bits, 1 is white.
pub(super) struct Sheet {
    pub(super) width: u32,
    pub(super) rows: Vec<u8>,
}

impl Sheet {
    /// The outline, filled, on a sheet of this width.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the width of a few dozen characters"
    )]
    pub(super) fn filled(outline: &Outline, width: f32) -> Self {
        let width = (width.ceil() as u32).max(1);
        let rows = (0..HEIGHT).flat_map(|row| row_of(outline, row, width)).collect();
        Self { width, rows }
    }
}

fn row_of(outline: &Outline, row: u16, width: u32) -> Vec<u8> {
    let mut covered = vec![0_u8; usize::try_from(width).unwrap_or_default()];
    for sample in 0..SAMPLES {
        let spans = outline.spans(f32::from(row) + middle(sample));
        let mut left = 0.0_f32;
        for pixel in &mut covered {
            let inside = (0..SAMPLES).filter(|sample| {
                let x = left + middle(*sample);
                spans.iter().any(|(from, to)| *from <= x && x < *to)
            });
            *pixel += inside.map(|_| 1).sum::<u8>();
            left += 1.0;
        }
    }
    covered
        .chunks(8)
        .map(|pixels| {
            pixels
                .iter()
                .zip([0x80_u8, 0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01])
                .filter(|(covered, _)| **covered >= ENOUGH)
                .fold(0xFF, |byte, (_, bit)| byte & !bit)
        })
        .collect()
}

/// Where in a pixel a sample lies.
fn middle(sample: u16) -> f32 {
    (f32::from(sample) + 0.5) / f32::from(SAMPLES)
}

//! Boxes between ruled lines, found on the picture of a page: so a drawn, a typed and a scanned form are read alike.

use hayro::vello_cpu::Pixmap;

use super::area::{Area, to_mm};
use super::pictures::SCALE;

/// So much darker than the paper is ink: the ground of a shaded box is not.
const INK: u8 = 36;
/// A stroke of a scanned line may be broken by so many pixels.
const BREAK: usize = 1;
/// The shortest ruled line, in millimetres: longer than the strokes of any character on a form.
const ACROSS: f32 = 8.0;
const DOWN: f32 = 4.0;
/// How far lines are drawn on at their ends, in pixels, so that corners meet.
const JOIN: usize = 3;
/// The smallest box to write in, in millimetres.
const SMALLEST: (f32, f32) = (4.0, 3.4);

/// A page in shades of grey.
pub(super) struct Grey {
    width: usize,
    height: usize,
    shades: Vec<u8>,
    /// The shade of the paper.
    paper: u8,
}

impl Grey {
    pub(super) fn new(pixmap: &Pixmap) -> Self {
        let shades: Vec<u8> = pixmap
            .data()
            .iter()
            .map(|pixel| {
                let sum = u16::from(pixel.r) + u16::from(pixel.g) + u16::from(pixel.b);
                u8::try_from(sum / 3).unwrap_or(u8::MAX)
            })
            .collect();
        Self {
            width: usize::from(pixmap.width()),
            height: usize::from(pixmap.height()),
            paper: paper(&shades),
            shades,
        }
    }

    pub(super) fn width_mm(&self) -> f32 {
        mm(self.width)
    }

    pub(super) fn height_mm(&self) -> f32 {
        mm(self.height)
    }

    fn ink(&self, x: usize, y: usize) -> bool {
        let shade = self.shades.get(y * self.width + x);
        shade.is_some_and(|shade| *shade < self.paper.saturating_sub(INK))
    }
}

/// The shade most of the page has.
fn paper(shades: &[u8]) -> u8 {
    let mut counts = [0usize; 256];
    for shade in shades {
        counts[usize::from(*shade)] += 1;
    }
    (128..=u8::MAX)
        .max_by_key(|shade| counts[usize::from(*shade)])
        .unwrap_or(u8::MAX)
}

/// Millimetres of so many pixels.
fn mm(pixels: usize) -> f32 {
    to_mm(f32::from(u16::try_from(pixels).unwrap_or(u16::MAX)) / SCALE)
}

/// Pixels in so many millimetres.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small positive lengths of our own"
)]
fn pixels(mm: f32) -> usize {
    (mm * 72.0 / 25.4 * SCALE) as usize
}

/// The ruled lines of a page, as pixels.
struct Rules {
    width: usize,
    height: usize,
    on: Vec<bool>,
}

impl Rules {
    /// Two lines of pixels are looked at together: a scanned line lies a little askew, and steps from one to the next.
    fn of(grey: &Grey) -> Self {
        let mut rules = Self {
            width: grey.width,
            height: grey.height,
            on: vec![false; grey.width * grey.height],
        };
        for y in 0..grey.height {
            for (from, to) in runs(grey.width, pixels(ACROSS), |x| {
                grey.ink(x, y) || grey.ink(x, y + 1)
            }) {
                for x in from..to {
                    rules.mark(x, y);
                }
            }
        }
        for x in 0..grey.width {
            for (from, to) in runs(grey.height, pixels(DOWN), |y| {
                grey.ink(x, y) || grey.ink(x + 1, y)
            }) {
                for y in from..to {
                    rules.mark(x, y);
                }
            }
        }
        rules
    }

    fn mark(&mut self, x: usize, y: usize) {
        if let Some(pixel) = self.on.get_mut(y * self.width + x) {
            *pixel = true;
        }
    }
}

/// Stretches of ink at least so long, drawn on a little at both ends.
fn runs(length: usize, least: usize, ink: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut close = |run: Option<(usize, usize)>| {
        if let Some((from, to)) = run.filter(|(from, to)| to - from >= least) {
            found.push((from.saturating_sub(JOIN), (to + JOIN).min(length)));
        }
    };
    for n in (0..length).filter(|n| ink(*n)) {
        open = match open {
            Some((from, to)) if n <= to + BREAK => Some((from, n + 1)),
            before => {
                close(before);
                Some((n, n + 1))
            }
        };
    }
    close(open);
    found
}

/// The boxes of a page: white regions that rules enclose as a rectangle.
pub(super) fn cells(grey: &Grey) -> Vec<Area> {
    let rules = Rules::of(grey);
    let mut seen = rules.on.clone();
    let mut cells = Vec::new();
    for start in 0..seen.len() {
        if !seen[start] {
            let region = Region::flood(&rules, &mut seen, start);
            cells.extend(region.cell(&rules));
        }
    }
    cells
}

/// A connected white region.
struct Region {
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
    count: usize,
}

impl Region {
    fn flood(rules: &Rules, seen: &mut [bool], start: usize) -> Self {
        let at = |index: usize| (index % rules.width, index / rules.width);
        let (x, y) = at(start);
        let mut region = Self {
            left: x,
            right: x,
            top: y,
            bottom: y,
            count: 0,
        };
        let mut open = vec![start];
        seen[start] = true;
        while let Some(index) = open.pop() {
            let (x, y) = at(index);
            region.count += 1;
            region.left = region.left.min(x);
            region.right = region.right.max(x);
            region.top = region.top.min(y);
            region.bottom = region.bottom.max(y);
            let beside = [
                (x > 0).then(|| index - 1),
                (x + 1 < rules.width).then(|| index + 1),
                (y > 0).then(|| index - rules.width),
                (y + 1 < rules.height).then(|| index + rules.width),
            ];
            for next in beside.into_iter().flatten() {
                if !seen[next] {
                    seen[next] = true;
                    open.push(next);
                }
            }
        }
        region
    }

    /// The region as a box, if it is one: of a size to write in, not the page itself, and filled by its corners.
    fn cell(&self, rules: &Rules) -> Option<Area> {
        let (w, h) = (self.right - self.left + 1, self.bottom - self.top + 1);
        let touches = self.left == 0
            || self.top == 0
            || self.right + 1 == rules.width
            || self.bottom + 1 == rules.height;
        let whole = self.count * 100 >= w * h * 92;
        let area = Area::between(
            (mm(self.left), mm(self.top)),
            (mm(self.right + 1), mm(self.bottom + 1)),
        );
        let large_enough = area.w >= SMALLEST.0 && area.h >= SMALLEST.1;
        (!touches && whole && large_enough).then_some(area)
    }
}

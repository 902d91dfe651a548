//! Writing a small TrueType font: glyphs, characters and variation sequences, and no more than browsers ask for.

use std::collections::BTreeMap;

use crate::display::Segment;

const EM: u16 = 2048;
/// As `IPAmj明朝` has them, so that a line keeps its height.
const ASCENT: i16 = 1802;
const DESCENT: i16 = -246;

/// A glyph as its table has it.
#[derive(Clone, Default, Debug)]
pub(super) struct Glyph {
    advance: u16,
    left: i16,
    points: u16,
    contours: u16,
    bytes: Vec<u8>,
}

/// A point, and whether the curve goes through it.
type Point = (i16, i16, bool);

impl Glyph {
    /// A glyph of a path in units.
    pub(super) fn of(advance: f32, path: &[Segment]) -> Self {
        let contours = contours(path);
        let points: Vec<Point> = contours.iter().flatten().copied().collect();
        let mut glyph = Self {
            advance: unit(advance).unsigned_abs(),
            points: short(points.len()),
            contours: short(contours.len()),
            ..Self::default()
        };
        if points.is_empty() {
            return glyph;
        }
        let edge = |of: fn(&Point) -> i16, least: bool| {
            let values = points.iter().map(of);
            if least { values.min() } else { values.max() }.unwrap_or(0)
        };
        glyph.left = edge(|point| point.0, true);
        let edges = [
            glyph.left,
            edge(|p| p.1, true),
            edge(|p| p.0, false),
            edge(|p| p.1, false),
        ];
        let bytes = &mut glyph.bytes;
        bytes.extend(glyph.contours.to_be_bytes());
        bytes.extend(edges.iter().flat_map(|edge| edge.to_be_bytes()));
        let mut last = 0usize;
        for contour in &contours {
            last += contour.len();
            bytes.extend(short(last - 1).to_be_bytes());
        }
        bytes.extend([0, 0]);
        let (mut flags, mut xs, mut ys) = (Vec::new(), Vec::new(), Vec::new());
        let (mut x, mut y) = (0i16, 0i16);
        for point in &points {
            let mut flag = u8::from(point.2);
            flag |= delta(point.0.wrapping_sub(x), &mut xs, 0x02, 0x10);
            flag |= delta(point.1.wrapping_sub(y), &mut ys, 0x04, 0x20);
            (x, y) = (point.0, point.1);
            flags.push(flag);
        }
        bytes.extend(flags.into_iter().chain(xs).chain(ys));
        if bytes.len() % 2 == 1 {
            bytes.push(0);
        }
        glyph
    }
}

/// Writes how far a coordinate is from the one before; the bits of the flag that say how.
fn delta(by: i16, to: &mut Vec<u8>, is_byte: u8, same_or_plus: u8) -> u8 {
    if by == 0 {
        return same_or_plus;
    }
    if let Ok(byte) = u8::try_from(by.unsigned_abs()) {
        to.push(byte);
        return if by > 0 { is_byte | same_or_plus } else { is_byte };
    }
    to.extend(by.to_be_bytes());
    0
}

fn contours(path: &[Segment]) -> Vec<Vec<Point>> {
    let mut contours: Vec<Vec<Point>> = Vec::new();
    let mut add = |begins: bool, x: f32, y: f32, on: bool| {
        if begins {
            contours.push(Vec::new());
        }
        if let Some(contour) = contours.last_mut() {
            contour.push((unit(x), unit(y), on));
        }
    };
    for segment in path {
        match *segment {
            Segment::Move(x, y) => add(true, x, y, true),
            Segment::Line(x, y) => add(false, x, y, true),
            Segment::Quad(cx, cy, x, y) => {
                add(false, cx, cy, false);
                add(false, x, y, true);
            }
            // No font of the set, nor one that is supplied, has cubic curves (all are TrueType); two quadratic ones come
            // close.
            Segment::Cubic(ax, ay, bx, by, x, y) => {
                let (mx, my) = (ax.midpoint(bx), ay.midpoint(by));
                add(false, ax, ay, false);
                add(false, mx, my, true);
                add(false, bx, by, false);
                add(false, x, y, true);
            }
            Segment::Close => {}
        }
    }
    for contour in &mut contours {
        // The end is the beginning again.
        if contour.len() > 1 && contour.first() == contour.last() {
            contour.pop();
        }
    }
    contours.retain(|contour| contour.len() > 1);
    contours
}

/// The file. `plain` are characters, `varied` a selector and a character, each with the place of its glyph; the first
/// glyph is the empty one.
pub(super) fn sfnt(
    glyphs: &[Glyph],
    plain: &BTreeMap<u32, u16>,
    varied: &BTreeMap<(u32, u32), u16>,
) -> Vec<u8> {
    let (mut glyf, mut loca, mut hmtx) = (Vec::new(), Vec::new(), Vec::new());
    for glyph in glyphs {
        loca.extend(long(glyf.len()).to_be_bytes());
        glyf.extend(&glyph.bytes);
        hmtx.extend(glyph.advance.to_be_bytes());
        hmtx.extend(glyph.left.to_be_bytes());
    }
    loca.extend(long(glyf.len()).to_be_bytes());
    let count = short(glyphs.len());
    let widest = glyphs.iter().map(|glyph| glyph.advance).max().unwrap_or(EM);
    let points = glyphs.iter().map(|glyph| glyph.points).max().unwrap_or(0);
    let parts = glyphs.iter().map(|glyph| glyph.contours).max().unwrap_or(0);
    let (up, down) = (ASCENT.cast_unsigned(), DESCENT.cast_unsigned());
    let hhea = words(&[
        1, 0, up, down, 0, widest, 0, 0, widest, 1, 0, 0, 0, 0, 0, 0, 0, count,
    ]);
    let maxp = words(&[1, 0, count, points, parts, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    let post = words(&[3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    file(&[
        (b"OS/2", os2()),
        (b"cmap", cmap(plain, varied)),
        (b"glyf", glyf),
        (b"head", head()),
        (b"hhea", hhea),
        (b"hmtx", hmtx),
        (b"loca", loca),
        (b"maxp", maxp),
        (b"name", name()),
        (b"post", post),
    ])
}

fn cmap(plain: &BTreeMap<u32, u16>, varied: &BTreeMap<(u32, u32), u16>) -> Vec<u8> {
    let sequences = sequences(varied);
    let tables = if sequences.is_empty() { 1 } else { 2 };
    let mut table = words(&[0, tables]);
    let first = 4 + 8 * u32::from(tables);
    if !sequences.is_empty() {
        table.extend(words(&[0, 5]));
        table.extend(first.to_be_bytes());
    }
    table.extend(words(&[3, 10]));
    table.extend((first + long(sequences.len())).to_be_bytes());
    table.extend(sequences);
    table.extend(words(&[12, 0]));
    let groups = long(plain.len());
    table.extend([16 + 12 * groups, 0, groups].iter().flat_map(|n| n.to_be_bytes()));
    for (point, glyph) in plain {
        table.extend(
            [*point, *point, u32::from(*glyph)]
                .iter()
                .flat_map(|n| n.to_be_bytes()),
        );
    }
    table
}

/// A subtable of format 14.
fn sequences(varied: &BTreeMap<(u32, u32), u16>) -> Vec<u8> {
    let mut by_selector: BTreeMap<u32, Vec<(u32, u16)>> = BTreeMap::new();
    for (&(selector, base), &glyph) in varied {
        by_selector.entry(selector).or_default().push((base, glyph));
    }
    if by_selector.is_empty() {
        return Vec::new();
    }
    let (mut records, mut mappings) = (Vec::new(), Vec::new());
    let start = 10 + 11 * by_selector.len();
    for (selector, bases) in &by_selector {
        records.extend(&selector.to_be_bytes()[1..]);
        records.extend(0u32.to_be_bytes());
        records.extend(long(start + mappings.len()).to_be_bytes());
        mappings.extend(long(bases.len()).to_be_bytes());
        for (base, glyph) in bases {
            mappings.extend(&base.to_be_bytes()[1..]);
            mappings.extend(glyph.to_be_bytes());
        }
    }
    let mut table = words(&[14]);
    table.extend(long(start + mappings.len()).to_be_bytes());
    table.extend(long(by_selector.len()).to_be_bytes());
    table.extend(records);
    table.extend(mappings);
    // What follows begins at an even place. Browsers refuse a length that counts what lies between.
    table.resize(table.len().next_multiple_of(4), 0);
    table
}

fn os2() -> Vec<u8> {
    let mut table = words(&[4, EM, 400, 5, 0]);
    table.resize(68, 0);
    let (up, down) = (ASCENT.cast_unsigned(), DESCENT.unsigned_abs());
    // sTypoAscender, sTypoDescender, sTypoLineGap, usWinAscent, usWinDescent.
    table.extend(words(&[up, DESCENT.cast_unsigned(), 0, up, down]));
    table.resize(96, 0);
    table
}

fn head() -> Vec<u8> {
    let mut table = words(&[1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, EM]);
    table.extend([0; 16]);
    table.extend(words(&[0, 0, EM, EM, 0, 8, 2, 1, 0]));
    table
}

/// The family's name, for Windows: says nothing of what is in the font.
fn name() -> Vec<u8> {
    let text: Vec<u8> = "Madoguchi Page"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let mut table = words(&[0, 1, 18, 3, 1, 0x0409, 1, short(text.len()), 0]);
    table.extend(text);
    table
}

fn file(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = short(tables.len());
    let power = count.checked_ilog2().unwrap_or(0);
    let range = 16u16 << power;
    let mut file = words(&[1, 0, count, range, short(power as usize), count * 16 - range]);
    let mut at = 12 + 16 * tables.len();
    for (tag, table) in tables {
        file.extend_from_slice(*tag);
        for value in [checksum(table), long(at), long(table.len())] {
            file.extend(value.to_be_bytes());
        }
        at += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        file.extend_from_slice(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    file
}

fn checksum(table: &[u8]) -> u32 {
    table.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float beyond the range becomes its end"
)]
fn unit(value: f32) -> i16 {
    value.round() as i16
}

fn short(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

fn long(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

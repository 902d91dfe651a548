//! A tiny TrueType font of our own drawing, written byte by byte, for tests of fonts that a municipality supplies.

/// What the font is to hold, and what is to be wrong with it.
#[derive(Clone, Debug)]
pub struct TinyFont {
    /// Its characters: each is drawn as a square with a hole whose size tells it from the others.
    pub characters: Vec<char>,
    /// OS/2 `fsType`.
    pub fs_type: u16,
    /// The last character's glyph is made of itself.
    pub endless: bool,
}

impl TinyFont {
    /// Characters of the three private-use ranges, and an A, which must not be used.
    #[must_use]
    pub fn usual() -> Self {
        Self {
            characters: vec!['A', '\u{E000}', '\u{E001}', '\u{F0000}', '\u{10FFFD}'],
            fs_type: 0,
            endless: false,
        }
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> Vec<u8> {
        let glyphs = self.glyphs();
        let (mut glyf, mut loca) = (Vec::new(), vec![0u32]);
        for glyph in &glyphs {
            glyf.extend_from_slice(glyph);
            loca.push(long(glyf.len()));
        }
        let count = short(glyphs.len());
        let metrics: Vec<u16> = (0..count).flat_map(|_| [1000, 100]).collect();
        let tables: Vec<(&[u8; 4], Vec<u8>)> = vec![
            (b"OS/2", self.os2()),
            (b"cmap", self.cmap()),
            (b"glyf", glyf),
            (b"head", head()),
            (
                b"hhea",
                words(&[
                    1, 0, 880, 65416, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, count,
                ]),
            ),
            (b"hmtx", words(&metrics)),
            (b"loca", loca.iter().flat_map(|at| at.to_be_bytes()).collect()),
            (
                b"maxp",
                words(&[1, 0, count, 16, 4, 16, 4, 1, 0, 0, 0, 0, 0, 0, 1, 8]),
            ),
            (b"name", name()),
            (b"post", words(&[3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
        ];
        file(&tables)
    }

    fn glyphs(&self) -> Vec<Vec<u8>> {
        // .notdef is empty.
        let mut glyphs = vec![Vec::new()];
        for n in 0..self.characters.len() {
            glyphs.push(square(100 + 40 * short(n)));
        }
        if self.endless
            && let Some(last) = glyphs.last_mut()
        {
            // One part, itself, moved by nothing (ARG_1_AND_2_ARE_WORDS | ARGS_ARE_XY_VALUES).
            *last = words(&[
                0xFFFF,
                0,
                0,
                1000,
                1000,
                0x0003,
                short(self.characters.len()),
                0,
                0,
            ]);
        }
        glyphs
    }

    /// A subtable of format 12 with a group for each character.
    fn cmap(&self) -> Vec<u8> {
        let groups = long(self.characters.len());
        let mut characters: Vec<(u32, u32)> = Vec::new();
        for (n, character) in self.characters.iter().enumerate() {
            characters.push((u32::from(*character), long(n + 1)));
        }
        characters.sort_unstable();
        let mut table = words(&[0, 1, 3, 10, 0, 12, 12, 0]);
        for value in [16 + 12 * groups, 0, groups] {
            table.extend(value.to_be_bytes());
        }
        for (code, glyph) in characters {
            for value in [code, code, glyph] {
                table.extend(value.to_be_bytes());
            }
        }
        table
    }

    fn os2(&self) -> Vec<u8> {
        let mut table = words(&[4, 1000, 400, 5, self.fs_type]);
        table.resize(96, 0);
        table
    }
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

/// A square of 800 units with a square hole of so many.
fn square(hole: u16) -> Vec<u8> {
    let (from, to) = (500 - hole / 2, 500 + hole / 2);
    let xs = [100, 100, 900, 900, from, to, to, from];
    let ys = [0, 800, 800, 0, from - 100, from - 100, to - 100, to - 100];
    let mut glyph = words(&[2, 100, 0, 900, 800, 3, 7, 0]);
    glyph.extend([1; 8]);
    for axis in [xs, ys] {
        let mut last = 0u16;
        for value in axis {
            glyph.extend(value.wrapping_sub(last).to_be_bytes());
            last = value;
        }
    }
    glyph
}

fn head() -> Vec<u8> {
    let mut table = words(&[1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, 1000]);
    table.extend([0; 16]);
    table.extend(words(&[0, 0, 1000, 1000, 0, 8, 2, 1, 0]));
    table
}

/// The family's name, for Windows.
fn name() -> Vec<u8> {
    let text: Vec<u8> = "見本外字".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut table = words(&[0, 1, 18, 3, 1, 0x0411, 1, short(text.len()), 0]);
    table.extend(text);
    table
}

fn file(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut file = words(&[1, 0, short(tables.len()), 128, 3, 32]);
    let mut at = 12 + 16 * tables.len();
    for (tag, table) in tables {
        file.extend_from_slice(*tag);
        for value in [0, long(at), long(table.len())] {
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

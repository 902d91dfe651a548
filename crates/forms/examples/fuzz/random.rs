//! Numbers that look random and follow from a seed, and texts that names are not.

/// `SplitMix64`.
pub(crate) struct Random(u64);

impl Random {
    /// The numbers of the n-th input.
    pub(crate) fn new(seed: u64, n: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0xD134_2543_DE82_EF95) ^ n);
        random.next();
        random
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below another.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// Once in so many times.
    pub(crate) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    fn between(&mut self, low: u32, high: u32) -> char {
        let n = self.below(usize::try_from(high - low + 1).unwrap_or(1));
        char::from_u32(low + u32::try_from(n).unwrap_or(0)).unwrap_or('〓')
    }

    /// A character of some odd kind.
    pub(crate) fn character(&mut self) -> char {
        match self.below(18) {
            0..=5 => self.between(0x4E00, 0x9FFF),
            6 => self.between(0x3041, 0x30FF),
            7 => self.between(0x20, 0x7E),
            8 => self.between(0, 0x2FF),
            9 => self.between(0x300, 0x36F),
            10 => self.between(0xE0100, 0xE01EF),
            11 => self.between(0xFE00, 0xFE0F),
            12 => self.between(0x20000, 0x323AF),
            13 => self.of(&[
                '\n',
                '\r',
                '\u{2028}',
                '\u{2029}',
                '\u{0}',
                '\u{7F}',
                '\u{85}',
                '\u{AD}',
                '\u{200B}',
                '\u{200D}',
                '\u{200E}',
                '\u{202E}',
                '\u{2066}',
                '\u{FEFF}',
                '\u{FFFD}',
                '\u{FFFE}',
                '\u{FFFF}',
                '\u{1F1E6}',
                '\u{1F468}',
                '\u{1F3FB}',
                '\u{E0001}',
                '\u{E007F}',
                '　',
                ' ',
                '\t',
                '、',
                '「',
                '）',
                '〓',
                '☑',
            ]),
            14 => self.between(0xE000, 0xF8FF),
            15 => self.between(0xF_0000, 0x10_FFFF),
            16 => self.between(0xAC00, 0xD7A3),
            _ => self.between(0, 0x10_FFFF),
        }
    }

    /// A text of characters of any kind; seldom a huge one.
    pub(crate) fn text(&mut self) -> String {
        let length = match self.below(400) {
            0 => 20_000 + self.below(20_000),
            1..=8 => self.below(3_000),
            9..=80 => self.below(200),
            81..=100 => 0,
            _ => self.below(24),
        };
        match self.below(6) {
            // One kind all the way: a long word, a row of marks, a row of breaks.
            0 => {
                let one = self.character();
                std::iter::repeat_n(one, length).collect()
            }
            1 => (0..length).map(|_| self.between(0x41, 0x5A)).collect(),
            2 => (0..length).map(|_| self.between(0x4E00, 0x9FA0)).collect(),
            _ => (0..length).map(|_| self.character()).collect(),
        }
    }
}

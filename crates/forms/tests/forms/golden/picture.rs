//! Grey pictures, kept in few shades so that hundreds of pages stay small.

/// The shades a kept picture has. Each stands for what is nearest to it; [`Ink::GROUND`] has one of its own.
///
/// [`Ink::GROUND`]: madoguchi_forms::display::Ink::GROUND
const SHADES: [u8; 8] = [0, 60, 110, 150, 185, 215, 238, 255];
/// How far beyond its shade's band a pixel may lie: machines round differently.
const TOLERANCE: u8 = 8;
/// Between pictures put together.
const GAP: usize = 4;

/// A grey picture: 0 is black, 255 white.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Picture {
    pub(super) fn new(width: usize, height: usize, grey: Vec<u8>) -> Self {
        assert_eq!(grey.len(), width * height);
        Self { width, height, grey }
    }

    /// Pictures one below the other.
    pub(super) fn below(pictures: Vec<Self>) -> Self {
        let places = pictures.into_iter().scan(0, |y, picture| {
            let place = (0, *y);
            *y += picture.height + GAP;
            Some((place, picture))
        });
        Self::together(places.collect())
    }

    /// Pictures one beside the other.
    pub(super) fn beside(pictures: Vec<Self>) -> Self {
        let places = pictures.into_iter().scan(0, |x, picture| {
            let place = (*x, 0);
            *x += picture.width + GAP;
            Some((place, picture))
        });
        Self::together(places.collect())
    }

    fn together(places: Vec<((usize, usize), Self)>) -> Self {
        let far = |end: fn(&((usize, usize), Self)) -> usize| places.iter().map(end).max().unwrap_or(0);
        let width = far(|((x, _), picture)| x + picture.width);
        let height = far(|((_, y), picture)| y + picture.height);
        let mut grey = vec![SHADES[4]; width * height];
        for ((x, y), picture) in places {
            for (n, row) in picture.grey.chunks_exact(picture.width).enumerate() {
                let start = (y + n) * width + x;
                grey[start..start + row.len()].copy_from_slice(row);
            }
        }
        Self::new(width, height, grey)
    }

    /// A kept picture; none where it is not one that [`Self::written`] wrote.
    pub(super) fn read(file: &[u8]) -> Option<Self> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().ok()?;
        let mut pixels = vec![0; reader.output_buffer_size()?];
        let info = reader.next_frame(&mut pixels).ok()?;
        pixels.truncate(info.buffer_size());
        let grey: Vec<u8> = pixels.chunks_exact(3).map(|colour| colour[0]).collect();
        let (width, height) = (info.width as usize, info.height as usize);
        (grey.len() == width * height).then(|| Self::new(width, height, grey))
    }

    /// As a PNG in few shades.
    pub(super) fn written(&self) -> Vec<u8> {
        let mut rows = Vec::with_capacity(self.grey.len() / 2 + self.height);
        for row in self.grey.chunks_exact(self.width) {
            for pair in row.chunks(2) {
                let second = pair.get(1).map_or(0, |grey| nearest(*grey));
                rows.push(nearest(pair[0]) << 4 | second);
            }
        }
        let size = |pixels: usize| u32::try_from(pixels).expect("a small picture");
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, size(self.width), size(self.height));
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(SHADES.iter().flat_map(|grey| [*grey; 3]).collect::<Vec<u8>>());
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(png::Filter::NoFilter);
        let mut writer = encoder.write_header().expect("a header");
        writer
            .write_image_data(&rows)
            .expect("as many bytes as pixels ask for");
        writer.finish().expect("an end");
        file
    }

    /// How another picture differs from this kept one; none where it does not.
    pub(super) fn complaint(&self, actual: &Self) -> Option<String> {
        if (self.width, self.height) != (actual.width, actual.height) {
            return Some(format!(
                "{}×{} pixels were accepted, {}×{} were drawn",
                self.width, self.height, actual.width, actual.height
            ));
        }
        let mut different = self.pixels(actual).filter(|(_, same)| !same);
        let ((x, y), _) = different.next()?;
        Some(format!(
            "{} pixels differ, the first at {x}, {y}",
            different.count() + 1
        ))
    }

    /// Where another picture of the same size differs, in black; the rest pale.
    pub(super) fn difference(&self, actual: &Self) -> Self {
        if (self.width, self.height) != (actual.width, actual.height) {
            return Self::beside(vec![self.clone(), actual.clone()]);
        }
        let pale = |grey: u8| 255 - (255 - grey) / 6;
        let grey = self
            .pixels(actual)
            .zip(&actual.grey)
            .map(|((_, same), grey)| if same { pale(*grey) } else { 0 })
            .collect();
        Self::new(self.width, self.height, grey)
    }

    /// Each pixel's place, and whether it is the same.
    fn pixels(&self, actual: &Self) -> impl Iterator<Item = ((usize, usize), bool)> {
        let width = self.width;
        let bands: Vec<(u8, u8)> = (0..=255).map(band).collect();
        self.grey
            .iter()
            .zip(&actual.grey)
            .enumerate()
            .map(move |(n, (kept, grey))| {
                let (low, high) = bands[usize::from(*kept)];
                ((n % width, n / width), low <= *grey && *grey <= high)
            })
    }
}

/// The place of the shade nearest to a grey.
fn nearest(grey: u8) -> u8 {
    let distance = |(_, shade): &(u8, &u8)| shade.abs_diff(grey);
    (0..).zip(&SHADES).min_by_key(distance).map_or(0, |(n, _)| n)
}

/// The darkest and the lightest grey that a kept shade stands for, give or take the tolerance.
fn band(kept: u8) -> (u8, u8) {
    let mut greys = (0..=255).filter(|grey| SHADES[usize::from(nearest(*grey))] == kept);
    let low = greys.next().unwrap_or(kept);
    let high = greys.next_back().unwrap_or(low);
    (low.saturating_sub(TOLERANCE), high.saturating_add(TOLERANCE))
}

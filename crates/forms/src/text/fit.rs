//! The largest size at which a text fits its box.

use std::ops::Range;

use super::breaking::{is_newline, lines};
use super::{READABLE, Style};
use crate::fonts::{Cluster, Fonts, clusters};

/// A text that fits its box, broken into lines.
#[derive(Clone, PartialEq, Debug)]
pub struct Fitted {
    /// The size it fits with, in points.
    pub size: f32,
    /// The lines, from the top.
    pub lines: Vec<Vec<Cluster>>,
}

/// How much smaller each try is, in points.
const STEP: f32 = 0.5;
/// How much smaller a text may get for the sake of a line less.
const CLOSE: f32 = 0.85;

/// Fits a text into a box of `width` × `height` points: none if it does not fit at the smallest size allowed.
#[must_use]
pub fn fit(fonts: &Fonts, text: &str, width: f32, height: f32, style: &Style) -> Option<Fitted> {
    let clusters = clusters(fonts, style.chain, text);
    let room = Room {
        clusters: &clusters,
        width,
        height,
        style,
    };
    // A broken word is worse than a smaller one.
    let (size, ranges) = room.largest(true).or_else(|| room.largest(false))?;
    let (size, ranges) = room.fewer_lines(size, ranges.len()).unwrap_or((size, ranges));
    let lines = ranges.into_iter().map(|line| clusters[line].to_vec()).collect();
    Some(Fitted { size, lines })
}

/// A text and the box it has to fit.
struct Room<'a> {
    clusters: &'a [Cluster],
    width: f32,
    height: f32,
    style: &'a Style,
}

/// A size and the lines at it.
type Found = (f32, Vec<Range<usize>>);

impl Room<'_> {
    fn largest(&self, whole_words: bool) -> Option<Found> {
        let mut size = self.style.size;
        loop {
            if let Some(ranges) = self.lines_at(size, whole_words) {
                return Some((size, ranges));
            }
            if size <= self.style.min_size {
                return None;
            }
            size = (size - STEP).max(self.style.min_size);
        }
    }

    /// A line less for a little less size: a single character on a line of its own looks like a mistake.
    fn fewer_lines(&self, size: f32, count: usize) -> Option<Found> {
        if count < 2 {
            return None;
        }
        let smallest = (size * CLOSE).max(self.style.min_size);
        let mut tried = size - STEP;
        while tried >= smallest {
            let found = self.lines_at(tried, true);
            if let Some(found) = found.filter(|found| found.len() < count) {
                return Some((tried, found));
            }
            tried -= STEP;
        }
        None
    }

    fn lines_at(&self, size: f32, whole_words: bool) -> Option<Vec<Range<usize>>> {
        let width = self.width / size;
        let fits = |line: &Range<usize>| advance(&self.clusters[line.clone()]) <= width + 1e-3;
        let (ranges, broke_a_word) = if self.style.wrap {
            lines(self.clusters, width, self.style.words)
        } else {
            (std::iter::once(0..self.clusters.len()).collect(), false)
        };
        let count = u16::try_from(ranges.len()).ok()?;
        let needed = size * (1.0 + self.style.leading * f32::from(count.saturating_sub(1)));
        let all_fit = needed <= self.height + 0.05 && ranges.iter().all(fits);
        (all_fit && !(whole_words && broke_a_word)).then_some(ranges)
    }
}

/// The width of clusters in ems, without the spaces at their end.
pub(super) fn advance(clusters: &[Cluster]) -> f32 {
    let end = clusters
        .iter()
        .rposition(|cluster| !matches!(&*cluster.text, " " | "\u{3000}"));
    let seen = end.map_or(&[][..], |end| &clusters[..=end]);
    seen.iter()
        .filter(|cluster| !is_newline(cluster) || cluster.is_missing())
        .map(|cluster| cluster.advance)
        .sum()
}

/// Breaks a text into lines of a width at one size, however many there are.
#[must_use]
pub(crate) fn flow(fonts: &Fonts, text: &str, width: f32, style: &Style) -> Fitted {
    let clusters = clusters(fonts, style.chain, text);
    let size = style.size.max(READABLE.min(style.min_size));
    let (ranges, _) = lines(&clusters, width / size, style.words);
    Fitted {
        size,
        lines: ranges.into_iter().map(|line| clusters[line].to_vec()).collect(),
    }
}

impl Fitted {
    /// The height of all lines in points.
    #[must_use]
    pub fn height(&self, style: &Style) -> f32 {
        let gaps = u16::try_from(self.lines.len().saturating_sub(1)).unwrap_or(u16::MAX);
        self.size * (1.0 + style.leading * f32::from(gaps))
    }

    /// The width of the widest line in points.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.lines.iter().map(|line| advance(line)).fold(0.0, f32::max) * self.size
    }
}

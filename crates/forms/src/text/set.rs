//! Fitted text → glyph runs on the page.

use super::breaking::is_newline;
use super::fit::advance;
use super::{Align, Fitted, Rise, Style};
use crate::display::{PageBuilder, PlacedGlyph, Rect, Segment, TextRun};
use crate::fonts::{Cluster, Drawing};

/// Characters that could not be drawn as written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Missed {
    /// Those that no font holds: a 〓 stands for each.
    pub missing: Vec<String>,
    /// Those with what is printed instead of them.
    pub substituted: Vec<(String, String)>,
}

/// The em box of the fonts used: from 0.88 above the baseline to 0.12 below it.
const ASCENT: f32 = 0.88;

/// The most glyphs in a run: PDF/A bounds the length of a string, and spaces at the end of a line have no bound.
const LONGEST: usize = 2000;

/// Draws fitted text into its box. Answers with the characters that no font holds.
pub fn set(page: &mut PageBuilder, fitted: &Fitted, rect: Rect, style: &Style) -> Missed {
    let mut missed = Missed::default();
    let free = (rect.h - fitted.height(style)).max(0.0);
    let top = match style.rise {
        Rise::Top => rect.y,
        Rise::Middle => rect.y + free / 2.0,
        Rise::Bottom => rect.y + free,
    };
    let mut baseline = top + fitted.size * ASCENT;
    for line in &fitted.lines {
        let (x, gap) = start(line, fitted.size, rect, style.align);
        let start = (x, baseline);
        set_line(page, line, fitted.size, start, gap, style, &mut missed);
        baseline += fitted.size * style.leading;
    }
    missed
}

/// Where a line begins, and how much wider each of its gaps is, in ems.
fn start(line: &[Cluster], size: f32, rect: Rect, align: Align) -> (f32, f32) {
    let width = advance(line) * size;
    let free = (rect.w - width).max(0.0);
    match align {
        Align::Left => (rect.x, 0.0),
        Align::Centre => (rect.x + free / 2.0, 0.0),
        Align::Right => (rect.x + free, 0.0),
        Align::Spread => {
            let gaps = u16::try_from(line.len().saturating_sub(1)).unwrap_or(u16::MAX);
            // Long labels stand close; short ones are opened up, as the eye expects of a form.
            if gaps == 0 || gaps > 5 {
                return (rect.x + free / 2.0, 0.0);
            }
            let gap = (free * 0.8 / f32::from(gaps) / size).min(1.0);
            (rect.x + (free - gap * size * f32::from(gaps)) / 2.0, gap)
        }
    }
}

fn set_line(
    page: &mut PageBuilder,
    line: &[Cluster],
    size: f32,
    (mut x, baseline): (f32, f32),
    gap: f32,
    style: &Style,
    missed: &mut Missed,
) {
    let own = |cluster: &Cluster| cluster.drawing == Drawing::Own;
    let runs = line.chunk_by(|a, b| a.face == b.face && own(a) && own(b));
    for run in runs.flat_map(|run| run.chunks(LONGEST)) {
        let run: Vec<&Cluster> = run
            .iter()
            .filter(|cluster| cluster.is_missing() || !is_newline(cluster))
            .collect();
        let Some(first) = run.first() else { continue };
        let mut text = String::new();
        let mut glyphs = Vec::with_capacity(run.len());
        for cluster in &run {
            let begin = text.len();
            text.push_str(drawn_text(cluster));
            glyphs.push(PlacedGlyph {
                id: cluster.glyph,
                advance: cluster.advance + gap,
                range: begin..text.len(),
            });
        }
        let width = glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * size;
        match &first.drawing {
            Drawing::Missing => {
                page.dashed(Rect::new(x, baseline - ASCENT * size, width, size).into(), 0.4);
                missed.missing.push(first.text.clone());
            }
            Drawing::Substitute { with, .. } => missed.substituted.push((first.text.clone(), with.clone())),
            Drawing::Own | Drawing::Supplied(_) => {}
        }
        let at = |dx: f32, dy: f32| (x + dx * size, baseline - dy * size);
        let path = match &first.drawing {
            Drawing::Supplied(path) | Drawing::Substitute { mark: path, .. } => &path[..],
            Drawing::Own | Drawing::Missing => &[],
        };
        page.text(TextRun {
            face: first.face,
            size,
            x,
            y: baseline,
            text,
            glyphs,
            actual_text: (!own(first)).then(|| first.text.clone()),
            path: path.iter().map(|segment: &Segment| segment.mapped(at)).collect(),
            ink: style.ink,
        });
        x += width;
    }
}

/// The text that the cluster's glyph draws, which is not what is written where it only stands for that.
fn drawn_text(cluster: &Cluster) -> &str {
    match &cluster.drawing {
        Drawing::Own => &cluster.text,
        Drawing::Supplied(_) => "\u{3000}",
        Drawing::Substitute { with, .. } => with,
        Drawing::Missing => "〓",
    }
}

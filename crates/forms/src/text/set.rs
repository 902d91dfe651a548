//! Fitted text → glyph runs on the page.

use super::breaking::is_newline;
use super::fit::advance;
use super::{Align, Fitted, Rise, Style};
use crate::display::{PageBuilder, PlacedGlyph, Rect, TextRun};
use crate::fonts::Cluster;

/// Characters that no font holds.
pub type Missed = Vec<String>;

/// The em box of the fonts used: from 0.88 above the baseline to 0.12 below it.
const ASCENT: f32 = 0.88;

/// The most glyphs in a run: PDF/A bounds the length of a string, and spaces at the end of a line have no bound.
const LONGEST: usize = 2000;

/// Draws fitted text into its box. Answers with the characters that no font holds: a 〓 stands for each.
pub fn set(page: &mut PageBuilder, fitted: &Fitted, rect: Rect, style: &Style) -> Missed {
    let mut missed = Missed::new();
    let free = (rect.h - fitted.height(style)).max(0.0);
    let top = match style.rise {
        Rise::Top => rect.y,
        Rise::Middle => rect.y + free / 2.0,
        Rise::Bottom => rect.y + free,
    };
    let mut baseline = top + fitted.size * ASCENT;
    for line in &fitted.lines {
        let (x, gap) = start(line, fitted.size, rect, style.align);
        missed.append(&mut set_line(page, line, fitted.size, x, baseline, gap, style));
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
    x: f32,
    baseline: f32,
    gap: f32,
    style: &Style,
) -> Missed {
    let mut missed = Missed::new();
    let mut x = x;
    let runs = line.chunk_by(|a, b| a.face == b.face && !a.missing && !b.missing);
    for run in runs.flat_map(|run| run.chunks(LONGEST)) {
        let run: Vec<&Cluster> = run
            .iter()
            .filter(|cluster| cluster.missing || !is_newline(cluster))
            .collect();
        let Some(first) = run.first() else { continue };
        let mut text = String::new();
        let mut glyphs = Vec::with_capacity(run.len());
        for cluster in &run {
            let begin = text.len();
            text.push_str(if cluster.missing { "〓" } else { &cluster.text });
            glyphs.push(PlacedGlyph {
                id: cluster.glyph,
                advance: cluster.advance + gap,
                range: begin..text.len(),
            });
        }
        let width = glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * size;
        let actual_text = first.missing.then(|| first.text.clone());
        if let Some(actual) = &actual_text {
            page.dashed(Rect::new(x, baseline - ASCENT * size, width, size).into(), 0.4);
            missed.push(actual.clone());
        }
        page.text(TextRun {
            face: first.face,
            size,
            x,
            y: baseline,
            text,
            glyphs,
            actual_text,
            ink: style.ink,
        });
        x += width;
    }
    missed
}

//! Items of the display list → operators of a page.

use krilla::color::luma;
use krilla::geom::{Path, PathBuilder, Point, Size};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{GlyphId, KrillaGlyph};

use crate::display::{Ink, Item, Mark, Segment, Shape, TextRun};
use crate::fonts::Fonts;
use crate::own_form::Ground;

/// Draws a page of another file beneath, as an artifact: what it says is not ours to tag.
pub(super) fn ground(surface: &mut Surface<'_>, ground: &Ground, page: usize) {
    let Some(size) = ground
        .sizes()
        .get(page)
        .and_then(|(width, height)| Size::from_wh(*width, *height))
    else {
        return;
    };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Page)));
    surface.draw_pdf_page(ground.pdf(), size, page);
    surface.end_tagged();
}

/// Draws an item. Answers with its place in the structure, if it is content.
pub(super) fn item(surface: &mut Surface<'_>, item: &Item, fonts: &Fonts) -> Option<Identifier> {
    let tag = match &item.mark {
        _ if !item.content => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        Mark::Text(TextRun { actual_text, .. }) | Mark::Shape(Shape { actual_text, .. }) => match actual_text
        {
            Some(text) => ContentTag::Span(SpanTag::empty().with_actual_text(Some(text))),
            None => ContentTag::Other,
        },
    };
    let identifier = surface.start_tagged(tag);
    match &item.mark {
        Mark::Text(run) => text(surface, run, fonts),
        Mark::Shape(shape) => draw_shape(surface, shape),
    }
    surface.end_tagged();
    item.content.then_some(identifier)
}

fn text(surface: &mut Surface<'_>, run: &TextRun, fonts: &Fonts) {
    let glyphs: Vec<KrillaGlyph> = run
        .glyphs
        .iter()
        .map(|glyph| {
            KrillaGlyph::new(
                GlyphId::new(glyph.id),
                glyph.advance,
                0.0,
                0.0,
                0.0,
                glyph.range.clone(),
                None,
            )
        })
        .collect();
    surface.set_stroke(None);
    surface.set_fill(Some(fill(run.ink)));
    let start = Point::from_xy(run.x, run.y);
    surface.draw_glyphs(start, &glyphs, fonts.krilla(run.face), &run.text, run.size, false);
    if let Some(path) = path(&run.path) {
        surface.draw_path(&path);
    }
}

fn draw_shape(surface: &mut Surface<'_>, shape: &Shape) {
    surface.set_fill(shape.fill.map(fill));
    surface.set_stroke(shape.stroke.map(|(ink, width)| Stroke {
        paint: luma::Color::new(ink.0).into(),
        width,
        dash: shape.dash.map(|dash| StrokeDash {
            array: dash.to_vec(),
            offset: 0.0,
        }),
        ..Stroke::default()
    }));
    if let Some(path) = path(&shape.path) {
        surface.draw_path(&path);
    }
}

fn fill(ink: Ink) -> Fill {
    Fill {
        paint: luma::Color::new(ink.0).into(),
        opacity: NormalizedF32::ONE,
        ..Fill::default()
    }
}

fn path(segments: &[Segment]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for segment in segments {
        match *segment {
            Segment::Move(x, y) => path.move_to(x, y),
            Segment::Line(x, y) => path.line_to(x, y),
            Segment::Quad(ax, ay, x, y) => path.quad_to(ax, ay, x, y),
            Segment::Cubic(ax, ay, bx, by, x, y) => path.cubic_to(ax, ay, bx, by, x, y),
            Segment::Close => path.close(),
        }
    }
    path.finish()
}

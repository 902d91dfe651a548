//! Grids of labelled cells.

use super::writer::{Place, Writer};
use super::{HEADING, fields, label_width};
use crate::definition::{Cell, Grid, Row};
use crate::display::{Ink, PageBuilder, Rect, Role, Scope, lines, mm};
use crate::text::{Align, Style};

/// Thickness of frames and of the rules in them, in points.
pub(super) const FRAME: f32 = 1.2;
pub(super) const RULE: f32 = 0.4;
/// The width of a label standing upright at the left.
const SIDE: f32 = 7.0;

/// A cell on the page.
struct Placed<'d> {
    cell: &'d Cell,
    label: Rect,
    value: Rect,
}

/// Lays a grid into its place.
pub(super) fn lay(writer: &mut Writer<'_>, page: &mut PageBuilder, grid: &Grid, rect: Rect) {
    page.element(Role::Section, |page| {
        let rect = heading(writer, page, grid.heading.as_deref(), rect);
        let (side, body) = rect.split_left(if grid.side.is_some() { mm(SIDE) } else { 0.0 });
        let rows = place(grid, body);
        let edges = edges(side, &rows);
        page.element(Role::Table, |page| {
            for (n, row) in rows.iter().enumerate() {
                page.element(Role::Row, |page| {
                    if let Some(label) = grid.side.as_deref().filter(|_| n == 0) {
                        upright(
                            writer,
                            page,
                            label,
                            side,
                            u32::try_from(rows.len()).unwrap_or(u32::MAX),
                        );
                    }
                    for placed in row {
                        lay_cell(writer, page, placed, grid.office, &edges);
                    }
                });
            }
        });
        rules(page, rect, side, &rows, grid);
    });
}

/// Draws a block's heading. Answers with the room below it.
pub(super) fn heading(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    text: Option<&str>,
    rect: Rect,
) -> Rect {
    let Some(text) = text else { return rect };
    let (above, below) = rect.split_top(mm(HEADING));
    page.element(Role::Heading(2, text.to_owned()), |page| {
        let style = Style::label(9.0).aligned(Align::Left);
        writer.print(page, text, above, &style);
    });
    below
}

/// The cells of every row: those without a width share what the others leave.
fn place(grid: &Grid, body: Rect) -> Vec<Vec<Placed<'_>>> {
    let mut rest = body;
    let mut rows = Vec::new();
    for row in &grid.rows {
        let (mut line, below) = rest.split_top(mm(row.height));
        rest = below;
        let share = share(row, line.w);
        let mut placed = Vec::new();
        for (n, cell) in row.cells.iter().enumerate() {
            let last = n + 1 == row.cells.len();
            let width = if last {
                line.w
            } else {
                cell.width.map_or(share, mm)
            };
            let (whole, beside) = line.split_left(width);
            line = beside;
            let (label, value) = whole.split_left(mm(label_width(cell)));
            placed.push(Placed { cell, label, value });
        }
        rows.push(placed);
    }
    rows
}

fn share(row: &Row, width: f32) -> f32 {
    let fixed: f32 = row.cells.iter().filter_map(|cell| cell.width).map(mm).sum();
    let open = row.cells.iter().filter(|cell| cell.width.is_none()).count();
    (width - fixed).max(0.0) / f32::from(u16::try_from(open.max(1)).unwrap_or(u16::MAX))
}

/// Every left edge of a cell, so that the columns a cell spans can be counted.
fn edges(side: Rect, rows: &[Vec<Placed<'_>>]) -> Vec<f32> {
    let mut edges: Vec<f32> = Vec::new();
    if side.w > 0.0 {
        edges.push(side.x);
    }
    for placed in rows.iter().flatten() {
        if placed.label.w > 0.0 {
            edges.push(placed.label.x);
        }
        edges.push(placed.value.x);
    }
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|a, b| (*a - *b).abs() < 0.1);
    edges
}

fn columns(edges: &[f32], rect: Rect) -> u32 {
    let inside = edges
        .iter()
        .filter(|edge| **edge > rect.x - 0.05 && **edge < rect.right() - 0.1)
        .count();
    u32::try_from(inside.max(1)).unwrap_or(u32::MAX)
}

fn lay_cell(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    placed: &Placed<'_>,
    office: bool,
    edges: &[f32],
) {
    let cell = placed.cell;
    if let Some(label) = &cell.label {
        page.ground(placed.label, Ink::GROUND);
        let role = Role::Header {
            scope: Scope::Row,
            columns: columns(edges, placed.label),
            rows: 1,
        };
        page.element(role, |page| {
            writer.print(
                page,
                &broken(label),
                placed.label.inset(mm(1.2), mm(0.6)),
                &Style::label(8.0),
            );
        });
    }
    page.element(
        Role::Cell {
            columns: columns(edges, placed.value),
        },
        |page| {
            let mut inner = placed.value;
            if let Some(caption) = &cell.caption {
                let (above, below) = inner.split_top(mm(3.4));
                let style = Style::label(6.5).aligned(Align::Left).inked(Ink::SOFT);
                writer.print(page, caption, above.inset(mm(1.0), mm(0.3)), &style);
                inner = below;
            }
            let label = cell
                .label
                .as_deref()
                .or(cell.caption.as_deref())
                .unwrap_or_default()
                .replace('/', "");
            if let Some(field) = &cell.field {
                let place = Place {
                    scope: writer.scope(),
                    label: &label,
                    confirm: cell.confirm && !office,
                };
                fields::draw(writer, page, field, inner, &place);
                writer.check(&place, field, &cell.rules);
            }
            page.blank_if_empty(writer.fonts, inner);
        },
    );
}

/// A slash in a label breaks its line.
pub(super) fn broken(label: &str) -> String {
    label.replace('/', "\n")
}

/// The label standing upright at the left of a grid.
fn upright(writer: &mut Writer<'_>, page: &mut PageBuilder, label: &str, side: Rect, rows: u32) {
    page.ground(side, Ink::GROUND);
    page.element(
        Role::Header {
            scope: Scope::Row,
            columns: 1,
            rows,
        },
        |page| {
            let letters: Vec<String> = label.chars().map(String::from).collect();
            let style = Style {
                leading: 1.35,
                ..Style::label(9.0).aligned(Align::Centre)
            };
            let rect = side.inset(0.0, mm(0.5));
            if let Some(fitted) = crate::text::fit(writer.fonts, &letters.join("\n"), rect.w, rect.h, &style)
            {
                let missed = crate::text::set(page, &fitted, rect, &style);
                writer.miss(missed, label);
            }
        },
    );
}

fn rules(page: &mut PageBuilder, rect: Rect, side: Rect, rows: &[Vec<Placed<'_>>], grid: &Grid) {
    for placed in rows.iter().flatten() {
        for part in [placed.label, placed.value] {
            if part.w > 0.0 {
                page.rule(lines(&[(part.x, part.y), (part.x, part.bottom())]), RULE);
            }
        }
    }
    for row in rows.iter().skip(1) {
        if let Some(first) = row.first() {
            page.rule(
                lines(&[(side.right(), first.label.y), (rect.right(), first.label.y)]),
                RULE,
            );
        }
    }
    let height: f32 = rows
        .iter()
        .filter_map(|row| row.first())
        .map(|placed| placed.value.h)
        .sum();
    let frame = Rect { h: height, ..rect };
    if grid.office {
        page.rule(frame.into(), RULE);
    } else {
        page.rule(frame.into(), FRAME);
    }
}

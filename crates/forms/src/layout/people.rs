//! Tables with a row per person.

use std::ops::Range;

use super::fields;
use super::grid::{FRAME, RULE, broken, heading};
use super::scope::Scope;
use super::writer::{Place, Writer};
use crate::definition::{Column, PeopleTable};
use crate::display::{Ink, PageBuilder, Rect, Role, Scope as HeaderScope, lines, mm};
use crate::text::{Align, Style};

/// The width of the column of numbers.
const NUMBER: f32 = 6.0;

/// The height of a table with so many rows, without its heading, in millimetres.
pub(super) fn table_height(table: &PeopleTable, rows: usize) -> f32 {
    table.header_height + table.row_height * f32::from(u16::try_from(rows).unwrap_or(u16::MAX))
}

/// Lays the rows of a table. Rows beyond the list are left blank.
pub(super) fn lay(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    table: &PeopleTable,
    rect: Rect,
    rows: Range<usize>,
) {
    page.element(Role::Section, |page| {
        let rect = heading(writer, page, table.heading.as_deref(), rect);
        let columns = widths(table, rect);
        let (header, mut body) = rect.split_top(mm(table.header_height));
        let mut tops = vec![body.y];
        page.element(Role::Table, |page| {
            lay_header(writer, page, table, header, &columns);
            for n in rows.clone() {
                let (row, below) = body.split_top(mm(table.row_height));
                body = below;
                tops.push(body.y);
                page.element(Role::Row, |page| lay_row(writer, page, table, row, &columns, n));
            }
        });
        let frame = Rect {
            h: body.y - rect.y,
            ..rect
        };
        for x in columns.iter().map(|(x, _)| *x) {
            page.rule(lines(&[(x, frame.y), (x, frame.bottom())]), RULE);
        }
        for y in tops.into_iter().take(rows.len()) {
            page.rule(lines(&[(frame.x, y), (frame.right(), y)]), RULE);
        }
        page.rule(frame.into(), FRAME);
    });
}

/// Left edge and width of each column, in points.
fn widths(table: &PeopleTable, rect: Rect) -> Vec<(f32, f32)> {
    let fixed: f32 = table
        .columns
        .iter()
        .filter_map(|column| column.width)
        .map(mm)
        .sum();
    let open = table
        .columns
        .iter()
        .filter(|column| column.width.is_none())
        .count();
    let open = f32::from(u16::try_from(open.max(1)).unwrap_or(u16::MAX));
    let share = (rect.w - mm(NUMBER) - fixed).max(0.0) / open;
    let mut x = rect.x + mm(NUMBER);
    let place = |column: &Column| {
        let width = column.width.map_or(share, mm);
        x += width;
        (x - width, width)
    };
    table.columns.iter().map(place).collect()
}

fn lay_header(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    table: &PeopleTable,
    header: Rect,
    columns: &[(f32, f32)],
) {
    page.ground(header, Ink::GROUND);
    let role = || Role::Header {
        scope: HeaderScope::Column,
        columns: 1,
        rows: 1,
    };
    page.element(Role::Row, |page| {
        page.element(role(), |page| {
            let (number, _) = header.split_left(mm(NUMBER));
            writer.print(
                page,
                "番号",
                number.inset(mm(0.4), mm(0.4)),
                &Style::label(6.0).aligned(Align::Centre),
            );
        });
        for (column, (x, width)) in table.columns.iter().zip(columns) {
            let rect = Rect {
                x: *x,
                w: *width,
                ..header
            }
            .inset(mm(0.6), mm(0.4));
            page.element(role(), |page| {
                writer.print(
                    page,
                    &broken(&column.label),
                    rect,
                    &Style::label(7.5).aligned(Align::Centre),
                );
            });
        }
    });
}

fn lay_row(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    table: &PeopleTable,
    row: Rect,
    columns: &[(f32, f32)],
    n: usize,
) {
    let (number, _) = row.split_left(mm(NUMBER));
    page.ground(number, Ink::GROUND);
    page.element(
        Role::Header {
            scope: HeaderScope::Row,
            columns: 1,
            rows: 1,
        },
        |page| {
            let text = (n + 1).to_string();
            writer.print(page, &text, number, &Style::label(8.0).aligned(Align::Centre));
        },
    );
    let filled = n < writer.values.count(&table.people);
    for (column, (x, width)) in table.columns.iter().zip(columns) {
        let mut cell = Rect {
            x: *x,
            w: *width,
            ..row
        };
        page.element(Role::Cell { columns: 1 }, |page| {
            let whole = cell;
            let label = format!("{}人目　{}", n + 1, column.label.replace('/', "・"));
            let before = writer.fields.len();
            let share = row.h / f32::from(u16::try_from(column.fields.len()).unwrap_or(u16::MAX));
            for field in &column.fields {
                let (part, below) = cell.split_top(share);
                cell = below;
                let scope = Scope {
                    row: Some((&table.people, n)),
                    person: writer.person,
                };
                let place = Place {
                    scope,
                    label: &label,
                    confirm: column.confirm,
                };
                fields::draw(writer, page, field, part, &place);
                if filled {
                    writer.check(&place, field, &column.rules);
                }
            }
            if !filled {
                // A row for nobody is nothing to check.
                writer.fields.truncate(before);
            }
            page.blank_if_empty(writer.fonts, whole);
        });
    }
}

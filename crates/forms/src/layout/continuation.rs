//! Sheets after the first: people for whom there was no row, and values that did not fit their places.

use super::writer::Writer;
use super::{FOOT, HEADING, MARGIN, people, sheet};
use crate::definition::{FormDefinition, PeopleTable};
use crate::display::{PageBuilder, Rect, Role, mm};
use crate::text::{Align, Fitted, Rise, Style, flow, set};

/// The height of a continuation sheet's head, in millimetres.
const HEAD: f32 = 13.0;
/// What is kept free for the notes on characters printed instead of others, in millimetres.
const NOTES: f32 = 6.0;

/// A new sheet with its head. Answers with the room for its body.
pub(super) fn start(writer: &mut Writer<'_>, title: &str, width: f32, height: f32) -> (PageBuilder, Rect) {
    let mut page = PageBuilder::new(mm(width), mm(height));
    let inner = Rect::new(0.0, 0.0, mm(width), mm(height)).inset(mm(MARGIN), mm(MARGIN));
    let (head, rest) = inner.split_top(mm(HEAD));
    let (line, _) = head.split_top(mm(10.0));
    page.element(Role::Heading(1, title.to_owned()), |page| {
        let style = Style::label(14.0).aligned(Align::Centre);
        writer.print(page, title, line.inset(mm(sheet::CORNER + 2.0), 0.0), &style);
    });
    sheet::number(writer, &mut page, line);
    let notes = if writer.values.substitutes().is_empty() {
        0.0
    } else {
        NOTES
    };
    let h = rest.h - mm(FOOT + notes);
    (page, Rect { h, ..rest })
}

/// Lays the people for whom the first sheet has no row.
pub(super) fn lay_people(writer: &mut Writer<'_>, form: &FormDefinition, table: &PeopleTable) {
    let (width, height) = form.size();
    let count = writer.values.count(&table.people);
    let mut next = table.rows;
    while next < count {
        let (mut page, body) = start(writer, &format!("{}（続紙）", form.title), width, height);
        let heading = if table.heading.is_some() { mm(HEADING) } else { 0.0 };
        let mut rows = 1;
        while heading + mm(people::table_height(table, rows + 1)) <= body.h {
            rows += 1;
        }
        people::lay(writer, &mut page, table, body, next..(next + rows).min(count));
        writer.pages.push(page);
        next += rows;
    }
}

/// Lays the values that did not fit, each whole under its number and label.
pub(crate) fn lay_overflow(writer: &mut Writer<'_>, title: &str, width: f32, height: f32) {
    let mut sheet: Option<(PageBuilder, Rect)> = None;
    for overflow in writer.overflow.clone() {
        let label = format!("別紙{}　{}", overflow.number, overflow.field.replace('\n', ""));
        let value_style = Style::value(10.5).wrapping().risen(Rise::Top);
        let label_style = Style::label(9.0).aligned(Align::Left).risen(Rise::Top);
        for (text, style, field) in [
            (&label, &label_style, &label),
            (&overflow.text, &value_style, &overflow.field),
        ] {
            let flowed = flow(writer.fonts, text, mm(width - 2.0 * MARGIN), style);
            let mut lines = flowed.lines.into_iter().peekable();
            while lines.peek().is_some() {
                let (mut page, body) = match sheet.take() {
                    Some((page, body)) if body.h >= flowed.size * 2.0 => (page, body),
                    full => {
                        writer.pages.extend(full.map(|(page, _)| page));
                        start(writer, &format!("{title}（別紙）"), width, height)
                    }
                };
                let room = lines_that_fit(body.h, flowed.size, style.leading);
                let part = Fitted {
                    size: flowed.size,
                    lines: lines.by_ref().take(room).collect(),
                };
                let missed = page.element(Role::Paragraph, |page| set(page, &part, body, style));
                writer.miss(missed, field);
                let rest = body.split_top(part.height(style) + flowed.size * 0.6).1;
                sheet = Some((page, rest));
            }
        }
    }
    writer.pages.extend(sheet.map(|(page, _)| page));
}

fn lines_that_fit(height: f32, size: f32, leading: f32) -> usize {
    let mut lines = 1;
    let mut used = size;
    while used + size * leading <= height {
        used += size * leading;
        lines += 1;
    }
    lines
}

//! Printed notes.

use super::writer::Writer;
use crate::definition::Notes;
use crate::display::{PageBuilder, Rect, Role, mm};
use crate::text::{Align, Rise, Style, fit, set};

/// Lays notes into their place: a heading, then one paragraph each.
pub(super) fn lay(writer: &mut Writer<'_>, page: &mut PageBuilder, notes: &Notes, rect: Rect) {
    page.element(Role::Section, |page| {
        let mut room = rect;
        if let Some(text) = &notes.heading {
            let (above, below) = room.split_top(mm(4.0));
            room = below;
            page.element(Role::Heading(2, text.clone()), |page| {
                writer.print(page, text, above, &Style::label(8.0).aligned(Align::Left));
            });
        }
        let scope = writer.scope();
        page.element(Role::List, |page| {
            for line in &notes.lines {
                let text = scope.printed(writer.values, line);
                page.element(Role::ListItem, |page| {
                    room = paragraph(writer, page, &text, room);
                });
            }
        });
    });
}

/// Draws a paragraph with a hanging number. Answers with the room below it.
fn paragraph(writer: &mut Writer<'_>, page: &mut PageBuilder, text: &str, rect: Rect) -> Rect {
    let style = Style::label(7.5).aligned(Align::Left).risen(Rise::Top);
    let (mark, body) = text.split_once('\u{3000}').unwrap_or(("", text));
    let (first, beside) = rect.split_left(mm(4.5));
    let style = Style {
        leading: 1.3,
        ..style
    };
    if let Some(fitted) = fit(writer.fonts, body, beside.w, beside.h.max(style.size), &style) {
        writer.print(
            page,
            mark,
            Rect {
                h: style.size * 1.2,
                ..first
            },
            &style,
        );
        let missed = set(page, &fitted, beside, &style);
        writer.miss(missed, body);
        let used = fitted.height(&style) + style.size * 0.45;
        return rect.split_top(used).1;
    }
    writer.put(page, text, rect, &style, text);
    Rect { h: 0.0, ..rect }
}

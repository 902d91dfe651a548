//! The head and foot of sheets, and the blocks between them.

use super::writer::Writer;
use super::{FOOT, GAP, HEAD, MARGIN, block_height, continuation, grid, notes, office, people};
use crate::codes;
use crate::definition::{Block, FormDefinition, Symbology};
use crate::display::{Ink, PageBuilder, Rect, Role, mm};
use crate::fonts::Fonts;
use crate::layout::fields::date;
use crate::text::{Align, Style, fit, set};

/// The width of the place for the receipt number, in millimetres.
pub(super) const CORNER: f32 = 42.0;
/// How high its barcode is at most, in millimetres.
const BARS: f32 = 4.3;

/// Lays one sheet of a form, and the continuation sheets of its tables.
pub(super) fn lay(writer: &mut Writer<'_>, form: &FormDefinition) {
    let (width, height) = form.size();
    let mut page = PageBuilder::new(mm(width), mm(height));
    let body = head(writer, &mut page, form);
    let mut y = body.y;
    let mut continued = Vec::new();
    for block in &form.blocks {
        let rect = Rect {
            y,
            h: mm(block_height(block)),
            ..body
        };
        match block {
            Block::Grid(definition) => grid::lay(writer, &mut page, definition, rect),
            Block::People(table) => {
                let count = writer.values.count(&table.people);
                people::lay(writer, &mut page, table, rect, 0..table.rows);
                if count > table.rows {
                    continued.push(table);
                }
            }
            Block::Notes(definition) => notes::lay(writer, &mut page, definition, rect),
            Block::Office(area) => office::lay(writer, &mut page, area, rect),
        }
        y += rect.h + mm(GAP);
    }
    writer.pages.push(page);
    for table in continued {
        continuation::lay_people(writer, form, table);
    }
}

/// Draws the head of a first sheet. Answers with the room left for blocks.
fn head(writer: &mut Writer<'_>, page: &mut PageBuilder, form: &FormDefinition) -> Rect {
    let (width, height) = form.size();
    let inner = Rect::new(0.0, 0.0, mm(width), mm(height)).inset(mm(MARGIN), mm(MARGIN));
    let (head, rest) = inner.split_top(mm(HEAD));
    let (title, line) = head.split_top(mm(10.5));
    let line = Rect {
        y: line.y + mm(1.2),
        h: mm(6.0),
        ..line
    };
    let scope = writer.scope();
    let values = writer.values;
    page.element(Role::Heading(1, form.title.clone()), |page| {
        let style = Style::label(17.0).aligned(Align::Centre);
        let opened = open_out(&form.title);
        writer.print(page, &opened, title.inset(mm(CORNER + 2.0), 0.0), &style);
    });
    number(writer, page, title);
    let date_width = mm(62.0).min(line.w * 0.4);
    let (left, right) = line.split_left(line.w - date_width);
    let addressee = format!("{}　様", scope.printed(values, &form.addressee));
    page.element(Role::Paragraph, |page| {
        let style = Style::value(12.0);
        let (name, _) = left.split_left(left.w * 0.42);
        writer.put(page, &addressee, name.inset(mm(1.0), 0.0), &style, "宛先");
    });
    page.element(Role::Paragraph, |page| {
        let (_, sentence) = left.split_left(left.w * 0.42);
        let style = Style::label(9.0).aligned(Align::Left);
        writer.print(page, &form.preamble, sentence, &style);
    });
    page.element(Role::Paragraph, |page| {
        let (label, field) = right.split_left(mm(16.0));
        let style = Style::label(9.0).aligned(Align::Right);
        writer.print(page, &form.date.label, label, &style);
        let field = field.inset(mm(2.0), 0.0);
        let place = super::writer::Place {
            scope,
            label: &form.date.label,
            confirm: false,
        };
        date::draw(
            writer,
            page,
            &form.date.key,
            crate::definition::DateStyle::Recent,
            field,
            &place,
        );
    });
    Rect {
        h: rest.h - mm(FOOT),
        ..rest
    }
}

/// 「住民異動届」 as 「住　民　異　動　届」: short titles are opened out on forms.
fn open_out(title: &str) -> String {
    let characters: Vec<char> = title.chars().collect();
    if characters.len() > 6 {
        return title.to_owned();
    }
    characters
        .iter()
        .map(char::to_string)
        .collect::<Vec<_>>()
        .join("\u{3000}")
}

/// 受付番号 in the upper right corner, with its barcode under it.
pub(super) fn number(writer: &mut Writer<'_>, page: &mut PageBuilder, title: Rect) {
    let number = writer.scope().text(writer.values, "case.number").to_owned();
    let (_, corner) = title.split_left(title.w - mm(CORNER));
    let (corner, under) = corner.split_top(mm(5.5));
    let (label, value) = corner.split_left(mm(17.0));
    page.ground(label, Ink::GROUND);
    page.rule(corner.into(), 0.4);
    page.element(Role::Paragraph, |page| {
        writer.print(page, "受付番号", label.inset(mm(0.8), 0.0), &Style::label(7.5));
        let style = Style::value(10.0).aligned(Align::Centre);
        writer.put(page, &number, value.inset(mm(0.8), 0.0), &style, "受付番号");
    });
    let bars = Rect {
        y: under.y + mm(0.5),
        h: (under.h - mm(0.7)).min(mm(BARS)),
        ..under
    };
    // A number that no bars can say stands above them anyway.
    codes::barcode(
        page,
        Symbology::Code128,
        &number,
        bars,
        &format!("受付番号のバーコード　{number}"),
    );
}

/// What the foot says of the form itself.
pub(super) fn note(form: &FormDefinition, writer: &Writer<'_>) -> String {
    let municipality = writer.scope().text(writer.values, "municipality.name");
    let own = match (&form.ordinance_form, form.own_layout) {
        (Some(ordinance), true) => {
            format!("この様式は{municipality}独自のもので、{ordinance}ではありません。")
        }
        (None, true) => format!("この様式は{municipality}独自のものです。"),
        (_, false) => "この様式は法令で定められたものです。".to_owned(),
    };
    format!("{own}根拠：{}（{}版）", form.legal_basis, form.edition)
}

/// Draws the foot of every page, now that their number is known, within side margins of so many millimetres.
pub(crate) fn foot(writer: &mut Writer<'_>, note: &str, margin: f32) {
    let fonts = writer.fonts;
    let total = writer.pages.len();
    for (n, page) in writer.pages.iter_mut().enumerate() {
        let (width, height) = page.size();
        let inner = Rect::new(0.0, 0.0, width, height).inset(mm(margin), mm(MARGIN));
        let rect = Rect {
            y: inner.bottom() - mm(4.0),
            h: mm(4.0),
            ..inner
        };
        let style = Style::label(6.5).aligned(Align::Left).inked(Ink::SOFT);
        page.element(Role::Paragraph, |page| line(fonts, page, note, rect, &style));
        let number = format!("{}／{total}ページ", n + 1);
        page.as_furniture(|page| line(fonts, page, &number, rect, &style.aligned(Align::Right)));
    }
}

fn line(fonts: &Fonts, page: &mut PageBuilder, text: &str, rect: Rect, style: &Style) {
    let rect = if style.align == Align::Right {
        rect
    } else {
        Rect {
            w: rect.w - mm(25.0),
            ..rect
        }
    };
    if let Some(fitted) = fit(fonts, text, rect.w, rect.h, style) {
        set(page, &fitted, rect, style);
    }
}

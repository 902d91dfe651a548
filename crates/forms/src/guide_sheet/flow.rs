//! Rows that flow over pages, each page with the sheet's head: for 受付案内票 and 送付票.

use chrono::NaiveDate;
use madoguchi_model::wareki;

use super::inner;
use crate::codes::qr;
use crate::display::{Ink, PageBuilder, Rect, Role, Scope, lines, mm};
use crate::layout::Writer;
use crate::text::{Align, Fitted, Rise, Style, flow, set};

/// The height of the head of the first page, of the others, and of the foot.
const FIRST_HEAD: f32 = 34.0;
const NEXT_HEAD: f32 = 16.0;
const FOOT: f32 = 7.0;
/// The side of the QR code, its quiet zone included.
const QR: f32 = 31.0;
/// Room around the text of a cell.
const PAD: f32 = 1.4;

/// What stands in the head of a sheet.
#[derive(Clone, Copy)]
pub(crate) struct Head<'a> {
    /// The title, and the same opened out for the first page.
    pub(crate) title: &'a str,
    pub(crate) opened: &'a str,
    /// 市区町村名.
    pub(crate) municipality: &'a str,
    /// 受付番号.
    pub(crate) number: &'a str,
    /// 受付日.
    pub(crate) date: NaiveDate,
    /// The text of the QR code.
    pub(crate) qr: Option<&'a str>,
}

/// A sheet under construction.
pub(crate) struct Flow<'a> {
    writer: Writer<'a>,
    sheet: Head<'a>,
    page: PageBuilder,
    rest: Rect,
}

/// A cell of a row: its text, its style, its share of the width, whether it heads the row.
pub(crate) struct FlowCell<'t> {
    pub(crate) text: &'t str,
    pub(crate) style: Style,
    pub(crate) width: f32,
    pub(crate) header: Option<Scope>,
}

impl<'a> Flow<'a> {
    pub(crate) fn new(writer: Writer<'a>, sheet: Head<'a>) -> Self {
        let page = PageBuilder::new(mm(210.0), mm(297.0));
        let mut flow = Self {
            writer,
            sheet,
            page,
            rest: Rect::default(),
        };
        flow.first_head();
        flow
    }

    pub(crate) fn finish(mut self) -> Writer<'a> {
        self.writer.pages.push(self.page);
        self.writer
    }

    fn first_head(&mut self) {
        let (head, rest) = inner().split_top(mm(FIRST_HEAD));
        let (words, code) = head.split_left(head.w - mm(QR));
        let (title, below) = words.split_top(mm(15.0));
        let (writer, sheet) = (&mut self.writer, self.sheet);
        self.page
            .element(Role::Heading(1, sheet.title.to_owned()), |page| {
                let style = Style::label(25.0).aligned(Align::Left);
                writer.print(page, sheet.opened, title, &style);
            });
        let date = wareki::format(sheet.date);
        let (first, second) = below.split_top(mm(7.5));
        let gothic = |size| Style::value(size).gothic();
        self.page.element(Role::Paragraph, |page| {
            let text = format!("受付番号　{}", sheet.number);
            writer.put(page, &text, first, &gothic(14.0), "受付番号");
        });
        self.page.element(Role::Paragraph, |page| {
            let text = format!("受付日　{date}　　{}", sheet.municipality);
            writer.put(page, &text, second.split_top(mm(7.0)).0, &gothic(12.0), "受付日");
        });
        if let Some(text) = sheet.qr {
            let square = Rect {
                h: mm(QR),
                w: mm(QR),
                ..code
            };
            if !qr::draw(
                &mut self.page,
                text,
                square,
                &format!("受付番号 {} のQRコード", sheet.number),
            ) {
                let none = Rect { w: 0.0, ..square };
                writer.put(&mut self.page, text, none, &Style::value(8.0), "QRコード");
            }
        }
        self.open(rest);
    }

    fn next_head(&mut self) {
        let (head, rest) = inner().split_top(mm(NEXT_HEAD));
        let (writer, sheet) = (&mut self.writer, self.sheet);
        let text = format!(
            "{}　受付番号 {}　{}",
            sheet.title,
            sheet.number,
            wareki::format(sheet.date)
        );
        self.page.as_furniture(|page| {
            let style = Style::value(12.0).gothic();
            writer.put(page, &text, head.split_top(mm(9.0)).0, &style, "受付番号");
        });
        self.open(rest);
    }

    fn open(&mut self, rest: Rect) {
        self.page.rule(
            lines(&[(rest.x, rest.y - mm(3.0)), (rest.right(), rest.y - mm(3.0))]),
            1.2,
        );
        self.rest = Rect {
            h: rest.h - mm(FOOT),
            ..rest
        };
    }

    fn turn(&mut self) {
        let fresh = PageBuilder::new(mm(210.0), mm(297.0));
        self.writer.pages.push(std::mem::replace(&mut self.page, fresh));
        self.next_head();
    }

    /// The room a page after the first has.
    fn page_room() -> f32 {
        inner().h - mm(NEXT_HEAD) - mm(FOOT)
    }

    /// Turns the page if what follows needs so much room, unless no page has it.
    pub(crate) fn need(&mut self, height: f32) {
        if height > self.rest.h && height <= Self::page_room() {
            self.turn();
        }
    }

    /// Leaves so much room blank, in millimetres.
    pub(crate) fn gap(&mut self, height: f32) {
        self.rest = self.rest.split_top(mm(height)).1;
    }

    /// A heading of level 2 with a bar before it.
    pub(crate) fn heading(&mut self, text: &str, below: f32) {
        self.need(mm(11.0) + below);
        let (line, rest) = self.rest.split_top(mm(11.0));
        let (bar, words) = line.split_left(mm(2.0));
        self.page.ground(bar.inset(0.0, mm(1.6)), Ink(60));
        let writer = &mut self.writer;
        self.page.element(Role::Heading(2, text.to_owned()), |page| {
            writer.print(
                page,
                text,
                words.inset(mm(2.0), 0.0),
                &Style::value(16.0).gothic(),
            );
        });
        self.rest = rest;
    }

    /// The height of a row in points.
    pub(crate) fn height(&self, cells: &[FlowCell<'_>]) -> f32 {
        let height = |cell: &FlowCell<'_>| self.flowed(cell).height(&cell.style);
        cells.iter().map(height).fold(0.0, f32::max) + 2.0 * mm(PAD)
    }

    fn flowed(&self, cell: &FlowCell<'_>) -> Fitted {
        flow(
            self.writer.fonts,
            cell.text,
            (self.rest.w * cell.width - 2.0 * mm(PAD)).max(1.0),
            &cell.style,
        )
    }

    /// Text over the whole width.
    pub(crate) fn paragraph(&mut self, text: &str, style: Style, role: &Role, label: &str) {
        let cell = FlowCell {
            text,
            style,
            width: 1.0,
            header: None,
        };
        self.rows(&[cell], false, role, label);
    }

    /// A table of rows. A row is kept on one page where a page has room for it.
    pub(crate) fn table(&mut self, rows: &[Vec<FlowCell<'_>>], label: &str) {
        // One table per page: a table that goes on over a page is continued as another.
        let mut from = 0;
        while from < rows.len() {
            self.need(self.height(&rows[from]));
            let mut to = from + 1;
            let mut used = self.height(&rows[from]);
            while to < rows.len() && used + self.height(&rows[to]) <= self.rest.h {
                used += self.height(&rows[to]);
                to += 1;
            }
            if used > self.rest.h {
                self.rows(&rows[from], true, &Role::Table, label);
            } else {
                self.whole_rows(&rows[from..to], label);
            }
            from = to;
        }
    }

    fn whole_rows(&mut self, rows: &[Vec<FlowCell<'_>>], label: &str) {
        let heights: Vec<f32> = rows.iter().map(|row| self.height(row)).collect();
        let fitted: Vec<Vec<Fitted>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| self.flowed(cell)).collect())
            .collect();
        let (writer, mut rest) = (&mut self.writer, self.rest);
        self.page.element(Role::Table, |page| {
            for ((row, fitted), height) in rows.iter().zip(&fitted).zip(heights) {
                let (line, below) = rest.split_top(height);
                page.element(Role::Row, |page| {
                    draw_row(writer, page, row, fitted, line, true, label);
                });
                rest = below;
            }
        });
        self.rest = rest;
    }

    /// A row that may be cut between lines by the end of a page.
    fn rows(&mut self, cells: &[FlowCell<'_>], ruled: bool, role: &Role, label: &str) {
        let mut left: Vec<Vec<Vec<crate::fonts::Cluster>>> =
            cells.iter().map(|cell| self.flowed(cell).lines).collect();
        while left.iter().any(|lines| !lines.is_empty()) {
            let least = cells.iter().map(|cell| cell.style.size).fold(0.0, f32::max) + 2.0 * mm(PAD);
            if self.rest.h < least {
                self.turn();
            }
            let room = self.rest.h - 2.0 * mm(PAD);
            let part: Vec<Fitted> = cells
                .iter()
                .zip(&mut left)
                .map(|(cell, lines)| {
                    let size = cell.style.size;
                    let mut count = 0;
                    let mut used = size;
                    while count < lines.len() && used <= room + 0.05 {
                        count += 1;
                        used += size * cell.style.leading;
                    }
                    Fitted {
                        size,
                        lines: lines.drain(..count.max(1).min(lines.len())).collect(),
                    }
                })
                .collect();
            let height = cells
                .iter()
                .zip(&part)
                .map(|(cell, part)| part.height(&cell.style))
                .fold(0.0, f32::max);
            let (line, below) = self.rest.split_top(height + 2.0 * mm(PAD));
            let writer = &mut self.writer;
            self.page.element(role.clone(), |page| {
                if *role == Role::Table {
                    page.element(Role::Row, |page| {
                        draw_row(writer, page, cells, &part, line, ruled, label);
                    });
                } else {
                    for (cell, part) in cells.iter().zip(&part) {
                        let missed = set(page, part, line.inset(0.0, mm(PAD)), &cell.style.risen(Rise::Top));
                        writer.miss(missed, label);
                    }
                }
            });
            self.rest = below;
        }
    }
}

fn draw_row(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    cells: &[FlowCell<'_>],
    fitted: &[Fitted],
    line: Rect,
    ruled: bool,
    label: &str,
) {
    let mut room = line;
    for (cell, fitted) in cells.iter().zip(fitted) {
        let (rect, beside) = room.split_left(line.w * cell.width);
        room = beside;
        let role = match cell.header {
            Some(scope) => Role::Header {
                scope,
                columns: 1,
                rows: 1,
            },
            None => Role::Cell { columns: 1 },
        };
        if cell.header.is_some() {
            page.ground(rect, Ink::GROUND);
        }
        page.element(role, |page| {
            let missed = set(page, fitted, rect.inset(mm(PAD), mm(PAD)), &cell.style);
            writer.miss(missed, label);
            page.blank_if_empty(writer.fonts, rect);
        });
        if ruled {
            page.rule(rect.into(), 0.5);
        }
    }
}

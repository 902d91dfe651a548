//! 送付票: what lies on top of the applications of a case on their way to the sections. Which papers, in which version,
//! how many pages, for whom of the sections, and what is still missing.
//!
//! It names no person and carries no address: the papers below it do. Its QR code is the receipt number alone.

mod content;

use chrono::NaiveDate;

use crate::fonts::Fonts;
use crate::guide_sheet::SIDE;
use crate::guide_sheet::flow::{Flow, Head};
use crate::layout::{Laid, Writer, foot};
use crate::values::Values;

/// The id and the title of the sheet.
pub const ID: &str = "cover_sheet";
const TITLE: &str = "送付票";

/// A cover sheet's content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CoverSheet {
    /// 市区町村名.
    pub municipality: String,
    /// 受付番号, also the text of the QR code.
    pub number: String,
    /// 受付日.
    pub date: NaiveDate,
    /// The papers below it, in their order.
    pub papers: Vec<CoverPaper>,
    /// The sections, in their order.
    pub sections: Vec<CoverSection>,
    /// What is still missing, a sentence each.
    pub missing: Vec<String>,
}

/// A paper below the sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CoverPaper {
    /// 様式名.
    pub title: String,
    /// Its version, from 1.
    pub version: i32,
    /// How many pages it has.
    pub pages: usize,
    /// Whether and how it is signed, for example 「画面に署名」.
    pub signature: String,
}

/// What a section has to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CoverSection {
    /// 課名, with its place.
    pub name: String,
    /// 手続名.
    pub procedures: Vec<String>,
}

/// Lays a cover sheet.
#[must_use]
pub fn cover_sheet(sheet: &CoverSheet, fonts: &Fonts) -> Laid {
    let values = Values::default();
    let writer = Writer::new(fonts, &values);
    let head = Head {
        title: TITLE,
        opened: "送\u{3000}付\u{3000}票",
        municipality: &sheet.municipality,
        number: &sheet.number,
        date: sheet.date,
        qr: Some(&sheet.number),
    };
    let mut flow = Flow::new(writer, head);
    content::papers(&mut flow, &sheet.papers);
    content::sections(&mut flow, &sheet.sections);
    content::missing(&mut flow, &sheet.missing);
    let mut writer = flow.finish();
    let note = format!(
        "{}　{TITLE}　この票に氏名・住所は載せていません。QRコードは受付番号だけです。",
        sheet.municipality
    );
    foot(&mut writer, &note, SIDE);
    writer.finish(ID, TITLE)
}

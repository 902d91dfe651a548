//! 受付案内票: what the resident takes home. Done today, still to do, where, until when, what to bring.
//!
//! It carries no address: it may be seen by others, and a protected person's address must not be on it
//! (支援措置). Its type is large, because it is read at home without anyone to ask.

mod content;
pub(crate) mod flow;

use chrono::NaiveDate;

use crate::display::{Rect, mm};
use crate::fonts::Fonts;
use crate::layout::{Laid, Writer, foot};
use crate::values::Values;
use flow::{Flow, Head};

/// The id and the title of the sheet.
pub const ID: &str = "guide_sheet";
const TITLE: &str = "受付案内票";
/// The margin on the left and right, in millimetres.
pub(crate) const SIDE: f32 = 15.0;

/// A guide sheet's content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GuideSheet {
    /// 市区町村名.
    pub municipality: String,
    /// 受付番号.
    pub number: String,
    /// 受付日.
    pub date: NaiveDate,
    /// What was done today.
    pub done: Vec<Done>,
    /// What is left to do.
    pub left: Vec<Left>,
    /// Sentences for everyone.
    pub notes: Vec<String>,
    /// Sentences in やさしい日本語, printed first among the notes.
    pub plain: Vec<String>,
    /// The text of the QR code: the receipt number with an opaque token, never a name.
    pub qr: Option<String>,
}

/// A procedure that was taken in today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    /// 手続名.
    pub procedure: String,
    /// 対象者, names as written; empty for the household.
    pub subject: String,
    /// 担当課.
    pub section: String,
}

/// A procedure that is still to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Left {
    /// 手続名.
    pub procedure: String,
    /// 対象者, names as written; empty for the household.
    pub subject: String,
    /// 課名.
    pub section: String,
    /// Where the section is, for example 「1階　3番窓口」.
    pub place: String,
    /// Its telephone number.
    pub phone: String,
    /// The last day.
    pub until: Option<NaiveDate>,
    /// How the deadline is counted, for example 「住所が変わった日から14日以内」.
    pub deadline_rule: String,
    /// 持ち物.
    pub belongings: Vec<String>,
    /// The procedure in やさしい日本語; empty where there is none.
    pub plain: String,
}

/// Lays a guide sheet. A QR text that is too long for a code is reported as an overflow and left out.
#[must_use]
pub fn guide_sheet(sheet: &GuideSheet, fonts: &Fonts) -> Laid {
    let values = Values::default();
    let writer = Writer::new(fonts, &values);
    let head = Head {
        title: TITLE,
        opened: "受\u{3000}付\u{3000}案\u{3000}内\u{3000}票",
        municipality: &sheet.municipality,
        number: &sheet.number,
        date: sheet.date,
        qr: sheet.qr.as_deref(),
    };
    let mut flow = Flow::new(writer, head);
    content::done(&mut flow, &sheet.done);
    content::left(&mut flow, &sheet.left);
    content::notes(&mut flow, &sheet.plain, &sheet.notes);
    let mut writer = flow.finish();
    let note = format!(
        "{}　{TITLE}　お問い合わせのときは、受付番号をお知らせください。",
        sheet.municipality
    );
    foot(&mut writer, &note, SIDE);
    writer.finish(ID, TITLE)
}

/// A4 in portrait without its margins, in points.
fn inner() -> Rect {
    Rect::new(0.0, 0.0, mm(210.0), mm(297.0)).inset(mm(SIDE), mm(13.0))
}

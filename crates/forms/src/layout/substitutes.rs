//! What is printed in the place of characters that no font holds: each page says so at its foot.

use std::collections::BTreeSet;

use madoguchi_model::mj;

use super::writer::Writer;
use super::{FOOT, MARGIN, code_points};
use crate::display::{Rect, Role, mm};
use crate::text::{Align, Rise, Style};

/// The label under which the notes stand on the sheet at the end, where a page has no room for them.
const LABEL: &str = "代えて印字した文字";
/// What the notes may take of a page, in millimetres.
const MOST: f32 = 14.0;

/// Draws the notes on every page from one on, not smaller than so many points.
pub(crate) fn lay_notes(writer: &mut Writer<'_>, from: usize, min_size: f32) {
    for n in from..writer.pages.len() {
        let on_page = writer.substituted.iter().filter(|one| one.page == n);
        let different: BTreeSet<(&str, &str)> = on_page.map(|one| (&*one.cluster, &*one.with)).collect();
        let notes: Vec<String> = different
            .into_iter()
            .map(|(cluster, with)| note(cluster, with))
            .collect();
        if !notes.is_empty() {
            lay(writer, n, &notes.join("　"), min_size);
        }
    }
}

fn note(cluster: &str, with: &str) -> String {
    let number = mj::find(cluster)
        .map(|row| format!("{}／", row.name()))
        .unwrap_or_default();
    format!(
        "※「〓」の文字は「{with}」で代えて印字しています（{number}{}）。",
        code_points(cluster)
    )
}

/// Draws the notes of a page between what is on it and its foot.
fn lay(writer: &mut Writer<'_>, n: usize, text: &str, min_size: f32) {
    let mut page = writer.pages.remove(n);
    let (width, height) = page.size();
    let inner = Rect::new(0.0, 0.0, width, height).inset(mm(MARGIN), mm(MARGIN));
    let bottom = inner.bottom() - mm(FOOT - 2.0);
    let top = (page.lowest() + mm(0.4)).max(bottom - mm(MOST)).min(bottom);
    let room = Rect {
        y: top,
        h: bottom - top,
        ..inner
    };
    let style = Style {
        leading: 1.1,
        min_size,
        ..Style::label(7.5).aligned(Align::Left).risen(Rise::Bottom)
    };
    page.element(Role::Paragraph, |page| {
        writer.put(page, text, room, &style, LABEL);
    });
    writer.pages.insert(n, page);
}

//! The parts of the sheet.

use chrono::{Datelike, NaiveDate, Weekday};
use madoguchi_model::wareki;

use super::flow::{Flow, FlowCell};
use super::{Done, Left};
use crate::display::{Role, Scope, mm};
use crate::text::{Align, Rise, Style};

/// The size of what is read at home, in points.
const SIZE: f32 = 12.0;
/// Shares of the width: the columns of the table of what was done, and a card's label and text.
const DONE: [f32; 3] = [0.46, 0.3, 0.24];
const CARD: [f32; 2] = [0.17, 0.83];

fn gothic(size: f32) -> Style {
    Style {
        leading: 1.35,
        ..Style::value(size).gothic().wrapping()
    }
}

fn names(size: f32) -> Style {
    Style {
        leading: 1.35,
        ..Style::value(size).wrapping()
    }
}

fn cell(text: &str, style: Style, width: f32) -> FlowCell<'_> {
    FlowCell {
        text,
        style,
        width,
        header: None,
    }
}

fn header(text: &str, width: f32, scope: Scope) -> FlowCell<'_> {
    FlowCell {
        text,
        style: gothic(11.0).aligned(Align::Left),
        width,
        header: Some(scope),
    }
}

/// 今日受け付けたもの.
pub(super) fn done(flow: &mut Flow<'_>, done: &[Done]) {
    if done.is_empty() {
        return;
    }
    let mut rows = vec![vec![
        header("手続き", DONE[0], Scope::Column),
        header("対象の方", DONE[1], Scope::Column),
        header("担当", DONE[2], Scope::Column),
    ]];
    for one in done {
        rows.push(vec![
            cell(&one.procedure, gothic(SIZE), DONE[0]),
            cell(subject(&one.subject), names(SIZE + 0.5), DONE[1]),
            cell(&one.section, gothic(11.0), DONE[2]),
        ]);
    }
    flow.heading("今日、受け付けたもの", flow.height(&rows[0]) + mm(10.0));
    flow.table(&rows, "今日、受け付けたもの");
    flow.gap(5.0);
}

fn subject(subject: &str) -> &str {
    if subject.is_empty() { "世帯" } else { subject }
}

/// これからしていただくこと: a card for each.
pub(super) fn left(flow: &mut Flow<'_>, left: &[Left]) {
    if left.is_empty() {
        return;
    }
    for (n, one) in left.iter().enumerate() {
        card(flow, n, one);
        flow.gap(3.5);
    }
}

fn card(flow: &mut Flow<'_>, n: usize, one: &Left) {
    let title = format!("{}．{}", n + 1, one.procedure);
    let place = joined("　", &[&one.section, &one.place]);
    let place = if one.phone.is_empty() {
        place
    } else {
        format!("{place}\n電話　{}", one.phone)
    };
    let until = until(one.until, &one.deadline_rule);
    let belongings: Vec<String> = one.belongings.iter().map(|thing| format!("・{thing}")).collect();
    let belongings = belongings.join("\n");
    let parts = [
        ("対象の方", subject(&one.subject), names(SIZE + 0.5)),
        ("どこで", &*place, gothic(SIZE)),
        ("いつまで", &*until, gothic(SIZE)),
        ("持ち物", &*belongings, gothic(SIZE)),
        (
            "やさしい日本語",
            &*one.plain,
            Style {
                words: true,
                ..gothic(11.0)
            },
        ),
    ];
    let rows: Vec<Vec<FlowCell<'_>>> = parts
        .into_iter()
        .filter(|(_, text, _)| !text.is_empty())
        .map(|(label, text, style)| vec![header(label, CARD[0], Scope::Row), cell(text, style, CARD[1])])
        .collect();
    let name = FlowCell {
        text: &title,
        style: gothic(13.5).risen(Rise::Top),
        width: 1.0,
        header: None,
    };
    let height: f32 = flow.height(&[name]) + rows.iter().map(|row| flow.height(row)).sum::<f32>();
    if n == 0 {
        flow.heading("これから、していただくこと", height);
    }
    flow.need(height);
    flow.paragraph(&title, gothic(13.5), &Role::Heading(3, title.clone()), &title);
    flow.table(&rows, &title);
}

fn joined(separator: &str, parts: &[&str]) -> String {
    parts
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(separator)
}

/// 「令和8年12月4日（金曜日）まで」 and how it is counted.
fn until(day: Option<NaiveDate>, rule: &str) -> String {
    match day {
        Some(day) if rule.is_empty() => format!("{}まで", with_weekday(day)),
        Some(day) => format!("{}まで\n（{rule}）", with_weekday(day)),
        None => rule.to_owned(),
    }
}

fn with_weekday(day: NaiveDate) -> String {
    let weekday = match day.weekday() {
        Weekday::Mon => "月",
        Weekday::Tue => "火",
        Weekday::Wed => "水",
        Weekday::Thu => "木",
        Weekday::Fri => "金",
        Weekday::Sat => "土",
        Weekday::Sun => "日",
    };
    format!("{}（{weekday}曜日）", wareki::format(day))
}

/// お知らせ.
pub(super) fn notes(flow: &mut Flow<'_>, plain: &[String], notes: &[String]) {
    if plain.is_empty() && notes.is_empty() {
        return;
    }
    flow.heading("お知らせ", mm(12.0));
    for text in plain {
        flow.paragraph(
            text,
            Style {
                words: true,
                ..gothic(SIZE)
            },
            &Role::Paragraph,
            "お知らせ",
        );
    }
    for text in notes {
        flow.paragraph(text, gothic(11.0), &Role::Paragraph, "お知らせ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_says_the_day_and_how_it_is_counted() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 4);
        assert_eq!(
            until(day, "14日以内"),
            "令和8年12月4日（金曜日）まで\n（14日以内）"
        );
        assert_eq!(until(day, ""), "令和8年12月4日（金曜日）まで");
        assert_eq!(until(None, "お早めに"), "お早めに");
    }
}

//! A postcode with a box per digit: three, a hyphen, four.

use crate::display::{PageBuilder, Rect, lines, mm};
use crate::layout::writer::{Place, Writer};
use crate::text::{Align, Style};

/// The largest side of a box, and the room for 〒 and for the hyphen, in millimetres.
const SIDE: f32 = 4.6;
const MARK: f32 = 4.0;
const HYPHEN: f32 = 2.6;

/// Draws a postcode of its own.
pub(super) fn draw(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    key: &str,
    rect: Rect,
    place: &Place<'_>,
) {
    let written = place.scope.text(writer.values, key).to_owned();
    boxes(writer, page, &written, rect, place);
    writer.record(place, key, place.label, &hyphenated(&written));
}

/// Draws 〒 and the boxes. What is no postcode stands beside 〒 as it is written.
pub(super) fn boxes(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    written: &str,
    rect: Rect,
    place: &Place<'_>,
) {
    let (mark, room) = rect.split_left(mm(MARK));
    writer.print(page, "〒", mark, &Style::label(9.0).aligned(Align::Left));
    let digits = digits(written);
    if !written.is_empty() && digits.is_none() {
        writer.put(page, written, room, &Style::value(8.5), place.label);
        return;
    }
    let side = mm(SIDE).min(room.h).min((room.w - mm(HYPHEN)) / 7.0);
    let style = Style {
        min_size: 3.0,
        ..Style::value(side * 0.8).aligned(Align::Centre)
    };
    let mut digits = digits.unwrap_or_default().into_iter();
    let (mut x, y) = (room.x, room.y + (room.h - side) / 2.0);
    for n in 0..7 {
        if n == 3 {
            let middle = y + side / 2.0;
            page.rule(
                lines(&[(x + mm(0.7), middle), (x + mm(HYPHEN - 0.7), middle)]),
                0.6,
            );
            x += mm(HYPHEN);
        }
        let one = Rect::new(x, y, side, side);
        page.rule(one.into(), 0.4);
        if let Some(digit) = digits.next() {
            writer.put(page, &digit.to_string(), one, &style, place.label);
        }
        x += side;
    }
}

/// The seven digits of a postcode, with a hyphen after the third or without.
fn digits(written: &str) -> Option<Vec<char>> {
    let plain = match written.split_once('-') {
        Some((first, rest)) if first.len() == 3 => [first, rest].concat(),
        Some(_) => return None,
        None => written.to_owned(),
    };
    let all = plain.len() == 7 && plain.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| plain.chars().collect())
}

/// 「1234567」 as 「123-4567」; anything else stays as it is.
pub(super) fn hyphenated(postcode: &str) -> String {
    match postcode.split_at_checked(3) {
        Some((first, rest)) if postcode.len() == 7 && postcode.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{first}-{rest}")
        }
        _ => postcode.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_digits_are_a_postcode() {
        for written in ["9990001", "999-0001"] {
            assert_eq!(digits(written).unwrap().len(), 7);
        }
        for written in ["", "99-90001", "999000", "９９９０００１", "SW1A 1AA", "999-00-1"] {
            assert_eq!(digits(written), None, "{written}");
        }
        assert_eq!(
            (&*hyphenated("9990001"), &*hyphenated("不明")),
            ("999-0001", "不明")
        );
    }
}

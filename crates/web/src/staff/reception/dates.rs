//! 異動日, 転出予定日 and 届出日.

use chrono::NaiveDate;
use madoguchi_model::case::LifeEvent;
use madoguchi_model::resident::Resident;
use madoguchi_model::wareki;

use super::{Typed, day};
use crate::components::FormErrors;

/// What the day of a move is called.
pub(super) fn name(event: LifeEvent) -> &'static str {
    if event == LifeEvent::MoveOut {
        "転出予定日（引っ越す日）"
    } else {
        "異動日（引っ越した日）"
    }
}

/// 異動日, which is not in the future; or 転出予定日, which may be.
pub(super) fn moved_on(
    typed: &Typed,
    event: LifeEvent,
    today: NaiveDate,
    movers: &[&Resident],
    errors: &mut FormErrors,
) -> Option<NaiveDate> {
    let name = name(event);
    let date = match day::read(&typed.moved_on, today) {
        Ok(date) => date,
        Err(_) if typed.moved_on.trim().is_empty() => {
            errors.add("moved_on", format!("{name}を入力してください。"));
            return None;
        }
        Err(error) => {
            errors.add("moved_on", error);
            return None;
        }
    };
    if date > today && event != LifeEvent::MoveOut {
        errors.add(
            "moved_on",
            format!(
                "異動日が未来の日付です（{}）。{}届は引っ越した後に受け付けます。",
                wareki::format(date),
                if event == LifeEvent::MoveWithin {
                    "転居"
                } else {
                    "転入"
                }
            ),
        );
    }
    for mover in movers {
        let name = &mover.names.name.written;
        if date < mover.birth_date.range().0 {
            errors.add("moved_on", format!("異動日が{name}さんの生年月日より前です。"));
        } else if date < mover.address_since.range().0 {
            errors.add(
                "moved_on",
                format!("異動日が{name}さんの今の住所を定めた日より前です。"),
            );
        }
    }
    Some(date)
}

/// 届出日, not in the future, and not before the move has happened (a 転出 is reported beforehand).
pub(super) fn filed_on(
    typed: &Typed,
    event: Option<LifeEvent>,
    today: NaiveDate,
    moved_on: Option<NaiveDate>,
    errors: &mut FormErrors,
) -> Option<NaiveDate> {
    let date = day::read(&typed.filed_on, today)
        .map_err(|error| errors.add("filed_on", error))
        .ok()?;
    let after_the_move = event != Some(LifeEvent::MoveOut);
    if date > today {
        errors.add(
            "filed_on",
            format!("届出日が未来の日付です（{}）。", wareki::format(date)),
        );
    } else if after_the_move && moved_on.is_some_and(|moved_on| moved_on <= today && date < moved_on) {
        errors.add("filed_on", "届出日が異動日より前です。");
    }
    Some(date)
}

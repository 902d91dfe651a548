//! Deadlines: how the law counts them, and the day they fall on.
//!
//! 民法140条 leaves the first day out, 戸籍法43条 counts it. A period of months ends on the day before the
//! corresponding day, or with the month if there is none (民法143条2項). A last day on which the counters are
//! closed gives way to the next open day (地方自治法4条の2第4項).

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::open_days::OpenDays;
use crate::wareki;

/// Whether the first day counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InitialDay {
    /// 初日算入 (戸籍法43条).
    Included,
    /// 初日不算入 (民法140条).
    Excluded,
}

/// How long a period is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// So many days.
    Days(u32),
    /// So many calendar months.
    Months(u32),
}

/// What becomes of a last day on which the counters are closed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedLastDay {
    /// The next open day takes its place (地方自治法4条の2第4項).
    NextOpenDay,
    /// It stays.
    Stays,
}

/// A period that ends on a certain day.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Period {
    /// How long it is.
    pub span: Span,
    /// Whether the first day counts.
    pub initial_day: InitialDay,
    /// What becomes of a closed last day.
    pub closed_last_day: ClosedLastDay,
}

impl Period {
    /// 14日以内、初日不算入, as the 住民基本台帳法 counts.
    pub const FOURTEEN_DAYS: Self = Self {
        span: Span::Days(14),
        initial_day: InitialDay::Excluded,
        closed_last_day: ClosedLastDay::NextOpenDay,
    };

    /// The day counting begins with.
    fn counted_from(&self, start: NaiveDate) -> NaiveDate {
        match self.initial_day {
            InitialDay::Included => start,
            InitialDay::Excluded => start + Days::new(1),
        }
    }

    /// The last day, before it is asked whether the counters are open on it.
    #[must_use]
    pub fn last_day(&self, start: NaiveDate) -> NaiveDate {
        let first = self.counted_from(start);
        match self.span {
            Span::Days(days) => first + Days::new(u64::from(days)) - Days::new(1),
            Span::Months(months) => {
                let corresponding = first + Months::new(months);
                // chrono shortens to the month's end where no day corresponds: that end is the last day itself.
                if corresponding.day() == first.day() {
                    corresponding - Days::new(1)
                } else {
                    corresponding
                }
            }
        }
    }

    /// The day by which it must be done, for an event on `start`.
    #[must_use]
    pub fn due(&self, start: NaiveDate, open_days: &OpenDays) -> NaiveDate {
        let last = self.last_day(start);
        match self.closed_last_day {
            ClosedLastDay::NextOpenDay => open_days.next_open_day(last),
            ClosedLastDay::Stays => last,
        }
    }

    /// The counting in one or two sentences, for example 「令和8年11月24日の翌日から数えて14日目の令和8年12月8日まで。」
    #[must_use]
    pub fn explain(&self, start: NaiveDate, open_days: &OpenDays) -> String {
        let last = self.last_day(start);
        let due = self.due(start, open_days);
        let from = match self.initial_day {
            InitialDay::Included => format!("{}を1日目として数えて", wareki::format(start)),
            InitialDay::Excluded => format!("{}の翌日から数えて", wareki::format(start)),
        };
        let end = match self.span {
            Span::Days(days) => format!("{days}日目"),
            Span::Months(months) => format!("{months}か月の最後の日"),
        };
        let last_text = wareki::format(last);
        match open_days.closed_because(last) {
            Some(why) if due != last => format!(
                "{from}{end}の{last_text}は閉庁日（{why}）のため、次の開庁日の{}まで。",
                wareki::format(due)
            ),
            _ => format!("{from}{end}の{last_text}まで。"),
        }
    }

    /// The rule without a date, for example 「14日以内（初日不算入）」.
    #[must_use]
    pub fn label(&self) -> String {
        let span = match self.span {
            Span::Days(days) => format!("{days}日以内"),
            Span::Months(months) => format!("{months}か月以内"),
        };
        let first = match self.initial_day {
            InitialDay::Included => "初日算入",
            InitialDay::Excluded => "初日不算入",
        };
        format!("{span}（{first}）")
    }
}

/// When something has to be done.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineRule {
    /// Within a period from the event.
    Within(Period),
    /// あらかじめ: before the event.
    Beforehand,
    /// 速やかに: without delay, no day named.
    Promptly,
    /// 随時: at any time.
    AnyTime,
}

impl DeadlineRule {
    /// The day by which it must be done; none where the law names no day.
    #[must_use]
    pub fn due(&self, start: NaiveDate, open_days: &OpenDays) -> Option<NaiveDate> {
        match self {
            Self::Within(period) => Some(period.due(start, open_days)),
            Self::Beforehand | Self::Promptly | Self::AnyTime => None,
        }
    }

    /// The counting as a Japanese sentence.
    #[must_use]
    pub fn explain(&self, start: NaiveDate, open_days: &OpenDays) -> String {
        match self {
            Self::Within(period) => period.explain(start, open_days),
            Self::Beforehand => format!("{}より前に、あらかじめ。", wareki::format(start)),
            Self::Promptly => "期限の日は定められていません。速やかに。".into(),
            Self::AnyTime => "期限はありません。いつでもできます。".into(),
        }
    }

    /// The rule without a date.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Within(period) => period.label(),
            Self::Beforehand => "あらかじめ".into(),
            Self::Promptly => "速やかに".into(),
            Self::AnyTime => "随時".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn period(span: Span, initial_day: InitialDay) -> Period {
        Period {
            span,
            initial_day,
            closed_last_day: ClosedLastDay::NextOpenDay,
        }
    }

    #[test]
    fn the_law_s_examples() {
        use InitialDay::{Excluded, Included};
        use Span::{Days, Months};
        for (start, span, initial, last, due) in [
            // 住基法23条: 14 days after the move
            (
                day(2026, 11, 24),
                Days(14),
                Excluded,
                day(2026, 12, 8),
                day(2026, 12, 8),
            ),
            (
                day(2026, 12, 15),
                Days(14),
                Excluded,
                day(2026, 12, 29),
                day(2027, 1, 4),
            ),
            (
                day(2026, 11, 7),
                Days(14),
                Excluded,
                day(2026, 11, 21),
                day(2026, 11, 24),
            ),
            // 戸籍法49条 with 43条: 14 days, the day of birth counted; 86条: 7 days
            (
                day(2026, 11, 24),
                Days(14),
                Included,
                day(2026, 12, 7),
                day(2026, 12, 7),
            ),
            (
                day(2026, 11, 24),
                Days(7),
                Included,
                day(2026, 11, 30),
                day(2026, 11, 30),
            ),
            // 児童手当: 15 days from the day after
            (
                day(2026, 11, 24),
                Days(15),
                Excluded,
                day(2026, 12, 9),
                day(2026, 12, 9),
            ),
            // 民法143条2項: the day before the corresponding day, or the end of the month
            (
                day(2026, 1, 15),
                Months(1),
                Excluded,
                day(2026, 2, 15),
                day(2026, 2, 16),
            ),
            (
                day(2026, 1, 30),
                Months(1),
                Excluded,
                day(2026, 2, 28),
                day(2026, 3, 2),
            ),
            (
                day(2026, 1, 31),
                Months(1),
                Excluded,
                day(2026, 2, 28),
                day(2026, 3, 2),
            ),
            (
                day(2026, 8, 31),
                Months(3),
                Excluded,
                day(2026, 11, 30),
                day(2026, 11, 30),
            ),
            (
                day(2026, 8, 30),
                Months(6),
                Excluded,
                day(2027, 2, 28),
                day(2027, 3, 1),
            ),
            (
                day(2026, 11, 24),
                Months(3),
                Included,
                day(2027, 2, 23),
                day(2027, 2, 24),
            ),
        ] {
            let rule = period(span, initial);
            assert_eq!(rule.last_day(start), last, "{start} {span:?}");
            assert_eq!(rule.due(start, &OpenDays::by_law()), due, "{start} {span:?}");
            let stays = Period {
                closed_last_day: ClosedLastDay::Stays,
                ..rule
            };
            assert_eq!(stays.due(start, &OpenDays::by_law()), last);
        }
    }

    #[test]
    fn explains_the_counting() {
        let days = OpenDays::by_law();
        assert_eq!(
            Period::FOURTEEN_DAYS.explain(day(2026, 11, 24), &days),
            "令和8年11月24日の翌日から数えて14日目の令和8年12月8日まで。"
        );
        assert_eq!(
            Period::FOURTEEN_DAYS.explain(day(2026, 12, 15), &days),
            "令和8年12月15日の翌日から数えて14日目の令和8年12月29日は閉庁日（年末年始）のため、次の開庁日の令和9年1月4日まで。"
        );
        assert_eq!(
            period(Span::Months(3), InitialDay::Included).explain(day(2026, 8, 1), &days),
            "令和8年8月1日を1日目として数えて3か月の最後の日の令和8年10月31日は閉庁日（土曜日）のため、次の開庁日の令和8年11月2日まで。"
        );
        assert_eq!(
            DeadlineRule::Within(Period::FOURTEEN_DAYS).label(),
            "14日以内（初日不算入）"
        );
        assert_eq!(DeadlineRule::Promptly.due(day(2026, 11, 24), &days), None);
        assert_eq!(
            DeadlineRule::Beforehand.explain(day(2026, 11, 24), &days),
            "令和8年11月24日より前に、あらかじめ。"
        );
    }

    proptest! {
        #[test]
        fn a_later_event_is_never_due_earlier(offset in 0i64..30_000, months in 1u32..12, days in 1u32..100) {
            let start = day(2000, 1, 1) + chrono::Duration::days(offset);
            let next = start + Days::new(1);
            let open = OpenDays::by_law();
            for initial in [InitialDay::Included, InitialDay::Excluded] {
                for span in [Span::Days(days), Span::Months(months)] {
                    let rule = period(span, initial);
                    prop_assert!(rule.due(start, &open) <= rule.due(next, &open));
                    prop_assert!(open.is_open(rule.due(start, &open)));
                    prop_assert!(rule.last_day(start) <= rule.due(start, &open));
                }
                prop_assert_eq!(
                    period(Span::Days(days), InitialDay::Included).last_day(start) + Days::new(1),
                    period(Span::Days(days), InitialDay::Excluded).last_day(start)
                );
            }
        }
    }
}

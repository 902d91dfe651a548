//! 国民の祝日に関する法律: holidays of the years 2000 to 2099.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One holiday: 国民の祝日, its substitute (振替休日) or a day between two of them (国民の休日).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Holiday {
    /// The day.
    pub day: NaiveDate,
    /// The name by law; 「振替休日」 and 「国民の休日」 for the days of article 3, paragraphs 2 and 3.
    pub name: &'static str,
}

/// The name of the holiday a day is, if it is one.
pub(super) fn holiday_on(day: NaiveDate) -> Option<&'static str> {
    static ALL: OnceLock<BTreeMap<NaiveDate, &'static str>> = OnceLock::new();
    ALL.get_or_init(|| {
        (2000..2100)
            .flat_map(holidays)
            .map(|holiday| (holiday.day, holiday.name))
            .collect()
    })
    .get(&day)
    .copied()
}

/// The holidays of one year in order; none outside 2000 to 2099, for which the law's calendar is not known
/// here.
#[must_use]
pub fn holidays(year: i32) -> Vec<Holiday> {
    if !(2000..2100).contains(&year) {
        return Vec::new();
    }
    let by_name = national_holidays(year);
    let is_national = |day: NaiveDate| by_name.iter().any(|holiday| holiday.day == day);
    let mut all = by_name.clone();
    for holiday in by_name
        .iter()
        .filter(|holiday| holiday.day.weekday() == Weekday::Sun)
    {
        // Article 3(2); until 2006 it said "the day after", which then never was a holiday itself.
        let substitute = holiday.day.iter_days().find(|day| !is_national(*day));
        all.extend(substitute.map(|day| Holiday {
            day,
            name: "振替休日",
        }));
    }
    for pair in by_name.windows(2) {
        let between = pair[0].day + Days::new(1);
        let free = !all.iter().any(|holiday| holiday.day == between)
            && (year >= 2007 || between.weekday() != Weekday::Sun);
        if free && between + Days::new(1) == pair[1].day {
            all.push(Holiday {
                day: between,
                name: "国民の休日",
            });
        }
    }
    all.sort_unstable();
    all
}

/// The days of article 2 and of the special laws for single years, in order.
fn national_holidays(year: i32) -> Vec<Holiday> {
    let mut days = vec![
        (1, 1, "元日"),
        (1, monday(year, 1, 2), "成人の日"),
        (2, 11, "建国記念の日"),
        (3, equinox(year, 20.8431), "春分の日"),
        (
            4,
            29,
            if year < 2007 {
                "みどりの日"
            } else {
                "昭和の日"
            },
        ),
        (5, 3, "憲法記念日"),
        (5, 5, "こどもの日"),
        (9, if year < 2003 { 15 } else { monday(year, 9, 3) }, "敬老の日"),
        (9, equinox(year, 23.2488), "秋分の日"),
        (11, 3, "文化の日"),
        (11, 23, "勤労感謝の日"),
    ];
    if year >= 2007 {
        days.push((5, 4, "みどりの日"));
    }
    match year {
        ..2019 => days.push((12, 23, "天皇誕生日")),
        2019 => days.extend([(5, 1, "即位の日"), (10, 22, "即位礼正殿の儀の行われる日")]),
        _ => days.push((2, 23, "天皇誕生日")),
    }
    // 海の日, 山の日 and スポーツの日 lay otherwise in 2020 and 2021 (東京オリンピック・パラリンピック特別措置法).
    match year {
        2020 => days.extend([(7, 23, "海の日"), (7, 24, "スポーツの日"), (8, 10, "山の日")]),
        2021 => days.extend([(7, 22, "海の日"), (7, 23, "スポーツの日"), (8, 8, "山の日")]),
        _ => {
            days.push((7, if year < 2003 { 20 } else { monday(year, 7, 3) }, "海の日"));
            days.push((
                10,
                monday(year, 10, 2),
                if year < 2020 {
                    "体育の日"
                } else {
                    "スポーツの日"
                },
            ));
            if year >= 2016 {
                days.push((8, 11, "山の日"));
            }
        }
    }
    days.sort_unstable();
    days.into_iter()
        .filter_map(|(month, day, name)| {
            NaiveDate::from_ymd_opt(year, month, day).map(|day| Holiday { day, name })
        })
        .collect()
}

/// The day of the nth Monday of a month.
fn monday(year: i32, month: u32, nth: u8) -> u32 {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, nth).map_or(0, |day| day.day())
}

/// The day of an equinox, 1980 to 2099, by the usual approximation of the observatory's calendar. The day is
/// fixed each February for the next year; as yet every one has been the computed one.
fn equinox(year: i32, base: f64) -> u32 {
    let years = f64::from(year - 1980);
    let day = (base + 0.242_194 * years - (years / 4.0).floor()).floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 19 and 24"
    )]
    let day = day as u32;
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year: i32) -> String {
        holidays(year)
            .iter()
            .map(|holiday| format!("{}/{} {}", holiday.day.month(), holiday.day.day(), holiday.name))
            .collect::<Vec<_>>()
            .join(", ")
    }

    #[test]
    fn years_with_rules_of_their_own() {
        assert_eq!(
            year(2026),
            "1/1 元日, 1/12 成人の日, 2/11 建国記念の日, 2/23 天皇誕生日, 3/20 春分の日, 4/29 昭和の日, \
             5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 5/6 振替休日, 7/20 海の日, 8/11 山の日, \
             9/21 敬老の日, 9/22 国民の休日, 9/23 秋分の日, 10/12 スポーツの日, 11/3 文化の日, 11/23 勤労感謝の日"
        );
        assert_eq!(
            year(2019),
            "1/1 元日, 1/14 成人の日, 2/11 建国記念の日, 3/21 春分の日, 4/29 昭和の日, 4/30 国民の休日, \
             5/1 即位の日, 5/2 国民の休日, 5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 5/6 振替休日, \
             7/15 海の日, 8/11 山の日, 8/12 振替休日, 9/16 敬老の日, 9/23 秋分の日, 10/14 体育の日, \
             10/22 即位礼正殿の儀の行われる日, 11/3 文化の日, 11/4 振替休日, 11/23 勤労感謝の日"
        );
        assert_eq!(
            year(2021),
            "1/1 元日, 1/11 成人の日, 2/11 建国記念の日, 2/23 天皇誕生日, 3/20 春分の日, 4/29 昭和の日, \
             5/3 憲法記念日, 5/4 みどりの日, 5/5 こどもの日, 7/22 海の日, 7/23 スポーツの日, 8/8 山の日, \
             8/9 振替休日, 9/20 敬老の日, 9/23 秋分の日, 11/3 文化の日, 11/23 勤労感謝の日"
        );
        assert_eq!(
            year(2002),
            "1/1 元日, 1/14 成人の日, 2/11 建国記念の日, 3/21 春分の日, 4/29 みどりの日, 5/3 憲法記念日, \
             5/4 国民の休日, 5/5 こどもの日, 5/6 振替休日, 7/20 海の日, 9/15 敬老の日, 9/16 振替休日, \
             9/23 秋分の日, 10/14 体育の日, 11/3 文化の日, 11/4 振替休日, 11/23 勤労感謝の日, 12/23 天皇誕生日"
        );
    }

    #[test]
    fn single_days() {
        let named = |y, m, d| holiday_on(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        for (date, name) in [
            ((2020, 7, 23), Some("海の日")),
            ((2020, 7, 24), Some("スポーツの日")),
            ((2020, 10, 12), None),
            ((2020, 5, 6), Some("振替休日")),
            ((2009, 9, 22), Some("国民の休日")),
            ((2015, 9, 22), Some("国民の休日")),
            ((2008, 5, 6), Some("振替休日")),
            ((2012, 9, 22), Some("秋分の日")),
            ((2023, 3, 21), Some("春分の日")),
            ((2024, 3, 20), Some("春分の日")),
            ((2024, 9, 22), Some("秋分の日")),
            ((2024, 9, 23), Some("振替休日")),
            ((2027, 3, 22), Some("振替休日")),
            ((2003, 5, 4), None),
            ((1999, 1, 1), None),
        ] {
            assert_eq!(named(date.0, date.1, date.2), name, "{date:?}");
        }
    }
}

//! What an analysis is asked for: the period and the officer.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, Utc};
use madoguchi_model::ids::{ResidentId, StaffId};
use madoguchi_store::analyses::Span;

use crate::components::FormErrors;
use crate::form_data::FormData;

/// Where nobody said a period, so many days up to today.
const USUAL: u64 = 30;

/// The longest period, in days: longer ones are looked at in parts.
const LONGEST: i64 = 366;

/// The question.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// The first day.
    pub(super) from: NaiveDate,
    /// The last day.
    pub(super) until: NaiveDate,
    /// Only this officer.
    pub(super) staff: Option<StaffId>,
    /// Whom it is about, for the analysis of one person.
    pub(super) resident: Option<ResidentId>,
}

impl Asked {
    /// Reads the address; what cannot be read is an error beside its field.
    pub(super) fn read(query: &FormData, today: NaiveDate, errors: &mut FormErrors) -> Self {
        let mut day = |name: &str, otherwise: NaiveDate| {
            let text = query.text(name);
            if text.is_empty() {
                return otherwise;
            }
            NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap_or_else(|_| {
                errors.add(name, "日付として読めません。2026-11-24 のように入れてください。");
                otherwise
            })
        };
        let until = day("until", today);
        let from = day(
            "from",
            until.checked_sub_days(Days::new(USUAL - 1)).unwrap_or(until),
        );
        let mut asked = Self {
            from,
            until,
            staff: query.raw("staff").parse().ok(),
            resident: query.raw("resident").parse().ok(),
        };
        if from > until {
            errors.add("until", "終わりの日は、始めの日と同じか後の日にしてください。");
            asked.from = until;
        } else if (until - from).num_days() >= LONGEST {
            errors.add("until", "期間は1年までです。分けて見てください。");
            asked.from = until;
        }
        asked
    }

    /// The period as instants.
    pub(super) fn span(&self) -> Span {
        Span {
            from: midnight(self.from),
            until: midnight(self.until.checked_add_days(Days::new(1)).unwrap_or(self.until)),
            staff: self.staff,
        }
    }

    /// Every day of the period.
    pub(super) fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let until = self.until;
        self.from.iter_days().take_while(move |day| *day <= until)
    }

    /// The question as the query of an address.
    pub(super) fn query(&self) -> String {
        let mut words = form_urlencoded::Serializer::new(String::new());
        words.append_pair("from", &self.from.to_string());
        words.append_pair("until", &self.until.to_string());
        if let Some(staff) = self.staff {
            words.append_pair("staff", &staff.to_string());
        }
        if let Some(resident) = self.resident {
            words.append_pair("resident", &resident.to_string());
        }
        words.finish()
    }
}

/// The beginning of a day in Japan.
fn midnight(day: NaiveDate) -> DateTime<Utc> {
    let at = day.and_time(NaiveTime::MIN);
    let japan = FixedOffset::east_opt(9 * 60 * 60).and_then(|japan| at.and_local_timezone(japan).single());
    japan.map_or_else(|| at.and_utc(), |at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_and_bounded() {
        let today: NaiveDate = "2026-11-28".parse().unwrap();
        let read = |text: &str| {
            let mut errors = FormErrors::new();
            let asked = Asked::read(&FormData::parse(text.as_bytes()), today, &mut errors);
            (asked.from.to_string(), asked.until.to_string(), errors.is_empty())
        };
        assert_eq!(read(""), ("2026-10-30".into(), "2026-11-28".into(), true));
        assert_eq!(
            read("from=2026-11-01&until=2026-11-02"),
            ("2026-11-01".into(), "2026-11-02".into(), true)
        );
        assert!(!read("from=2026-11-03&until=2026-11-02").2);
        assert!(!read("from=2020-01-01").2);
        assert!(!read("from=x").2);
        let mut errors = FormErrors::new();
        let span = Asked::read(&FormData::parse(b"from=2026-11-28"), today, &mut errors).span();
        assert_eq!(span.from.to_rfc3339(), "2026-11-27T15:00:00+00:00");
        assert_eq!(span.until.to_rfc3339(), "2026-11-28T15:00:00+00:00");
    }
}

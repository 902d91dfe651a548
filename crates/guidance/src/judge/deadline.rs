//! Counts the deadlines of a judgement.

use chrono::NaiveDate;
use madoguchi_model::wareki;

use super::guidance::JudgedDeadline;
use super::work::Work;
use crate::catalogue::{Deadline, DeadlineRule};
use crate::expression::FactIndex;
use crate::facts::{Fact, FactKey, FactValue};
use crate::residual::Value;

pub(crate) fn judged(
    work: &Work<'_>,
    deadline: &Deadline,
    member: Option<usize>,
    certain: bool,
) -> JudgedDeadline {
    let day = |fact: FactIndex| match work.universe.value(fact, member) {
        Some(Value::Day(day)) => Some(day),
        _ => None,
    };
    let (date, rule) = match deadline.rule {
        DeadlineRule::Within { from, period } => {
            if let Some(from) = day(from) {
                (
                    Some(period.due(from, &work.calendar)),
                    period.explain(from, &work.calendar),
                )
            } else {
                let label = &work.release.fact_at(from).label;
                (
                    None,
                    format!("{}。{label}が分かると最後の日を計算できます。", period.label()),
                )
            }
        }
        DeadlineRule::On { fact } => {
            let label = &work.release.fact_at(fact).label;
            match day(fact) {
                Some(day) => (Some(day), format!("{label}の{}まで。", wareki::format(day))),
                None => (None, format!("{label}が分かると最後の日が決まります。")),
            }
        }
        DeadlineRule::InWords => (None, String::new()),
    };
    let filed = filed_on(work);
    JudgedDeadline {
        date,
        rule,
        text: deadline.text.clone(),
        basis: deadline.basis.clone(),
        overdue: date.map(|date| filed > date),
        days_left: date.map(|date| (date - filed).num_days()),
        certain,
    }
}

/// 届出日; the reference date where none was given.
fn filed_on(work: &Work<'_>) -> NaiveDate {
    match work.situation.facts.get(&FactKey::visit("filed_on")) {
        Some(Fact::Known {
            value: FactValue::Date(date),
            ..
        }) => date.range().0,
        _ => work.situation.reference_date,
    }
}

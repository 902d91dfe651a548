//! Reads a condition aloud in Japanese.

use madoguchi_model::wareki;

use super::{DateBound, DateTest, Expression, FactIndex, Quantifier};
use crate::catalogue::{FactKind, Release};

/// A condition in Japanese: one line, or a heading with the conditions below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Phrase {
    /// One line.
    Line(String),
    /// A heading and what stands below it.
    Group(String, Vec<Self>),
}

impl Phrase {
    /// Everything on one line.
    #[must_use]
    pub fn one_line(&self) -> String {
        match self {
            Self::Line(line) => line.clone(),
            Self::Group(head, parts) => {
                let parts: Vec<_> = parts
                    .iter()
                    .map(|part| format!("「{}」", part.one_line()))
                    .collect();
                format!("{head}：{}", parts.join("、"))
            }
        }
    }
}

/// The condition, read aloud.
pub(crate) fn phrase(expression: &Expression, release: &Release) -> Phrase {
    match expression {
        Expression::Constant(true) => Phrase::Line("いつでも当てはまる".to_owned()),
        Expression::Constant(false) => Phrase::Line("当てはまることはない".to_owned()),
        Expression::Event(event) => Phrase::Line(format!("「{}」の手続きで来庁した", event.label())),
        Expression::OneOf { fact, values } => Phrase::Line(one_of(*fact, *values, release, true)),
        Expression::Date { fact, test } => Phrase::Line(date(*fact, *test, release, true)),
        Expression::Not(body) => negated(body, release),
        Expression::All(parts) => group("次のすべてに当てはまる", parts, release),
        Expression::Any(parts) => group("次のいずれかに当てはまる", parts, release),
        Expression::Members {
            quantifier,
            others,
            filter,
            body,
        } => {
            let who = if *others {
                "ほかの世帯員"
            } else {
                "世帯員"
            };
            let who = match filter {
                Some(filter) => format!("{who}（{}人に限る）", phrase(filter, release).one_line()),
                None => who.to_owned(),
            };
            let head = match quantifier {
                Quantifier::Any => format!("{who}のうち、次に当てはまる人がいる"),
                Quantifier::All => format!("{who}の全員が、次に当てはまる"),
                Quantifier::AtLeast(count) => format!("{who}のうち、次に当てはまる人が{count}人以上いる"),
            };
            Phrase::Group(head, vec![phrase(body, release)])
        }
        Expression::Named { definition, .. } => {
            Phrase::Line(release.definitions()[usize::from(*definition)].label.clone())
        }
    }
}

/// The condition, read aloud, with what stands behind each named condition.
pub(crate) fn phrase_in_full(expression: &Expression, release: &Release) -> Phrase {
    let each = |parts: &[Expression]| parts.iter().map(|part| phrase_in_full(part, release)).collect();
    match (expression, phrase(expression, release)) {
        (Expression::Named { body, .. }, Phrase::Line(label)) => {
            Phrase::Group(label, vec![phrase_in_full(body, release)])
        }
        (Expression::All(parts) | Expression::Any(parts), Phrase::Group(head, _)) => {
            Phrase::Group(head, each(parts))
        }
        (Expression::Not(body) | Expression::Members { body, .. }, Phrase::Group(head, _)) => {
            Phrase::Group(head, vec![phrase_in_full(body, release)])
        }
        (_, line) => line,
    }
}

fn group(head: &str, parts: &[Expression], release: &Release) -> Phrase {
    Phrase::Group(
        head.to_owned(),
        parts.iter().map(|part| phrase(part, release)).collect(),
    )
}

fn negated(body: &Expression, release: &Release) -> Phrase {
    match body {
        Expression::OneOf { fact, values } => Phrase::Line(one_of(*fact, *values, release, false)),
        Expression::Date { fact, test } => Phrase::Line(date(*fact, *test, release, false)),
        Expression::Not(inner) => phrase(inner, release),
        _ => Phrase::Group(
            "次のことには当てはまらない".to_owned(),
            vec![phrase(body, release)],
        ),
    }
}

fn one_of(fact: FactIndex, values: u64, release: &Release, holds: bool) -> String {
    let definition = release.fact_at(fact);
    match &definition.kind {
        FactKind::Bool { yes, no } => {
            let wanted = (values & 0b10 != 0) == holds;
            if wanted { yes.clone() } else { no.clone() }
        }
        FactKind::Choice { choices } => {
            let named: Vec<_> = choices
                .iter()
                .enumerate()
                .filter(|(place, _)| values >> place & 1 == 1)
                .map(|(_, choice)| format!("「{}」", choice.label))
                .collect();
            let ending = if holds { "である" } else { "ではない" };
            format!("{}が{}{ending}", definition.label, named.join("か"))
        }
        FactKind::Date { .. } => definition.label.clone(),
    }
}

fn date(fact: FactIndex, test: DateTest, release: &Release, holds: bool) -> String {
    let label = &release.fact_at(fact).label;
    match test {
        DateTest::Attains(age) if holds => {
            format!("{age}歳に達している（{label}で数え、誕生日の前日に達する）")
        }
        DateTest::Attains(age) => format!("まだ{age}歳に達していない（{label}で数え、誕生日の前日に達する）"),
        DateTest::Birthday(age) if holds => {
            format!("{age}歳の誕生日を迎えている（{label}で数え、誕生日の当日から）")
        }
        DateTest::Birthday(age) => {
            format!("まだ{age}歳の誕生日を迎えていない（{label}で数え、誕生日の当日から）")
        }
        DateTest::Grade(from, to) => {
            let ending = if holds { "である" } else { "ではない" };
            format!(
                "{}の年齢{ending}（{label}で数え、4月1日生まれは上の学年）",
                grades(from, to)
            )
        }
        DateTest::FiscalYearEnd(age) => {
            let ending = if holds {
                "までの間にある"
            } else {
                "を過ぎている"
            };
            format!("{age}歳に達する日以後の最初の3月31日{ending}")
        }
        DateTest::NotAfter(day) if holds => format!("{label}が{}である", until(day)),
        DateTest::NotAfter(day) => format!("{label}が{}である", from(next(day))),
        DateTest::NotBefore(day) if holds => format!("{label}が{}である", from(day)),
        DateTest::NotBefore(day) => format!(
            "{label}が{}である",
            until(DateBound {
                days: day.days - 1,
                ..day
            })
        ),
    }
}

fn grades(from: u32, to: u32) -> String {
    let name = |grade: u32| match grade {
        0 => "小学校入学の前の年度".to_owned(),
        1..=6 => format!("小学{grade}年生"),
        _ => format!("中学{}年生", grade - 6),
    };
    match (from, to) {
        (1, 6) => "小学生".to_owned(),
        (7, 9) => "中学生".to_owned(),
        (1, 9) => "小学生・中学生".to_owned(),
        _ if from == to => name(from),
        _ => format!("{}から{}まで", name(from), name(to)),
    }
}

fn next(bound: DateBound) -> DateBound {
    DateBound {
        days: bound.days + 1,
        ..bound
    }
}

/// Up to and with a day. One day earlier reads better as "before" the day itself.
fn until(day: DateBound) -> String {
    match day.days {
        -1 => format!("{}より前", bound(DateBound { days: 0, ..day })),
        _ => format!("{}以前", bound(day)),
    }
}

/// From a day on. One day later reads better as "after" the day itself.
fn from(day: DateBound) -> String {
    match day.days {
        1 => format!("{}より後", bound(DateBound { days: 0, ..day })),
        _ => format!("{}以後", bound(day)),
    }
}

fn bound(bound: DateBound) -> String {
    let base = bound
        .day
        .map_or_else(|| "判定の基準日".to_owned(), wareki::format);
    let months = shift(bound.months, "か月");
    let days = shift(bound.days, "日");
    match (months, days) {
        (None, None) => base,
        (Some(months), None) => format!("{base}の{months}"),
        (None, Some(days)) => format!("{base}の{days}"),
        (Some(months), Some(days)) => format!("{base}の{months}・{days}"),
    }
}

fn shift(amount: i32, unit: &str) -> Option<String> {
    (amount != 0).then(|| format!("{}{unit}{}", amount.abs(), if amount > 0 { "後" } else { "前" }))
}

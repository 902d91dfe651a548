//! Resolves the names of a condition and checks its types.

use madoguchi_model::case::LifeEvent;

use super::syntax::{DateSyntax, ExpressionError, Name, Syntax};
use super::{DateBound, DateTest, Expression, FactIndex, Quantifier};
use crate::catalogue::{FactKind, SubjectKind};

/// Whom the facts of a condition are about at one place of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// The visit: facts of a member need a quantifier.
    Visit,
    /// One member.
    Member,
}

/// Finds what a name stands for.
pub trait Names {
    /// The fact of this name.
    fn fact(&self, name: &str) -> Option<(FactIndex, SubjectKind, &FactKind)>;
    /// The named condition of this name: its place, whom it is about, and what it stands for.
    fn definition(&self, name: &str) -> Option<(u16, SubjectKind, &Expression)>;
    /// The nearest names to one that was not found.
    fn nearest(&self, name: &str) -> Vec<String>;
}

/// Resolves a parsed condition.
pub fn resolve(syntax: &Syntax, scope: Scope, names: &dyn Names) -> Result<Expression, ExpressionError> {
    match syntax {
        Syntax::Constant(value) => Ok(Expression::Constant(*value)),
        Syntax::Event(name) => event(name),
        Syntax::Name(name) => bare_name(name, scope, names),
        Syntax::OneOf {
            fact,
            choices,
            negated,
        } => {
            let (index, kind) = find(fact, scope, names)?;
            let FactKind::Choice { choices: known } = kind else {
                return Err(ExpressionError::new(
                    fact.offset,
                    format!("「{}」は選択肢から選ぶ事実ではありません", fact.text),
                ));
            };
            let mut values = 0;
            for choice in choices {
                let Some(place) = known.iter().position(|known| known.id == choice.text) else {
                    let right = known
                        .iter()
                        .map(|known| &*known.id)
                        .collect::<Vec<_>>()
                        .join(", ");
                    let message = format!(
                        "「{}」は「{}」の選択肢にありません。選べるもの: {right}",
                        choice.text, fact.text
                    );
                    return Err(ExpressionError::new(choice.offset, message));
                };
                values |= 1 << place;
            }
            let test = Expression::OneOf { fact: index, values };
            Ok(if *negated {
                Expression::Not(Box::new(test))
            } else {
                test
            })
        }
        Syntax::Date { fact, test } => {
            let (index, kind) = find(fact, scope, names)?;
            if !matches!(kind, FactKind::Date { .. }) {
                return Err(ExpressionError::new(
                    fact.offset,
                    format!("「{}」は日付の事実ではありません", fact.text),
                ));
            }
            Ok(date_test(index, test))
        }
        Syntax::Not(body) => Ok(Expression::Not(Box::new(resolve(body, scope, names)?))),
        Syntax::All(parts) => Ok(Expression::All(each(parts, scope, names)?)),
        Syntax::Any(parts) => Ok(Expression::Any(each(parts, scope, names)?)),
        Syntax::Members {
            quantifier,
            others,
            filter,
            body,
            offset,
        } => {
            if *others && scope == Scope::Visit {
                let message = "other は、一人についての条件の中でだけ使えます";
                return Err(ExpressionError::new(*offset, message));
            }
            if *quantifier == Quantifier::AtLeast(0) {
                return Err(ExpressionError::new(
                    *offset,
                    "at least の数は 1 以上にしてください",
                ));
            }
            let filter = filter
                .as_ref()
                .map(|filter| resolve(filter, Scope::Member, names))
                .transpose()?;
            Ok(Expression::Members {
                quantifier: *quantifier,
                others: *others,
                filter: filter.map(Box::new),
                body: Box::new(resolve(body, Scope::Member, names)?),
            })
        }
    }
}

fn each(parts: &[Syntax], scope: Scope, names: &dyn Names) -> Result<Vec<Expression>, ExpressionError> {
    parts.iter().map(|part| resolve(part, scope, names)).collect()
}

fn event(name: &Name) -> Result<Expression, ExpressionError> {
    LifeEvent::ALL
        .into_iter()
        .find(|event| event.code() == name.text)
        .map(Expression::Event)
        .ok_or_else(|| {
            let right = LifeEvent::ALL.map(LifeEvent::code).join(", ");
            ExpressionError::new(
                name.offset,
                format!("「{}」というライフイベントはありません。{right}", name.text),
            )
        })
}

fn bare_name(name: &Name, scope: Scope, names: &dyn Names) -> Result<Expression, ExpressionError> {
    if let Some((definition, subject, body)) = names.definition(&name.text) {
        in_scope(name, subject, scope)?;
        return Ok(Expression::Named {
            definition,
            body: Box::new(body.clone()),
        });
    }
    let (fact, kind) = find(name, scope, names)?;
    match kind {
        FactKind::Bool { .. } => Ok(Expression::OneOf { fact, values: 0b10 }),
        FactKind::Choice { .. } => Err(ExpressionError::new(
            name.offset,
            format!("「{}」は選択肢の事実です。is で値を示してください", name.text),
        )),
        FactKind::Date { .. } => Err(ExpressionError::new(
            name.offset,
            format!("「{}」は日付の事実です。何と比べるかを示してください", name.text),
        )),
    }
}

fn find<'n>(
    name: &Name,
    scope: Scope,
    names: &'n dyn Names,
) -> Result<(FactIndex, &'n FactKind), ExpressionError> {
    let Some((index, subject, kind)) = names.fact(&name.text) else {
        let nearest = names.nearest(&name.text);
        let hint = if nearest.is_empty() {
            String::new()
        } else {
            format!("近い名前: {}", nearest.join(", "))
        };
        return Err(ExpressionError::new(
            name.offset,
            format!("「{}」という事実はありません。{hint}", name.text),
        ));
    };
    in_scope(name, subject, scope)?;
    Ok((index, kind))
}

fn in_scope(name: &Name, subject: SubjectKind, scope: Scope) -> Result<(), ExpressionError> {
    if subject == SubjectKind::Member && scope == Scope::Visit {
        let message = format!(
            "「{}」は一人ひとりの事実です。any member (…) などの中で使ってください",
            name.text
        );
        return Err(ExpressionError::new(name.offset, message));
    }
    Ok(())
}

fn date_test(fact: FactIndex, test: &DateSyntax) -> Expression {
    let test = match *test {
        DateSyntax::Attains(age) => DateTest::Attains(age),
        DateSyntax::Birthday(age) => DateTest::Birthday(age),
        DateSyntax::Grade(from, to) => DateTest::Grade(from, to),
        DateSyntax::FiscalYearEnd(age) => DateTest::FiscalYearEnd(age),
        DateSyntax::Compare {
            sign,
            day,
            months,
            days,
        } => {
            let bound = |shift| DateBound {
                day,
                months,
                days: days + shift,
            };
            match sign {
                "<" => DateTest::NotAfter(bound(-1)),
                "<=" => DateTest::NotAfter(bound(0)),
                ">" => DateTest::NotBefore(bound(1)),
                _ => DateTest::NotBefore(bound(0)),
            }
        }
    };
    Expression::Date { fact, test }
}

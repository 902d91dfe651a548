//! What can be left out without changing anything: operands of a condition, conditions, impossible combinations.

use super::ground::LeftOut;
use super::proof::{Proof, Setting};
use super::warning;
use crate::catalogue::{Finding, Place, Rule, SubjectKind};
use crate::diagram::Function;
use crate::expression::{Expression, phrase};

/// Named conditions and impossible combinations.
pub(super) fn check(proof: &mut Proof<'_>) -> Vec<Finding> {
    let release = proof.release;
    let mut findings = Vec::new();
    for definition in release.definitions() {
        let path = &definition.place.path;
        findings.extend(operands(proof, definition.subject, &definition.rule, path));
    }
    let mut left_out = Vec::new();
    for (place, impossible) in release.impossible().iter().enumerate().rev() {
        let condition = &impossible.rule.expression;
        let mut setting = Setting::alone(release, impossible.subject, vec![condition]);
        setting.left_out.clone_from(&left_out);
        setting.left_out.push(place);
        let follows = proof.everywhere(&mut setting, &|setting, ground| {
            let function = ground.function(condition, setting.member);
            !setting.allows(ground, function)
        });
        if !follows {
            let path = &impossible.place.path;
            findings.extend(operands(proof, impossible.subject, &impossible.rule, path));
            continue;
        }
        left_out.push(place);
        let problem = match implying(proof, place, &left_out) {
            Some(other) => format!(
                "このありえない組み合わせは、「{}」（{}:{}）に含まれています",
                release.impossible()[other].text,
                release.impossible()[other].place.path,
                release.impossible()[other].place.line,
            ),
            None => "このありえない組み合わせは、ほかのありえない組み合わせから決まっています".to_owned(),
        };
        let remedy = "消すか、条件を直してください";
        findings.push(warning(&impossible.place, problem, remedy));
    }
    findings
}

/// One other impossible combination in which this one is contained.
fn implying(proof: &mut Proof<'_>, place: usize, left_out: &[usize]) -> Option<usize> {
    let release = proof.release;
    let all = release.impossible();
    let condition = &all[place].rule.expression;
    (0..all.len())
        .filter(|other| !left_out.contains(other))
        .find(|other| {
            let mut setting = Setting::alone(release, all[place].subject, vec![condition]);
            setting.left_out = (0..all.len()).filter(|third| third != other).collect();
            proof.everywhere(&mut setting, &|setting, ground| {
                let function = ground.function(condition, setting.member);
                !setting.allows(ground, function)
            })
        })
}

/// Operands of `and` and `or` that the rest of the same `and` or `or`, and what stands beside it with `and`, already
/// decides. All of them can be left out at once. Impossible combinations are not counted on: an operand that only they
/// make superfluous still decides where the facts contradict each other.
pub(super) fn operands<'r>(
    proof: &mut Proof<'r>,
    subject: SubjectKind,
    rule: &'r Rule,
    path: &str,
) -> Vec<Finding> {
    let release = proof.release;
    let setting = Setting::alone(release, subject, vec![&rule.expression]).whatever_the_facts(release);
    let member = setting.member;
    let mut search = Search {
        proof,
        setting,
        left_out: LeftOut::default(),
        found: Vec::new(),
    };
    search.below(&rule.expression, member, &mut Vec::new(), &[]);
    let place = Place {
        path: path.to_owned(),
        line: rule.line,
    };
    let say = |(operand, sign): (&Expression, &str)| {
        let operand = phrase(operand, release).one_line();
        let problem = format!("条件の {sign} の中の「{operand}」は、ほかの部分から決まり、何も変えません");
        warning(&place, problem, "この部分を消すか、条件を直してください")
    };
    search.found.into_iter().map(say).collect()
}

struct Search<'s, 'r> {
    proof: &'s mut Proof<'r>,
    setting: Setting<'r>,
    left_out: LeftOut<'r>,
    found: Vec<(&'r Expression, &'static str)>,
}

impl<'r> Search<'_, 'r> {
    /// Looks at a part of a condition, what it stands in, and what holds wherever it is asked.
    fn below(
        &mut self,
        expression: &'r Expression,
        member: Option<usize>,
        around: &mut Vec<&'r Expression>,
        given: &[&'r Expression],
    ) {
        around.push(expression);
        match expression {
            Expression::All(parts) | Expression::Any(parts) => {
                let left = self.superfluous(expression, parts, member, around, given);
                for part in &left {
                    let mut given = given.to_vec();
                    if matches!(expression, Expression::All(_)) {
                        given.extend(left.iter().filter(|other| !std::ptr::eq(**other, *part)));
                    }
                    self.below(part, member, around, &given);
                }
            }
            Expression::Not(body) => self.below(body, member, around, given),
            // One member stands for all.
            Expression::Members { filter, body, .. } => {
                if let Some(filter) = filter {
                    self.below(filter, Some(0), around, &[]);
                }
                let given: Vec<_> = filter.iter().map(|filter| &**filter).collect();
                self.below(body, Some(0), around, &given);
            }
            // A named condition is looked at where it is written.
            Expression::Constant(_)
            | Expression::Event(_)
            | Expression::OneOf { .. }
            | Expression::Date { .. }
            | Expression::Named { .. } => {}
        }
        around.pop();
    }

    /// Leaves out the operands that can be, the last first. Gives the others.
    fn superfluous(
        &mut self,
        expression: &'r Expression,
        parts: &'r [Expression],
        member: Option<usize>,
        around: &[&'r Expression],
        given: &[&'r Expression],
    ) -> Vec<&'r Expression> {
        let sign = match expression {
            Expression::All(_) => "and",
            _ => "or",
        };
        let mut left: Vec<_> = parts.iter().collect();
        for part in parts.iter().rev() {
            let before = &self.left_out;
            let mut after = before.clone();
            after.push(part, around);
            let same = left.len() > 1
                && self.proof.everywhere(&mut self.setting, &|_, ground| {
                    let whole = ground.without(expression, member, before);
                    let rest = ground.without(expression, member, &after);
                    let differ = ground.diagrams.differ(whole, rest);
                    let asked = given.iter().fold(differ, |asked, given| {
                        let given = ground.without(given, member, before);
                        ground.diagrams.and(asked, given)
                    });
                    asked == Function::FALSE
                });
            if same {
                left.retain(|other| !std::ptr::eq(*other, part));
                self.left_out = after;
                self.found.push((part, sign));
            }
        }
        left
    }
}

/// Whether a condition always holds where it is asked, whatever the facts are.
pub(super) fn always<'r>(proof: &mut Proof<'r>, setting: &mut Setting<'r>, rule: &'r Rule) -> bool {
    proof.everywhere(setting, &|setting, ground| {
        let function = ground.function(&rule.expression, setting.member);
        let not = ground.diagrams.not(function);
        !setting.allows(ground, not)
    })
}

/// Whether a condition never holds where it is asked, once some others have been excluded.
pub(super) fn never<'r>(
    proof: &mut Proof<'r>,
    setting: &mut Setting<'r>,
    rule: Option<&'r Rule>,
    excluded: &[Option<&'r Rule>],
) -> bool {
    proof.everywhere(setting, &|setting, ground| {
        let member = setting.member;
        let mut when = |rule: Option<&'r Rule>| {
            rule.map_or(Function::TRUE, |rule| ground.function(&rule.expression, member))
        };
        let function = when(rule);
        let excluded: Vec<_> = excluded.iter().map(|rule| when(*rule)).collect();
        let left = excluded.into_iter().fold(function, |left, excluded| {
            let not = ground.diagrams.not(excluded);
            ground.diagrams.and(left, not)
        });
        !setting.allows(ground, left)
    })
}

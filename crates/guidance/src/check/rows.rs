//! Rows of a procedure that change nothing beside its other rows, and procedures that say the same twice.

use std::collections::BTreeSet;

use super::proof::{Proof, Setting};
use super::redundant::{always, never, operands};
use super::warning;
use crate::catalogue::{Finding, Place, Procedure, Rule};

/// One row: what it is about, when, and where it is told of.
struct Row<'r> {
    what: String,
    when: Option<&'r Rule>,
}

/// How rows of one kind stand beside each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The first that holds is the one.
    FirstHolds,
    /// All that hold; the first of them is the principal one.
    Ordered,
    /// All that hold.
    Set,
}

/// A row that never applies, and what to do.
const NEVER: (&str, &str) = (
    "この部分は、手続きが必要なときには決して当てはまりません",
    "when を直すか、消してください",
);

pub(super) fn check(proof: &mut Proof<'_>) -> Vec<Finding> {
    let release = proof.release;
    let mut findings = Vec::new();
    for procedure in release.procedures() {
        let mut own = Setting::of(release, procedure);
        // What is never required is told of elsewhere.
        if !own.is_ever() || never(proof, &mut own, Some(&procedure.condition), &[]) {
            continue;
        }
        let (path, subject) = (&procedure.path, procedure.subject);
        findings.extend(operands(proof, subject, &procedure.condition, path));
        let mut setting = Setting::of(release, procedure).when_required(procedure);
        let mut whatever =
            (Setting::of(release, procedure).when_required(procedure)).whatever_the_facts(release);
        for (table, kind, rows) in tables(procedure) {
            match kind {
                Kind::FirstHolds => shadowed(proof, &mut setting, procedure, table, &rows, &mut findings),
                _ => repeated(proof, &mut setting, procedure, table, kind, &rows, &mut findings),
            }
            for when in rows.iter().filter_map(|row| row.when) {
                if never(proof, &mut setting, Some(when), &[]) {
                    // Of rows of which the first is the one, it was told above.
                    if kind != Kind::FirstHolds {
                        findings.push(warning(&at(procedure, when), NEVER.0.to_owned(), NEVER.1));
                    }
                    continue;
                }
                if always(proof, &mut whatever, when) {
                    let problem =
                        format!("[[{table}]] の when は、手続きが必要なときにはいつも当てはまります");
                    findings.push(warning(
                        &at(procedure, when),
                        problem,
                        "when を消すか、直してください",
                    ));
                } else {
                    findings.extend(operands(proof, subject, when, path));
                }
            }
        }
    }
    findings.extend(twins(proof));
    findings
}

fn at(procedure: &Procedure, rule: &Rule) -> Place {
    Place {
        path: procedure.path.clone(),
        line: rule.line,
    }
}

/// The rows of a procedure by the name of their table. Rows that say the same are called the same.
fn tables(procedure: &Procedure) -> Vec<(&'static str, Kind, Vec<Row<'_>>)> {
    fn rows<'r, T>(
        parts: &'r [T],
        what: impl Fn(&T) -> String,
        when: impl Fn(&'r T) -> &'r Option<Rule>,
    ) -> Vec<Row<'r>> {
        let row = |part| Row {
            what: what(part),
            when: when(part).as_ref(),
        };
        parts.iter().map(row).collect()
    }
    let p = procedure;
    vec![
        (
            "outcome",
            Kind::FirstHolds,
            rows(&p.outcomes, |row| row.kind.label().to_owned(), |row| &row.when),
        ),
        (
            "fee",
            Kind::FirstHolds,
            rows(&p.fees, |row| row.text.clone(), |row| &row.when),
        ),
        (
            "section",
            Kind::Ordered,
            rows(&p.sections, |row| row.code.clone(), |row| &row.when),
        ),
        (
            "deadline",
            Kind::Set,
            rows(&p.deadlines, |row| row.text.clone(), |row| &row.when),
        ),
        (
            "belonging",
            Kind::Set,
            rows(&p.belongings, |row| row.text.clone(), |row| &row.when),
        ),
        (
            "form",
            Kind::Set,
            rows(&p.forms, |row| row.id.clone(), |row| &row.when),
        ),
        (
            "field",
            Kind::Set,
            rows(&p.fields, |row| row.fact.0.to_string(), |row| &row.when),
        ),
        (
            "note",
            Kind::Set,
            rows(&p.notes, |row| row.text.clone(), |row| &row.when),
        ),
    ]
}

/// Of rows of which the first that holds is the one: those that are never the first.
fn shadowed<'r>(
    proof: &mut Proof<'r>,
    setting: &mut Setting<'r>,
    procedure: &Procedure,
    table: &str,
    rows: &[Row<'r>],
    findings: &mut Vec<Finding>,
) {
    for (place, row) in rows.iter().enumerate() {
        let before: Vec<_> = rows[..place].iter().map(|row| row.when).collect();
        if !never(proof, setting, row.when, &before) {
            continue;
        }
        // A row without a condition has no line of its own to tell: the one before it covers what is left.
        let told = row.when.or(before.iter().rev().find_map(|when| *when));
        let place = at(procedure, told.unwrap_or(&procedure.condition));
        let (problem, remedy) = if never(proof, setting, row.when, &[]) {
            (NEVER.0.to_owned(), NEVER.1)
        } else {
            (
                format!(
                    "[[{table}]]「{}」は、前の行のどれかが必ず先に当てはまるため、使われません",
                    row.what
                ),
                "前の行の when を狭めるか、この行を前に移すか、消してください",
            )
        };
        findings.push(warning(&place, problem, remedy));
    }
}

/// Of rows that say the same: those that hold only where others of them hold.
fn repeated<'r>(
    proof: &mut Proof<'r>,
    setting: &mut Setting<'r>,
    procedure: &Procedure,
    table: &str,
    kind: Kind,
    rows: &[Row<'r>],
    findings: &mut Vec<Finding>,
) {
    let mut gone = BTreeSet::new();
    for (place, row) in rows.iter().enumerate().rev() {
        let same = |(other, beside): &(usize, &Row<'r>)| {
            beside.what == row.what
                && !gone.contains(other)
                // To take an earlier one away would change which section is the principal one.
                && (*other < place || kind == Kind::Set && *other > place)
        };
        let others: Vec<_> = rows
            .iter()
            .enumerate()
            .filter(same)
            .map(|(_, row)| row.when)
            .collect();
        // What never holds by itself is told of elsewhere.
        if others.is_empty()
            || !never(proof, setting, row.when, &others)
            || never(proof, setting, row.when, &[])
        {
            continue;
        }
        gone.insert(place);
        let told = row.when.or(others.iter().find_map(|when| *when));
        let what = match table {
            "field" => String::new(),
            _ => format!("「{}」", row.what),
        };
        let problem = format!("[[{table}]]{what}は、同じ内容の別の行が必ず当てはまるため、何も変えません");
        let place = at(procedure, told.unwrap_or(&procedure.condition));
        findings.push(warning(
            &place,
            problem,
            "この行を消すか、when か内容を直してください",
        ));
    }
}

/// Procedures that are required in the same cases and are called the same or fill the same forms.
fn twins(proof: &mut Proof<'_>) -> Vec<Finding> {
    let release = proof.release;
    let forms = |procedure: &Procedure| -> BTreeSet<String> {
        procedure.forms.iter().map(|form| form.id.clone()).collect()
    };
    let mut findings = Vec::new();
    for (place, later) in release.procedures().iter().enumerate() {
        for earlier in &release.procedures()[..place] {
            let same_name = earlier.name == later.name;
            let same_forms = !later.forms.is_empty() && forms(earlier) == forms(later);
            let events = later.life_events.iter().copied();
            let events: Vec<_> = events
                .filter(|event| earlier.life_events.contains(event))
                .collect();
            if !(same_name || same_forms) || events.is_empty() || earlier.subject != later.subject {
                continue;
            }
            let (one, other) = (&earlier.condition.expression, &later.condition.expression);
            let mut setting = Setting::alone(release, later.subject, vec![one, other]).for_events(events);
            setting.limit(earlier);
            setting.limit(later);
            let same = setting.is_ever()
                && proof.everywhere(&mut setting, &|setting, ground| {
                    let one = ground.function(one, setting.member);
                    let other = ground.function(other, setting.member);
                    let differ = ground.diagrams.differ(one, other);
                    !setting.allows(ground, differ)
                });
            if same {
                let what = if same_name { "名前" } else { "様式" };
                let problem = format!(
                    "「{}」（{}）と、必要になる場合も{what}も同じです",
                    earlier.name, earlier.id
                );
                let remedy = "一つにまとめるか、条件か名前を直してください";
                findings.push(warning(&at(later, &later.condition), problem, remedy));
            }
        }
    }
    findings
}

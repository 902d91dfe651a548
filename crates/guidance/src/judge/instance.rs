//! One procedure for one subject, as functions of the open facts.

use crate::catalogue::{DeadlineRule, Procedure, Rule};
use crate::diagram::{Function, Variable};
use crate::expression::FactIndex;
use crate::residual::{Builder, Residual, Specialiser};

/// The conditions of one procedure for one subject with the known facts put in.
pub(crate) struct Conditions {
    condition: Residual,
    outcomes: Vec<Residual>,
    deadlines: Vec<Residual>,
    belongings: Vec<Residual>,
    sections: Vec<Residual>,
    fees: Vec<Residual>,
    forms: Vec<Residual>,
    fields: Vec<Residual>,
    notes: Vec<Residual>,
}

impl Conditions {
    pub(crate) fn new(
        procedure: &Procedure,
        member: Option<usize>,
        specialiser: &Specialiser<'_, '_>,
    ) -> Self {
        let when = |rule: &Option<Rule>| {
            rule.as_ref().map_or(Residual::Constant(true), |rule| {
                specialiser.residual(&rule.expression, member)
            })
        };
        let condition = specialiser.residual(&procedure.condition.expression, member);
        if condition == Residual::Constant(false) {
            // Nothing follows from a procedure that is not required.
            return Self {
                condition,
                outcomes: Vec::new(),
                deadlines: Vec::new(),
                belongings: Vec::new(),
                sections: Vec::new(),
                fees: Vec::new(),
                forms: Vec::new(),
                fields: Vec::new(),
                notes: Vec::new(),
            };
        }
        Self {
            condition,
            outcomes: procedure.outcomes.iter().map(|part| when(&part.when)).collect(),
            deadlines: procedure.deadlines.iter().map(|part| when(&part.when)).collect(),
            belongings: procedure.belongings.iter().map(|part| when(&part.when)).collect(),
            sections: procedure.sections.iter().map(|part| when(&part.when)).collect(),
            fees: procedure.fees.iter().map(|part| when(&part.when)).collect(),
            forms: procedure.forms.iter().map(|part| when(&part.when)).collect(),
            fields: procedure.fields.iter().map(|part| when(&part.when)).collect(),
            notes: procedure.notes.iter().map(|part| when(&part.when)).collect(),
        }
    }

    pub(crate) fn residuals(&self) -> impl Iterator<Item = &Residual> {
        std::iter::once(&self.condition)
            .chain(&self.outcomes)
            .chain(&self.deadlines)
            .chain(&self.belongings)
            .chain(&self.sections)
            .chain(&self.fees)
            .chain(&self.forms)
            .chain(&self.fields)
            .chain(&self.notes)
    }
}

/// One procedure for one subject. Each part's function is true where the procedure is required and the part
/// applies.
pub(crate) struct Instance<'r> {
    pub(crate) procedure: &'r Procedure,
    pub(crate) member: Option<usize>,
    pub(crate) required: Function,
    /// Kinds of outcome; of several, the first that applies. The last stands for "none of them".
    pub(crate) outcomes: Vec<Function>,
    pub(crate) deadlines: Vec<Function>,
    pub(crate) belongings: Vec<Function>,
    pub(crate) sections: Vec<Function>,
    pub(crate) fees: Vec<Function>,
    pub(crate) forms: Vec<Function>,
    pub(crate) fields: Vec<Function>,
    pub(crate) notes: Vec<Function>,
}

impl<'r> Instance<'r> {
    pub(crate) fn new(
        procedure: &'r Procedure,
        member: Option<usize>,
        conditions: &Conditions,
        builder: &mut Builder,
    ) -> Self {
        let required = builder.function(&conditions.condition);
        let mut each = |parts: &[Residual]| -> Vec<Function> {
            parts
                .iter()
                .map(|part| {
                    let part = builder.function(part);
                    builder.diagrams.and(required, part)
                })
                .collect()
        };
        let deadlines = each(&conditions.deadlines);
        let belongings = each(&conditions.belongings);
        let sections = each(&conditions.sections);
        let forms = each(&conditions.forms);
        let fields = each(&conditions.fields);
        let notes = each(&conditions.notes);
        let outcomes = each(&conditions.outcomes);
        let fees = each(&conditions.fees);
        let outcomes = first_match(builder, required, &outcomes);
        let mut fees = first_match(builder, required, &fees);
        fees.pop();
        Self {
            procedure,
            member,
            required,
            outcomes,
            deadlines,
            belongings,
            sections,
            fees,
            forms,
            fields,
            notes,
        }
    }

    /// Everything that can come out differently.
    pub(crate) fn outcomes(&self, open: impl Fn(FactIndex) -> Option<Variable>) -> Vec<Outcome> {
        let mut all = vec![
            Outcome::of(vec![self.required]),
            Outcome::of(self.outcomes.clone()),
        ];
        let single = |function: &Function| Outcome::of(vec![*function]);
        for (function, deadline) in self.deadlines.iter().zip(&self.procedure.deadlines) {
            let base = match deadline.rule {
                DeadlineRule::Within { from, .. } => Some(from),
                DeadlineRule::On { fact } => Some(fact),
                DeadlineRule::InWords => None,
            };
            all.push(Outcome {
                parts: vec![*function],
                value_of: base.and_then(&open),
            });
        }
        all.extend(self.belongings.iter().map(single));
        all.extend(self.sections.iter().map(single));
        all.push(Outcome::of(self.fees.clone()));
        all.extend(self.forms.iter().map(single));
        for (function, field) in self.fields.iter().zip(&self.procedure.fields) {
            all.push(Outcome {
                parts: vec![*function],
                value_of: open(field.fact),
            });
        }
        all.extend(self.notes.iter().map(single));
        all
    }
}

/// Of parts that may overlap, the first that applies; then what is left.
fn first_match(builder: &mut Builder, within: Function, parts: &[Function]) -> Vec<Function> {
    let mut left = within;
    let mut firsts = Vec::new();
    for part in parts {
        firsts.push(builder.diagrams.and(left, *part));
        let not = builder.diagrams.not(*part);
        left = builder.diagrams.and(left, not);
    }
    firsts.push(left);
    firsts
}

/// Something that can come out differently: which of the disjoint parts holds, if any; and, in the first part,
/// also the value of an open fact (the day a deadline is counted from, a field of a form).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Outcome {
    pub(crate) parts: Vec<Function>,
    pub(crate) value_of: Option<Variable>,
}

impl Outcome {
    fn of(parts: Vec<Function>) -> Self {
        Self {
            parts,
            value_of: None,
        }
    }
}

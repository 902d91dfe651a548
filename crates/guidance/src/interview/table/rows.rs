//! Every possible combination of answers.

use std::collections::HashMap;

use super::TableRow;
use super::columns::Columns;
use crate::diagram::{Function, Variable};
use crate::judge::Work;

/// Every possible combination of answers to some questions; none if there are more than `most`.
pub(super) fn rows(
    work: &mut Work<'_>,
    columns: &Columns,
    variables: &[Variable],
    most: usize,
) -> Option<Vec<TableRow>> {
    let touches = |others: &[Variable]| others.iter().any(|other| variables.contains(other));
    let mut functions = vec![
        columns
            .possible
            .iter()
            .filter(|(others, _)| touches(others))
            .fold(Function::TRUE, |all, (_, function)| {
                work.builder.diagrams.and(all, *function)
            }),
    ];
    let mut written = Vec::new();
    for column in columns
        .outcomes
        .iter()
        .filter(|column| touches(&column.variables))
    {
        functions.extend(&column.parts);
        if let Some((variable, days)) = column.written {
            written.push((functions.len(), variables.binary_search(&variable).ok()?));
            functions.push(days);
        }
    }
    let mut walk = Walk {
        work,
        variables,
        written,
        most,
        numbers: HashMap::new(),
        values: Vec::new(),
        rows: Vec::new(),
    };
    walk.down(&functions).then_some(walk.rows)
}

struct Walk<'w, 's> {
    work: &'w Work<'s>,
    variables: &'w [Variable],
    /// Where the function stands that says when a day is wanted, and the fact it is.
    written: Vec<(usize, usize)>,
    most: usize,
    numbers: HashMap<Vec<Function>, u32>,
    values: Vec<u8>,
    rows: Vec<TableRow>,
}

impl Walk<'_, '_> {
    /// Gives each question its values in turn. The first function says what is possible. False if it is too much.
    fn down(&mut self, functions: &[Function]) -> bool {
        if functions[0] == Function::FALSE {
            return true;
        }
        let Some(variable) = self.variables.get(self.values.len()).copied() else {
            return self.row(functions);
        };
        (0..self.work.builder.diagrams.size(variable)).all(|value| {
            self.values.push(u8::try_from(value).unwrap_or(u8::MAX));
            let with: Vec<Function> = functions
                .iter()
                .map(|function| self.work.builder.diagrams.child(*function, variable, value))
                .collect();
            let fits = self.down(&with);
            self.values.pop();
            fits
        })
    }

    fn row(&mut self, functions: &[Function]) -> bool {
        if self.rows.len() >= self.most {
            return false;
        }
        let numbers = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let outcomes = *self.numbers.entry(functions.to_vec()).or_insert(numbers);
        let written = self
            .written
            .iter()
            .filter(|(place, _)| functions[*place] == Function::TRUE)
            .fold(0, |all, (_, fact)| all | 1 << fact);
        self.rows.push(TableRow {
            values: self.values.clone(),
            outcomes,
            written,
        });
        true
    }
}

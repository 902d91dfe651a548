//! Rows of the other core systems.

use std::collections::BTreeMap;

use madoguchi_model::register_date::RegisterDate;

use crate::entry::{FactEntry, Statement};
use crate::fault::{Reason, Reject};
use crate::layout::{Effect, Kind, Role};
use crate::read::Cells;

pub(super) fn fact(mut cells: Cells<'_>) -> Result<FactEntry, Vec<Reject>> {
    let layout = cells.layout;
    let mut items = BTreeMap::new();
    for (at, column) in layout.columns.iter().enumerate() {
        if column.kind == Kind::Ignored {
            continue;
        }
        let cell = cells.cell(at);
        let value = match column.kind {
            Kind::Date => match cells.date(at) {
                Some(RegisterDate::Known(day)) => day.to_string(),
                Some(RegisterDate::Unknown { text, .. }) => text,
                None => continue,
            },
            Kind::Code => layout.word(column, cell).unwrap_or_default().to_owned(),
            _ => cell.to_owned(),
        };
        if !value.is_empty() && !matches!(column.role, Some(Role::AddresseeNumber | Role::HistoryNumber)) {
            items.insert(column.item.clone(), value);
        }
    }
    let history = layout.role(Role::HistoryNumber);
    let history_number = history.and_then(|at| cells.cell(at).parse::<i32>().ok());
    if let (Some(at), None | Some(0)) = (history, history_number) {
        cells.reject(at, Reason::OutOfRange);
    }
    let part = layout
        .columns
        .iter()
        .find(|column| column.role == Some(Role::Part));
    let part = part.and_then(|column| items.get(&column.item)).cloned();
    let in_force = layout
        .effect
        .as_ref()
        .is_some_and(|effect| is_in_force(&mut cells, effect));
    let says = layout
        .effect
        .as_ref()
        .filter(|_| in_force)
        .and_then(|effect| statement(effect, &items));
    let (row, addressee_number) = (cells.row, cells.addressee_number());
    cells.finish()?;
    Ok(FactEntry {
        row,
        addressee_number: addressee_number.unwrap_or_default(),
        part: part.unwrap_or_default(),
        history_number: history_number.unwrap_or_default(),
        says,
        in_force,
        items,
    })
}

fn is_in_force(cells: &mut Cells<'_>, effect: &Effect) -> bool {
    let today = cells.today;
    let mut date = |item: &Option<String>| {
        let column = item.as_ref().and_then(|item| cells.layout.column(item));
        column.and_then(|at| cells.date(at)).map(|date| date.range())
    };
    let begun = date(&effect.from).is_none_or(|(first, _)| first <= today);
    let ended = date(&effect.until).is_some_and(|(_, last)| last <= today);
    begun && !ended
}

fn statement(effect: &Effect, items: &BTreeMap<String, String>) -> Option<Statement> {
    let field = effect.field.as_ref()?;
    let word = match &effect.value {
        Some(value) => value,
        None => items.get(effect.value_of.as_ref()?)?,
    };
    Statement::of(field, word)
}

//! Buttons that add and remove rows of people. The page comes back with everything that was typed.

use super::typed::MOST_PEOPLE;
use super::{Typed, TypedPerson};
use crate::form_data::FormData;

/// Does what such a button asks for; the row where the cursor belongs. None where the form was sent to be saved.
pub(super) fn changed(typed: &mut Typed, form: &FormData) -> Option<usize> {
    // A draft had more rows than the page: it comes back as it was typed.
    if form.has("restore_rows") {
        return Some(0);
    }
    if form.has("add_person") {
        if typed.people.len() < MOST_PEOPLE {
            let next = TypedPerson::next_after(typed.people.last());
            typed.people.push(next);
        }
        return Some(typed.people.len().saturating_sub(1));
    }
    let row: usize = form.raw("remove_person").parse().ok()?;
    if row < typed.people.len() && typed.people.len() > 1 {
        typed.people.remove(row);
        keep_visitor(typed, row);
    }
    Some(row.min(typed.people.len().saturating_sub(1)))
}

/// The visitor stays the same person when a row before theirs goes.
fn keep_visitor(typed: &mut Typed, removed: usize) {
    let row = typed
        .visitor
        .strip_prefix("person-")
        .and_then(|row| row.parse::<usize>().ok());
    match row {
        Some(row) if row == removed => typed.visitor.clear(),
        Some(row) if row > removed => typed.visitor = format!("person-{}", row - 1),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn family() -> Typed {
        let person = |name: &str| TypedPerson {
            name: name.into(),
            kana: "ツジ\u{3000}カナ".into(),
            ..TypedPerson::default()
        };
        Typed {
            people: vec![
                person("辻\u{E0100}\u{3000}健一"),
                person("辻\u{E0100}\u{3000}美咲"),
            ],
            visitor: "person-1".into(),
            ..Typed::default()
        }
    }

    #[test]
    fn the_next_row_has_the_family_name() {
        let mut typed = family();
        assert_eq!(changed(&mut typed, &FormData::of("add_person", "1")), Some(2));
        assert_eq!(typed.people[2].name, "辻\u{E0100}\u{3000}");
        assert_eq!(typed.people[2].kana, "ツジ\u{3000}");
    }

    #[test]
    fn the_visitor_stays_who_it_was() {
        let mut typed = family();
        assert_eq!(changed(&mut typed, &FormData::of("remove_person", "0")), Some(0));
        assert_eq!((typed.people.len(), &*typed.visitor), (1, "person-0"));
        assert_eq!(changed(&mut typed, &FormData::of("remove_person", "0")), Some(0));
        assert_eq!(typed.people.len(), 1, "one row stays");
    }

    #[test]
    fn a_form_that_is_to_be_saved_is_left_alone() {
        let mut typed = family();
        assert_eq!(changed(&mut typed, &FormData::default()), None);
        assert_eq!(typed, family());
    }
}

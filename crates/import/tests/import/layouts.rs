//! Every layout that is part of the program, with the rows of synthetic people; and layouts that cannot be.

use std::collections::BTreeSet;

use madoguchi_import::{Entry, FactEntry, Layout, LayoutError, Statement, Target, Writer, synthetic_facts};
use madoguchi_model::resident::{CareInsurance, ProtectiveMeasure};

use super::support::{people, read, today};

fn facts(layout: &Layout, rows: &[Vec<String>]) -> Vec<FactEntry> {
    let mut writer = Writer::new(Vec::new(), layout).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    let (entries, rejects, fault) = read(layout, &writer.finish().unwrap());
    assert!(
        fault.is_none() && rejects.is_empty(),
        "{}: {fault:?} {rejects:?}",
        layout.id
    );
    let fact = |entry| match entry {
        Entry::Fact(fact) => fact,
        Entry::Resident(_) => panic!("no resident"),
    };
    entries.into_iter().map(fact).collect()
}

#[test]
fn every_other_system_says_of_people_what_they_are() {
    let people = people();
    let mut said = BTreeSet::new();
    for layout in Layout::all()
        .iter()
        .filter(|layout| layout.target != Target::Residents)
    {
        let mut rows = 0;
        for resident in people.iter().flat_map(|household| &household.members) {
            let written = synthetic_facts(layout, resident, today());
            let read = facts(layout, &written);
            assert_eq!(read.len(), written.len());
            rows += read.len();
            for fact in read {
                assert_eq!(Some(&fact.addressee_number), resident.addressee_number.as_ref());
                assert!(fact.in_force, "{}: {fact:?}", layout.id);
                let Some(statement) = fact.says else { continue };
                said.insert(layout.id.clone());
                let Some((key, value)) = statement.circumstance() else {
                    assert_eq!(
                        statement,
                        Statement::ProtectiveMeasure(resident.protective_measure)
                    );
                    continue;
                };
                let known = serde_json::to_value(resident.circumstances.as_ref().unwrap()).unwrap();
                let known = &known[key];
                let part = value
                    .as_array()
                    .is_some_and(|one| known.as_array().unwrap().contains(&one[0]));
                assert!(part || *known == value, "{}: {known} {value}", layout.id);
            }
        }
        assert!(rows > 0, "{}", layout.id);
    }
    assert_eq!(said.len(), 10, "all but tax and vehicles: {said:?}");
}

#[test]
fn an_entry_is_in_force_from_its_first_day_until_its_last() {
    let layout = Layout::find("care").unwrap();
    let row = |from: &str, until: &str| {
        let number = "000000000000019".to_owned();
        let mut row = vec![
            number,
            "1".into(),
            "1".into(),
            from.into(),
            until.into(),
            "22".into(),
        ];
        row.extend(["", ""].map(String::from));
        facts(layout, &[row]).remove(0)
    };
    let care = |entry: FactEntry| entry.says;
    let second = Some(Statement::Care(CareInsurance::CareRequired(2)));
    assert_eq!(care(row("2026-11-28", "")), second);
    assert_eq!(care(row("2026-11-29", "")), None);
    assert_eq!(care(row("2020-01-01", "2026-11-29")), second);
    assert_eq!(care(row("2020-01-01", "2026-11-28")), None);
}

#[test]
fn a_protective_measure_does_not_end_with_its_term() {
    let layout = Layout::find("protective_measure").unwrap();
    let row = |lifted: &str| {
        let row = ["000000000000019", "1", "1", "2024-04-01", "2025-03-31", lifted];
        facts(layout, &[row.map(String::from).to_vec()]).remove(0).says
    };
    assert_eq!(
        row(""),
        Some(Statement::ProtectiveMeasure(ProtectiveMeasure::InForce))
    );
    assert_eq!(row("2025-04-01"), None);
}

#[test]
fn contradictions_are_found_before_a_file_is_read() {
    let text = Layout::text("care").unwrap();
    for (from, to) in [
        ("list = \"level\"", "list = \"no_such_list\""),
        ("\"22\" = \"care_2\"", "\"22\" = \"care_9\""),
        ("until = \"資格喪失年月日\"", "until = \"被保険者番号\""),
        ("role = \"history_number\"\n", ""),
        ("item = \"資格喪失年月日\"", "item = \"資格取得年月日\""),
        ("[effect]\n", "[effect]\nfield = \"no_such\"\n#"),
        ("encoding = \"utf-8\"", "encoding = \"utf-8\"\nquote = \",\""),
        (
            "[lists.level]",
            "[characters]\n\"4E00\" = \"一\"\n\n[lists.level]",
        ),
    ] {
        assert!(text.contains(from), "{from}");
        let changed = text.replace(from, to);
        assert!(Layout::parse(&changed).is_err(), "{from} → {to}");
    }
    let residents = Layout::text("residents").unwrap();
    for (from, to) in [
        ("\"1\" = \"male\"", "\"1\" = \"man\""),
        ("field = \"position\"", ""),
    ] {
        let wrong = Layout::parse(&residents.replace(from, to));
        assert!(matches!(wrong, Err(LayoutError::Wrong { .. })), "{from}");
    }
    assert!(matches!(Layout::parse("x"), Err(LayoutError::Unreadable(_))));
}

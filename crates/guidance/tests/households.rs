//! Households made by chance: the same ones each time, on a release that does not change.

mod small;

use madoguchi_guidance::Release;
use madoguchi_guidance::households::{household, household_with};
use madoguchi_model::case::LifeEvent;
use small::{files, loaded};
use std::collections::BTreeSet;

fn small() -> Release {
    loaded(&files())
}

/// Whoever has recorded the number of a household gets that household again.
#[test]
fn the_households_of_the_first_numbers_stay_as_they_are() {
    let release = small();
    let on = "2026-04-20".parse().expect("a day");
    let chosen = (0..8).map(|number| household(&release, on, number));
    let given =
        [0, 7].map(|number| household_with(&release, on, number, &[LifeEvent::MoveIn, LifeEvent::Birth]));
    let lines: Vec<_> = chosen
        .chain(given)
        .map(|case| serde_json::to_string(&case).expect("a line"))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn households_are_of_every_size_and_for_every_event_and_never_contradict_themselves() {
    let mut files = files();
    let text = "[[impossible]]\nsubject = \"visit\"\ntext = \"i\"\nwhen = \"va and vb\"\n\
                [[impossible]]\nsubject = \"member\"\ntext = \"j\"\nwhen = \"ma and mc is x\"\n";
    files.insert("impossible.toml".to_owned(), text.to_owned());
    let release = loaded(&files);
    let on = "2026-04-20".parse().expect("a day");
    let (mut sizes, mut events, mut two) = (BTreeSet::new(), BTreeSet::new(), 0);
    let (mut known, mut visits) = (0, 0);
    for number in 0..240 {
        let case = household(&release, on, number);
        let members = case.facts["members"].as_array().expect("members");
        sizes.insert(members.len());
        let of = case.facts["events"].as_array().expect("events");
        two += usize::from(of.len() == 2);
        events.extend(of.iter().map(ToString::to_string));
        let given = household_with(&release, on, number, &[LifeEvent::MoveIn]);
        let visit = given.facts["visit"].as_object().expect("a visit");
        assert!(
            !(visit.get("va") == Some(&true.into()) && visit.get("vb") == Some(&true.into())),
            "{number}"
        );
        for member in given.facts["members"].as_array().expect("members") {
            assert!(!(member["ma"] == true && member["mc"] == "x"), "{number}");
        }
        known += usize::from(visit.contains_key("vd"));
        visits += 1;
    }
    assert_eq!(sizes, (1..=6).collect());
    assert_eq!(events.len(), LifeEvent::ALL.len());
    // A quarter of them are for a second event, unless it is the first again; of a fact, two thirds are known.
    assert!((30..=80).contains(&two), "{two}");
    assert!(
        known * 10 > visits * 5 && known * 10 < visits * 8,
        "{known} of {visits}"
    );
}

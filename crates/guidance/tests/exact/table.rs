//! All that the open questions can come to.

use madoguchi_guidance::interview::table::{OpenTable, TableRow, open_questions, rules_left};
use madoguchi_guidance::{Fact, FactKey, FactValue, MunicipalitySettings, Release, UnknownReason};
use madoguchi_model::register_date::RegisterDate;
use serde_json::{Value, json};

use super::{judged, loaded, on, one, release, situation, with};

const ENOUGH: usize = 1_000;

fn table(release: &Release, visit: Value, most: usize) -> Option<OpenTable> {
    OpenTable::of(
        release,
        &one(release, visit),
        &MunicipalitySettings::default(),
        most,
    )
    .unwrap()
}

fn row(values: &[u8], outcomes: u32, written: u64) -> TableRow {
    TableRow {
        values: values.into(),
        outcomes,
        written,
    }
}

fn names(table: &OpenTable) -> Vec<String> {
    table.facts.iter().map(|fact| fact.key.to_string()).collect()
}

#[test]
fn each_combination_of_answers_has_its_outcome() {
    let release = release(&[("PP-01", "visit", "va or vb", "")]);
    let table = table(&release, json!({}), ENOUGH).unwrap();
    assert_eq!(names(&table), ["visit/va", "visit/vb"]);
    for fact in &table.facts {
        assert_eq!(fact.answers, [FactValue::Bool(false), FactValue::Bool(true)]);
    }
    assert_eq!(table.parts.len(), 1);
    assert_eq!(table.parts[0].facts, [0, 1]);
    assert_eq!(
        table.parts[0].rows,
        [
            row(&[0, 0], 0, 0),
            row(&[0, 1], 1, 0),
            row(&[1, 0], 1, 0),
            row(&[1, 1], 1, 0),
        ]
    );
}

#[test]
fn a_choice_has_an_answer_for_each_value_and_what_is_known_no_question() {
    let release = release(&[("PP-01", "member", "va and mc is not y", "")]);
    let table = table(&release, json!({ "va": true }), ENOUGH).unwrap();
    assert_eq!(names(&table), ["member:1/mc"]);
    let choices = ["x", "y", "z"].map(|id| FactValue::Choice(id.to_owned()));
    assert_eq!(table.facts[0].answers, choices);
    assert_eq!(
        table.parts[0].rows,
        [row(&[0], 0, 0), row(&[1], 1, 0), row(&[2], 0, 0)]
    );
}

#[test]
fn what_has_nothing_to_do_with_each_other_stands_apart_and_counts_together() {
    let release = release(&[("PP-01", "visit", "va or vc", ""), ("PP-02", "visit", "vb", "")]);
    let whole = table(&release, json!({}), 6).unwrap();
    assert_eq!(names(&whole), ["visit/va", "visit/vb", "visit/vc"]);
    let parts: Vec<_> = whole
        .parts
        .iter()
        .map(|part| (part.facts.clone(), part.rows.len()))
        .collect();
    assert_eq!(parts, [(vec![0, 2], 4), (vec![1], 2)]);
    assert_eq!(table(&release, json!({}), 5), None);
    assert_eq!(table(&release, json!({}), 3), None);
}

#[test]
fn what_cannot_be_is_no_row_and_ties_what_it_speaks_of() {
    let mut files = with(&[("PP-01", "visit", "va", ""), ("PP-02", "visit", "vb", "")]);
    files.insert(
        "impossible.toml".to_owned(),
        "[[impossible]]\nsubject = \"visit\"\ntext = \"I\"\nwhen = \"va and vb\"\n".to_owned(),
    );
    let table = table(&loaded(&files), json!({}), ENOUGH).unwrap();
    assert_eq!(table.parts.len(), 1);
    let values: Vec<_> = table.parts[0].rows.iter().map(|row| row.values.clone()).collect();
    assert_eq!(values, [[0, 0], [0, 1], [1, 0]]);
    let outcomes: Vec<_> = table.parts[0].rows.iter().map(|row| row.outcomes).collect();
    assert_eq!(outcomes, [0, 1, 2]);
}

/// With what was answered 「分からない」, which is not asked again.
#[test]
fn what_cannot_be_asked_is_left_out() {
    let mut files = with(&[("PP-01", "visit", "va or vb and vc", "")]);
    files.insert(
        "impossible.toml".to_owned(),
        "[[impossible]]\nsubject = \"visit\"\ntext = \"I\"\nwhen = \"va and vc\"\n".to_owned(),
    );
    let release = loaded(&files);
    let mut situation = one(&release, json!({}));
    let not_known = Fact::Unknown(UnknownReason::NotKnown);
    situation.facts.insert(FactKey::visit("vc"), not_known);
    let settings = MunicipalitySettings::default();
    let table = OpenTable::of(&release, &situation, &settings, ENOUGH)
        .unwrap()
        .unwrap();
    assert_eq!(names(&table), ["visit/va", "visit/vb"]);
    assert_eq!(table.parts.len(), 1);
    assert_eq!(
        table.parts[0].rows,
        [
            row(&[0, 0], 0, 0),
            row(&[0, 1], 1, 0),
            row(&[1, 0], 2, 0),
            row(&[1, 1], 2, 0),
        ]
    );
}

/// A day that a deadline counts from is wanted itself, except where its band is that one day.
#[test]
fn days_are_wanted_where_a_deadline_counts_from_them() {
    let rows = "[[deadline]]\nfrom = \"vd\"\ndays = 14\ninitial_day = \"excluded\"\ntext = \"t\"\n";
    let note = "[[note]]\ntext = \"n\"\nwhen = \"vd <= reference_date - 1 days\"\n";
    let release = release(&[
        ("PP-01", "visit", "va", &[rows, note].concat()),
        ("PP-02", "visit", "va", rows),
    ]);
    let table = table(&release, json!({}), ENOUGH).unwrap();
    assert_eq!(names(&table), ["visit/va", "visit/vd"]);
    let days = &table.facts[1].answers;
    assert_eq!(days.len(), 2);
    assert_ne!(days[0], FactValue::Date(RegisterDate::Known(on())));
    assert_eq!(days[1], FactValue::Date(RegisterDate::Known(on())));
    let written: Vec<_> = table.parts[0]
        .rows
        .iter()
        .map(|row| (row.values.clone(), row.written))
        .collect();
    assert_eq!(
        written,
        [
            (vec![0, 0], 0),
            (vec![0, 1], 0),
            (vec![1, 0], 0b10),
            (vec![1, 1], 0)
        ]
    );
    // Without the procedure nothing depends on the day.
    let outcomes: Vec<_> = table.parts[0].rows.iter().map(|row| row.outcomes).collect();
    assert_eq!(outcomes[0], outcomes[1]);
    assert_ne!(outcomes[2], outcomes[3]);
}

#[test]
fn days_of_every_longer_band_are_wanted() {
    let deadline = "[[deadline]]\nfrom = \"vd\"\ndays = 14\ninitial_day = \"excluded\"\ntext = \"t\"\n";
    let note = "[[note]]\ntext = \"n\"\nwhen = \"vd <= reference_date - 2 days\"\n";
    let release = release(&[("PP-01", "visit", "va", &[deadline, note].concat())]);
    let table = table(&release, json!({ "va": true }), ENOUGH).unwrap();
    assert_eq!(names(&table), ["visit/vd"]);
    let written: Vec<_> = table.parts[0].rows.iter().map(|row| row.written).collect();
    assert_eq!(written, [1, 1]);
}

#[test]
fn a_day_is_wanted_for_one_deadline_or_for_two() {
    let deadline = "[[deadline]]\nfrom = \"vd\"\ndays = 14\ninitial_day = \"excluded\"\ntext = \"t\"\n";
    let release = release(&[
        ("PP-01", "visit", "va", deadline),
        ("PP-02", "visit", "vb", deadline),
    ]);
    let table = table(&release, json!({}), ENOUGH).unwrap();
    assert_eq!(names(&table), ["visit/va", "visit/vb", "visit/vd"]);
    let written: Vec<_> = table.parts[0].rows.iter().map(|row| row.written).collect();
    assert_eq!(written, [0, 0b100, 0b100, 0b100]);
}

#[test]
fn the_questions_alone_are_those_of_the_judging() {
    let release = release(&[("PP-01", "member", "va and (ma or mc is x)", "")]);
    let members = [json!({ "id": "1" }), json!({ "id": "2", "ma": true })];
    let situation = situation(&release, json!({}), &members);
    let questions = open_questions(&release, &situation, &MunicipalitySettings::default()).unwrap();
    assert_eq!(questions, judged(&release, &situation).questions);
    assert_eq!(questions.len(), 3);
}

#[test]
fn the_number_of_what_is_left_is_of_what_is_left_alone() {
    let release = release(&[("PP-01", "visit", "va or vb and vc", "")]);
    let left = |visit: Value| rules_left(&release, &one(&release, visit), &MunicipalitySettings::default());
    let without_va = left(json!({ "va": false, "vb": true }));
    assert_ne!(without_va, left(json!({ "va": false, "vc": true })));
    assert_ne!(without_va, left(json!({})));
    assert_ne!(without_va, left(json!({ "va": false, "vb": false })));
    // The same number again, however often it is asked for.
    assert_eq!(without_va, left(json!({ "va": false, "vb": true })));
}

//! What is one job in a visit, on the small release: a part is done with its whole only where nothing of it is lost.

use madoguchi_guidance::{Guidance, Judgement};
use serde_json::{Value, json};

use super::{judged, loaded, situation, with};

/// The part PP-02 and the whole PP-01 of this subject, with these rows.
fn done(subjects: (&str, &str), whole: &str, part: &str, other: &str) -> Guidance {
    let condition = |subject: &str, word: &str| match subject {
        "member" => format!("{word} and ma"),
        _ => word.to_owned(),
    };
    let (one, two) = (condition(subjects.0, "va"), condition(subjects.1, "va or vb"));
    let mut files = with(&[
        ("PP-01", subjects.0, &one, whole),
        ("PP-02", subjects.1, &two, part),
        ("PP-03", "member", "va and ma", other),
    ]);
    let path = "procedures/move_in/PP-02.toml";
    let text = files[path].replacen("summary", "part_of = [\"PP-01\"]\nsummary", 1);
    files.insert(path.to_owned(), text);
    files.insert(
        "forms.toml".to_owned(),
        "[[form]]\nid = \"f\"\nname = \"f\"\n[[form]]\nid = \"g\"\nname = \"g\"\n".to_owned(),
    );
    let release = loaded(&files);
    let members: [Value; 2] = [json!({ "id": "1", "ma": true }), json!({ "id": "2", "ma": true })];
    let visit = json!({ "va": true, "vd": "2026-04-10" });
    judged(&release, &situation(&release, visit, &members))
}

fn of<'g>(guidance: &'g Guidance, id: &str) -> &'g Judgement {
    guidance
        .judgements
        .iter()
        .find(|one| one.procedure == id)
        .unwrap()
}

fn is_done(guidance: &Guidance) -> bool {
    of(guidance, "PP-02").done_with.as_deref() == Some("PP-01")
}

const VISIT: (&str, &str) = ("visit", "visit");

#[test]
fn a_part_is_done_with_the_whole_only_if_its_sections_know_of_it() {
    assert!(is_done(&done(VISIT, "", "", "")));
    let own = "[[section]]\ncode = \"u\"\n";
    assert!(!is_done(&done(VISIT, "", own, "")));
    assert!(is_done(&done(VISIT, own, own, "")));
}

#[test]
fn the_forms_of_a_part_are_filled_for_another() {
    let form = "[[form]]\nid = \"f\"\n";
    let perhaps = "[[form]]\nid = \"f\"\nwhen = \"vc\"\n";
    let another = "[[form]]\nid = \"g\"\n";
    assert!(!is_done(&done(VISIT, "", form, "")));
    assert!(is_done(&done(VISIT, form, form, "")));
    assert!(is_done(&done(VISIT, "", form, form)));
    assert!(!is_done(&done(VISIT, another, form, another)));
    // What may have to be filled is filled where it may be for another, too.
    assert!(!is_done(&done(VISIT, perhaps, form, "")));
    assert!(is_done(&done(VISIT, perhaps, perhaps, "")));
    assert!(is_done(&done(VISIT, form, perhaps, "")));
    assert!(!is_done(&done(VISIT, "", perhaps, "")));
    assert!(!is_done(&done(VISIT, another, perhaps, "")));
}

#[test]
fn a_part_about_a_person_is_done_with_a_whole_about_the_visit_or_the_same_person() {
    for subjects in [("visit", "member"), ("member", "member"), ("member", "visit")] {
        let guidance = done(subjects, "", "", "");
        let parts: Vec<_> = guidance
            .judgements
            .iter()
            .filter(|one| one.procedure == "PP-02")
            .collect();
        assert!(
            parts
                .iter()
                .all(|part| part.done_with.as_deref() == Some("PP-01")),
            "{subjects:?}"
        );
        let wholes = guidance.judgements.iter().filter(|one| one.procedure == "PP-01");
        let combined: Vec<_> = wholes.map(|whole| whole.combines.len()).collect();
        let expected: &[usize] = match subjects {
            ("visit", _) => &[1],
            ("member", "member") => &[1, 1],
            // The first of them.
            _ => &[1, 0],
        };
        assert_eq!(combined, expected, "{subjects:?}");
    }
    let guidance = done(("member", "member"), "", "", "");
    let persons: Vec<_> = guidance
        .judgements
        .iter()
        .filter(|one| one.procedure == "PP-01")
        .collect();
    assert!(persons[0].concerns_the_same(persons[0]));
    assert!(!persons[0].concerns_the_same(persons[1]));
    let visit = done(VISIT, "", "", "");
    assert!(of(&visit, "PP-01").concerns_the_same(persons[0]));
    assert!(persons[1].concerns_the_same(of(&visit, "PP-01")));
}

#[test]
fn what_a_part_needs_is_on_the_whole_once() {
    let belonging = |text: &str| format!("[[belonging]]\ntext = \"{text}\"\nreason = \"r\"\n");
    let note = |text: &str| format!("[[note]]\ntext = \"{text}\"\n");
    let whole = [belonging("印鑑"), note("甲")].concat();
    let part = [belonging("印鑑"), belonging("旅券"), note("甲"), note("乙")].concat();
    let guidance = done(VISIT, &whole, &part, "");
    let whole = of(&guidance, "PP-01");
    let belongings: Vec<_> = whole.belongings.iter().map(|one| &*one.text).collect();
    assert_eq!(belongings, ["印鑑", "旅券"]);
    let notes: Vec<_> = whole.notes.iter().map(|one| &*one.text).collect();
    assert_eq!(notes, ["甲", "乙"]);
    // The part holds by "va or vb", the whole by "va": both are told, and of the same reasons one.
    assert_eq!(whole.reasons.len(), 1);
    assert_eq!(whole.combines, ["PP-02"]);
}

#[test]
fn of_two_deadlines_the_earlier_counts() {
    let within = |days: u32, text: &str| {
        format!(
            "[[deadline]]\nfrom = \"vd\"\ndays = {days}\ninitial_day = \"excluded\"\n\
             text = \"{text}\"\n"
        )
    };
    let counting = |whole: u32, part: u32| {
        let guidance = done(VISIT, &within(whole, "w"), &within(part, "p"), "");
        let judgement = of(&guidance, "PP-01").clone();
        let texts: Vec<_> = judgement
            .deadlines
            .iter()
            .map(|deadline| deadline.text.clone())
            .collect();
        (judgement.deadline.unwrap().text, texts)
    };
    let texts = ["d", "w", "p"].map(str::to_owned).to_vec();
    assert_eq!(counting(20, 14), ("p".to_owned(), texts.clone()));
    assert_eq!(counting(14, 20), ("w".to_owned(), texts.clone()));
    assert_eq!(counting(14, 14), ("w".to_owned(), texts));
}

/// Whatever the order of the numbers.
#[test]
fn a_procedure_is_done_after_all_that_come_before_it() {
    let mut files = with(&[
        ("PP-01", "visit", "va", ""),
        ("PP-02", "visit", "va", ""),
        ("PP-03", "visit", "va", ""),
        ("PP-04", "visit", "vb", ""),
    ]);
    for (id, follows) in [("PP-01", "\"PP-02\", \"PP-04\""), ("PP-02", "\"PP-03\"")] {
        let path = format!("procedures/move_in/{id}.toml");
        let text = files[&path].replacen("summary", &format!("follows = [{follows}]\nsummary"), 1);
        files.insert(path, text);
    }
    let release = loaded(&files);
    let visit = json!({ "va": true, "vb": false });
    let guidance = judged(&release, &situation(&release, visit, &[json!({ "id": "1" })]));
    let steps: Vec<_> = guidance
        .judgements
        .iter()
        .map(|one| (one.step, one.follows.clone()))
        .collect();
    // What is not required is not waited for.
    assert_eq!(
        steps,
        [
            (Some(3), vec!["PP-02".to_owned()]),
            (Some(2), vec!["PP-03".to_owned()]),
            (Some(1), Vec::new()),
            (None, Vec::new()),
        ]
    );
}

//! What a municipality adds and changes: laid over a release, read, written, judged by, and told what is wrong.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::sync::Arc;

use madoguchi_guidance::catalogue::{Finding, OVERLAY_FILE, Origin, Procedure, SubjectKind};
use madoguchi_guidance::overlay::{Change, Clause, Condition, Junction, Overlay, WrittenProcedure};
use madoguchi_guidance::trace::{ReplayError, Trace};
use madoguchi_guidance::{
    Guidance, Judgement, JudgementResult, MunicipalitySettings, Release, Situation, judge,
};
use proptest::prelude::*;
use serde_json::json;

fn release() -> &'static Release {
    Release::in_force("2026-11-24".parse().unwrap()).unwrap()
}

fn written(id: &str) -> WrittenProcedure {
    WrittenProcedure::of(release().procedure(id).unwrap(), release())
}

fn situation(release: &Release) -> Situation {
    let facts = json!({
        "events": ["move_within"],
        "visit": { "moved_on": "2026-11-10", "visitor": "self", "card_lost": false,
            "wants_signature_certificate": false },
        "members": [
            { "id": "1", "moves": true, "birth_date": "1980-04-01", "has_card": true },
            { "id": "2", "moves": true, "birth_date": "2015-08-01", "has_card": false },
        ],
    });
    Situation::from_file(&facts, "2026-11-24".parse().unwrap(), release).unwrap()
}

fn judged(release: &Release) -> Guidance {
    judge(release, &situation(release), &MunicipalitySettings::default()).unwrap()
}

fn of<'g>(guidance: &'g Guidance, procedure: &str) -> Vec<&'g Judgement> {
    let same = |judgement: &&Judgement| judgement.procedure == procedure;
    guidance.judgements.iter().filter(same).collect()
}

/// Every published procedure, written as a procedure of a municipality and read again, is the same procedure.
#[test]
fn what_is_written_is_read_as_it_was() {
    let mut overlay = Overlay::default();
    for (number, procedure) in (1..).zip(release().procedures()) {
        let mut written = WrittenProcedure::of(procedure, release());
        written.id = format!("L-{number}");
        overlay.set_procedure(written);
    }
    let text = overlay.to_text();
    assert_eq!(Overlay::from_text(&text).unwrap(), overlay);
    let with = release().with_overlay(&text).unwrap();
    for (number, procedure) in (1..).zip(release().procedures()) {
        let again = with.procedure(&format!("L-{number}")).unwrap();
        let same = Procedure {
            id: procedure.id.clone(),
            origin: Origin::Published,
            path: procedure.path.clone(),
            ..again.clone()
        };
        assert_eq!(
            WrittenProcedure::of(&same, &with),
            WrittenProcedure::of(procedure, release()),
            "{}",
            procedure.id
        );
        assert_eq!(again.condition.expression, procedure.condition.expression);
    }
}

#[test]
fn what_is_changed_differs_and_the_rest_stays() {
    let mut wanted = written("TK-01");
    wanted.summary = "町内で引っ越した人の届出です。".to_owned();
    wanted.deadlines[0].days = Some(10);
    wanted.belongings.truncate(1);
    let mut overlay = Overlay {
        title: "例".to_owned(),
        ..Overlay::default()
    };
    overlay.set_change(Change::between(&written("TK-01"), &wanted));
    let change = overlay.change("TK-01").unwrap();
    assert!(change.name.is_none() && change.sections.is_none() && change.deadlines.is_some());
    assert_eq!(change.applied_to(&written("TK-01")), wanted);

    let with = release().with_overlay(&overlay.to_text()).unwrap();
    assert_eq!(with.overlay().unwrap().title, "例");
    assert_eq!(with.hash(), release().hash(), "the release keeps its own hash");
    let guidance = judged(&with);
    assert_eq!(guidance.overlay_hash, Some(with.overlay().unwrap().hash.clone()));
    let judgement = of(&guidance, "TK-01")[0];
    assert_eq!(judgement.origin, Origin::Changed);
    assert_eq!(judgement.summary, wanted.summary);
    assert_eq!(
        judgement.deadline.as_ref().unwrap().date,
        Some("2026-11-20".parse().unwrap())
    );
    assert_eq!(judgement.belongings.len(), 1);
    // Everything else is judged as published, and is not held twice.
    let before = judged(release());
    for judgement in guidance
        .judgements
        .iter()
        .filter(|judgement| judgement.procedure != "TK-01")
    {
        let published = of(&before, &judgement.procedure);
        assert!(published.contains(&judgement), "{}", judgement.procedure);
    }
    let shared = |release: &Release, id: &str| {
        Arc::clone(release.procedures().iter().find(|known| known.id == id).unwrap())
    };
    assert!(Arc::ptr_eq(&shared(&with, "TK-02"), &shared(release(), "TK-02")));
}

#[test]
fn what_is_switched_off_is_not_looked_at_and_is_told() {
    let mut overlay = Overlay::default();
    overlay.set_change(Change {
        id: "TK-10".to_owned(),
        off: Some("犬の登録は県が行うため".to_owned()),
        ..Change::default()
    });
    let with = release().with_overlay(&overlay.to_text()).unwrap();
    assert!(of(&judged(&with), "TK-10").is_empty());
    assert!(!of(&judged(release()), "TK-10").is_empty());
    assert_eq!(with.switched_off()[0].reason, "犬の登録は県が行うため");
    // A change that changes nothing is none.
    overlay.set_change(Change {
        id: "TK-10".to_owned(),
        ..Change::default()
    });
    assert!(overlay.changes.is_empty());
}

fn shuttle_bus() -> WrittenProcedure {
    WrittenProcedure {
        name: "通学バスの定期券".to_owned(),
        life_events: vec![madoguchi_model::case::LifeEvent::MoveWithin],
        subject: SubjectKind::Member,
        condition: "moves and not birth_date attains 15".to_owned(),
        summary: "町の通学バスの定期券を作り直します。".to_owned(),
        plain: "バスの ていきけんを つくりなおします。".to_owned(),
        sections: vec![madoguchi_guidance::overlay::SectionRow {
            code: "resident_affairs".to_owned(),
            when: None,
        }],
        ..WrittenProcedure::new("L-01".to_owned())
    }
}

#[test]
fn what_is_added_is_judged_like_any_other() {
    let mut overlay = Overlay::default();
    overlay.set_procedure(shuttle_bus());
    assert_eq!(overlay.next_id(), "L-02");
    let with = release().with_overlay(&overlay.to_text()).unwrap();
    let guidance = judged(&with);
    let results: Vec<_> = of(&guidance, "L-01")
        .iter()
        .map(|judgement| judgement.result)
        .collect();
    assert_eq!(results, [JudgementResult::NotRequired, JudgementResult::Required]);
    assert_eq!(of(&guidance, "L-01")[0].origin, Origin::Added);
}

#[test]
fn a_case_is_judged_again_only_by_the_same_overlay() {
    let mut overlay = Overlay::default();
    overlay.set_procedure(shuttle_bus());
    let with = release().with_overlay(&overlay.to_text()).unwrap();
    let trace = Trace::record(&with, &situation(&with), &MunicipalitySettings::default()).unwrap();
    let kept: Trace = serde_json::from_str(&serde_json::to_string(&trace).unwrap()).unwrap();
    assert_eq!(
        kept.replay(&release().with_overlay(&overlay.to_text()).unwrap()),
        Ok(())
    );
    assert!(matches!(
        kept.replay(release()),
        Err(ReplayError::OtherOverlay(_))
    ));
}

#[test]
fn every_mistake_is_told_with_its_line() {
    let findings = |text: &str| -> Vec<Finding> { release().with_overlay(text).unwrap_err() };
    let cases = [
        (
            "title = \"\"\n[[change]]\nid = \"TK-99\"\n",
            3,
            "「TK-99」という手続きはありません",
        ),
        (
            "title = \"\"\n[[change]]\nid = \"TK-01\"\noff = \" \"\n",
            3,
            "使わない理由がありません",
        ),
        (
            "title = \"\"\n[[change]]\nid = \"TK-01\"\n[[change]]\nid = \"TK-01\"\n",
            5,
            "変更が二つあります",
        ),
        (
            "title = \"\"\n[[change]]\nid = \"TK-01\"\nsection = []\n",
            3,
            "担当の課がありません",
        ),
        (
            "title = \"\"\n[[change]]\nid = \"TK-01\"\n[[change.section]]\ncode = \"nowhere\"\n",
            5,
            "「nowhere」という課はありません",
        ),
        (
            "title = \"\"\n[[change]]\nid = \"TK-01\"\n[[change.fee]]\ntext = \"300円\"\nwhen = \"movs\"\n",
            6,
            "movs",
        ),
        ("title = \"\"\ncondition = \"moves\"\n", 2, "読めません"),
        ("title = 1\n", 1, "読めません"),
    ];
    for (text, line, problem) in cases {
        let found = findings(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!((&*found[0].path, found[0].line), (OVERLAY_FILE, line), "{text}");
        assert!(found[0].problem.contains(problem), "{text}: {found:?}");
        assert!(!found[0].remedy.is_empty(), "{text}");
    }
    let mut overlay = Overlay::default();
    overlay.set_procedure(WrittenProcedure {
        id: "TK-50".to_owned(),
        ..shuttle_bus()
    });
    assert!(findings(&overlay.to_text())[0].remedy.contains("L-01"));
}

#[test]
fn what_is_asked_of_persons_is_asked_of_one_and_the_same() {
    let clause = |code: &str| Clause::from_code(code, release()).unwrap();
    let condition = Condition {
        junction: Junction::All,
        clauses: vec![
            clause("moves:holds:true"),
            clause("card_lost:holds:false"),
            clause("birth_date:attains:65:false"),
        ],
    };
    assert_eq!(
        condition.text(SubjectKind::Visit, release()),
        "not card_lost and any member (moves and birth_date attains 65)"
    );
    assert_eq!(
        condition.text(SubjectKind::Member, release()),
        "moves and not card_lost and birth_date attains 65"
    );
    assert_eq!(
        clause("birth_date:attains:65:true").label(release()),
        "年齢：65歳未満"
    );
    assert_eq!(Clause::from_code("birth_date:attains:0:false", release()), None);
    assert_eq!(Clause::from_code("no_such_fact:holds:true", release()), None);
    // What clauses cannot say is left to the file.
    assert_eq!(
        Condition::read("moves and (card_lost or has_card)", release()),
        None
    );
    assert_eq!(Condition::read("at least 2 members (moves)", release()), None);
}

fn any_clause() -> impl Strategy<Value = Clause> {
    let offered: Vec<Clause> = Condition::facts(release())
        .flat_map(Clause::all_of)
        .chain((1..4).map(|age| {
            Clause::from_code(&format!("birth_date:attains:{}:true", age * 20), release()).unwrap()
        }))
        .collect();
    proptest::sample::select(offered)
}

proptest! {
    /// Whatever is put together on the screen is a condition that loads, and is read back as it was put together.
    #[test]
    fn conditions_are_read_back(
        clauses in proptest::collection::vec(any_clause(), 0..6),
        all in any::<bool>(),
        visit in any::<bool>(),
    ) {
        let subject = if visit { SubjectKind::Visit } else { SubjectKind::Member };
        let junction = if all || clauses.len() < 2 { Junction::All } else { Junction::Any };
        let condition = Condition { junction, clauses };
        let text = condition.text(subject, release());
        let mut overlay = Overlay::default();
        overlay.set_procedure(WrittenProcedure { subject, condition: text.clone(), ..shuttle_bus() });
        prop_assert!(release().with_overlay(&overlay.to_text()).is_ok(), "{}", text);
        let mut read = Condition::read(&text, release()).unwrap();
        prop_assert_eq!(read.junction, condition.junction, "{}", &text);
        // Clauses about persons stand together, after those about the visit.
        read.clauses.sort_by_key(Clause::code);
        let mut sorted = condition.clauses.clone();
        sorted.sort_by_key(Clause::code);
        prop_assert_eq!(read.clauses, sorted, "{}", text);
        for clause in condition.clauses {
            prop_assert_eq!(Clause::from_code(&clause.code(), release()), Some(clause));
        }
    }
}

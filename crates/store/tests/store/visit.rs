//! A visit at the counter: reception, answers, decisions, applications, signatures.

use std::collections::BTreeMap;

use chrono::Duration;
use madoguchi_model::case::LifeEvent;
use madoguchi_model::staff::Role;
use madoguchi_store::applications::{ApplicationState, NewApplication, Prepared};
use madoguchi_store::case_events::CaseEventKind;
use madoguchi_store::cases::NewCase;
use madoguchi_store::overrules::{NewOverrule, OverruledTo};
use madoguchi_store::signatures::NewSignature;
use madoguchi_store::testing::{Sample, TestDatabase};
use madoguchi_store::{
    ChangeError, TenantTx, answers, applications, case_events, cases, edit_leases, overrules,
    protection_lifts, signatures,
};
use serde_json::json;

async fn begin(db: &TestDatabase) -> TenantTx {
    db.store.begin(&db.here.scope).await.unwrap()
}

fn new_case(here: &Sample, key: &str) -> NewCase {
    NewCase {
        household_id: Some(here.household.id),
        events: vec![LifeEvent::MoveWithin],
        members: here.case.members.clone(),
        visitor: here.case.visitor.clone(),
        moved_on: None,
        filed_on: here.case.filed_on,
        new_address: None,
        former_address: None,
        release_hash: "test".into(),
        overlay_hash: None,
        idempotency_key: key.into(),
    }
}

fn application(form: &str, phone: &str) -> NewApplication {
    NewApplication {
        form_id: form.into(),
        release_hash: "test".into(),
        form_edition: "2026-11".into(),
        residents: Vec::new(),
        values: json!({ "visitor.phone": phone }),
        supplied_font: None,
    }
}

#[tokio::test]
async fn a_form_sent_twice_opens_one_case_and_numbers_run_on() {
    let db = TestDatabase::new().await;
    let by = db.here.staff(Role::FrontDesk).id;
    let mut tx = begin(&db).await;
    let one = cases::create(&mut tx, &new_case(&db.here, "a"), by)
        .await
        .unwrap();
    let again = cases::create(&mut tx, &new_case(&db.here, "a"), by)
        .await
        .unwrap();
    let other = cases::create(&mut tx, &new_case(&db.here, "b"), by)
        .await
        .unwrap();
    assert_eq!(one, again);
    assert_eq!(
        [&*db.here.case.number, &*one.number, &*other.number],
        ["26-00001", "26-00002", "26-00003"]
    );
    let open = cases::open_of_household(&mut tx, db.here.household.id)
        .await
        .unwrap();
    assert_eq!(open.len(), 3);
    assert_eq!(open[0].first_member, "辻\u{e0100}\u{3000}太郎");
    assert_eq!(open[0].members, 4);
}

#[tokio::test]
async fn a_stale_save_tells_who_saved_when() {
    let db = TestDatabase::new().await;
    let (first, second) = (
        db.here.staff(Role::FrontDesk).id,
        db.here.staff(Role::Administrator).id,
    );
    let read = db.here.case.clone();
    let mut changed = read.clone();
    changed.moved_on = Some("2026-04-01".parse().unwrap());
    let mut tx = begin(&db).await;
    let (saved, voided) = cases::update(&mut tx, &changed, first).await.unwrap();
    assert_eq!(
        (saved.version, saved.moved_on, voided),
        (read.version + 1, changed.moved_on, 0)
    );
    tx.commit().await.unwrap();
    let mut tx = begin(&db).await;
    let stale = cases::update(&mut tx, &read, second).await.unwrap_err();
    match stale {
        ChangeError::Stale {
            changed_by, version, ..
        } => {
            assert_eq!((changed_by, version), (Some(first), read.version + 1));
        }
        other => panic!("{other}"),
    }
    // Saving what is there already is no change.
    let (same, _) = cases::update(&mut tx, &saved, first).await.unwrap();
    assert_eq!(same.version, saved.version);
}

#[tokio::test]
async fn answers_keep_their_history_and_can_be_withdrawn() {
    let db = TestDatabase::new().await;
    let (case, by) = (db.here.case.id, db.here.staff(Role::FrontDesk).id);
    let mut tx = begin(&db).await;
    let say = |answer| BTreeMap::from([("visit/owns_dog".to_owned(), answer)]);
    assert_eq!(
        answers::save(&mut tx, case, &say(Some(json!(true))), by)
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        answers::save(&mut tx, case, &say(Some(json!(true))), by)
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        answers::save(&mut tx, case, &say(Some(json!(false))), by)
            .await
            .unwrap(),
        1
    );
    let current = answers::current(&mut tx, case).await.unwrap();
    assert_eq!(current["visit/owns_dog"].answer, Some(json!(false)));
    assert_eq!(answers::save(&mut tx, case, &say(None), by).await.unwrap(), 1);
    assert!(answers::current(&mut tx, case).await.unwrap().is_empty());
    let history: Vec<_> = answers::history(&mut tx, case).await.unwrap();
    let said: Vec<_> = history
        .iter()
        .map(|given| (given.revision, given.answer.clone()))
        .collect();
    assert_eq!(said, [(1, Some(json!(true))), (2, Some(json!(false))), (3, None)]);
}

#[tokio::test]
async fn one_editor_at_a_time() {
    let db = TestDatabase::new().await;
    let (first, second) = (
        db.here.staff(Role::FrontDesk).id,
        db.here.staff(Role::Administrator).id,
    );
    let case = db.here.case.id;
    let five = Duration::minutes(5);
    let mut tx = begin(&db).await;
    let lease = edit_leases::take(&mut tx, case, first, five, false)
        .await
        .unwrap();
    let refused = edit_leases::take(&mut tx, case, second, five, true).await;
    assert!(matches!(refused, Err(ChangeError::HeldBy(holder)) if holder == first));
    let answer = BTreeMap::from([("visit/x".to_owned(), Some(json!(true)))]);
    let refused = answers::save(&mut tx, case, &answer, second).await;
    assert!(matches!(refused, Err(ChangeError::HeldBy(holder)) if holder == first));
    answers::save(&mut tx, case, &answer, first).await.unwrap();

    db.clock.advance(Duration::minutes(6));
    // It has run out: others may edit again, but the right itself is only taken over on purpose.
    let refused = edit_leases::take(&mut tx, case, second, five, false).await;
    assert!(matches!(refused, Err(ChangeError::HeldBy(holder)) if holder == first));
    let taken = edit_leases::take(&mut tx, case, second, five, true)
        .await
        .unwrap();
    assert_eq!((taken.holder, lease.holder), (second, first));
    assert!(!edit_leases::release(&mut tx, case, first).await.unwrap());
    assert!(edit_leases::release(&mut tx, case, second).await.unwrap());
    let kinds: Vec<_> = case_events::list(&mut tx, case)
        .await
        .unwrap()
        .into_iter()
        .map(|event| event.kind)
        .collect();
    assert_eq!(kinds, [CaseEventKind::Opened, CaseEventKind::TakenOver]);
}

#[tokio::test]
async fn a_change_after_signing_takes_the_signature_away() {
    let db = TestDatabase::new().await;
    let (case, by) = (db.here.case.id, db.here.staff(Role::FrontDesk).id);
    let mut tx = begin(&db).await;
    let wanted = [application("move", "1"), application("insurance", "1")];
    let done = applications::prepare(&mut tx, case, &wanted, by).await.unwrap();
    assert_eq!(
        done,
        Prepared {
            changed: 2,
            voided: 0
        }
    );
    assert_eq!(
        applications::prepare(&mut tx, case, &wanted, by).await.unwrap(),
        Prepared::default()
    );
    let made = applications::of_case(&mut tx, case).await.unwrap();
    let sign = |version| NewSignature {
        strokes: Some(json!([[[0, 0], [1, 1]]])),
        signer: "辻\u{e0100}　太郎".into(),
        application_version: version,
    };
    for application in &made {
        signatures::sign(&mut tx, application.id, &sign(1), by)
            .await
            .unwrap();
    }
    let twice = signatures::sign(&mut tx, made[0].id, &sign(1), by).await;
    assert!(matches!(twice, Err(ChangeError::NotAllowed(_))));

    // Other values: one signature goes, the other form is not needed any more and goes too.
    let done = applications::prepare(&mut tx, case, &[application("move", "2")], by)
        .await
        .unwrap();
    assert_eq!(
        done,
        Prepared {
            changed: 2,
            voided: 2
        }
    );
    let left = applications::of_case(&mut tx, case).await.unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].state, left[0].version), (ApplicationState::Prepared, 2));
    let stale = signatures::sign(&mut tx, left[0].id, &sign(1), by).await;
    assert!(matches!(stale, Err(ChangeError::Stale { .. })));
    signatures::sign(&mut tx, left[0].id, &sign(2), by).await.unwrap();

    // A change at reception too.
    let mut changed = cases::get(&mut tx, case).await.unwrap().unwrap();
    changed.visitor.phone = "000-0000-0000".into();
    let (_, voided) = cases::update(&mut tx, &changed, by).await.unwrap();
    assert_eq!(voided, 1);
    assert!(signatures::standing(&mut tx, left[0].id).await.unwrap().is_none());
    let all = signatures::of_case(&mut tx, case).await.unwrap();
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|signature| signature.void_reason.is_some()));

    signatures::sign(
        &mut tx,
        left[0].id,
        &NewSignature {
            strokes: None,
            ..sign(2)
        },
        by,
    )
    .await
    .unwrap();
    signatures::void(&mut tx, left[0].id, by, "書き損じ")
        .await
        .unwrap();
    let none = signatures::void(&mut tx, left[0].id, by, "書き損じ").await;
    assert!(matches!(none, Err(ChangeError::NotFound)));
}

#[tokio::test]
async fn a_decision_stays_beside_the_judgement_until_withdrawn() {
    let db = TestDatabase::new().await;
    let (case, by) = (db.here.case.id, db.here.staff(Role::FrontDesk).id);
    let mut tx = begin(&db).await;
    let new = |result, reason: &str| NewOverrule {
        procedure_id: "TK-03".into(),
        subject: "visit".into(),
        result,
        reason: reason.into(),
    };
    let no_reason = overrules::create(&mut tx, case, &new(OverruledTo::Required, " "), by).await;
    assert!(matches!(no_reason, Err(ChangeError::NotAllowed(_))));
    overrules::create(&mut tx, case, &new(OverruledTo::Required, "本人の希望"), by)
        .await
        .unwrap();
    let second = overrules::create(&mut tx, case, &new(OverruledTo::NotRequired, "担当課に確認"), by)
        .await
        .unwrap();
    let in_force = |all: Vec<overrules::Overrule>| {
        all.into_iter()
            .filter(|one| one.withdrawn_at.is_none())
            .map(|one| one.result)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        in_force(overrules::list(&mut tx, case).await.unwrap()),
        [OverruledTo::NotRequired]
    );
    overrules::withdraw(&mut tx, case, second, by).await.unwrap();
    assert!(in_force(overrules::list(&mut tx, case).await.unwrap()).is_empty());
    assert_eq!(overrules::list(&mut tx, case).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_lift_locks_itself_again() {
    let db = TestDatabase::new().await;
    let (case, by) = (db.here.case.id, db.here.staff(Role::SectionChief).id);
    let mut tx = begin(&db).await;
    let half_an_hour = Duration::minutes(30);
    protection_lifts::lift(&mut tx, case, by, "本人の申出", half_an_hour)
        .await
        .unwrap();
    assert!(protection_lifts::in_force(&mut tx, case).await.unwrap().is_some());
    db.clock.advance(half_an_hour);
    assert!(protection_lifts::in_force(&mut tx, case).await.unwrap().is_none());
    protection_lifts::lift(&mut tx, case, by, "本人の申出", half_an_hour)
        .await
        .unwrap();
    assert_eq!(protection_lifts::end(&mut tx, case, by).await.unwrap(), 1);
    assert!(protection_lifts::in_force(&mut tx, case).await.unwrap().is_none());
}

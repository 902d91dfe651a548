//! From the counter to the sections' queues and to completed work.

use std::collections::BTreeMap;

use chrono::Duration;
use madoguchi_model::case::{CaseState, LifeEvent};
use madoguchi_model::hand_off::{HandedProcedure, QueueState};
use madoguchi_model::ids::SectionId;
use madoguchi_model::staff::Role;
use madoguchi_store::case_events::CaseEventKind;
use madoguchi_store::cases::NewCase;
use madoguchi_store::hand_offs::SectionHandOff;
use madoguchi_store::queue::QueueFilter;
use madoguchi_store::testing::{Sample, TestDatabase};
use madoguchi_store::{ChangeError, TenantTx, case_events, cases, hand_offs, jobs, queue};

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

fn procedure(id: &str) -> HandedProcedure {
    HandedProcedure {
        procedure: id.into(),
        name: format!("手続き{id}"),
        residents: Vec::new(),
    }
}

/// Does the delivery that the hand-off enqueued, as the worker does.
async fn deliver(tx: &mut TenantTx) {
    let job = jobs::lease(tx, Duration::minutes(1))
        .await
        .unwrap()
        .expect("a delivery is due");
    assert_eq!(job.kind, hand_offs::DELIVER);
    let id = job.payload["hand_off"].as_str().unwrap().parse().unwrap();
    hand_offs::deliver(tx, id).await.unwrap();
    hand_offs::deliver(tx, id).await.unwrap();
    assert!(jobs::complete(tx, &job).await.unwrap());
}

fn to_both(sections: &[SectionId]) -> Vec<SectionHandOff> {
    sections
        .iter()
        .map(|section_id| SectionHandOff {
            section_id: *section_id,
            procedures: vec![procedure("TK-01")],
        })
        .collect()
}

#[tokio::test]
async fn sent_back_work_returns_to_the_front_desk_and_is_received_again() {
    use QueueState::{InReview, Received, SentBack};
    let db = TestDatabase::new().await;
    let (front, back) = (
        db.here.staff(Role::FrontDesk).id,
        db.here.staff(Role::BackOffice).id,
    );
    let (case, sections) = (db.here.case.id, [db.here.sections[0].id, db.here.sections[1].id]);
    let mut tx = begin(&db).await;
    hand_offs::create(&mut tx, case, 1, &to_both(&sections), front)
        .await
        .unwrap();
    assert_eq!(
        cases::get(&mut tx, case).await.unwrap().unwrap().state,
        CaseState::HandedOff
    );
    assert!(queue::of_case(&mut tx, case).await.unwrap().is_empty());
    deliver(&mut tx).await;
    let filter = QueueFilter {
        sections: vec![sections[1]],
        limit: 10,
        ..QueueFilter::default()
    };
    let hits = queue::list(&mut tx, &filter).await.unwrap();
    assert_eq!(hits.len(), 1);
    assert_eq!((&*hits[0].case_number, hits[0].members), ("26-00001", 4));
    let item = &hits[0].item;

    queue::take(&mut tx, item.id, item.version, back).await.unwrap();
    let stale = queue::enter_provisionally(&mut tx, item.id, item.version, back).await;
    assert!(matches!(stale, Err(ChangeError::Stale { changed_by, .. }) if changed_by == Some(back)));
    let others = queue::enter_provisionally(&mut tx, item.id, item.version + 1, front).await;
    assert!(matches!(others, Err(ChangeError::HeldBy(holder)) if holder == back));
    let no_reason = queue::send_back(&mut tx, item.id, item.version + 1, back, "").await;
    assert!(matches!(no_reason, Err(ChangeError::NotAllowed(_))));
    queue::send_back(
        &mut tx,
        item.id,
        item.version + 1,
        back,
        "保険証の記号番号が要ります",
    )
    .await
    .unwrap();
    let reopened = cases::get(&mut tx, case).await.unwrap().unwrap();
    assert_eq!(reopened.state, CaseState::Open);
    let found = cases::list(
        &mut tx,
        &cases::CaseFilter {
            sent_back: true,
            limit: 10,
            ..Default::default()
        },
    )
    .await
    .unwrap();
    assert!(found[0].sent_back);

    hand_offs::create(&mut tx, case, reopened.version, &to_both(&sections), front)
        .await
        .unwrap();
    deliver(&mut tx).await;
    let items = queue::of_case(&mut tx, case).await.unwrap();
    assert_eq!(items.len(), 2);
    assert!(
        items
            .iter()
            .all(|item| item.state == QueueState::Received && item.assignee.is_none())
    );
    let events = queue::events(&mut tx, item.id).await.unwrap();
    let states: Vec<_> = events.iter().map(|event| event.to).collect();
    assert_eq!(states, [Received, InReview, SentBack, Received]);
    assert_eq!(events[2].reason, "保険証の記号番号が要ります");
}

#[tokio::test]
async fn a_case_is_completed_with_its_last_piece_of_work() {
    let db = TestDatabase::new().await;
    let (front, back) = (
        db.here.staff(Role::FrontDesk).id,
        db.here.staff(Role::BackOffice).id,
    );
    let (case, sections) = (db.here.case.id, [db.here.sections[0].id, db.here.sections[1].id]);
    let mut tx = begin(&db).await;
    hand_offs::create(&mut tx, case, 1, &to_both(&sections), front)
        .await
        .unwrap();
    deliver(&mut tx).await;
    let items = queue::of_case(&mut tx, case).await.unwrap();
    for (item, by) in items.iter().zip([front, back]) {
        assert_eq!(
            cases::get(&mut tx, case).await.unwrap().unwrap().state,
            CaseState::HandedOff
        );
        let early = queue::complete(&mut tx, item.id, item.version, by).await;
        assert!(matches!(early, Err(ChangeError::NotAllowed(_))));
        queue::take(&mut tx, item.id, item.version, by).await.unwrap();
        queue::put_back(&mut tx, item.id, item.version + 1, by, false)
            .await
            .unwrap();
        queue::take(&mut tx, item.id, item.version + 2, by).await.unwrap();
        queue::enter_provisionally(&mut tx, item.id, item.version + 3, by)
            .await
            .unwrap();
        queue::complete(&mut tx, item.id, item.version + 4, by)
            .await
            .unwrap();
    }
    assert_eq!(
        cases::get(&mut tx, case).await.unwrap().unwrap().state,
        CaseState::Completed
    );
    let counts = queue::counts(&mut tx, sections[0]).await.unwrap();
    assert_eq!(counts, BTreeMap::from([(QueueState::Completed, 1)]));
    let last = case_events::list(&mut tx, case).await.unwrap().pop().unwrap();
    assert_eq!((last.kind, last.staff_id), (CaseEventKind::Completed, Some(back)));
}

#[tokio::test]
async fn a_hand_off_without_sections_completes_the_case_and_a_withdrawn_case_is_not_delivered() {
    let db = TestDatabase::new().await;
    let front = db.here.staff(Role::FrontDesk).id;
    let mut tx = begin(&db).await;
    hand_offs::create(&mut tx, db.here.case.id, 1, &[], front)
        .await
        .unwrap();
    deliver(&mut tx).await;
    let done = cases::get(&mut tx, db.here.case.id).await.unwrap().unwrap();
    assert_eq!(done.state, CaseState::Completed);
    let late = cases::withdraw(&mut tx, done.id, done.version, front, "取下げ").await;
    assert!(matches!(late, Err(ChangeError::NotAllowed(_))));

    let other = cases::create(&mut tx, &new_case(&db.here, "other"), front)
        .await
        .unwrap();
    let items = to_both(&[db.here.sections[0].id]);
    hand_offs::create(&mut tx, other.id, other.version, &items, front)
        .await
        .unwrap();
    cases::withdraw(&mut tx, other.id, other.version + 1, front, "本人の申出")
        .await
        .unwrap();
    deliver(&mut tx).await;
    assert!(queue::of_case(&mut tx, other.id).await.unwrap().is_empty());
    let handed = hand_offs::of_case(&mut tx, other.id).await.unwrap();
    assert!(handed[0].delivered_at.is_some());
}

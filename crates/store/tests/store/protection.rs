//! 支援措置 as decisions make it: what protects whom, and that nothing ends but by a decision.

use chrono::Duration;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::protection::{MeasureState, SuppressionKind, Transition};
use madoguchi_model::resident::ProtectiveMeasure;
use madoguchi_model::staff::Role;
use madoguchi_store::perpetrators::{NewPerpetrator, Somebody};
use madoguchi_store::protective_measures::{Measure, NewMeasure};
use madoguchi_store::suppressions::NewSuppression;
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{
    ChangeError, TenantTx, emergency_accesses, perpetrators, protective_measures, residents, suppressions,
};

fn new(tx: &TenantTx, resident: ResidentId, members: &[ResidentId]) -> NewMeasure {
    NewMeasure {
        resident,
        members: members.to_vec(),
        from: tx.today(),
        consulted: "みほん警察署".into(),
        remark: String::new(),
        reason: "申出".into(),
    }
}

async fn flags(tx: &mut TenantTx, ids: &[ResidentId]) -> Vec<ProtectiveMeasure> {
    let mut flags = Vec::new();
    for id in ids {
        flags.push(residents::get(tx, *id).await.unwrap().unwrap().protective_measure);
    }
    flags
}

async fn reload(tx: &mut TenantTx, measure: &Measure) -> Measure {
    protective_measures::get(tx, measure.id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_measure_is_registered_confirmed_extended_and_ended_by_decisions() {
    use ProtectiveMeasure::{InForce, None, Provisional};
    use Transition::{Confirm, End, Extend, Include, Register};
    let db = TestDatabase::new().await;
    let by = db.here.staff(Role::SectionChief).id;
    let people: Vec<ResidentId> = db.here.household.members.iter().map(|member| member.id).collect();
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let registered = new(&tx, people[1], &people[2..3]);
    let id = protective_measures::register(&mut tx, &registered, by)
        .await
        .unwrap();
    assert_eq!(
        flags(&mut tx, &people).await,
        [None, Provisional, Provisional, None]
    );
    // One at a time for a person.
    let again = protective_measures::register(&mut tx, &registered, by).await;
    assert!(matches!(again, Err(ChangeError::NotAllowed(_))));
    let measure = protective_measures::get(&mut tx, id).await.unwrap().unwrap();
    let from = measure.term.unwrap().from;
    let extended = protective_measures::extend(&mut tx, id, measure.version, "早い", by).await;
    assert!(matches!(extended, Err(ChangeError::NotAllowed(_))));
    protective_measures::confirm(&mut tx, id, measure.version, from, "警察の意見", by)
        .await
        .unwrap();
    assert_eq!(flags(&mut tx, &people).await, [None, InForce, InForce, None]);
    let stale = protective_measures::end(&mut tx, id, measure.version, "古い画面", by).await;
    assert!(matches!(stale, Err(ChangeError::Stale { .. })));
    tx.commit().await.unwrap();

    // A year and a day later it protects all the same, and is told.
    db.clock.advance(Duration::days(366));
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    assert_eq!(flags(&mut tx, &people[1..2]).await, [InForce]);
    let counts = protective_measures::counts(&mut tx).await.unwrap();
    assert_eq!((counts.overdue, counts.ends_soon, counts.provisional), (1, 0, 0));
    let measure = reload(&mut tx, &measure).await;
    let until = measure.term.unwrap().until;
    protective_measures::extend(&mut tx, id, measure.version, "本人の意思", by)
        .await
        .unwrap();
    let measure = reload(&mut tx, &measure).await;
    assert!(measure.term.unwrap().until > until + Duration::days(364));
    // Who is not included any more is not protected any more; who is, is.
    protective_measures::include(&mut tx, id, measure.version, &people[3..], "世帯の変更", by)
        .await
        .unwrap();
    assert_eq!(flags(&mut tx, &people).await, [None, InForce, None, InForce]);
    let measure = reload(&mut tx, &measure).await;
    let without_reason = protective_measures::end(&mut tx, id, measure.version, " ", by).await;
    assert!(matches!(without_reason, Err(ChangeError::NotAllowed(_))));
    protective_measures::end(&mut tx, id, measure.version, "本人の申出", by)
        .await
        .unwrap();
    assert_eq!(flags(&mut tx, &people).await, [None; 4]);
    let measure = reload(&mut tx, &measure).await;
    assert_eq!(measure.state, MeasureState::Ended);
    let back = protective_measures::extend(&mut tx, id, measure.version, "戻す", by).await;
    assert!(matches!(back, Err(ChangeError::NotAllowed(_))));
    let told: Vec<Transition> = protective_measures::events(&mut tx, id)
        .await
        .unwrap()
        .iter()
        .map(|event| event.what)
        .collect();
    assert_eq!(told, [Register, Confirm, Extend, Include, End]);
}

#[tokio::test]
async fn whoever_is_under_two_measures_is_protected_until_both_end() {
    let db = TestDatabase::new().await;
    let by = db.here.staff(Role::SectionChief).id;
    let people: Vec<ResidentId> = db.here.household.members.iter().map(|member| member.id).collect();
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let one = new(&tx, people[1], &people[2..3]);
    let other = new(&tx, people[2], &[]);
    let one = protective_measures::register(&mut tx, &one, by).await.unwrap();
    let other = protective_measures::register(&mut tx, &other, by).await.unwrap();
    for (id, expected) in [
        (one, ProtectiveMeasure::Provisional),
        (other, ProtectiveMeasure::None),
    ] {
        protective_measures::end(&mut tx, id, 1, "終了", by)
            .await
            .unwrap();
        assert_eq!(flags(&mut tx, &people[2..3]).await, [expected]);
    }
}

#[tokio::test]
async fn the_counter_learns_only_that_somebody_is_among_them() {
    let db = TestDatabase::new().await;
    let by = db.here.staff(Role::SectionChief).id;
    let people = &db.here.household.members;
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let registered = new(&tx, people[1].id, &[]);
    let id = protective_measures::register(&mut tx, &registered, by)
        .await
        .unwrap();
    let named = |name: &str, resident_id| Somebody {
        resident_id,
        name: name.into(),
        ..Somebody::default()
    };
    let against = NewPerpetrator {
        name: "髙橋\u{3000}一郎".into(),
        kana: String::new(),
        birth_date: None,
        address: String::new(),
        relation: "元配偶者".into(),
        resident_id: Some(people[0].id),
    };
    let perpetrator = perpetrators::add(&mut tx, id, &against, by).await.unwrap();
    for (who, among) in [
        (named("高橋 一郎", None), true),
        (named("別\u{3000}人", Some(people[0].id)), true),
        (named("高橋 二郎", None), false),
    ] {
        assert_eq!(perpetrators::is_among(&mut tx, &[who]).await.unwrap(), among);
    }
    perpetrators::remove(&mut tx, id, perpetrator, by).await.unwrap();
    let asked = [named("高橋 一郎", None)];
    assert!(!perpetrators::is_among(&mut tx, &asked).await.unwrap());
}

#[tokio::test]
async fn a_suppression_has_its_days_and_its_end() {
    let db = TestDatabase::new().await;
    let by = db.here.staff(Role::SectionChief).id;
    let person = [db.here.household.members[0].id];
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let today = tx.today();
    let suppression = |from, until| NewSuppression {
        resident: person[0],
        kind: SuppressionKind::Certificates,
        reason: "裁判所の命令".into(),
        from,
        until,
    };
    let day = Duration::days(1);
    for (from, until) in [(today + day, None), (today - day * 9, Some(today - day))] {
        suppressions::create(&mut tx, &suppression(from, until), by)
            .await
            .unwrap();
    }
    assert!(suppressions::in_force(&mut tx, &person).await.unwrap().is_empty());
    let wrong = suppression(today, Some(today - day));
    assert!(matches!(
        suppressions::create(&mut tx, &wrong, by).await,
        Err(ChangeError::NotAllowed(_))
    ));
    let id = suppressions::create(&mut tx, &suppression(today, Some(today)), by)
        .await
        .unwrap();
    assert_eq!(suppressions::in_force(&mut tx, &person).await.unwrap().len(), 1);
    suppressions::end(&mut tx, id, "取消し", by).await.unwrap();
    assert!(suppressions::in_force(&mut tx, &person).await.unwrap().is_empty());
    assert!(matches!(
        suppressions::end(&mut tx, id, "もう一度", by).await,
        Err(ChangeError::NotAllowed(_))
    ));
    assert_eq!(suppressions::list(&mut tx, 10).await.unwrap().len(), 3);
}

#[tokio::test]
async fn an_emergency_is_one_officers_for_one_person_and_is_acknowledged_by_another() {
    let db = TestDatabase::new().await;
    let (desk, chief) = (
        db.here.staff(Role::FrontDesk).id,
        db.here.staff(Role::SectionChief).id,
    );
    let people = &db.here.household.members;
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let ten = Duration::minutes(10);
    let id = emergency_accesses::open(&mut tx, people[0].id, desk, "安否の確認", ten)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    for (who, by, seen) in [
        (people[0].id, desk, true),
        (people[1].id, desk, false),
        (people[0].id, chief, false),
    ] {
        let until = emergency_accesses::in_force(&mut tx, who, by).await.unwrap();
        assert_eq!(until.is_some(), seen);
    }
    let own = emergency_accesses::acknowledge(&mut tx, id, "見た", desk).await;
    assert!(matches!(own, Err(ChangeError::NotAllowed(_))));
    emergency_accesses::acknowledge(&mut tx, id, "消防署に確認", chief)
        .await
        .unwrap();
    let twice = emergency_accesses::acknowledge(&mut tx, id, "また", chief).await;
    assert!(matches!(twice, Err(ChangeError::NotAllowed(_))));
    tx.commit().await.unwrap();
    db.clock.advance(ten);
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let over = emergency_accesses::in_force(&mut tx, people[0].id, desk)
        .await
        .unwrap();
    assert!(over.is_none());
    let listed = emergency_accesses::list(&mut tx, 10).await.unwrap();
    assert_eq!(listed[0].acknowledged.as_ref().unwrap().2, "消防署に確認");
}

//! Rows and households that cannot be: told, and without effect.

use madoguchi_import::{Reason, ResidentEntry};
use madoguchi_store::imports::{Bounds, Refusal, RunState};
use madoguchi_store::testing::TestDatabase;

use super::support::{DIFFERENCE, FULL, file, households, import, moved, register, rejects, state};

/// Everybody, and the household of four that is to be broken.
fn people() -> (Vec<ResidentEntry>, Vec<ResidentEntry>) {
    let all = register(&households());
    let of = |number: &str| {
        all.iter()
            .filter(|entry| entry.household_number == number)
            .count()
    };
    let four = all.iter().find(|entry| of(&entry.household_number) == 4).unwrap();
    let four = four.household_number.clone();
    all.into_iter().partition(|entry| entry.household_number != four)
}

/// Imports the others with the broken household; all of it is rejected for the reason, and the others are there.
async fn household_is_rejected(change: impl Fn(&mut Vec<ResidentEntry>), reason: Reason) {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let (others, mut broken) = people();
    change(&mut broken);
    let all: Vec<_> = others.iter().chain(&broken).cloned().collect();
    let done = import(&db.store, scope, &file(&all), FULL).await;
    assert_eq!(done.refusal, None);
    assert_eq!(done.run.counts.added, others.len() as u64);
    let told = rejects(&db.store, scope, &done.run).await;
    assert_eq!(told.len(), broken.len(), "{told:?}");
    assert!(told.iter().all(|reject| reject.reason == reason), "{told:?}");
    assert_eq!(done.run.rejected_rows, broken.len() as u64);
    let whole = TestDatabase::new().await;
    import(&whole.store, &whole.here.scope, &file(&others), FULL).await;
    assert_eq!(state(&db, scope).await, state(&whole, &whole.here.scope).await);
}

fn without_pointers(household: &mut [ResidentEntry]) {
    for member in household {
        member.head_number = None;
    }
}

#[tokio::test]
async fn a_household_without_a_head() {
    let change = |household: &mut Vec<ResidentEntry>| {
        without_pointers(household);
        household[0].resident.relationship = "縁故者".into();
    };
    household_is_rejected(change, Reason::NoHead).await;
}

#[tokio::test]
async fn a_household_with_two_heads() {
    let change = |household: &mut Vec<ResidentEntry>| {
        without_pointers(household);
        household[1].resident.relationship = "世帯主".into();
    };
    household_is_rejected(change, Reason::SeveralHeads).await;
}

#[tokio::test]
async fn heads_that_point_at_one_another() {
    let change = |household: &mut Vec<ResidentEntry>| {
        let numbers: Vec<_> = household
            .iter()
            .map(|member| member.resident.addressee_number.clone())
            .collect();
        household[1].head_number.clone_from(&numbers[2]);
        household[2].head_number.clone_from(&numbers[1]);
    };
    household_is_rejected(change, Reason::Circular).await;
}

#[tokio::test]
async fn a_head_of_another_household() {
    let other = people().0[0].resident.addressee_number.clone();
    let change = move |household: &mut Vec<ResidentEntry>| household[3].head_number.clone_from(&other);
    household_is_rejected(change, Reason::WrongHead).await;
}

#[tokio::test]
async fn the_second_row_of_a_key_is_rejected_wherever_it_stands() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let all = register(&households());
    let double = moved(
        &ResidentEntry {
            history_number: 0,
            ..all[0].clone()
        },
        "5番",
        "2026-01-01",
    );
    for again in [vec![all[0].clone(), double.clone()], vec![all[0].clone()]] {
        let written: Vec<_> = again
            .iter()
            .take(1)
            .chain(&all[1..])
            .chain(&again[1..])
            .cloned()
            .collect();
        let done = import(&db.store, scope, &file(&written), FULL).await;
        let told = rejects(&db.store, scope, &done.run).await;
        assert_eq!(told.len(), again.len() - 1);
        assert!(told.iter().all(|reject| reject.reason == Reason::DuplicateKey));
        assert!(told.iter().all(|reject| reject.row == all.len() as u64 + 2));
    }
}

#[tokio::test]
async fn a_change_that_takes_the_head_away_is_seen_with_those_who_stay() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let (others, four) = people();
    let all: Vec<_> = others.iter().chain(&four).cloned().collect();
    import(&db.store, scope, &file(&all), FULL).await;
    let before = state(&db, scope).await;
    let mut head = moved(&four[0], "5番", "2026-04-01");
    head.resident.relationship = "子".into();
    head.head_number = None;
    let done = import(&db.store, scope, &file(&[head]), DIFFERENCE).await;
    let told = rejects(&db.store, scope, &done.run).await;
    assert_eq!(
        told.iter().map(|reject| reject.reason).collect::<Vec<_>>(),
        [Reason::NoHead]
    );
    assert_eq!(state(&db, scope).await, before);
}

#[tokio::test]
async fn too_many_rejects_and_nothing_at_all_have_no_effect() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    import(&db.store, scope, &file(&register(&households())), FULL).await;
    let before = state(&db, scope).await;
    let empty = import(&db.store, scope, &file(&[]), FULL).await;
    assert_eq!(
        (empty.refusal, empty.run.state),
        (Some(Refusal::Nothing), RunState::Refused)
    );
    let bytes = [file(&register(&households())[..50]), b"\"x\"\r\n".repeat(40)].concat();
    let super::support::How { .. } = FULL;
    let madoguchi_store::imports::Begun::New(run) =
        super::support::begin(&db.store, scope, &bytes, FULL).await
    else {
        panic!()
    };
    super::support::stage(&db.store, scope, (&bytes, FULL), &run, (30, usize::MAX)).await;
    let mut tx = db.store.begin(scope).await.unwrap();
    let bounds = Bounds {
        rejected_rows: 39,
        accept_removals: true,
    };
    let done = madoguchi_store::imports::switch_over(&mut tx, run.id, bounds, &mut |_, _| {})
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(done.refusal, Some(Refusal::Rejects(40)));
    assert_eq!(rejects(&db.store, scope, &run).await.len(), 40);
    assert_eq!(state(&db, scope).await, before);
}

#[tokio::test]
async fn nobody_is_missing_where_a_rejected_row_could_be_anybodys() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let all = register(&households());
    import(&db.store, scope, &file(&all), FULL).await;
    let last = all.last().unwrap().household_number.clone();
    let rest: Vec<_> = all
        .iter()
        .filter(|entry| entry.household_number != last)
        .cloned()
        .collect();
    let bytes = [file(&rest), b"\"x\"\r\n".to_vec()].concat();
    let done = import(&db.store, scope, &bytes, FULL).await;
    assert!(done.removals_skipped && done.run.counts.removed == 0);
}

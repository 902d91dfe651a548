//! Full loads and differences of the register.

use std::collections::BTreeMap;

use madoguchi_import::{Entry, ResidentEntry};
use madoguchi_model::ids::ResidentId;
use madoguchi_model::resident::{Resident, ResidentState};
use madoguchi_store::imports::{self, Begun, Counts, Effect, RunState};
use madoguchi_store::residents::{self, ResidentSearch, Term};
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{Store, TenantScope};

use super::support::{DIFFERENCE, FULL, How, begin, entry, file, households, import, moved, register, state};

async fn person(store: &Store, scope: &TenantScope, number: &str) -> Option<Resident> {
    let mut tx = store.begin(scope).await.unwrap();
    let search = ResidentSearch {
        terms: vec![Term::AddresseeNumber(number.into())],
        limit: 1,
    };
    let found = residents::search(&mut tx, &search).await.unwrap().hits.pop();
    let person = match found {
        Some(hit) => residents::get(&mut tx, hit.id).await.unwrap(),
        None => None,
    };
    tx.commit().await.unwrap();
    person
}

fn number(entry: &ResidentEntry) -> &str {
    entry.resident.addressee_number.as_deref().unwrap()
}

#[tokio::test]
async fn a_full_load_is_the_register_and_is_found() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let people = register(&households());
    let bytes = file(&people);
    let done = import(&db.store, scope, &bytes, FULL).await;
    assert_eq!(done.refusal, None);
    assert_eq!(done.run.state, RunState::Applied);
    let expected = Counts {
        added: people.len() as u64,
        removed: 4, // the sample's household
        ..Counts::default()
    };
    assert_eq!(done.run.counts, expected);
    for written in entry(&bytes) {
        let Entry::Resident(written) = written else {
            panic!()
        };
        let found = person(&db.store, scope, number(&written)).await.unwrap();
        let expected = Resident {
            id: found.id,
            household_id: found.household_id,
            ..written.resident.clone()
        };
        assert_eq!(found, expected);
        let mut tx = db.store.begin(scope).await.unwrap();
        let named = ResidentSearch {
            terms: vec![
                Term::NamePart(found.names.name.written.clone()),
                Term::AddresseeNumber(number(&written).into()),
            ],
            limit: 10,
        };
        let hits = residents::search(&mut tx, &named).await.unwrap().hits;
        tx.commit().await.unwrap();
        assert_eq!(hits.len(), 1);
    }
    let sample = db.here.household.members[0].addressee_number.clone().unwrap();
    let sample = person(&db.store, scope, &sample).await.unwrap();
    assert_eq!(sample.state, ResidentState::Removed);
}

#[tokio::test]
async fn the_same_again_changes_nothing() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let people = register(&households());
    import(&db.store, scope, &file(&people), FULL).await;
    let before = state(&db, scope).await;
    assert!(matches!(
        begin(&db.store, scope, &file(&people), FULL).await,
        Begun::Applied(_)
    ));
    let mut turned = people.clone();
    turned.reverse();
    let again = import(&db.store, scope, &file(&turned), FULL).await;
    let counts = Counts {
        unchanged: people.len() as u64,
        ..Counts::default()
    };
    assert_eq!(again.run.counts, counts);
    assert_eq!(state(&db, scope).await, before);
}

#[tokio::test]
async fn differences_add_change_and_keep_what_was() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let people = register(&households());
    let (first, rest) = people.split_at(people.len() - 20);
    // Whole households only.
    let cut = rest[0].household_number.clone();
    let first: Vec<_> = first
        .iter()
        .filter(|entry| entry.household_number != cut)
        .cloned()
        .collect();
    import(&db.store, scope, &file(&first), FULL).await;
    let one = &first[0];
    let later = moved(one, "9番9号", "2026-04-01");
    let mut all: Vec<ResidentEntry> = people
        .iter()
        .filter(|entry| entry.household_number == one.household_number && number(entry) != number(one))
        .map(|entry| moved(entry, "9番9号", "2026-04-01"))
        .collect();
    let family = all.len() + 1;
    all.push(later.clone());
    let new: Vec<_> = people
        .iter()
        .filter(|entry| !first.contains(entry))
        .cloned()
        .collect();
    all.extend(new.iter().cloned());
    let done = import(&db.store, scope, &file(&all), DIFFERENCE).await;
    assert_eq!(done.refusal, None);
    let counts = Counts {
        added: new.len() as u64,
        changed: family as u64,
        ..Counts::default()
    };
    assert_eq!(done.run.counts, counts);

    let now = person(&db.store, scope, number(one)).await.unwrap();
    assert_eq!(now.address.block, "9番9号");
    let mut tx = db.store.begin(scope).await.unwrap();
    let on = |day: &str| day.parse().unwrap();
    let then = imports::as_of(&mut tx, now.id, on("2026-03-31"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (then.history_number, &then.resident.address),
        (1, &one.resident.address)
    );
    let after = imports::as_of(&mut tx, now.id, on("2026-04-01"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((after.history_number, &*after.change_reason), (2, "転居"));
    assert_eq!(
        imports::as_of(&mut tx, now.id, on("1850-01-01")).await.unwrap(),
        None
    );
    assert_eq!(imports::history_of(&mut tx, now.id).await.unwrap().len(), 2);
    let changes = imports::changes(&mut tx, done.run.id, None, 1_000).await.unwrap();
    let effects: BTreeMap<ResidentId, Effect> = changes.into_iter().collect();
    assert_eq!(effects.len(), family + new.len());
    assert_eq!(effects.get(&now.id), Some(&Effect::Changed));
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn full_and_step_by_step_come_to_the_same() {
    let db = TestDatabase::new().await;
    let people = register(&households());
    // Everybody is born by then.
    let later: Vec<_> = people
        .iter()
        .map(|entry| moved(entry, "1番1号", "2026-04-08"))
        .collect();
    let both: Vec<_> = people.iter().chain(&later).cloned().collect();
    import(&db.store, &db.here.scope, &file(&both), FULL).await;
    import(&db.store, &db.there.scope, &file(&people), FULL).await;
    let done = import(&db.store, &db.there.scope, &file(&later), DIFFERENCE).await;
    assert_eq!(done.run.counts.changed, people.len() as u64);
    let there = state(&db, &db.there.scope).await;
    assert_eq!(state(&db, &db.here.scope).await, there);
    // An old file does not undo what is newer: it is part of the history, which has it already.
    let again = import(
        &db.store,
        &db.there.scope,
        &file(&people[..people.len()]),
        DIFFERENCE,
    )
    .await;
    assert_eq!((again.run.counts.changed, again.run.counts.historical), (0, 0));
    assert_eq!(state(&db, &db.there.scope).await, there);
}

#[tokio::test]
async fn a_dry_run_counts_and_does_nothing() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let before = state(&db, scope).await;
    let people = register(&households());
    let how = How {
        dry_run: true,
        ..FULL
    };
    let tried = import(&db.store, scope, &file(&people), how).await;
    assert_eq!(tried.run.state, RunState::Tried);
    assert_eq!(
        (tried.run.counts.added, tried.run.counts.removed),
        (people.len() as u64, 4)
    );
    assert_eq!(state(&db, scope).await, before);
    let done = import(&db.store, scope, &file(&people), FULL).await;
    assert_eq!(done.run.counts, tried.run.counts);
}

#[tokio::test]
async fn a_file_that_is_not_everything_removes_nobody() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let households = households();
    import(&db.store, scope, &file(&register(&households)), FULL).await;
    let before = state(&db, scope).await;
    let half = register(&households[..households.len() / 2]);
    let how = How {
        accept_removals: false,
        ..FULL
    };
    let done = import(&db.store, scope, &file(&half), how).await;
    assert!(done.refusal.is_some() && done.run.state == RunState::Refused);
    assert_eq!(state(&db, scope).await, before);
    assert!(
        import(&db.store, scope, &file(&half), FULL)
            .await
            .run
            .counts
            .removed
            > 100
    );
}

#[tokio::test]
async fn readers_see_the_old_register_or_the_new_one() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let people = register(&households());
    let bytes = file(&people);
    let Begun::New(run) = begin(&db.store, scope, &bytes, FULL).await else {
        panic!()
    };
    super::support::stage(&db.store, scope, (&bytes, FULL), &run, (100, usize::MAX)).await;
    let before = state(&db, scope).await;
    let mut tx = db.store.begin(scope).await.unwrap();
    let bounds = imports::Bounds {
        accept_removals: true,
        ..imports::Bounds::default()
    };
    imports::switch_over(&mut tx, run.id, bounds, &mut |_, _| {})
        .await
        .unwrap();
    assert_eq!(state(&db, scope).await, before, "not before the commit");
    assert_eq!(person(&db.store, scope, number(&people[0])).await, None);
    tx.commit().await.unwrap();
    assert!(person(&db.store, scope, number(&people[0])).await.is_some());
}

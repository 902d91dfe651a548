//! What the other core systems say of people.

use madoguchi_import::{Layout, Target, synthetic_facts};
use madoguchi_model::household::Household;
use madoguchi_model::resident::{CareInsurance, Circumstances, ProtectiveMeasure, Resident};
use madoguchi_store::imports::{self, Refusal};
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{Store, TenantScope, households as stored, protective_measures};

use super::support::{DIFFERENCE, FULL, How, file, file_of, households, import, register};

fn files(people: &[Household], store: &Store) -> Vec<(&'static str, Vec<u8>)> {
    let others = Layout::all()
        .iter()
        .filter(|layout| layout.target != Target::Residents);
    let file = |layout: &'static Layout| {
        let members = people.iter().flat_map(|household| &household.members);
        let today = store.clock().today();
        let rows: Vec<_> = members
            .flat_map(|member| synthetic_facts(layout, member, today))
            .collect();
        (&*layout.id, file_of(layout, &rows))
    };
    others.map(file).collect()
}

/// Everybody of these households as the register has them.
async fn everybody(store: &Store, scope: &TenantScope, people: &[Household]) -> Vec<Resident> {
    let mut tx = store.begin(scope).await.unwrap();
    let mut found = Vec::new();
    for household in people {
        let number = household.members[0].addressee_number.clone().unwrap();
        let search = madoguchi_store::residents::ResidentSearch {
            terms: vec![madoguchi_store::residents::Term::AddresseeNumber(number)],
            limit: 1,
        };
        let hit = madoguchi_store::residents::search(&mut tx, &search)
            .await
            .unwrap()
            .hits
            .remove(0);
        found.extend(
            stored::get(&mut tx, hit.household_id)
                .await
                .unwrap()
                .unwrap()
                .members,
        );
    }
    tx.commit().await.unwrap();
    found
}

/// What the files of all systems together say of a person. Cards are in none of them.
fn expected(person: &Resident) -> (ProtectiveMeasure, Option<Circumstances>) {
    let mut known = person.circumstances.clone().unwrap();
    known.card = None;
    if matches!(
        known.health_insurance,
        madoguchi_model::resident::HealthInsurance::Employees
    ) {
        known.health_insurance = madoguchi_model::resident::HealthInsurance::None;
    }
    known.disability.sort();
    let nothing = known == Circumstances::NOTHING;
    (person.protective_measure, (!nothing).then_some(known))
}

fn told(person: &Resident) -> (ProtectiveMeasure, Option<Circumstances>) {
    let known = person.circumstances.clone().map(|mut known| {
        known.disability.sort();
        known
    });
    (
        person.protective_measure,
        known.filter(|known| *known != Circumstances::NOTHING),
    )
}

#[tokio::test]
async fn in_any_order_all_systems_come_to_what_people_are() {
    let people = households();
    for register_first in [true, false] {
        let db = TestDatabase::new().await;
        let scope = &db.here.scope;
        let residents = file(&register(&people));
        if register_first {
            import(&db.store, scope, &residents, FULL).await;
        }
        for (layout, bytes) in files(&people, &db.store) {
            let done = import(&db.store, scope, &bytes, How { layout, ..FULL }).await;
            assert_eq!((done.refusal, done.run.rejected_rows), (None, 0), "{layout}");
            assert!(done.run.counts.added > 0, "{layout}");
        }
        if !register_first {
            import(&db.store, scope, &residents, FULL).await;
        }
        let found = everybody(&db.store, scope, &people).await;
        let written: Vec<&Resident> = people.iter().flat_map(|household| &household.members).collect();
        assert_eq!(found.len(), written.len());
        for person in found {
            let same = |other: &&&Resident| other.addressee_number == person.addressee_number;
            let written = written.iter().find(same).unwrap();
            assert_eq!(
                told(&person),
                expected(written),
                "register first: {register_first}"
            );
        }
    }
}

fn care(level: &str, history: &str, until: &str) -> Vec<u8> {
    let layout = Layout::find("care").unwrap();
    let number = households()[0].members[0].addressee_number.clone().unwrap();
    let row = [&*number, history, "1", "2020-01-01", until, level, "", ""];
    file_of(layout, &[row.map(String::from).to_vec()])
}

#[tokio::test]
async fn the_newest_entry_counts_and_the_others_are_kept() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let people = households();
    import(&db.store, scope, &file(&register(&people)), FULL).await;
    let how = How {
        layout: "care",
        ..DIFFERENCE
    };
    let mut levels = Vec::new();
    for (level, history, until) in [
        ("21", "1", ""),
        ("23", "3", ""),
        ("22", "2", ""),
        ("23", "4", "2026-01-31"),
    ] {
        let done = import(&db.store, scope, &care(level, history, until), how).await;
        let found = everybody(&db.store, scope, &people[..1]).await;
        levels.push(found[0].circumstances.as_ref().unwrap().care);
        let mut tx = db.store.begin(scope).await.unwrap();
        let changes = imports::changes(&mut tx, done.run.id, None, 10).await.unwrap();
        assert_eq!(changes.len(), 1);
        tx.commit().await.unwrap();
    }
    let third = CareInsurance::CareRequired(3);
    assert_eq!(
        levels,
        [CareInsurance::CareRequired(1), third, third, CareInsurance::None]
    );
    let number = people[0].members[0].addressee_number.clone().unwrap();
    let mut tx = db.store.begin(scope).await.unwrap();
    let facts = imports::facts_of(&mut tx, &number).await.unwrap();
    tx.commit().await.unwrap();
    let numbers: Vec<i32> = facts.iter().map(|fact| fact.history_number).collect();
    assert_eq!(numbers, [4, 3, 2, 1]);
    assert_eq!(facts[0].items["要介護状態区分コード"], "care_3");
}

#[tokio::test]
async fn a_protective_measure_does_not_end_in_silence() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let people = households();
    import(&db.store, scope, &file(&register(&people)), FULL).await;
    let layout = Layout::find("protective_measure").unwrap();
    let number = |n: usize| people[n].members[0].addressee_number.clone().unwrap();
    let row = |n: usize| {
        let row = [&*number(n), "1", "1", "2024-04-01", "2025-03-31", ""];
        row.map(String::from).to_vec()
    };
    let how = How {
        layout: "protective_measure",
        accept_removals: false,
        ..FULL
    };
    let measure = || async { everybody(&db.store, scope, &people[..1]).await[0].protective_measure };
    import(&db.store, scope, &file_of(layout, &[row(0), row(1)]), how).await;
    assert_eq!(measure().await, ProtectiveMeasure::InForce);
    let without = file_of(layout, &[row(1)]);
    let refused = import(&db.store, scope, &without, how).await;
    assert_eq!(refused.refusal, Some(Refusal::Removals(1)));
    assert_eq!(measure().await, ProtectiveMeasure::InForce);
    let accepted = How {
        accept_removals: true,
        ..how
    };
    import(&db.store, scope, &without, accepted).await;
    // That the file does not have it is no decision: it goes on, and an officer is asked.
    assert_eq!(measure().await, ProtectiveMeasure::InForce);
    let asked = || async {
        let mut tx = db.store.begin(scope).await.unwrap();
        protective_measures::counts(&mut tx).await.unwrap().not_in_file
    };
    assert_eq!(asked().await, 1);
    // Its explicit end in the core system is one.
    let ended = [&*number(0), "1", "1", "2024-04-01", "2025-03-31", "2026-04-01"].map(String::from);
    import(&db.store, scope, &file_of(layout, &[ended.to_vec(), row(1)]), how).await;
    assert_eq!(measure().await, ProtectiveMeasure::None);
    assert_eq!(asked().await, 0);
    // A new load of the register does not touch it.
    import(&db.store, scope, &file_of(layout, &[row(0), row(1)]), how).await;
    let mut changed = register(&people);
    changed[0].resident.address.building = "別館".into();
    import(&db.store, scope, &file(&changed), FULL).await;
    assert_eq!(measure().await, ProtectiveMeasure::InForce);
}

//! Imports in one tenant, and calls with their ids in the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use madoguchi_import::{Entry, FactEntry, Limits, Reason, Reject, ResidentEntry, Target};
use madoguchi_model::ids::ImportRunId;
use madoguchi_store::imports::{self, Batch, Begun, Bounds, Imported, NewRun, Order};
use madoguchi_store::testing::{Sample, TestDatabase};
use madoguchi_store::{ChangeError, TenantTx};

use super::calls::call;
use super::full::Ids;

fn new(target: Target, file_digest: &str) -> NewRun<'_> {
    NewRun {
        target,
        layout: target.code(),
        full: false,
        dry_run: false,
        file_digest,
        by: None,
        file_name: "file.csv",
        file_bytes: None,
        queued: None,
    }
}

fn number(of: &Sample) -> String {
    of.household.members[0].addressee_number.clone().unwrap()
}

/// Two entries of the head, the second of which becomes the resident and the first the history.
fn people(tx: &TenantTx, of: &Sample) -> Batch {
    let mut batch = Batch::new(Target::Residents);
    for history_number in [1, 2] {
        let entry = ResidentEntry {
            row: u64::try_from(history_number).unwrap(),
            history_number,
            household_number: of.household.household_number.clone(),
            head_number: None,
            changed_on: tx.today(),
            change_reason: String::new(),
            resident: of.household.members[0].clone(),
        };
        push(tx, &mut batch, &Entry::Resident(Box::new(entry)));
    }
    batch.reject(vec![Reject {
        row: 9,
        item: "氏名".into(),
        reason: Reason::Empty,
        addressee_number: None,
    }]);
    batch
}

fn facts(tx: &TenantTx, of: &Sample) -> Batch {
    let mut batch = Batch::new(Target::Vehicle);
    let entry = FactEntry {
        row: 1,
        addressee_number: number(of),
        part: "1".into(),
        history_number: 1,
        says: None,
        in_force: true,
        items: BTreeMap::new(),
    };
    push(tx, &mut batch, &Entry::Fact(entry));
    batch
}

fn push(tx: &TenantTx, batch: &mut Batch, entry: &Entry) {
    struct At(chrono::DateTime<chrono::Utc>);
    impl madoguchi_model::clock::Clock for At {
        fn now(&self) -> chrono::DateTime<chrono::Utc> {
            self.0
        }
    }
    struct Row(u8);
    impl madoguchi_model::clock::Entropy for Row {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }
    let n = u8::try_from(batch.rows()).unwrap();
    batch.push(entry, &At(tx.now()), &Row(n));
}

async fn run(tx: &mut TenantTx, target: Target, digest: &str, batch: Batch) -> ImportRunId {
    let Begun::New(run) = imports::begin(tx, &new(target, digest)).await.unwrap() else {
        panic!("it is the first")
    };
    imports::stage(tx, run.id, batch).await.unwrap();
    run.id
}

/// Runs that are done and runs that are under way, so that every table has a row. The open one of vehicles.
pub(crate) async fn fill(tx: &mut TenantTx, here: &Sample) -> ImportRunId {
    for target in [Target::Residents, Target::Vehicle] {
        let make = |tx: &TenantTx| {
            if target == Target::Residents {
                people(tx, here)
            } else {
                facts(tx, here)
            }
        };
        let batch = make(tx);
        let done = run(tx, target, "done", batch).await;
        let done = imports::switch_over(tx, done, Bounds::default(), &mut |_, _| {})
            .await
            .unwrap();
        assert_eq!(done.refusal, None);
    }
    let batch = people(tx, here);
    run(tx, Target::Residents, "open", batch).await;
    let batch = facts(tx, here);
    run(tx, Target::Vehicle, "open", batch).await
}

pub(crate) async fn covered(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (id, resident) = (ids.import, db.here.household.members[0].id);
    assert!(call!(db, covered, imports::get(id)).unwrap().is_none());
    assert!(call!(db, covered, imports::list(100)).unwrap().is_empty());
    assert!(
        call!(db, covered, imports::rejects(id, 0, 100))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, imports::changes(id, None, 100))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, imports::history_of(resident))
            .unwrap()
            .is_empty()
    );
    let today = db.here.case.filed_on;
    assert!(
        call!(db, covered, imports::as_of(resident, today))
            .unwrap()
            .is_none()
    );
    // The other tenant may have a household of the same number; its people are its own.
    let household = &db.here.household.household_number;
    let found = call!(db, covered, imports::household_as_of(household, today)).unwrap();
    let ours = |id| db.here.household.members.iter().any(|member| member.id == id);
    assert!(!found.iter().any(|entry| ours(entry.resident.id)));
    let number = number(&db.here);
    assert!(call!(db, covered, imports::facts_of(&number)).unwrap().is_empty());

    let tx = db.store.begin(&db.there.scope).await.unwrap();
    let (theirs, own) = (facts(&tx, &db.here), facts(&tx, &db.here));
    drop(tx);
    let refused = call!(db, covered, imports::stage(id, theirs));
    assert!(matches!(refused, Err(ChangeError::NotFound)));
    let refused = call!(db, covered, imports::abandon(id));
    assert!(matches!(refused, Err(ChangeError::NotFound)));
    let refused = call!(
        db,
        covered,
        imports::switch_over(id, Bounds::default(), &mut |_, _| {})
    );
    assert!(matches!(refused, Err(ChangeError::NotFound)));
    // The same file with the other's 宛名番号 is this tenant's own run, and its entry this tenant's own.
    let begun = call!(db, covered, imports::begin(&new(Target::Vehicle, "open"))).unwrap();
    let Begun::New(run) = begun else {
        panic!("{begun:?}")
    };
    call!(db, covered, imports::stage(run.id, own)).unwrap();
    let full = Bounds {
        accept_removals: true,
        ..Bounds::default()
    };
    call!(db, covered, imports::switch_over(run.id, full, &mut |_, _| {})).unwrap();

    covered.insert("imports::carry_out".into());
    let layout = madoguchi_import::Layout::find("residents").unwrap();
    let file = madoguchi_import::Writer::new(Vec::new(), layout)
        .unwrap()
        .finish()
        .unwrap();
    let order = Order {
        layout: Arc::new(layout.clone()),
        file_digest: "open".into(),
        full: false,
        dry_run: false,
        by: None,
        file_name: "file.csv".into(),
        file_bytes: None,
        queued: None,
        limits: Limits::default(),
        bounds: Bounds::default(),
    };
    let file = std::io::Cursor::new(file);
    let done = imports::carry_out(&db.store, &db.there.scope, file, &order, &mut |_| {})
        .await
        .unwrap();
    assert!(matches!(done, Imported::Done(done) if done.run.counts == imports::Counts::default()));
}

//! Synthetic people as entries of files, and imports of them.

use madoguchi_import::{
    Entry, Layout, Limits, Outcome, Reader, Reject, ResidentEntry, Target, Writer, entries,
};
use madoguchi_model::household::Household;
use madoguchi_store::imports::{self, Batch, Begun, Bounds, NewRun, Run, SwitchOver};
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{Store, TenantScope};
use madoguchi_synthetic::{Place, Spec, generate};

/// People of a small municipality; none of them is of the test database's sample.
pub(crate) fn households() -> Vec<Household> {
    let spec = Spec {
        place: Place::Mihon,
        seed: 11,
        reference_date: "2026-04-08".parse().unwrap(),
        residents: 300,
    };
    let mut all = generate(&spec).households;
    let samples = |number: &str| {
        ["00000000000019", "00000000000027"]
            .iter()
            .any(|other| number.starts_with(other))
    };
    all.retain(|household| {
        let mut members = household
            .members
            .iter()
            .flat_map(|member| &member.addressee_number);
        !members.any(|number| samples(number))
    });
    all
}

/// The file of the register with these people.
pub(crate) fn register(households: &[Household]) -> Vec<ResidentEntry> {
    households.iter().flat_map(entries).collect()
}

pub(crate) fn file(entries: &[ResidentEntry]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), Layout::find("residents").unwrap()).unwrap();
    for entry in entries {
        writer.resident(entry).unwrap();
    }
    writer.finish().unwrap()
}

/// A file of another system.
pub(crate) fn file_of(layout: &Layout, rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), layout).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap()
}

/// How to import a file.
#[derive(Clone, Copy)]
pub(crate) struct How {
    pub(crate) layout: &'static str,
    pub(crate) full: bool,
    pub(crate) dry_run: bool,
    pub(crate) accept_removals: bool,
}

pub(crate) const FULL: How = How {
    layout: "residents",
    full: true,
    dry_run: false,
    accept_removals: true,
};

pub(crate) const DIFFERENCE: How = How { full: false, ..FULL };

/// A digest of bytes that is good enough to tell test files apart.
pub(crate) fn digest(file: &[u8]) -> String {
    let sum = file.iter().fold(14_695_981_039_346_656_037_u64, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(1_099_511_628_211)
    });
    format!("{sum:064x}")
}

/// Begins a run of a file.
pub(crate) async fn begin(store: &Store, scope: &TenantScope, file: &[u8], how: How) -> Begun {
    let layout = Layout::find(how.layout).unwrap();
    let digest = digest(file);
    let new = NewRun {
        target: layout.target,
        layout: &layout.id,
        full: how.full,
        dry_run: how.dry_run,
        file_digest: &digest,
        by: None,
        file_name: "file.csv",
        file_bytes: None,
        queued: None,
    };
    let mut tx = store.begin(scope).await.unwrap();
    let begun = imports::begin(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    begun
}

/// Stages what is left of a file in chunks of so many rows, at most so many chunks. Whether the file is at its end.
pub(crate) async fn stage(
    store: &Store,
    scope: &TenantScope,
    (file, how): (&[u8], How),
    run: &Run,
    (rows, chunks): (u64, usize),
) -> bool {
    let layout = Layout::find(how.layout).unwrap();
    let today = store.clock().today();
    let mut reader = Reader::new(file, layout, today, Limits::default()).unwrap();
    reader.skip_to(run.position, run.rejected_rows).unwrap();
    for _ in 0..chunks {
        let mut batch = Batch::new(layout.target);
        while batch.rows() < rows {
            match reader.next() {
                Some(Ok(Outcome::Entry(entry))) => batch.push(&entry, &**store.clock(), &**store.entropy()),
                Some(Ok(Outcome::Rejected(rejects))) => batch.reject(rejects),
                Some(Err(fault)) => panic!("{fault}"),
                None => break,
            }
        }
        let end = batch.rows() < rows;
        let mut tx = store.begin(scope).await.unwrap();
        imports::stage(&mut tx, run.id, batch).await.unwrap();
        tx.commit().await.unwrap();
        if end {
            return true;
        }
    }
    false
}

pub(crate) async fn switch(store: &Store, scope: &TenantScope, run: &Run, how: How) -> SwitchOver {
    let bounds = Bounds {
        accept_removals: how.accept_removals,
        ..Bounds::default()
    };
    let mut tx = store.begin(scope).await.unwrap();
    let done = imports::switch_over(&mut tx, run.id, bounds, &mut |_, _| {})
        .await
        .unwrap();
    tx.commit().await.unwrap();
    done
}

/// A whole import.
pub(crate) async fn import(store: &Store, scope: &TenantScope, file: &[u8], how: How) -> SwitchOver {
    let run = match begin(store, scope, file, how).await {
        Begun::New(run) | Begun::Resumed(run) => run,
        other => panic!("{other:?}"),
    };
    assert!(stage(store, scope, (file, how), &run, (70, usize::MAX)).await);
    switch(store, scope, &run, how).await
}

pub(crate) async fn rejects(store: &Store, scope: &TenantScope, run: &Run) -> Vec<Reject> {
    let mut tx = store.begin(scope).await.unwrap();
    let rejects = imports::rejects(&mut tx, run.id, 0, 1_000).await.unwrap();
    tx.commit().await.unwrap();
    rejects
}

/// Everything that came from files, without ids: the same register gives the same digest.
pub(crate) async fn state(db: &TestDatabase, scope: &TenantScope) -> String {
    db.register_digest(scope).await
}

/// The first entry of each person, twice: with another number of the history and something changed.
pub(crate) fn moved(entry: &ResidentEntry, block: &str, on: &str) -> ResidentEntry {
    let mut later = entry.clone();
    later.history_number += 1;
    later.changed_on = on.parse().unwrap();
    later.change_reason = "転居".into();
    later.resident.address.block = block.into();
    later
}

pub(crate) fn entry(file: &[u8]) -> Vec<Entry> {
    let layout = Layout::find("residents").unwrap();
    assert_eq!(layout.target, Target::Residents);
    let reader = Reader::new(file, layout, "2026-04-08".parse().unwrap(), Limits::default()).unwrap();
    reader
        .map(|outcome| match outcome.unwrap() {
            Outcome::Entry(entry) => entry,
            Outcome::Rejected(rejects) => panic!("{rejects:?}"),
        })
        .collect()
}

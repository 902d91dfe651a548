//! Sources and waiting files of one tenant, and calls with their ids in the other.

use std::collections::BTreeSet;

use chrono::Duration;
use madoguchi_import::Target;
use madoguchi_model::ids::{ImportRunId, ImportSourceId, StaffId};
use madoguchi_store::import_sources::{self, Schedule, Seen, SourceFields};
use madoguchi_store::imports::{self, Bounds, NewFile, StoredFile};
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{ChangeError, TenantTx};

use super::calls::call;
use super::full::Ids;

fn fields() -> SourceFields {
    SourceFields {
        name: "住基の夜間全件".into(),
        target: Target::Dog,
        layout: "dog".into(),
        full: true,
        place: "core".into(),
        folder: "juki".into(),
        file_names: "*.csv".into(),
        max_rejects: 10,
        schedule: Schedule::Every(10),
        active: true,
    }
}

fn file(source: Option<ImportSourceId>) -> NewFile<'static> {
    NewFile {
        target: Target::Dog,
        layout: "dog",
        full: true,
        dry_run: false,
        bounds: Bounds::default(),
        by: None,
        source,
        file: StoredFile {
            place: "spool",
            key: "key",
            name: "file.csv",
            bytes: 1,
            digest: "waiting",
        },
    }
}

fn seen() -> Seen {
    Seen {
        name: "file.csv".into(),
        bytes: 1,
        changed: "1".into(),
    }
}

/// A source that is due, a file that was seen, and a run that waits.
pub(crate) async fn fill(tx: &mut TenantTx, by: StaffId) -> (ImportSourceId, ImportRunId) {
    let source = import_sources::create(tx, &fields(), by).await.unwrap();
    import_sources::look_now(tx, source).await.unwrap();
    import_sources::see(tx, source, &seen()).await.unwrap();
    let run = imports::enqueue(tx, &file(Some(source))).await.unwrap();
    imports::lease(tx, Duration::zero()).await.unwrap().unwrap();
    (source, run)
}

pub(crate) async fn covered(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let ((source, run), by) = (ids.waiting, db.there.staff[0].id);
    assert!(call!(db, covered, import_sources::list()).unwrap().is_empty());
    assert!(call!(db, covered, import_sources::get(source)).unwrap().is_none());
    let refused = [
        call!(db, covered, import_sources::change(source, 1, &fields(), by)),
        call!(db, covered, import_sources::remove(source, 1, by)),
        call!(db, covered, import_sources::look_now(source)),
        call!(db, covered, imports::fail(run, "理由")),
    ];
    for refused in refused {
        assert!(matches!(refused, Err(ChangeError::NotFound)), "{refused:?}");
    }
    let due = call!(db, covered, import_sources::due(Duration::minutes(1))).unwrap();
    assert!(due.is_none());
    assert!(
        call!(db, covered, import_sources::seen(source))
            .unwrap()
            .is_empty()
    );
    call!(db, covered, import_sources::forget(source, "file.csv")).unwrap();

    assert!(
        call!(db, covered, imports::list_of_source(source, 10))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, imports::lease(Duration::minutes(1)))
            .unwrap()
            .is_none()
    );
    let again = call!(db, covered, imports::again(run, false, Bounds::default(), by));
    assert!(matches!(again, Err(ChangeError::NotFound)));
    call!(db, covered, imports::put_off(run, "理由", Duration::minutes(1))).unwrap();
    call!(db, covered, imports::note_place(run, None)).unwrap();
    call!(db, covered, imports::end_repeated(run)).unwrap();
    let applied = call!(db, covered, imports::was_applied(Target::Residents, "done")).unwrap();
    assert!(!applied);
    assert!(
        call!(db, covered, imports::open_files_of(source))
            .unwrap()
            .is_empty()
    );
    let later = db.store.clock().now() + Duration::days(1);
    assert!(call!(db, covered, imports::spooled(later)).unwrap().is_empty());
    own(db, ids, covered).await;
}

/// What another tenant makes itself, with the ids of this one or without.
async fn own(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let ((source, _), by) = (ids.waiting, db.there.staff[0].id);
    call!(db, covered, import_sources::create(&fields(), by)).unwrap();
    call!(db, covered, imports::enqueue(&file(None))).unwrap();
    // A source of another tenant is none.
    let here = {
        let mut tx = db.store.begin(&db.here.scope).await.unwrap();
        import_sources::get(&mut tx, source).await.unwrap().unwrap()
    };
    covered.insert("imports::tenants_with_due_imports".into());
    let due = imports::tenants_with_due_imports(&db.store).await.unwrap();
    assert_eq!(due.len(), 2);
    for name in ["see", "note_failure", "looked"] {
        covered.insert(format!("import_sources::{name}"));
    }
    let mut tx = db.store.begin(&db.there.scope).await.unwrap();
    import_sources::looked(&mut tx, &here, "文", true, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.store.begin(&db.there.scope).await.unwrap();
    assert!(import_sources::see(&mut tx, source, &seen()).await.is_err());
    drop(tx);
    let mut tx = db.store.begin(&db.there.scope).await.unwrap();
    assert!(import_sources::note_failure(&mut tx, &here, "文").await.is_err());
}

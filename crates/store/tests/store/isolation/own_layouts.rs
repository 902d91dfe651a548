//! Own layouts of one tenant, and calls with their ids in the other.

use std::collections::BTreeSet;

use madoguchi_import::{Layout, Target};
use madoguchi_model::ids::ImportLayoutId;
use madoguchi_store::import_layouts::NewLayout;
use madoguchi_store::testing::{Sample, TestDatabase};
use madoguchi_store::{ChangeError, TenantTx, import_layouts};

use super::calls::call;

fn layout(content: &str) -> NewLayout<'_> {
    NewLayout {
        name: "own-dog",
        title: "犬",
        target: Target::Dog,
        content,
        sample: Some(b"1"),
    }
}

fn definition() -> String {
    let standard = Layout::text("dog").unwrap();
    standard.replace("id = \"dog\"", "id = \"own-dog\"")
}

pub(crate) async fn fill(tx: &mut TenantTx, here: &Sample) -> ImportLayoutId {
    let by = here.staff[0].id;
    let definition = definition();
    let first = import_layouts::create(tx, layout(&definition), by).await.unwrap();
    import_layouts::activate(tx, first, 1, by).await.unwrap();
    import_layouts::create(tx, layout(&definition), by).await.unwrap()
}

macro_rules! not_found {
    ($($call:tt)*) => {
        assert!(matches!(call!($($call)*), Err(ChangeError::NotFound)), stringify!($($call)*))
    };
}

pub(crate) async fn covered(db: &TestDatabase, id: ImportLayoutId, covered: &mut BTreeSet<String>) {
    let (by, theirs) = (db.there.staff[0].id, db.here.staff[0].id);
    let (now, definition) = (db.store.clock().now(), definition());
    assert!(call!(db, covered, import_layouts::list()).unwrap().is_empty());
    assert!(call!(db, covered, import_layouts::get(id)).unwrap().is_none());
    assert!(call!(db, covered, import_layouts::sample(id)).unwrap().is_none());
    assert!(
        call!(db, covered, import_layouts::find("own-dog"))
            .unwrap()
            .is_none()
    );
    not_found!(db, covered, import_layouts::save(id, 1, "", "", by));
    not_found!(db, covered, import_layouts::give_sample(id, 1, b""));
    not_found!(db, covered, import_layouts::activate(id, 1, by));
    not_found!(db, covered, import_layouts::retire(id, 1));
    not_found!(db, covered, import_layouts::create(layout(&definition), theirs));
    call!(db, covered, import_layouts::forget_samples(now)).unwrap();
}

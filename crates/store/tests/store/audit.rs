//! The record cannot be quietly changed.

mod record;
mod tampering;

use madoguchi_model::ids::ResidentId;
use madoguchi_model::staff::Role;
use madoguchi_store::TenantScope;
use madoguchi_store::audit::{self, Anchor, AnchorError, Anchored, Begun, Category, Outcome, Report};
use madoguchi_store::testing::TestDatabase;
use serde_json::json;
use std::sync::Mutex;

/// Keeps heads in memory.
#[derive(Default)]
struct Heads(Mutex<Vec<Anchored>>);

impl Anchor for Heads {
    fn append(&self, head: &Anchored) -> Result<(), AnchorError> {
        let mut heads = self.0.lock().unwrap();
        if heads.last().is_none_or(|last| last.seq != head.seq) {
            heads.push(head.clone());
        }
        Ok(())
    }
}

impl Heads {
    fn all(&self) -> Vec<Anchored> {
        self.0.lock().unwrap().clone()
    }
}

fn begun(db: &TestDatabase, action: &str) -> Begun {
    let staff = db.here.staff(Role::FrontDesk);
    Begun {
        category: Category::Operation,
        staff: Some(staff.id),
        session: None,
        section: Some(staff.section_id),
        terminal: "窓口3".into(),
        action: action.into(),
        screen: "GET /residents/{id}".into(),
        resource_kind: "resident".into(),
        resource_id: "1".into(),
        individual_number_access: false,
        detail: json!({ "z": 1, "a": "値 \"引用\"" }),
    }
}

async fn operation(db: &TestDatabase, scope: &TenantScope, action: &str, persons: &[ResidentId]) {
    let operation = audit::begin(&db.store, scope, begun(db, action)).await.unwrap();
    let mut tx = db.store.begin(scope).await.unwrap();
    operation.end(&mut tx, Outcome::Done, persons).await.unwrap();
    tx.commit().await.unwrap();
}

/// Seals until so many entries are chained. Transactions of other tests, which share the server, hold sealing
/// back for moments, as they should.
async fn seal(db: &TestDatabase, heads: &Heads, mut entries: u64) {
    while entries > 0 {
        entries -= audit::seal(&db.store, &db.here.scope, heads).await.unwrap();
    }
}

/// Six chained entries and the anchored head.
async fn sealed() -> (TestDatabase, Heads) {
    let db = TestDatabase::new().await;
    let heads = Heads::default();
    let persons = [db.here.household.members[0].id, db.here.household.members[1].id];
    for action in ["resident.view", "case.open", "application.print"] {
        operation(&db, &db.here.scope, action, &persons).await;
        seal(&db, &heads, 2).await;
    }
    (db, heads)
}

async fn verify(db: &TestDatabase, heads: &Heads) -> Report {
    audit::verify(&db.owner, &heads.all()).await.unwrap()
}

//! A file of the register with protected people: some of its rows change them, one cannot be read.

use std::sync::Arc;

use madoguchi_import::{Layout, Limits, Target, Writer, entries};
use madoguchi_model::household::Household;
use madoguchi_model::staff::Role;
use madoguchi_store::import_sources::{self, Schedule, SourceFields};
use madoguchi_store::imports::{self, Bounds, Imported as Outcome, Order};

use super::SECRET;
use crate::testing::TestServer;

/// What an import leaves behind.
pub(super) struct Imported {
    pub(super) run: String,
    pub(super) source: String,
}

impl Imported {
    /// Each of the household lives one house further on, by the file.
    pub(super) async fn new(server: &TestServer, household: &Household) -> Self {
        let here = &server.db.here;
        let layout = Layout::find("residents").unwrap();
        let mut rows = Writer::new(Vec::new(), layout).unwrap();
        let mut household = household.clone();
        // A household of the register has a number of fifteen digits.
        household.household_number = format!("{:0>15}", household.household_number);
        for mut entry in entries(&household) {
            entry.history_number += 1;
            entry.changed_on = server.state.clock.today();
            entry.resident.address.building = format!("{SECRET}新荘");
            rows.resident(&entry).unwrap();
        }
        let mut file = rows.finish().unwrap();
        file.extend_from_slice(format!("{SECRET},torn\r\n").as_bytes());
        let order = Order {
            layout: Arc::new(layout.clone()),
            file_digest: "00".into(),
            full: false,
            dry_run: false,
            by: Some(here.staff(Role::Administrator).id),
            file_name: "file.csv".into(),
            file_bytes: None,
            queued: None,
            limits: Limits::default(),
            bounds: Bounds::default(),
        };
        let file = std::io::Cursor::new(file);
        let done = imports::carry_out(&server.db.store, &here.scope, file, &order, &mut |_| ()).await;
        let Outcome::Done(done) = done.unwrap() else {
            panic!("the file is new")
        };
        assert!(done.run.rejected_rows > 0);
        Self {
            run: done.run.id.to_string(),
            source: source(server).await,
        }
    }
}

async fn source(server: &TestServer) -> String {
    let here = &server.db.here;
    let fields = SourceFields {
        name: "例".into(),
        target: Target::Dog,
        layout: "dog".into(),
        full: true,
        place: "core".into(),
        folder: "juki".into(),
        file_names: "*.csv".into(),
        max_rejects: 10,
        schedule: Schedule::Every(10),
        active: true,
    };
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let by = here.staff(Role::Administrator).id;
    let id = import_sources::create(&mut tx, &fields, by).await.unwrap();
    tx.commit().await.unwrap();
    id.to_string()
}

//! An import from the first byte to the switch-over.

use std::io::{Cursor, Read};
use std::sync::Arc;

use madoguchi_import::{Fault, Layout, Limits};
use madoguchi_store::imports::{self, Bounds, ImportError, Imported, Order, Progress, RunState};
use madoguchi_store::testing::TestDatabase;

use super::support::{digest, file, households, register, state};

fn order(file: &[u8]) -> Order {
    Order {
        layout: Arc::new(Layout::find("residents").unwrap().clone()),
        file_digest: digest(file),
        full: true,
        dry_run: false,
        by: None,
        file_name: "file.csv".into(),
        file_bytes: None,
        queued: None,
        limits: Limits::default(),
        bounds: Bounds {
            accept_removals: true,
            ..Bounds::default()
        },
    }
}

/// The municipality many times over, so that it takes several chunks.
fn crowd() -> Vec<u8> {
    let mut all = Vec::new();
    let people = register(&households());
    for block in 0..15_u64 {
        let number = |number: &str| {
            let serial: u64 = number[..14].parse().unwrap();
            madoguchi_model::addressee_number::AddresseeNumber::from_serial(serial + block * 1_000_000_000)
                .to_string()
        };
        all.extend(people.iter().cloned().map(|mut entry| {
            entry.household_number = number(&entry.household_number);
            entry.head_number = entry.head_number.map(|head| number(&head));
            entry.resident.addressee_number = entry.resident.addressee_number.map(|own| number(&own));
            entry
        }));
    }
    file(&all)
}

/// A file that cannot be read any further after so many bytes.
struct Torn(Cursor<Vec<u8>>, u64);

impl Read for Torn {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.0.position() > self.1 {
            return Err(std::io::Error::other("the disk is gone"));
        }
        self.0.read(buffer)
    }
}

#[tokio::test]
async fn what_cannot_be_read_now_is_gone_on_with_later() {
    let db = TestDatabase::new().await;
    let (here, there) = (&db.here.scope, &db.there.scope);
    let bytes = crowd();
    let order = order(&bytes);
    let torn = Torn(Cursor::new(bytes.clone()), bytes.len() as u64 - 100_000);
    let failed = imports::carry_out(&db.store, here, torn, &order, &mut |_| {}).await;
    assert!(matches!(failed, Err(ImportError::Fault(Fault::Unreadable(_)))));
    let mut seen = Vec::new();
    let whole = Cursor::new(bytes.clone());
    let done = imports::carry_out(&db.store, here, whole, &order, &mut |step| seen.push(step))
        .await
        .unwrap();
    let Imported::Done(done) = done else {
        panic!("{done:?}")
    };
    assert_eq!(done.run.state, RunState::Applied);
    assert!(
        matches!(seen.first(), Some(Progress::Resumed(row)) if *row >= 4_000),
        "{seen:?}"
    );
    let Some(Progress::Switched { done: last, all }) = seen.last() else {
        panic!("{seen:?}")
    };
    assert_eq!((last, *all), (all, done.run.counts.added));
    let again = imports::carry_out(&db.store, here, Cursor::new(bytes.clone()), &order, &mut |_| {})
        .await
        .unwrap();
    assert_eq!(again, Imported::Already(done.run));
    imports::carry_out(&db.store, there, Cursor::new(bytes), &order, &mut |_| {})
        .await
        .unwrap();
    assert_eq!(state(&db, here).await, state(&db, there).await);
}

#[tokio::test]
async fn a_file_that_is_wrong_is_refused_without_effect() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let before = state(&db, scope).await;
    let header_only = String::from_utf8(file(&[])).unwrap();
    let nonsense = [header_only.as_bytes(), &b"\"1\",\"2\"\r\n".repeat(30)].concat();
    let without = header_only.replace("\"氏名\"", "\"名\"").into_bytes();
    for (bytes, rejected) in [(nonsense, true), (without, false), (Vec::new(), false)] {
        let mut order = order(&bytes);
        order.limits.rejected_rows = 20;
        let failed = imports::carry_out(&db.store, scope, Cursor::new(bytes), &order, &mut |_| {}).await;
        let Err(ImportError::Fault(fault)) = failed else {
            panic!("{failed:?}")
        };
        let mut tx = db.store.begin(scope).await.unwrap();
        let run = imports::list(&mut tx, 1).await.unwrap().remove(0);
        let told = imports::rejects(&mut tx, run.id, 0, 100).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            (run.state, run.refusal),
            (RunState::Refused, Some(fault.to_string()))
        );
        assert_eq!(rejected, matches!(fault, Fault::TooManyRejects(20)));
        assert_eq!(rejected, told.len() == 20, "{told:?}");
    }
    assert_eq!(state(&db, scope).await, before);
}

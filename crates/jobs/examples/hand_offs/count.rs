//! The count: what was made against what arrived.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use madoguchi_model::core_file::CoreRowState;
use madoguchi_model::ids::CaseId;
use madoguchi_model::link_event::EventKind;
use madoguchi_store::core_files;
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::webhooks::{self, FedEvent};
use serde_json::Value;
use uuid::Uuid;

use crate::core_system::CoreSystem;
use crate::receiver::Receiver;
use crate::run::KIND;

/// What was counted.
pub(crate) struct Counted {
    lines: Vec<String>,
    /// What was lost, or happened twice; empty when all is well.
    pub(crate) faults: Vec<String>,
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        for fault in &self.faults {
            writeln!(f, "FAULT: {fault}")?;
        }
        Ok(())
    }
}

impl Counted {
    fn expect(&mut self, what: &str, found: usize, expected: usize) {
        self.lines.push(format!("{what}: {found}"));
        if found != expected {
            self.faults.push(format!("{what}: {found} instead of {expected}"));
        }
    }
}

pub(crate) async fn count(
    db: &TestDatabase,
    made: &BTreeSet<CaseId>,
    core: &CoreSystem,
    receiver: &Receiver,
    fed: &[FedEvent],
    killed: usize,
    rested: bool,
) -> Counted {
    let mut counted = Counted {
        lines: vec![format!("{} hand-offs; workers killed {killed} times", made.len())],
        faults: Vec::new(),
    };
    if !rested {
        counted.faults.push("it did not come to rest".into());
    }
    of_files(db, made, core, &mut counted).await;
    let cases: BTreeSet<String> = made.iter().map(ToString::to_string).collect();
    let of_made: Vec<&FedEvent> = fed
        .iter()
        .filter(|event| {
            event.data["case"]
                .as_str()
                .is_some_and(|case| cases.contains(case))
        })
        .collect();
    of_hand_offs(&of_made, &mut counted, made.len());
    of_events(&of_made, receiver, &mut counted);
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let left = webhooks::counts(&mut tx).await.unwrap();
    let dead: i64 = left.values().map(|one| one.dead).sum();
    counted.expect("events given up", usize::try_from(dead).unwrap(), 0);
    counted
}

/// Every row in one file, once; every answer the one that stands.
async fn of_files(db: &TestDatabase, made: &BTreeSet<CaseId>, core: &CoreSystem, counted: &mut Counted) {
    let rows = 4 * made.len();
    counted.lines.push(format!(
        "files: {}, lines of answers: {}",
        core.files().len(),
        core.lines
    ));
    counted.expect("rows that the core system got", core.rows.len(), rows);
    let twice = core.rows.values().filter(|times| **times > 1).count();
    counted.expect("rows that it got twice", twice, 0);
    let last = core
        .files()
        .last()
        .and_then(|name| name.split('_').nth(2)?.parse().ok());
    counted.expect("the last file's number", last.unwrap_or(0), core.files().len());
    let accepted = core.rows.keys().filter(|row| core.accepts(**row)).count();
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let states = core_files::counts(&mut tx).await.unwrap();
    let of = |wanted| {
        let found = states
            .iter()
            .find(|(kind, state, _)| kind == KIND && *state == wanted);
        found.map_or(0, |(_, _, count)| usize::try_from(*count).unwrap())
    };
    counted.expect("rows accepted", of(CoreRowState::Accepted), accepted);
    counted.expect("rows refused", of(CoreRowState::Refused), rows - accepted);
}

/// Every case was opened, handed off and received by its section once.
fn of_hand_offs(fed: &[&FedEvent], counted: &mut Counted, made: usize) {
    let mut times: BTreeMap<(&str, EventKind), usize> = BTreeMap::new();
    for event in fed {
        let new_work = event.kind != EventKind::QueueItemChanged || event.data["from"] == Value::Null;
        if new_work {
            let case = event.data["case"].as_str().unwrap_or_default();
            *times.entry((case, event.kind)).or_default() += 1;
        }
    }
    for (what, kind) in [
        ("cases opened", EventKind::CaseReceived),
        ("cases handed off", EventKind::CaseHandedOff),
        ("pieces of work received by sections", EventKind::QueueItemChanged),
    ] {
        let of_kind = times.iter().filter(|((_, other), _)| *other == kind);
        let (once, more): (Vec<_>, Vec<_>) = of_kind.partition(|(_, times)| **times == 1);
        counted.expect(what, once.len(), made);
        counted.expect(&format!("{what} more than once"), more.len(), 0);
    }
}

/// What was told, and what could be asked for, are the same, each once in effect and in order.
fn of_events(fed: &[&FedEvent], receiver: &Receiver, counted: &mut Counted) {
    let known = receiver.known.lock().unwrap();
    counted.lines.push(format!(
        "requests to the receiver: {}, of which it failed {}, had already {}, refused {} as too old",
        known.requests, known.failed, known.repeats, known.refused
    ));
    let asked: BTreeSet<Uuid> = fed.iter().map(|event| event.event).collect();
    counted.expect("events that a program read", fed.len(), asked.len());
    let told: BTreeSet<Uuid> = known.effects.iter().copied().collect();
    counted.expect("effects at the receiver", known.effects.len(), asked.len());
    counted.expect("of which different", told.len(), asked.len());
    counted.expect("told but not read", told.difference(&asked).count(), 0);
    counted.expect("read but not told", asked.difference(&told).count(), 0);
    counted.expect(
        "events that came with another body",
        usize::try_from(known.changed).unwrap(),
        0,
    );
    let position: BTreeMap<Uuid, i64> = fed
        .iter()
        .map(|event| (event.event, event.place.position))
        .collect();
    let out_of_order = known.of_case.values().filter(|ids| {
        let places: Vec<i64> = ids.iter().filter_map(|id| position.get(id)).copied().collect();
        !places.is_sorted()
    });
    counted.expect("cases told out of order", out_of_order.count(), 0);
}

//! One audited operation: begun before the handler runs, ended with the change or before the answer leaves.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use madoguchi_model::ids::ResidentId;
use madoguchi_store::audit;
use serde_json::{Map, Value};

/// What a request does, as the record will tell it. Clones share one state.
#[derive(Clone)]
pub(crate) struct Operation(Arc<Mutex<State>>);

struct State {
    begun: Option<audit::Operation>,
    persons: BTreeSet<ResidentId>,
    detail: Map<String, Value>,
}

/// What is to be ended, and what was noted of it.
pub(super) struct Noted {
    pub(super) begun: audit::Operation,
    pub(super) persons: Vec<ResidentId>,
    pub(super) detail: Map<String, Value>,
}

impl Operation {
    pub(super) fn new(begun: audit::Operation) -> Self {
        Self(Arc::new(Mutex::new(State {
            begun: Some(begun),
            persons: BTreeSet::new(),
            detail: Map::new(),
        })))
    }

    /// One without a record of its own, because it is a part of another that has one.
    pub(super) fn unrecorded() -> Self {
        Self(Arc::new(Mutex::new(State {
            begun: None,
            persons: BTreeSet::new(),
            detail: Map::new(),
        })))
    }

    /// Notes residents whose data was seen or changed.
    pub(crate) fn saw(&self, persons: impl IntoIterator<Item = ResidentId>) {
        self.with(|state| state.persons.extend(persons));
    }

    /// Notes more about what was done. Never a name or a number of a person.
    pub(crate) fn tell(&self, key: &str, value: Value) {
        self.with(|state| state.detail.insert(key.to_owned(), value));
    }

    /// What is to be ended, with what was noted so far; none if it was ended already.
    pub(super) fn take(&self) -> Option<Noted> {
        self.with(|state| {
            Some(Noted {
                begun: state.begun.take()?,
                persons: state.persons.iter().copied().collect(),
                detail: std::mem::take(&mut state.detail),
            })
        })
    }

    fn with<T>(&self, job: impl FnOnce(&mut State) -> T) -> T {
        job(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

//! One audited operation: begun before the handler runs, ended with the change or before the answer leaves.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use madoguchi_model::ids::ResidentId;
use madoguchi_store::audit;

/// What a request does, as the record will tell it. Clones share one state.
#[derive(Clone)]
pub(crate) struct Operation(Arc<Mutex<State>>);

struct State {
    begun: Option<audit::Operation>,
    persons: BTreeSet<ResidentId>,
}

impl Operation {
    pub(super) fn new(begun: audit::Operation) -> Self {
        Self(Arc::new(Mutex::new(State {
            begun: Some(begun),
            persons: BTreeSet::new(),
        })))
    }

    /// Notes residents whose data was seen or changed.
    pub(crate) fn saw(&self, persons: impl IntoIterator<Item = ResidentId>) {
        self.with(|state| state.persons.extend(persons));
    }

    /// What is to be ended, and the residents noted so far; none if it was ended already.
    pub(super) fn take(&self) -> Option<(audit::Operation, Vec<ResidentId>)> {
        self.with(|state| Some((state.begun.take()?, state.persons.iter().copied().collect())))
    }

    fn with<T>(&self, job: impl FnOnce(&mut State) -> T) -> T {
        job(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

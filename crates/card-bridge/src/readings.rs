//! The readings that are under way, and what came of those that nobody has fetched yet.

mod reading;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use madoguchi_card::bridge::FailureCode;
use uuid::Uuid;

use crate::failure::failure;

pub(crate) use reading::{Reading, Stage};

/// All readings of the program.
#[derive(Default)]
pub(crate) struct Readings(Mutex<HashMap<Uuid, Arc<Reading>>>);

impl Readings {
    /// Adds one. One that still waits for what is typed makes way: two windows at once would confuse.
    pub(crate) fn add(&self, reading: Arc<Reading>) {
        let mut readings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for other in readings.values() {
            other.finish_if_waiting(failure(FailureCode::Cancelled, None));
        }
        readings.insert(reading.id, reading);
    }

    /// A reading of a pairing.
    pub(crate) fn of_pairing(&self, id: Uuid, pairing: Uuid) -> Option<Arc<Reading>> {
        let readings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        readings
            .get(&id)
            .filter(|reading| reading.pairing.id == pairing)
            .cloned()
    }

    /// The reading of a window.
    pub(crate) fn of_window(&self, secret: &str) -> Option<Arc<Reading>> {
        let readings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        readings
            .values()
            .find(|reading| reading.window.as_deref() == Some(secret))
            .cloned()
    }

    /// Wipes one.
    pub(crate) fn remove(&self, id: Uuid) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}

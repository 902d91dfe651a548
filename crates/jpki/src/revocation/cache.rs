//! What was heard, kept for a while: so that a certificate that is shown again costs no call.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Evidence, RevocationSource, Status};
use crate::serial::Serial;
use crate::verify::Verified;

type Key = ([u8; 32], Serial);

#[derive(Default)]
struct Kept {
    by_certificate: HashMap<Key, Evidence>,
    /// The oldest first.
    order: VecDeque<Key>,
}

/// A source with a memory. It keeps what was good or revoked until the source would know more, and for a set time at
/// most; what was unknown is asked again each time.
pub struct Cached<S> {
    source: S,
    capacity: usize,
    longest: TimeDelta,
    kept: Mutex<Kept>,
}

impl<S> Cached<S> {
    /// Keeps evidence for so many certificates, for so long at most.
    pub fn new(source: S, capacity: usize, longest: TimeDelta) -> Self {
        Self {
            source,
            capacity: capacity.max(1),
            longest,
            kept: Mutex::default(),
        }
    }

    /// How many certificates it keeps evidence for.
    pub fn len(&self) -> usize {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .by_certificate
            .len()
    }

    /// Whether it keeps none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn holds(&self, evidence: &Evidence, at: DateTime<Utc>) -> bool {
        let end = evidence.checked_at + self.longest;
        let end = evidence.next_update.map_or(end, |next| next.min(end));
        (evidence.checked_at..=end).contains(&at)
    }
}

impl<S: RevocationSource> RevocationSource for Cached<S> {
    fn check(&self, verified: &Verified<'_>, at: DateTime<Utc>) -> Evidence {
        let key = (
            verified.anchor_fingerprint(),
            verified.certificate().serial().clone(),
        );
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept
            .by_certificate
            .get(&key)
            .filter(|found| self.holds(found, at))
        {
            return found.clone();
        }
        // Nobody waits for another's answer from the network.
        drop(kept);
        let evidence = self.source.check(verified, at);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(evidence.status, Status::Unknown(_)) {
            return evidence;
        }
        if kept
            .by_certificate
            .insert(key.clone(), evidence.clone())
            .is_none()
        {
            kept.order.push_back(key);
        }
        while kept.order.len() > self.capacity {
            if let Some(oldest) = kept.order.pop_front() {
                kept.by_certificate.remove(&oldest);
            }
        }
        evidence
    }
}

//! Revocation lists (CRL, RFC 5280 5), handed in by whoever fetched them.

mod list;

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Utc};

use super::{Evidence, RevocationSource, Source, Status, WhyUnknown};
use crate::anchors::Anchors;
use crate::profile::{Profile, Purpose};
use crate::verify::Verified;

pub use list::RevocationList;

/// The lists that are known. A newer list takes the place of an older one for the same certificates.
#[derive(Default)]
pub struct Lists(RwLock<Vec<Arc<RevocationList>>>);

impl Lists {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a list, DER, after checking that one of the anchors for this purpose signed it and that it holds now.
    pub fn add(
        &self,
        der: &[u8],
        purpose: Purpose,
        anchors: &Anchors,
        profile: &Profile,
        at: DateTime<Utc>,
    ) -> Result<(), WhyUnknown> {
        let list = Arc::new(RevocationList::verify(der, anchors.of(purpose), profile, at)?);
        let mut lists = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let newer =
            |old: &Arc<RevocationList>| old.covers_the_same(&list) && old.this_update() > list.this_update();
        if lists.iter().any(newer) {
            return Err(WhyUnknown::Stale);
        }
        lists.retain(|old| !old.covers_the_same(&list));
        lists.push(list);
        Ok(())
    }
}

impl RevocationSource for Lists {
    fn check(&self, verified: &Verified<'_>, at: DateTime<Utc>) -> Evidence {
        let lists = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut covering = lists.iter().filter(|list| list.covers(verified)).peekable();
        if covering.peek().is_none() {
            return Evidence::unknown(WhyUnknown::NoSource, Source::Nobody, at, &[]);
        }
        let Some(list) = covering
            .filter(|list| list.holds(at))
            .max_by_key(|list| list.this_update())
        else {
            return Evidence::unknown(WhyUnknown::Stale, Source::List, at, &[]);
        };
        let found = list.entry(verified.certificate().serial());
        Evidence {
            status: found.map_or(Status::Good, |(at, reason)| Status::Revoked { at, reason }),
            source: Source::List,
            checked_at: at,
            this_update: Some(list.this_update()),
            next_update: Some(list.next_update()),
            raw: list.raw(),
        }
    }
}

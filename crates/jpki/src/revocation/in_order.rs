//! Several sources, one after the other.

use chrono::{DateTime, Utc};

use super::{Evidence, RevocationSource, Source, Status, WhyUnknown};
use crate::verify::Verified;

/// Asks one after the other until one knows. If none does, the first one's answer stands.
pub struct InOrder(pub Vec<Box<dyn RevocationSource>>);

impl RevocationSource for InOrder {
    fn check(&self, verified: &Verified<'_>, at: DateTime<Utc>) -> Evidence {
        let mut first = None;
        for source in &self.0 {
            let evidence = source.check(verified, at);
            if !matches!(evidence.status, Status::Unknown(_)) {
                return evidence;
            }
            first.get_or_insert(evidence);
        }
        first.unwrap_or_else(|| Evidence::unknown(WhyUnknown::NoSource, Source::Nobody, at, &[]))
    }
}

//! The catalogue a case is judged by: a published release with the municipality's overlay on it. Laying one over the
//! other takes some milliseconds, so each pair is put together once and shared.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use madoguchi_guidance::Release;
use madoguchi_guidance::catalogue::NoReleaseInForce;
use madoguchi_model::case::Case;
use madoguchi_store::overlays::{self, OverlayFile};
use madoguchi_store::{StoreError, TenantTx};

use crate::error::PageError;

/// More pairs than this are forgotten and put together again: 300 municipalities with a dozen overlays each.
const KEPT: usize = 4_000;

/// Hashes of the release and of the overlay's file.
type Pair = (String, Option<String>);

/// Catalogues that were put together. Cheap to clone.
#[derive(Clone, Default)]
pub struct Catalogues(Arc<Mutex<HashMap<Pair, Arc<Release>>>>);

impl Catalogues {
    /// What cases filed on a day are judged by.
    pub(crate) async fn in_force(&self, tx: &mut TenantTx, on: NaiveDate) -> Result<Arc<Release>, PageError> {
        let release = Release::in_force(on).map_err(internal)?;
        let overlay = overlays::in_force(tx, on).await.map_err(PageError::from)?;
        self.with(release, overlay)
    }

    /// What a case is judged by: the release and the overlay it names. Where the program no longer holds that
    /// release, it is what is in force on the day of filing.
    pub(crate) async fn of_case(&self, tx: &mut TenantTx, case: &Case) -> Result<Arc<Release>, PageError> {
        let Some(release) = Release::by_hash(&case.release_hash) else {
            return self.in_force(tx, case.filed_on).await;
        };
        if let Some(known) = self.known(release, case.overlay_hash.as_deref()) {
            return Ok(known);
        }
        let overlay = match &case.overlay_hash {
            None => None,
            Some(hash) => Some(named(tx, hash).await?),
        };
        self.with(release, overlay)
    }

    fn known(&self, release: &Release, overlay: Option<&str>) -> Option<Arc<Release>> {
        let pair = (release.hash().to_owned(), overlay.map(str::to_owned));
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&pair)
            .cloned()
    }

    /// An overlay was checked against its release before it was approved; one that does not fit stops the work
    /// instead of judging by rules that the municipality has changed.
    fn with(&self, release: &Release, overlay: Option<OverlayFile>) -> Result<Arc<Release>, PageError> {
        let hash = overlay.as_ref().map(|overlay| overlay.hash.clone());
        if let Some(known) = self.known(release, hash.as_deref()) {
            return Ok(known);
        }
        let with = match overlay {
            None => release.clone(),
            Some(overlay) => release.with_overlay(&overlay.content).map_err(|findings| {
                let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
                PageError::internal(format!(
                    "overlay {} does not fit: {}",
                    overlay.hash,
                    findings.join("; ")
                ))
            })?,
        };
        let with = Arc::new(with);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert((release.hash().to_owned(), hash), Arc::clone(&with));
        Ok(with)
    }
}

async fn named(tx: &mut TenantTx, hash: &str) -> Result<OverlayFile, PageError> {
    let found: Result<_, StoreError> = overlays::by_hash(tx, hash).await;
    found?.ok_or_else(|| PageError::internal(format!("a case names overlay {hash}, which is not there")))
}

fn internal(error: NoReleaseInForce) -> PageError {
    PageError::internal(error)
}

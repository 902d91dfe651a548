//! After a run's end: its file is filed away, and what was rejected put beside it.

use madoguchi_import::Reject;
use madoguchi_link::places::{Away, Place, PlaceError, Spool, Stored};
use madoguchi_store::imports::{self as runs, Run, RunState};
use madoguchi_store::{StoreError, TenantScope, tenants};

use super::Imports;
use super::look::REJECTS;

/// Rejects read at once.
const PAGE: u32 = 1_000;

impl Imports {
    /// Files the file of a run away that a source found. That of a dry run stays.
    pub(super) async fn finish(&self, scope: &TenantScope, run: &Run) -> Result<(), StoreError> {
        let mut tx = self.store.begin(scope).await?;
        let ended = runs::get(&mut tx, run.id).await?;
        let municipality = tenants::get(&mut tx).await?;
        tx.commit().await?;
        let Some(run) = ended.filter(|run| !run.state.is_open() && !run.dry_run) else {
            return Ok(());
        };
        let Some((place, key)) = run.stored.as_ref().filter(|(place, _)| place != Spool::PLACE) else {
            return Ok(());
        };
        let stored = Stored::of(key);
        let away = if matches!(run.state, RunState::Applied | RunState::Repeated) {
            Away::Taken
        } else {
            Away::NotTaken
        };
        let rejects = self.rejects(scope, &run).await?;
        let filed = match self.places.at(place, &municipality.code, &stored.folder) {
            Ok(at) => file_away(&at, &stored, away, rejects).await,
            Err(error) => Err(error),
        };
        match filed {
            Ok(name) => {
                let now = Stored {
                    away: Some(away),
                    name,
                    ..stored
                };
                let mut tx = self.store.begin(scope).await?;
                runs::note_place(&mut tx, run.id, Some((place, &now.key()))).await?;
                tx.commit().await
            }
            // The next look finds it again, and knows it by its digest.
            Err(error) => {
                tracing::warn!(run = %run.id, %error, "the file of a run could not be filed away");
                Ok(())
            }
        }
    }

    /// The list of what a run rejected; none where it rejected nothing.
    async fn rejects(&self, scope: &TenantScope, run: &Run) -> Result<Option<Vec<u8>>, StoreError> {
        let (mut list, mut told) = (String::from(Reject::HEADER), 0);
        loop {
            let mut tx = self.store.begin(scope).await?;
            let page = runs::rejects(&mut tx, run.id, told, PAGE).await?;
            tx.commit().await?;
            if page.is_empty() {
                return Ok((told > 0).then(|| list.into_bytes()));
            }
            list.extend(page.iter().map(Reject::line));
            told += page.len() as u64;
        }
    }
}

async fn file_away(
    place: &Place,
    stored: &Stored,
    away: Away,
    rejects: Option<Vec<u8>>,
) -> Result<String, PlaceError> {
    let name = place.file_away(stored.away, &stored.name, away).await?;
    if let Some(rejects) = rejects {
        place
            .put(Some(away), &format!("{name}{REJECTS}"), rejects)
            .await?;
    }
    Ok(name)
}

//! One look into a source.

use chrono::Duration;
use madoguchi_link::places::{Item, Place, PlaceError, Stored};
use madoguchi_store::import_sources::{self, ImportSource, Seen, matches};
use madoguchi_store::imports::{self as runs, Bounds, NewFile, StoredFile};
use madoguchi_store::{StoreError, TenantScope, tenants};

use super::Imports;
use super::digest::digest;

/// How long a file must have been the same before it is complete, where nothing says so.
const SETTLED: Duration = Duration::seconds(30);
/// What lists of rejects that were put beside files end with.
pub(super) const REJECTS: &str = ".rejects.csv";

/// What a look found.
#[derive(Default)]
struct Found {
    queued: usize,
    unfinished: usize,
}

/// Why a look came to nothing.
enum Failed {
    Place(PlaceError),
    Store(StoreError),
}

impl From<PlaceError> for Failed {
    fn from(error: PlaceError) -> Self {
        Self::Place(error)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Imports {
    pub(super) async fn look(&self, scope: &TenantScope, source: &ImportSource) -> Result<(), StoreError> {
        let found = self.look_into(scope, source).await;
        let mut tx = self.store.begin(scope).await?;
        match found {
            Ok(found) => {
                let outcome = match (found.queued, found.unfinished) {
                    (0, 0) => "新しいファイルはありませんでした。".to_owned(),
                    (queued, 0) => format!("{queued} 件のファイルを受け付けました。"),
                    (queued, some) => format!(
                        "{queued} 件のファイルを受け付けました。書き込み中かもしれない {some} 件は、変わらなくなるのを待っています。"
                    ),
                };
                let again = (found.unfinished > 0).then_some(SETTLED);
                import_sources::looked(&mut tx, source, &outcome, false, again).await?;
            }
            Err(Failed::Place(error)) => {
                let reason = error.to_string();
                tracing::warn!(source = %source.id, "a source could not be looked into");
                import_sources::note_failure(&mut tx, source, &reason).await?;
                import_sources::looked(&mut tx, source, &reason, true, None).await?;
            }
            // The lease runs out, and somebody looks again.
            Err(Failed::Store(error)) => return Err(error),
        }
        tx.commit().await
    }

    async fn look_into(&self, scope: &TenantScope, source: &ImportSource) -> Result<Found, Failed> {
        let fields = &source.fields;
        let mut tx = self.store.begin(scope).await?;
        let municipality = tenants::get(&mut tx).await?;
        let open = runs::open_files_of(&mut tx, source.id).await?;
        let seen = import_sources::seen(&mut tx, source.id).await?;
        tx.commit().await?;
        let place = self
            .places
            .at(&fields.place, &municipality.code, &fields.folder)?;
        let items = place.list().await?;
        let mut found = Found::default();
        for gone in seen
            .iter()
            .filter(|name| !items.iter().any(|item| item.name == **name))
        {
            let mut tx = self.store.begin(scope).await?;
            import_sources::forget(&mut tx, source.id, gone).await?;
            tx.commit().await?;
        }
        let wanted = |item: &&Item| {
            matches(&fields.file_names, &item.name)
                && !item.name.ends_with(REJECTS)
                && !open.contains(&item.name)
        };
        for item in items.iter().filter(wanted) {
            if self.is_complete(scope, source, item).await? && self.queue(scope, source, &place, item).await?
            {
                found.queued += 1;
            } else {
                found.unfinished += 1;
            }
        }
        Ok(found)
    }

    async fn is_complete(
        &self,
        scope: &TenantScope,
        source: &ImportSource,
        item: &Item,
    ) -> Result<bool, StoreError> {
        if item.complete {
            return Ok(true);
        }
        let file = Seen {
            name: item.name.clone(),
            bytes: item.bytes,
            changed: item.changed.clone(),
        };
        let mut tx = self.store.begin(scope).await?;
        let since = import_sources::see(&mut tx, source.id, &file).await?;
        let settled = tx.now() - since >= SETTLED;
        tx.commit().await?;
        Ok(settled)
    }

    /// Queues a file; false where it changes still.
    async fn queue(
        &self,
        scope: &TenantScope,
        source: &ImportSource,
        place: &Place,
        item: &Item,
    ) -> Result<bool, Failed> {
        let file = place.open(None, &item.name).await?;
        let summed = tokio::task::spawn_blocking(move || digest(file)).await;
        let broken = || PlaceError::Unreachable {
            place: source.fields.place.clone(),
            reason: "ファイルを最後まで読めませんでした".into(),
        };
        let (digest, bytes) = summed.map_err(|_| broken())?.map_err(|_| broken())?;
        if bytes != item.bytes {
            return Ok(false);
        }
        let fields = &source.fields;
        let stored = Stored {
            folder: fields.folder.clone(),
            away: None,
            name: item.name.clone(),
        };
        let new = NewFile {
            target: fields.target,
            layout: &fields.layout,
            full: fields.full,
            dry_run: false,
            bounds: Bounds {
                rejected_rows: fields.max_rejects,
                accept_removals: false,
            },
            by: None,
            source: Some(source.id),
            file: StoredFile {
                place: &fields.place,
                key: &stored.key(),
                name: &item.name,
                bytes,
                digest: &digest,
            },
        };
        let mut tx = self.store.begin(scope).await?;
        runs::enqueue(&mut tx, &new).await?;
        import_sources::forget(&mut tx, source.id, &item.name).await?;
        tx.commit().await?;
        Ok(true)
    }
}

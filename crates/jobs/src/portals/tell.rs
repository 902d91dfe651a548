//! Tells a portal how far its applications are.

use chrono::Duration;
use madoguchi_link::portals::api::{Access, Caller, PortalFailure};
use madoguchi_store::portal_connections::{Telling, not_told, to_tell, told};
use madoguchi_store::{Store, StoreError, TenantScope};
use uuid::Uuid;

use crate::BackOff;

/// Tellings of one visit.
const MOST: u16 = 100;

/// What came of telling.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) told: usize,
    pub(super) failed: usize,
    /// The portal does not want us any more.
    pub(super) ended: Option<PortalFailure>,
}

/// Each is recorded by itself: told twice, when the program ends in between, it says the same.
pub(super) async fn tell(
    store: &Store,
    scope: &TenantScope,
    connection: Uuid,
    (caller, access): (&Caller, &mut Access),
    back_off: BackOff,
) -> Result<Tally, StoreError> {
    let mut tx = store.begin(scope).await?;
    let waiting = to_tell(&mut tx, connection, MOST).await?;
    tx.commit().await?;
    let mut all = Tally::default();
    for one in waiting {
        let result = report(caller, access, &one).await;
        let mut tx = store.begin(scope).await?;
        match result {
            Ok(()) => {
                told(&mut tx, &one).await?;
                all.told += 1;
            }
            Err(failure) => {
                // Never given up: while the portal does not take it, its applicant sees an old state.
                let wait = back_off.after(one.attempts + 1).unwrap_or(back_off.longest);
                let wish = Duration::seconds(failure.retry_after().unwrap_or(0).into());
                let again = tx.now() + wait.max(wish.min(back_off.longest));
                not_told(&mut tx, &one, &failure.to_string(), again).await?;
                all.failed += 1;
                if failure.ends_visit() {
                    all.ended = Some(failure);
                }
            }
        }
        tx.commit().await?;
        if all.ended.is_some() {
            break;
        }
    }
    Ok(all)
}

/// With a new token where the one we had has ended.
async fn report(caller: &Caller, access: &mut Access, one: &Telling) -> Result<(), PortalFailure> {
    let (number, standing, at) = (&one.receipt_number, one.standing, one.at);
    match caller.report(access, number, standing, at).await {
        Err(failure) if failure.wants_token() => {
            *access = caller.sign_in().await?;
            caller.report(access, number, standing, at).await
        }
        other => other,
    }
}

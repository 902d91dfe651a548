//! Removes what is of no use any more: expired sessions, tokens, kept answers of the API, parked forms, old attempts to
//! sign in, yesterday's batches of prints, readings of cards that no case took up, pictures of robots' screens; and
//! 個人番号 whose time is over.

use chrono::Duration;
use madoguchi_store::{
    Store, StoreError, TenantScope, api_replies, api_tokens, card_pairings, card_readings,
    individual_numbers, parked, portal_notices, print_batches, robot_tasks, sessions, sign_in_attempts,
    webhooks,
};

use super::Periodic;
use crate::handler::BoxFuture;

/// How long an attempt to sign in can still slow down another.
const ATTEMPTS_KEPT: Duration = Duration::days(30);

/// How long the files of a batch of prints can be opened.
const BATCHES_KEPT: Duration = Duration::days(1);

/// How long the answer to a change by the API is given again.
const REPLIES_KEPT: Duration = Duration::days(1);

/// How long events can be sent again.
const EVENTS_KEPT: Duration = Duration::days(90);

/// How long notices are kept that are closed, or for which nobody has come.
const NOTICES_KEPT: Duration = Duration::days(180);

/// How long the picture of what a robot saw at the end of an attempt is kept.
const SCREENSHOTS_KEPT: Duration = Duration::days(30);

/// Cleans up every hour.
pub struct CleanUp;

impl Periodic for CleanUp {
    fn name(&self) -> &'static str {
        "clean_up"
    }

    fn every(&self) -> Duration {
        Duration::hours(1)
    }

    fn run<'a>(&'a self, store: &'a Store, scope: &'a TenantScope) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move { clean_up(store, scope).await.map_err(|error| error.to_string()) })
    }
}

async fn clean_up(store: &Store, scope: &TenantScope) -> Result<(), StoreError> {
    let mut tx = store.begin(scope).await?;
    let (told, notices) = (tx.now() - EVENTS_KEPT, tx.now() - NOTICES_KEPT);
    let (oldest, batches) = (tx.now() - ATTEMPTS_KEPT, tx.now() - BATCHES_KEPT);
    sessions::remove_expired(&mut tx).await?;
    parked::remove_expired(&mut tx).await?;
    let replies = tx.now() - REPLIES_KEPT;
    api_tokens::remove_expired(&mut tx).await?;
    api_replies::remove_before(&mut tx, replies).await?;
    sign_in_attempts::remove_before(&mut tx, oldest).await?;
    print_batches::remove_before(&mut tx, batches).await?;
    individual_numbers::tidy(&mut tx).await?;
    card_readings::tidy(&mut tx).await?;
    card_pairings::tidy(&mut tx).await?;
    webhooks::remove_before(&mut tx, told).await?;
    portal_notices::remove_before(&mut tx, notices).await?;
    let screens = tx.now() - SCREENSHOTS_KEPT;
    robot_tasks::forget_screenshots(&mut tx, screens).await?;
    tx.commit().await
}

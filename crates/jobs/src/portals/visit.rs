//! One look into a portal: login, token, list, get, and telling.

use std::fmt::Write as _;

use chrono::{DateTime, Duration, Utc};
use madoguchi_link::portals::Mapping;
use madoguchi_link::portals::api::{Access, Caller, Page, PortalFailure};
use madoguchi_store::portal_connections::{
    self, Connection, Noted, connection, due, fetch_failed, fetch_taken, note, noted_all, wait_until,
};
use madoguchi_store::{Store, StoreError, TenantScope};
use uuid::Uuid;

use super::fetch::{fetch, take_fetched};
use super::tell::{Tally, tell};
use super::{FetchError, Opener};
use crate::BackOff;
use crate::notices::mapping;

/// How much of what is known already is asked for again: a portal's clock and ours, and what was written there while it
/// listed, are never quite in order.
const OVERLAP: Duration = Duration::minutes(5);
/// The most pages of one list: one without an end is not read to it.
const PAGES: usize = 2_000;
/// Applications fetched in one look; what is left is for the next.
const FETCHES: u16 = 100;

/// What a look came to.
#[derive(Default)]
struct Came {
    listed: usize,
    taken: usize,
    problems: usize,
    told: usize,
    not_told: usize,
}

/// A connection in use.
struct Open<'a> {
    store: &'a Store,
    scope: &'a TenantScope,
    connection: Connection,
    caller: Caller,
    mapping: Mapping,
    access: Access,
    back_off: BackOff,
    came: Came,
}

/// Looks into a portal, and notes what came of it with the connection. True: there is more to be done at once.
pub async fn visit(
    store: &Store,
    scope: &TenantScope,
    opener: &Opener,
    id: Uuid,
    back_off: BackOff,
) -> Result<bool, StoreError> {
    let mut tx = store.begin(scope).await?;
    let found = connection(&mut tx, id).await?.filter(|one| one.active);
    let Some(connection) = found else { return Ok(false) };
    let mapping = mapping(&mut tx, &connection.mapping).await?;
    tx.commit().await?;
    let (caller, mapping) = match opener.open(&connection, mapping) {
        Ok(open) => open,
        Err(unopened) => {
            record(store, scope, id, &unopened.to_string(), None, true).await?;
            return Ok(false);
        }
    };
    let access = match caller.sign_in().await {
        Ok(access) => access,
        Err(failure) => {
            let again = wish(store, &failure);
            record(store, scope, id, &failure.to_string(), again, true).await?;
            return Ok(false);
        }
    };
    let mut open = Open {
        store,
        scope,
        connection,
        caller,
        mapping,
        access,
        back_off,
        came: Came::default(),
    };
    let ended = open.all().await?;
    let again = ended.as_ref().and_then(|failure| wish(store, failure));
    let failed = ended.is_some() || open.came.problems > 0 || open.came.not_told > 0;
    record(store, scope, id, &open.came.words(ended.as_ref()), again, failed).await?;
    if ended.is_some() {
        return Ok(false);
    }
    let mut tx = store.begin(scope).await?;
    let more = !due(&mut tx, id, 1).await?.is_empty();
    tx.commit().await?;
    Ok(more)
}

/// When the portal wants to see us again, if it said so.
fn wish(store: &Store, failure: &PortalFailure) -> Option<DateTime<Utc>> {
    let seconds = failure.retry_after()?;
    // Whatever a portal wishes, it is asked again within the day.
    Some(store.clock().now() + Duration::seconds(seconds.into()).min(Duration::days(1)))
}

async fn record(
    store: &Store,
    scope: &TenantScope,
    id: Uuid,
    words: &str,
    again: Option<DateTime<Utc>>,
    failed: bool,
) -> Result<(), StoreError> {
    let mut tx = store.begin(scope).await?;
    portal_connections::looked(&mut tx, id, words, failed).await?;
    if let Some(at) = again {
        wait_until(&mut tx, id, at).await?;
    }
    tx.commit().await
}

impl Open<'_> {
    /// Everything; what ended it early, if something did.
    async fn all(&mut self) -> Result<Option<PortalFailure>, StoreError> {
        if let Some(failure) = self.list().await? {
            return Ok(Some(failure));
        }
        if let Some(failure) = self.fetch().await? {
            return Ok(Some(failure));
        }
        if !(self.connection.reports && self.caller.definition.reports()) {
            return Ok(None);
        }
        let portal = (&self.caller, &mut self.access);
        let Tally { told, failed, ended } =
            tell(self.store, self.scope, self.connection.id, portal, self.back_off).await?;
        (self.came.told, self.came.not_told) = (told, failed);
        Ok(ended)
    }

    /// Notes what is listed, page by page. The place from which the next look asks moves on only when all pages were noted.
    async fn list(&mut self) -> Result<Option<PortalFailure>, StoreError> {
        let since = self.connection.seen.map(|seen| seen - OVERLAP);
        let (mut cursor, mut newest): (Option<String>, Option<DateTime<Utc>>) = (None, None);
        for _ in 0..PAGES {
            let page = match self.page(since, cursor.as_deref()).await {
                Ok(page) => page,
                Err(failure) => return Ok(Some(failure)),
            };
            newest = page.items.iter().map(|item| item.updated_at).chain(newest).max();
            let listed: Vec<Noted> = page
                .items
                .into_iter()
                .map(|item| Noted {
                    receipt_number: item.receipt_number,
                    updated_at: item.updated_at,
                })
                .collect();
            let mut tx = self.store.begin(self.scope).await?;
            let noted = note(&mut tx, self.connection.id, &listed).await?;
            self.came.listed += usize::try_from(noted).unwrap_or(usize::MAX);
            let last = page.next.is_none() || page.next == cursor;
            if last && let Some(newest) = newest {
                noted_all(&mut tx, self.connection.id, newest).await?;
            }
            tx.commit().await?;
            if last {
                return Ok(None);
            }
            cursor = page.next;
        }
        Ok(None)
    }

    /// A page; with a new token where the one we had has ended.
    async fn page(
        &mut self,
        since: Option<DateTime<Utc>>,
        cursor: Option<&str>,
    ) -> Result<Page, PortalFailure> {
        match self.caller.list(&self.access, since, cursor).await {
            Err(failure) if failure.wants_token() => {
                self.access = self.caller.sign_in().await?;
                self.caller.list(&self.access, since, cursor).await
            }
            other => other,
        }
    }

    async fn fetch(&mut self) -> Result<Option<PortalFailure>, StoreError> {
        let mut tx = self.store.begin(self.scope).await?;
        let waiting = due(&mut tx, self.connection.id, FETCHES).await?;
        tx.commit().await?;
        for one in waiting {
            let number = &one.receipt_number;
            let mut fetched = fetch(&self.caller, &self.access, self.mapping.clone(), number).await;
            if let Err(FetchError::Portal(failure)) = &fetched
                && failure.wants_token()
            {
                fetched = match self.caller.sign_in().await {
                    Ok(access) => {
                        self.access = access;
                        fetch(&self.caller, &self.access, self.mapping.clone(), number).await
                    }
                    Err(failure) => Err(failure.into()),
                };
            }
            let mut tx = self.store.begin(self.scope).await?;
            let mut ended = None;
            match fetched {
                Ok(fetched) => {
                    take_fetched(&mut tx, &self.connection, &fetched, None).await?;
                    fetch_taken(&mut tx, self.connection.id, &one).await?;
                    self.came.taken += 1;
                }
                Err(error) => {
                    let wait = self.back_off.after(one.attempts + 1);
                    let wait = match &error {
                        // A portal that is away says nothing of this application, which waits behind the others.
                        FetchError::Portal(failure) if failure.ends_visit() => {
                            ended = Some(failure.clone());
                            Some(wait.unwrap_or(self.back_off.longest))
                        }
                        FetchError::Portal(_) => wait,
                        // The same file will not become better; a changed one is listed anew.
                        FetchError::File(_) | FetchError::Unopened(_) => None,
                    };
                    let again = wait.map(|wait| tx.now() + wait);
                    fetch_failed(&mut tx, self.connection.id, &one, &error.to_string(), again).await?;
                    self.came.problems += 1;
                }
            }
            tx.commit().await?;
            if ended.is_some() {
                return Ok(ended);
            }
        }
        Ok(None)
    }
}

impl Came {
    fn words(&self, ended: Option<&PortalFailure>) -> String {
        let mut words = String::new();
        if let Some(failure) = ended {
            let _ = write!(words, "{failure}");
        }
        for (count, what) in [
            (self.listed, "新しい申請・変わった申請が一覧に"),
            (self.taken, "取り込んだ申請が"),
            (self.problems, "取り込めなかった申請が"),
            (self.told, "状況を伝えた申請が"),
            (self.not_told, "状況を伝えられなかった申請が"),
        ] {
            if count > 0 {
                let _ = write!(words, "{what}{count}件ありました。");
            }
        }
        if words.is_empty() {
            words.push_str("新しい申請はありませんでした。");
        }
        words
    }
}

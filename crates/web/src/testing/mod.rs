//! A server on a fresh database, and browsers that talk to it without a network.

mod answer;
mod browser;
mod every_route;

use std::sync::atomic::{AtomicUsize, Ordering};

use madoguchi_forms::{FontPaths, Fonts};
use madoguchi_model::ids::StaffId;
use madoguchi_model::staff::{Role, Staff};
use madoguchi_store::sessions::{self, NewSession};
use madoguchi_store::staff;
use madoguchi_store::testing::{Sample, TestDatabase};
use sha2::{Digest, Sha256};

pub(crate) use answer::Answer;
pub(crate) use browser::Browser;

use crate::session::token;
use crate::spool::Spool;
use crate::state::{AppState, Settings};

/// The host names of the two tenants of a test database.
pub(crate) const HERE: &str = "mihon.localhost";
pub(crate) const THERE: &str = "tonari.localhost";

/// How large an uploaded file may be, in bytes.
pub(crate) const LARGEST: u64 = 1024 * 1024;

/// How many servers were made: each has a folder of its own.
static SERVERS: AtomicUsize = AtomicUsize::new(0);

/// A server on a fresh database with two tenants, `db.here` and `db.there`.
pub(crate) struct TestServer {
    pub(crate) db: TestDatabase,
    pub(crate) state: AppState,
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if let Some(spool) = &self.state.spool {
            let _ = std::fs::remove_dir_all(spool.files.folder());
        }
    }
}

impl TestServer {
    pub(crate) async fn new() -> Self {
        let db = TestDatabase::new().await;
        let fonts = Fonts::load(&FontPaths::default()).unwrap();
        // Files beside the tests' database server, and as short-lived.
        let number = SERVERS.fetch_add(1, Ordering::Relaxed);
        let folder = format!("madoguchi-spool-{}-{number}", std::process::id());
        let spool = Spool::open(&std::env::temp_dir().join(folder), LARGEST).unwrap();
        let state = AppState::new(db.store.clone(), fonts, Settings::default()).with_spool(spool);
        Self { db, state }
    }

    /// A browser nobody has signed in with.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(crate::app(self.state.clone()), HERE)
    }

    /// A browser signed in as the member of staff with this role, here.
    pub(crate) async fn signed_in(&self, role: Role) -> Browser {
        self.signed_in_as(&self.db.here, self.db.here.staff(role), HERE)
            .await
    }

    /// A browser signed in as a chief of the section in charge of 支援措置, here; the sample's chief is of another.
    pub(crate) async fn chief_in_charge(&self) -> Browser {
        let here = &self.db.here;
        let person = Staff {
            id: StaffId::new(&*self.state.clock, &*self.state.entropy),
            sign_in_name: "shimin-kacho".into(),
            display_name: "市民\u{3000}課長".into(),
            section_id: here.sections[0].id,
            ..here.staff(Role::SectionChief).clone()
        };
        let mut tx = self.db.store.begin(&here.scope).await.unwrap();
        staff::create(&mut tx, &person, "", false).await.unwrap();
        tx.commit().await.unwrap();
        self.signed_in_as(here, &person, HERE).await
    }

    /// A second administrator, here: for what one person may not do alone.
    pub(crate) async fn second_administrator(&self) -> Staff {
        let first = self.db.here.staff(Role::Administrator).clone();
        let second = Staff {
            id: StaffId::new(&*self.state.clock, &*self.state.entropy),
            sign_in_name: "second".into(),
            display_name: "二人目\u{3000}管理".into(),
            ..first
        };
        let mut tx = self.db.store.begin(&self.db.here.scope).await.unwrap();
        staff::create(&mut tx, &second, "", false).await.unwrap();
        tx.commit().await.unwrap();
        second
    }

    /// A browser signed in as somebody of a tenant.
    pub(crate) async fn signed_in_as(&self, tenant: &Sample, staff: &Staff, host: &str) -> Browser {
        let mut secret = [0; 32];
        self.state.entropy.fill(&mut secret);
        let session = NewSession {
            token_sha256: Sha256::digest(secret).into(),
            staff: staff.id,
            csrf_secret: [7; 32],
            host: host.into(),
            address: String::new(),
            expires_at: self.state.clock.now() + chrono::TimeDelta::hours(10),
        };
        let mut tx = self.db.store.begin(&tenant.scope).await.unwrap();
        sessions::create(&mut tx, &session).await.unwrap();
        tx.commit().await.unwrap();
        let mut browser = Browser::new(crate::app(self.state.clone()), host);
        browser.set_cookie(token::cookie_name(false), &token::text_of(&secret));
        browser.csrf = token::text_of(&session.csrf_secret);
        browser
    }
}

//! One database of one test.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use madoguchi_cluster::Cluster;
use madoguchi_model::ids::ResidentId;
use sqlx::{Connection, PgConnection};
use tokio::sync::OnceCell;

use super::clock::{CountingEntropy, TestClock};
use super::sample::{Sample, sample};
use crate::{Owner, Store, make_roles};

/// The roles that may connect to the throwaway server.
const LOGIN_ROLES: [&str; 2] = ["madoguchi_owner", "madoguchi_app"];

/// The migrated and filled database that the others are copied from.
const TEMPLATE: &str = "madoguchi_template";

static TEMPLATE_MADE: OnceCell<()> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(1);

/// A fresh database and what is in it.
pub struct TestDatabase {
    /// The database as the serving role.
    pub store: Store,
    /// The database as its owner.
    pub owner: Owner,
    /// The clock of both: 8 April 2026, 10:00 in Japan, until told otherwise.
    pub clock: Arc<TestClock>,
    /// The first tenant, みほん市.
    pub here: Sample,
    /// The second tenant, となり町.
    pub there: Sample,
    name: String,
}

impl TestDatabase {
    /// A fresh database with two tenants.
    ///
    /// # Panics
    /// When there is no PostgreSQL, or it does not do what it should: the test cannot go on.
    pub async fn new() -> Self {
        TEMPLATE_MADE.get_or_init(make_template).await;
        let name = format!("madoguchi_test_{}", NUMBER.fetch_add(1, Ordering::SeqCst));
        administer(&format!(
            "CREATE DATABASE {name} OWNER madoguchi_owner TEMPLATE {TEMPLATE}"
        ))
        .await;
        let (store, owner, clock) = connect(&name).await;
        // The same ids as in the template: clock and entropy begin at the same point.
        let (here, there) = (Sample::of(&store, 0).await, Sample::of(&store, 1).await);
        Self {
            store,
            owner,
            clock,
            here,
            there,
            name,
        }
    }

    /// Does a statement of a tenant beside the program, as an import would: `$1` is a resident.
    ///
    /// # Panics
    /// When the statement fails.
    pub async fn run(&self, tenant: &Sample, statement: &'static str, resident: ResidentId) {
        let mut app = PgConnection::connect(&self.url("madoguchi_app"))
            .await
            .expect("the database answers");
        sqlx::query("SELECT set_config('app.tenant', $1, false)")
            .bind(tenant.scope.tenant_id().to_string())
            .execute(&mut app)
            .await
            .expect("a tenant can be set");
        sqlx::query(statement)
            .bind(resident.0)
            .execute(&mut app)
            .await
            .expect("the statement is right");
        app.close().await.expect("a connection closes");
    }

    /// The URL of this database as a role.
    #[must_use]
    pub fn url(&self, role: &str) -> String {
        cluster().url(role, &self.name)
    }
}

fn cluster() -> &'static Cluster {
    madoguchi_cluster::testing::cluster(&LOGIN_ROLES)
}

async fn administer(statement: &str) {
    let mut connection = PgConnection::connect(&cluster().administrator_url())
        .await
        .expect("the server runs");
    let statement = sqlx::AssertSqlSafe(statement.to_owned());
    sqlx::raw_sql(statement)
        .execute(&mut connection)
        .await
        .expect("the administrator may do this");
    connection.close().await.expect("the connection closes");
}

async fn make_template() {
    make_roles(&cluster().administrator_url())
        .await
        .expect("the roles can be made");
    administer(&format!(
        "CREATE DATABASE {TEMPLATE} OWNER madoguchi_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
    ))
    .await;
    let (clock, entropy) = (Arc::new(clock()), Arc::new(CountingEntropy::default()));
    let owner = Owner::connect(
        &cluster().url("madoguchi_owner", TEMPLATE),
        clock.clone(),
        entropy.clone(),
    )
    .await
    .expect("the owner can connect");
    owner.migrate().await.expect("the migrations run");
    let store = Store::connect(&cluster().url("madoguchi_app", TEMPLATE), clock, entropy)
        .await
        .expect("the serving role can connect");
    sample(&owner, &store, "000019", "みほん市", "mihon.localhost").await;
    sample(&owner, &store, "000027", "となり町", "tonari.localhost").await;
    store.close().await;
    owner.close().await;
}

fn clock() -> TestClock {
    TestClock::at("2026-04-08T01:00:00Z")
}

async fn connect(name: &str) -> (Store, Owner, Arc<TestClock>) {
    let clock = Arc::new(clock());
    let entropy = Arc::new(CountingEntropy::starting_at(1 << 40));
    let owner = Owner::connect(
        &cluster().url("madoguchi_owner", name),
        clock.clone(),
        entropy.clone(),
    )
    .await
    .expect("the owner can connect");
    let store = Store::connect_with(&cluster().url("madoguchi_app", name), 4, clock.clone(), entropy)
        .await
        .expect("the serving role can connect");
    (store, owner, clock)
}

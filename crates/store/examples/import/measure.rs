//! An import and its differences, timed.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use madoguchi_cluster::{Cluster, Options};
use madoguchi_import::{Layout, Limits, Outcome, Reader};
use madoguchi_model::clock::{Clock, Entropy};
use madoguchi_model::municipality::Municipality;
use madoguchi_store::imports::{Batch, Bounds, Imported, Order, Progress, carry_out};
use madoguchi_store::{Administrator, Owner, Store, TenantScope};
use sqlx::{Connection, PgConnection};

use crate::bare;
use crate::processor::{Took, Watch, own};

/// What docs/operations.md recommends for a database of this size.
const SETTINGS: [(&str, &str); 3] = [
    ("shared_buffers", "1GB"),
    ("max_wal_size", "4GB"),
    ("wal_compression", "lz4"),
];

/// Goes on by a microsecond whenever it is asked, so that ids sort.
struct Ticking(AtomicU64);

impl Clock for Ticking {
    fn now(&self) -> DateTime<Utc> {
        let micros = 1_795_827_600_000_000 + self.0.fetch_add(1, Ordering::Relaxed);
        DateTime::from_timestamp_micros(i64::try_from(micros).unwrap()).unwrap()
    }
}

struct Mixed(AtomicU64);

impl Entropy for Mixed {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let mut word = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
            word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&(word ^ (word >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}

pub(crate) async fn measure(file: &Path, difference: &Path) {
    let options = Options {
        login_roles: vec!["madoguchi_owner".into(), "madoguchi_app".into()],
        settings: SETTINGS.map(|(name, value)| (name.into(), value.into())).into(),
        ..Options::default()
    };
    // Not a closed one: as root, the server runs as another user.
    let directory = std::env::temp_dir().join(format!("madoguchi-measure-{}", std::process::id()));
    std::fs::create_dir(&directory).unwrap();
    let cluster = Cluster::start(&directory, &options).unwrap();
    let administrator = Administrator::connect(&cluster.administrator_url())
        .await
        .unwrap();
    administrator.make_roles().await.unwrap();
    let (store, scope) = database(&cluster, &administrator, "imported").await;
    let server = cluster.server_pid().unwrap();
    let (store, explained) = explain(&cluster, store).await;
    let full = import(&store, &scope, file, true, server).await;
    let some = import(&store, &scope, difference, false, server).await;
    if let Some(file) = explained {
        std::fs::copy(cluster.log(), file).unwrap();
    }
    let memory = peak_megabytes();
    let again = import(&store, &scope, difference, false, server).await;
    store.close().await;

    let (other, twin) = database(&cluster, &administrator, "copied").await;
    other.close().await;
    let copied = bare::copy(
        &cluster,
        &directory.join("rows"),
        (scope.tenant_id(), twin.tenant_id()),
    )
    .await;
    let percent = |part: f64, all: f64| 100.0 * part / all;
    println!("full load {full:.1?}\nbare COPY of the same rows {copied:.1?}\ndifferences {some:.1?}");
    println!(
        "the import runs at {:.0} % of the speed of COPY ({:.0} % by the server's processor time alone)",
        percent(copied.wall, full.wall),
        percent(copied.server, full.server)
    );
    println!(
        "differences take {:.1} % of the full load ({:.1} % of its processor time)",
        percent(some.wall, full.wall),
        percent(some.processor(), full.processor())
    );
    println!(
        "the same differences again {:.3} s (known by their digest)",
        again.wall
    );
    println!("peak of the importing process {memory} MB");
    administrator.close().await;
    cluster.stop().unwrap();
    std::fs::remove_dir_all(&directory).unwrap();
}

/// Where `EXPLAIN` names a file, new connections that tell the server's log of every statement how it was carried out;
/// the log is copied there.
async fn explain(cluster: &Cluster, store: Store) -> (Store, Option<std::ffi::OsString>) {
    let Some(file) = std::env::var_os("EXPLAIN") else {
        return (store, None);
    };
    let mut administrator = PgConnection::connect(&cluster.administrator_url()).await.unwrap();
    for setting in [
        "session_preload_libraries = 'auto_explain'",
        "auto_explain.log_min_duration = 20",
        "auto_explain.log_analyze = on",
        "auto_explain.log_buffers = on",
        "auto_explain.log_nested_statements = on",
    ] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
            "ALTER ROLE madoguchi_app SET {setting}"
        )))
        .execute(&mut administrator)
        .await
        .unwrap();
    }
    administrator.close().await.unwrap();
    let (clock, entropy) = (store.clock().clone(), store.entropy().clone());
    store.close().await;
    let url = cluster.url("madoguchi_app", "imported");
    (Store::connect(&url, clock, entropy).await.unwrap(), Some(file))
}

/// A migrated database with one municipality.
async fn database(cluster: &Cluster, administrator: &Administrator, name: &str) -> (Store, TenantScope) {
    administrator.create_database(name).await.unwrap();
    let clock = Arc::new(Ticking(AtomicU64::new(0)));
    let entropy = Arc::new(Mixed(AtomicU64::new(1)));
    let owner = cluster.url("madoguchi_owner", name);
    let owner = Owner::connect(&owner, clock.clone(), entropy.clone())
        .await
        .unwrap();
    owner.migrate().await.unwrap();
    let municipality = Municipality {
        code: "000019".into(),
        prefecture: "見本県".into(),
        name: "みほん市".into(),
        kana: "ミホンシ".into(),
    };
    let scope = owner.create_tenant(&municipality, &[]).await.unwrap();
    owner.close().await;
    let store = Store::connect(&cluster.url("madoguchi_app", name), clock, entropy)
        .await
        .unwrap();
    (store, scope)
}

async fn import(store: &Store, scope: &TenantScope, path: &Path, full: bool, server: u32) -> Took {
    let order = Order {
        layout: Arc::new(Layout::find("residents").unwrap().clone()),
        file_digest: path.display().to_string(),
        full,
        dry_run: false,
        by: None,
        file_name: "file.csv".into(),
        file_bytes: None,
        queued: None,
        limits: Limits::default(),
        bounds: Bounds::default(),
    };
    let watch = Watch::start(server);
    let mut staged = None;
    let mut progress = |step| {
        if matches!(step, Progress::Switched { .. }) && staged.is_none() {
            staged = Some(watch.stop());
        }
    };
    let file = File::open(path).unwrap();
    let done = carry_out(store, scope, file, &order, &mut progress)
        .await
        .unwrap();
    let took = watch.stop();
    if let Imported::Done(done) = done {
        assert_eq!((done.refusal, done.run.rejected_rows), (None, 0));
        println!(
            "{:?}; until the first step was switched over {:.1?}",
            done.run.counts, staged
        );
    }
    took
}

/// Reads a file and makes what would be copied of it, without a database.
pub(crate) fn read(path: &Path) {
    let layout = Layout::find("residents").unwrap();
    let (clock, entropy) = (Ticking(AtomicU64::new(0)), Mixed(AtomicU64::new(1)));
    let (began, today) = (own(), clock.today());
    let reader = Reader::new(File::open(path).unwrap(), layout, today, Limits::default()).unwrap();
    let mut rows = 0;
    let mut batch = Batch::new(layout.target);
    for outcome in reader {
        let Outcome::Entry(entry) = outcome.unwrap() else {
            panic!("a sound file")
        };
        batch.push(&entry, &clock, &entropy);
        rows += 1;
        if batch.rows() == 4_000 {
            batch = Batch::new(layout.target);
        }
    }
    let took = own().saturating_sub(began);
    println!("{rows} rows in {:.2} s of the processor", took.as_secs_f64());
}

/// The most memory this process has had, in megabytes.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

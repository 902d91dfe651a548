//! An import and its differences, timed.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use madoguchi_cluster::{Cluster, Options, testing};
use madoguchi_import::{Layout, Limits};
use madoguchi_model::clock::{Clock, Entropy};
use madoguchi_model::municipality::Municipality;
use madoguchi_store::imports::{Bounds, Imported, Order, Progress, carry_out};
use madoguchi_store::{Administrator, Owner, Store, TenantScope};

use crate::bare;

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
        ..Options::default()
    };
    let cluster = Cluster::start(&testing::empty_directory(), &options).unwrap();
    let administrator = Administrator::connect(&cluster.administrator_url())
        .await
        .unwrap();
    administrator.make_roles().await.unwrap();
    let (store, scope) = database(&cluster, &administrator, "imported").await;
    let full = import(&store, &scope, file, true).await;
    let some = import(&store, &scope, difference, false).await;
    let memory = peak_megabytes();
    let again = import(&store, &scope, difference, false).await;
    store.close().await;

    let (other, twin) = database(&cluster, &administrator, "copied").await;
    other.close().await;
    let copied = bare::copy(&cluster, (scope.tenant_id(), twin.tenant_id())).await;
    let (all, part) = (full.as_secs_f64(), some.as_secs_f64());
    println!(
        "full load {all:.1} s; bare COPY of the same rows {:.1} s",
        copied.as_secs_f64()
    );
    println!(
        "the import runs at {:.0} % of the speed of COPY",
        100.0 * copied.as_secs_f64() / all
    );
    println!(
        "differences {part:.1} s, {:.1} % of the full load",
        100.0 * part / all
    );
    println!(
        "the same differences again {:.3} s (known by their digest)",
        again.as_secs_f64()
    );
    println!("peak of the importing process {memory} MB");
    administrator.close().await;
    cluster.stop().unwrap();
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

async fn import(store: &Store, scope: &TenantScope, path: &Path, full: bool) -> Duration {
    let order = Order {
        layout: Arc::new(Layout::find("residents").unwrap().clone()),
        file_digest: path.display().to_string(),
        full,
        dry_run: false,
        by: None,
        limits: Limits::default(),
        bounds: Bounds::default(),
    };
    let start = Instant::now();
    let mut staged = None;
    let mut progress = |step| {
        if matches!(step, Progress::Switched { .. }) && staged.is_none() {
            staged = Some(start.elapsed());
        }
    };
    let file = File::open(path).unwrap();
    let done = carry_out(store, scope, file, &order, &mut progress)
        .await
        .unwrap();
    let took = start.elapsed();
    if let Imported::Done(done) = done {
        assert_eq!((done.refusal, done.run.rejected_rows), (None, 0));
        println!(
            "{:?} in {:.1} s, of which to the first switched step {:.1?}",
            done.run.counts,
            took.as_secs_f64(),
            staged
        );
    }
    took
}

/// The most memory this process has had, in megabytes.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

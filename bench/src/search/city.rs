//! A database with a large city and its neighbours.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Utc};
use madoguchi_cluster::{Cluster, Options};
use madoguchi_import::{Layout, Limits, Writer, entries};
use madoguchi_model::clock::{Clock, Entropy};
use madoguchi_model::municipality::Municipality;
use madoguchi_model::staff::Role;
use madoguchi_store::imports::{Bounds, Imported, Order, carry_out};
use madoguchi_store::{Administrator, Owner, Store, TenantScope, sections, staff};
use madoguchi_synthetic::{Place, Spec, generate, many};
use madoguchi_web::session::password;

use super::people::People;

/// The city's own host name.
pub(crate) const HOST: &str = "mihon.localhost";
/// The password of its officer.
pub(crate) const PASSWORD: &str = "synthetic-bench-password";
/// One household in so many has moved within the city.
const MOVES: usize = 100;
const SEED: u64 = 1;

/// The running database.
pub(crate) struct City {
    cluster: Cluster,
    directory: PathBuf,
    /// The name that an officer of the front desk signs in with.
    pub(crate) officer: String,
    /// Some of its people.
    pub(crate) people: People,
}

impl City {
    /// How the server reaches it, as the role that serves.
    pub(crate) fn url(&self) -> String {
        self.cluster.url("madoguchi_app", "madoguchi")
    }

    /// Where a server may keep files.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Ends the database and removes it.
    pub(crate) fn remove(self) -> Result<(), String> {
        self.cluster.stop().map_err(text)?;
        std::fs::remove_dir_all(&self.directory).map_err(text)
    }
}

/// Makes the city with so many current residents, and its neighbours: all of them have the same people.
pub(crate) fn build(residents: usize, others: u64, neighbours: usize) -> Result<City, String> {
    let directory = std::env::temp_dir().join(format!("madoguchi-search-{}", std::process::id()));
    std::fs::create_dir(&directory).map_err(text)?;
    let roles = ["madoguchi_owner", "madoguchi_app"].map(String::from);
    let options = Options {
        login_roles: roles.into(),
        ..Options::default()
    };
    let cluster = Cluster::start(&directory.join("cluster"), &options).map_err(text)?;
    let runtime = tokio::runtime::Runtime::new().map_err(text)?;
    let mut people = People::default();
    let register = directory.join("register.csv");
    let moves = directory.join("moves.csv");
    write(&register, &moves, residents, &mut people)?;
    let small = directory.join("neighbour.csv");
    write(
        &small,
        &directory.join("neighbour-moves.csv"),
        neighbours,
        &mut People::default(),
    )?;
    let officer = runtime.block_on(fill(&cluster, [&register, &moves], (&small, others)))?;
    Ok(City {
        cluster,
        directory,
        officer,
        people,
    })
}

fn write(all: &Path, some: &Path, residents: usize, people: &mut People) -> Result<(), String> {
    let layout = Layout::find("residents").ok_or("no layout")?;
    let open =
        |path: &Path| Writer::new(BufWriter::new(File::create(path).map_err(text)?), layout).map_err(text);
    let (mut all, mut some) = (open(all)?, open(some)?);
    let day = Machine.today();
    for (n, household) in many(Place::Mihon, SEED, day, residents).enumerate() {
        for one in &household.members {
            people.see(&household.household_number, one);
        }
        for mut entry in entries(&household) {
            if n % MOVES == 0 {
                // It lived elsewhere before.
                let now = entry.resident.address.block.clone();
                entry.resident.address.block = "9番9号".into();
                all.resident(&entry).map_err(text)?;
                entry.history_number += 1;
                entry.changed_on = day;
                entry.change_reason = "転居".into();
                entry.resident.address.block = now;
                some.resident(&entry).map_err(text)?;
            } else {
                all.resident(&entry).map_err(text)?;
            }
        }
    }
    all.finish().map_err(text)?;
    some.finish().map(drop).map_err(text)
}

async fn fill(cluster: &Cluster, files: [&Path; 2], (small, others): (&Path, u64)) -> Result<String, String> {
    let administrator = Administrator::connect(&cluster.administrator_url())
        .await
        .map_err(text)?;
    administrator.make_roles().await.map_err(text)?;
    administrator.create_database("madoguchi").await.map_err(text)?;
    let (clock, entropy) = (Arc::new(Machine), Arc::new(Machine));
    let owner = Owner::connect(
        &cluster.url("madoguchi_owner", "madoguchi"),
        clock.clone(),
        entropy.clone(),
    )
    .await
    .map_err(text)?;
    owner.migrate().await.map_err(text)?;
    let store = Store::connect(&cluster.url("madoguchi_app", "madoguchi"), clock, entropy)
        .await
        .map_err(text)?;
    let made_up = generate(&Spec {
        place: Place::Mihon,
        seed: SEED,
        reference_date: Machine.today(),
        residents: 100,
    });
    let scope = owner
        .create_tenant(&made_up.municipality, &[HOST.to_owned()])
        .await
        .map_err(text)?;
    let officer = sections_and_officer(&store, &scope, &made_up).await?;
    let start = Instant::now();
    import(&store, &scope, files[0], true).await?;
    import(&store, &scope, files[1], false).await?;
    println!("the city is in after {:.0} s", start.elapsed().as_secs_f64());
    for n in 0..others {
        let municipality = Municipality {
            code: format!("{:06}", 900_000 + n),
            ..made_up.municipality.clone()
        };
        let scope = owner
            .create_tenant(&municipality, &[format!("n{n}.localhost")])
            .await
            .map_err(text)?;
        import(&store, &scope, small, true).await?;
    }
    println!(
        "its neighbours are in after {:.0} s",
        start.elapsed().as_secs_f64()
    );
    store.close().await;
    owner.close().await;
    administrator.close().await;
    // What the database does by itself in the minutes after a load.
    let done = std::process::Command::new(cluster.psql())
        .args(["--quiet", "--dbname", &cluster.url("postgres", "madoguchi")])
        .args(["--command", "VACUUM ANALYZE"])
        .status()
        .map_err(text)?;
    if !done.success() {
        return Err(format!("psql: {done}"));
    }
    Ok(officer)
}

async fn sections_and_officer(
    store: &Store,
    scope: &TenantScope,
    made_up: &madoguchi_synthetic::Municipality,
) -> Result<String, String> {
    let member = made_up
        .staff
        .iter()
        .find(|member| member.role == Role::FrontDesk)
        .ok_or("no officer")?;
    let mut tx = store.begin(scope).await.map_err(text)?;
    for section in &made_up.sections {
        sections::create(&mut tx, section).await.map_err(text)?;
    }
    let hash = password::hash(PASSWORD, &Machine);
    staff::create(&mut tx, member, &hash, false).await.map_err(text)?;
    tx.commit().await.map_err(text)?;
    Ok(member.sign_in_name.clone())
}

async fn import(store: &Store, scope: &TenantScope, file: &Path, full: bool) -> Result<(), String> {
    let order = Order {
        layout: Arc::new(Layout::find("residents").ok_or("no layout")?.clone()),
        file_digest: file.display().to_string(),
        full,
        dry_run: false,
        by: None,
        file_name: "register.csv".into(),
        file_bytes: None,
        queued: None,
        limits: Limits::default(),
        bounds: Bounds::default(),
    };
    let opened = File::open(file).map_err(text)?;
    match carry_out(store, scope, opened, &order, &mut |_| ())
        .await
        .map_err(text)?
    {
        Imported::Done(done) if done.refusal.is_none() && done.run.rejected_rows == 0 => Ok(()),
        _ => Err(format!("{} was not taken in", file.display())),
    }
}

/// The machine's time and randomness.
#[derive(Clone, Copy, Debug)]
struct Machine;

impl Clock for Machine {
    #[expect(clippy::disallowed_methods, reason = "a measurement is of now")]
    fn now(&self) -> DateTime<Utc> {
        DateTime::from(std::time::SystemTime::now())
    }
}

impl Entropy for Machine {
    #[expect(
        clippy::disallowed_methods,
        reason = "whoever is measured here is invented anyway"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

//! Fills a new database with the synthetic municipalities.

use std::sync::Arc;

use madoguchi_link::core_files::Definition;
use madoguchi_model::clock::Clock;
use madoguchi_model::household::Household;
use madoguchi_store::core_files::{self, DestinationFields};
use madoguchi_store::import_sources::Schedule;
use madoguchi_store::{Owner, Store, TenantTx, closed_days, load, sections, staff};
use madoguchi_synthetic::{Place, Spec, generate, reference, showcase};
use madoguchi_web::session::password;
use serde_json::{Value, json};

use super::accounts::{self, Account, Municipality};
use super::cards::people;
use super::programs;
use crate::Failure;
use crate::import::places;
use crate::import_places;
use crate::machine::{OsEntropy, SystemClock};

/// All demonstrations show the same people.
pub(crate) const SEED: u64 = 20_270_401;

/// Each place with the host names its pages answer to.
const PLACES: [(Place, &[&str]); 3] = [
    (Place::Mihon, &["mihon.localhost", "localhost", "127.0.0.1"]),
    (Place::Asahi, &["asahi.localhost"]),
    (Place::Wakaba, &["wakaba.localhost"]),
];

/// People worth looking at, by a name for tests and the 宛名番号 of the head.
const SHOWCASE: [(&str, &str); 7] = [
    ("family_of_four", showcase::FAMILY_OF_FOUR),
    ("mixed_family", showcase::MIXED_FAMILY),
    ("protected_family", showcase::PROTECTED_FAMILY),
    ("elderly_couple", showcase::ELDERLY_COUPLE),
    ("long_names", showcase::LONG_NAMES),
    ("unknown_birth", showcase::UNKNOWN_BIRTH),
    ("three_generations", showcase::THREE_GENERATIONS),
];

/// Makes every municipality, and the cards of the first one's people; the password is the same for all accounts of one demonstration.
pub(crate) async fn municipalities(
    owner: &Owner,
    serving_url: &str,
) -> Result<(Vec<Municipality>, Value), Failure> {
    let store = Store::connect(serving_url, Arc::new(SystemClock), Arc::new(OsEntropy)).await?;
    for file in [
        reference::postcodes(),
        reference::towns(),
        reference::residences(),
        reference::parcels(),
    ] {
        places::seed(owner, &file).await?;
    }
    let password = accounts::password(&OsEntropy);
    let today = SystemClock.today();
    let (mut made, mut cards) = (Vec::new(), Value::Null);
    for (place, hosts) in PLACES {
        let made_up = tokio::task::spawn_blocking(move || generate(&Spec::demo(place, SEED, today))).await?;
        let hosts: Vec<String> = hosts.iter().map(|&host| host.to_owned()).collect();
        let scope = owner.create_tenant(&made_up.municipality, &hosts).await?;
        let mut tx = store.begin(&scope).await?;
        load_all(&mut tx, &made_up, &password).await?;
        let programs = programs::add(&mut tx, &made_up).await?;
        tx.commit().await?;
        let (households, residents) = (
            made_up.households.len(),
            made_up
                .households
                .iter()
                .map(|one| one.members.len())
                .sum::<usize>(),
        );
        println!(
            "  {}：{households} 世帯、{residents} 人",
            made_up.municipality.name
        );
        if place == Place::Mihon {
            cards = people::of(&held(&made_up.households), &made_up.municipality.code);
        }
        made.push(Municipality {
            api_clients: programs,
            ..announced(&made_up, &hosts[0], &password)
        });
    }
    store.close().await;
    Ok((made, cards))
}

/// Everything but the cards.
pub(crate) async fn load_all(
    tx: &mut TenantTx,
    made_up: &madoguchi_synthetic::Municipality,
    password: &str,
) -> Result<(), Failure> {
    for section in &made_up.sections {
        sections::create(tx, section).await?;
    }
    load::towns(tx, &made_up.towns).await?;
    load::schools(tx, &made_up.schools).await?;
    for day in &made_up.closed_days {
        closed_days::add(tx, day.day, &day.name).await?;
    }
    let (count, password) = (made_up.staff.len(), password.to_owned());
    let hashes = tokio::task::spawn_blocking(move || {
        (0..count)
            .map(|_| password::hash(&password, &OsEntropy))
            .collect::<Vec<_>>()
    });
    for (member, hash) in made_up.staff.iter().zip(hashes.await?) {
        staff::create(tx, member, &hash, false).await?;
    }
    load::households(tx, &made_up.households).await?;
    for definition in Definition::all() {
        if made_up
            .sections
            .iter()
            .any(|section| section.code == definition.section)
        {
            core_files::save_destination(tx, &definition.id, Some(&to_core())).await?;
        }
    }
    Ok(())
}

/// Where the demonstration's files for core systems go: into a folder that whoever looks can open.
fn to_core() -> DestinationFields {
    DestinationFields {
        place: import_places::DEMO.to_owned(),
        folder: import_places::TO_CORE.to_owned(),
        schedule: Some(Schedule::Every(60)),
        answers_folder: Some(import_places::FROM_CORE.to_owned()),
    }
}

fn announced(made_up: &madoguchi_synthetic::Municipality, host: &str, password: &str) -> Municipality {
    let section = |id| made_up.sections.iter().find(|section| section.id == id);
    let account = |member: &madoguchi_model::staff::Staff| {
        section(member.section_id).map(|section| Account {
            role: member.role,
            sign_in_name: member.sign_in_name.clone(),
            password: password.to_owned(),
            display_name: member.display_name.clone(),
            section: section.name.clone(),
            section_code: section.code.clone(),
        })
    };
    Municipality {
        code: made_up.municipality.code.clone(),
        name: made_up.municipality.name.clone(),
        host: host.to_owned(),
        accounts: made_up.staff.iter().filter_map(account).collect(),
        api_clients: Vec::new(),
        showcase: SHOWCASE
            .iter()
            .filter_map(|&(name, number)| Some((name.to_owned(), shown(&made_up.households, number)?)))
            .collect(),
    }
}

/// The households whose members' cards can be put down.
fn held(households: &[Household]) -> Vec<(&'static str, &Household)> {
    let of = |(name, number)| Some((name, household_of(households, number)?));
    SHOWCASE.iter().copied().filter_map(of).collect()
}

fn household_of<'a>(households: &'a [Household], number: &str) -> Option<&'a Household> {
    let has = |household: &&Household| {
        household
            .members
            .iter()
            .any(|one| one.addressee_number.as_deref() == Some(number))
    };
    households.iter().find(has)
}

/// What a test types and looks for: a household by the 宛名番号 of its head.
fn shown(households: &[Household], number: &str) -> Option<Value> {
    let members = household_of(households, number)?.members.iter().map(|member| {
        json!({
            "addressee_number": member.addressee_number,
            "name": member.names.name.written,
            "kana": member.names.name.kana,
            "relationship": member.relationship,
            "birth_date": member.birth_date,
        })
    });
    Some(json!({ "members": members.collect::<Vec<_>>() }))
}

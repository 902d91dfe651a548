//! Finding a resident at the counter. See `docs/search.md`.

mod hit;
mod judge;
mod past;
mod steps;

use std::collections::HashSet;

use chrono::NaiveDate;
use madoguchi_model::resident::Sex;
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use hit::{HitRow, Rank};
pub use hit::{MatchedBy, ResidentHit};
use judge::Judge;
use steps::CANDIDATES;

use crate::{StoreError, TenantTx};

/// One thing that is known of the person looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Term {
    /// A word as anybody types it: a part of a reading (in kana), of a written name, or of an address or building.
    Word(String),
    /// A part of the reading of a name, former name or alias, in hiragana or katakana. Several make one reading, or stand
    /// in another order.
    Reading(String),
    /// A part of a written name, as anybody writes it; variants of a character are found too.
    NamePart(String),
    /// An address within the municipality, or a part of it: 町字, 町字 and 番地, or 方書. Households under a protective
    /// measure are never found by it.
    Address(String),
    /// Born from the first to the last day, both included. Unknown birth dates that could be within are found.
    Born(NaiveDate, NaiveDate),
    /// Born in this month on this day, of any year.
    Birthday(u32, u32),
    /// 性別. It narrows, and finds nobody alone.
    Sex(Sex),
    /// 宛名番号, whole.
    AddresseeNumber(String),
    /// Digits that begin (leading zeros or not) or, from four, end a 宛名番号, begin a 世帯番号, or are a telephone number.
    Number(String),
    /// Digits that begin a 世帯番号, leading zeros or not.
    HouseholdNumber(String),
    /// The telephone number that a resident left as a visitor ([`madoguchi_model::phone::phone_key`]). Households under a
    /// protective measure are never found by it.
    Phone(String),
}

/// What to look for: every term must hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResidentSearch {
    /// At least one that says something.
    pub terms: Vec<Term>,
    /// How many hits at most.
    pub limit: u16,
}

/// The residents found: by what they are called and where they live now before what was; the whole before the beginning
/// before a part; present residents before past ones; then by reading, birth date and id.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Hits {
    /// At most as many as asked for.
    pub hits: Vec<ResidentHit>,
    /// There are more, or may be.
    pub more: bool,
}

/// Finds residents, past ones too. Without a term that says something, nobody is found.
pub async fn search(tx: &mut TenantTx, search: &ResidentSearch) -> Result<Hits, StoreError> {
    let steps = steps::of(&search.terms);
    let judge = Judge::new(&search.terms);
    let limit = usize::from(search.limit);
    let mut seen: HashSet<Uuid> = HashSet::new();
    let mut found: Vec<(Rank, ResidentHit)> = Vec::new();
    let mut cut = false;
    for step in &steps {
        if found.len() > limit {
            break;
        }
        let Some(mut statement) = step.statement("", tx.tenant(), search) else {
            continue;
        };
        let mut rows: Vec<HitRow> = statement.build_query_as().fetch_all(tx.connection()).await?;
        // An ordered step that is cut has more than the limit; the steps after it go over the same people again.
        cut |= !step.is_ordered() && rows.len() >= CANDIDATES;
        rows.retain(|row| seen.insert(row.resident_id));
        let mut open = Vec::new();
        for row in rows {
            let mut hit = row.into_hit()?;
            match judge.now(&mut hit) {
                Some(rank) => found.push((rank, hit)),
                None => open.push(hit),
            }
        }
        if step.tells_of_the_past() && !open.is_empty() {
            found.extend(past::judged(tx, &judge, open).await?);
        }
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let more = cut || found.len() > limit;
    let mut hits: Vec<ResidentHit> = found.into_iter().map(|(_, hit)| hit).take(limit).collect();
    add_heads(tx, &mut hits).await?;
    Ok(Hits { hits, more })
}

/// Adds who the heads of the hits' households are.
async fn add_heads(tx: &mut TenantTx, hits: &mut [ResidentHit]) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    let households: Vec<Uuid> = hits.iter().map(|hit| hit.household_id.0).collect();
    let rows = sqlx::query!(
        "SELECT DISTINCT ON (household_id) household_id, name FROM residents
         WHERE tenant_id = $1 AND household_id = ANY ($2) AND relationship = '世帯主' AND state = 'current'
         ORDER BY household_id, position",
        tenant,
        &households
    )
    .fetch_all(tx.connection())
    .await?;
    for hit in hits {
        let head = rows.iter().find(|row| row.household_id == hit.household_id.0);
        hit.head = head.map(|row| row.name.clone());
    }
    Ok(())
}

/// How the database would find these residents, step by step, one line an operation.
#[cfg(feature = "testing")]
pub async fn explain(tx: &mut TenantTx, search: &ResidentSearch) -> Result<Vec<String>, StoreError> {
    let mut lines = Vec::new();
    for step in steps::of(&search.terms) {
        if let Some(mut statement) = step.statement("EXPLAIN ", tx.tenant(), search) {
            lines.push(format!("-- {step:?}"));
            let plan: Vec<String> = statement.build_query_scalar().fetch_all(tx.connection()).await?;
            lines.extend(plan);
        }
    }
    Ok(lines)
}

/// The groups of tokens that the search would ask the narrow function for, tokens parted by U+001F; for looking at its
/// plan.
#[cfg(feature = "testing")]
#[must_use]
pub fn token_groups(search: &ResidentSearch) -> Vec<String> {
    let steps = steps::of(&search.terms);
    let groups = steps.into_iter().find_map(|step| match step {
        steps::Step::Tokens { groups, .. } => Some(groups),
        _ => None,
    });
    groups.unwrap_or_default()
}

type Statement = QueryBuilder<Postgres>;

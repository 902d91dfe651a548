//! Finding a resident at the counter.

use chrono::NaiveDate;
use madoguchi_model::address::Address;
use madoguchi_model::address_key::fold;
use madoguchi_model::ids::{HouseholdId, ResidentId};
use madoguchi_model::kana::search_key;
use madoguchi_model::name::WrittenName;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{ProtectiveMeasure, ResidentState, Sex};
use madoguchi_model::search_tokens::{matches, name_query};
use serde_json::Value;
use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::row::date;
use crate::codec::Row;
use crate::{StoreError, TenantTx};

/// One thing that is known of the person looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Term {
    /// The beginning of the reading of the name, former name or alias, in hiragana or katakana.
    KanaPrefix(String),
    /// A part of a written name, as anybody writes it; variants of a character are found too.
    NamePart(String),
    /// Born from the first to the last day, both included. Unknown birth dates that could be within are found.
    Born(NaiveDate, NaiveDate),
    /// 宛名番号, whole.
    AddresseeNumber(String),
    /// The beginning of an address within the municipality: 町字, or 町字 and 番地. Households under a protective
    /// measure are never found by it.
    AddressPrefix(String),
}

/// What to look for: every term must hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResidentSearch {
    /// At least one.
    pub terms: Vec<Term>,
    /// How many hits at most.
    pub limit: u16,
}

/// Parts the tokens of a group for the database's function.
const BETWEEN_TOKENS: &str = "\u{1f}";

/// The residents found, present ones first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hits {
    /// At most as many as asked for.
    pub hits: Vec<ResidentHit>,
    /// There are more.
    pub more: bool,
}

/// One resident found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResidentHit {
    /// Our id.
    pub id: ResidentId,
    /// The household.
    pub household_id: HouseholdId,
    /// 宛名番号.
    pub addressee_number: String,
    /// 氏名.
    pub name: WrittenName,
    /// 氏名（アルファベット） of a foreign resident.
    pub alphabet: Option<String>,
    /// 旧氏.
    pub former_family_name: Option<WrittenName>,
    /// 通称.
    pub alias: Option<WrittenName>,
    /// 生年月日.
    pub birth_date: RegisterDate,
    /// 性別.
    pub sex: Sex,
    /// A foreign resident.
    pub foreign: bool,
    /// 続柄.
    pub relationship: String,
    /// 世帯主's name, if the household has one.
    pub head: Option<String>,
    /// 住所. Not to be shown when the protective measure protects.
    pub address: Address,
    /// 住民状態; a past resident is marked by it.
    pub state: ResidentState,
    /// 支援措置.
    pub protective_measure: ProtectiveMeasure,
    /// Somebody of the household is under a protective measure, so their common address is not to be shown.
    pub household_protected: bool,
}

#[derive(FromRow)]
struct HitRow {
    resident_id: Uuid,
    household_id: Uuid,
    addressee_number: String,
    name: String,
    kana: String,
    kana_confirmed: bool,
    alphabet: Option<String>,
    former_family_name: Option<Value>,
    alias: Option<Value>,
    birth_earliest: NaiveDate,
    birth_latest: NaiveDate,
    birth_text: Option<String>,
    sex: String,
    is_foreign: bool,
    relationship: String,
    address: Value,
    state: String,
    protective_measure: String,
}

/// Finds residents, past ones too. Without a term that says something, nobody is found.
pub async fn search(tx: &mut TenantTx, search: &ResidentSearch) -> Result<Hits, StoreError> {
    let Some(mut query) = statement("", tx.tenant(), search) else {
        return Ok(Hits {
            hits: Vec::new(),
            more: false,
        });
    };
    let rows: Vec<HitRow> = query.build_query_as().fetch_all(tx.connection()).await?;
    let cut = i64::try_from(rows.len()).unwrap_or(i64::MAX) >= candidates(search);
    let mut hits = rows
        .into_iter()
        .map(HitRow::into_hit)
        .collect::<Result<Vec<_>, _>>()?;
    hits.retain(|hit| search.terms.iter().all(|term| term.holds_for(hit)));
    let limit = usize::from(search.limit);
    let more = cut || hits.len() > limit;
    hits.truncate(limit);
    add_households(tx, &mut hits).await?;
    Ok(Hits { hits, more })
}

/// Adds what the households of the hits tell.
async fn add_households(tx: &mut TenantTx, hits: &mut [ResidentHit]) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    let households: Vec<Uuid> = hits.iter().map(|hit| hit.household_id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT household_id, bool_or(protective_measure <> 'none') AS "protected!",
            (array_agg(name ORDER BY position) FILTER (WHERE relationship = '世帯主' AND state = 'current'))[1]
            AS head
           FROM residents WHERE tenant_id = $1 AND household_id = ANY ($2) GROUP BY household_id"#,
        tenant,
        &households
    )
    .fetch_all(tx.connection())
    .await?;
    for hit in hits {
        if let Some(row) = rows.iter().find(|row| row.household_id == hit.household_id.0) {
            hit.head.clone_from(&row.head);
            hit.household_protected = row.protected;
        }
    }
    Ok(())
}

/// How the database would find these residents, one line a step.
#[cfg(feature = "testing")]
pub async fn explain(tx: &mut TenantTx, search: &ResidentSearch) -> Result<Vec<String>, StoreError> {
    let Some(mut query) = statement("EXPLAIN ", tx.tenant(), search) else {
        return Ok(Vec::new());
    };
    Ok(query.build_query_scalar().fetch_all(tx.connection()).await?)
}

/// The statement of a search; none when no term says anything.
fn statement(before: &str, tenant: Uuid, search: &ResidentSearch) -> Option<QueryBuilder<Postgres>> {
    let mut query = QueryBuilder::new(before);
    query.push(
        "SELECT r.resident_id, r.household_id, r.addressee_number, r.name, r.kana, r.kana_confirmed, r.alphabet,
            r.former_family_name, r.alias, r.birth_earliest, r.birth_latest, r.birth_text, r.sex,
            r.foreign_status IS NOT NULL AS is_foreign, r.relationship, r.address, r.state, r.protective_measure
         FROM residents r WHERE r.tenant_id = ",
    );
    query.push_bind(tenant);
    let mut said = false;
    for term in &search.terms {
        said |= push_term(&mut query, term);
    }
    query.push(" ORDER BY r.state <> 'current', r.kana_key, r.birth_earliest, r.resident_id LIMIT ");
    query.push_bind(candidates(search));
    said.then_some(query)
}

/// How many rows to read: one more than asked for, to know whether there are more; and some more where tokens
/// find candidates that [`Term::holds_for`] then drops.
fn candidates(search: &ResidentSearch) -> i64 {
    let by_tokens = search.terms.iter().any(|term| matches!(term, Term::NamePart(_)));
    i64::from(search.limit) * if by_tokens { 4 } else { 1 } + 1
}

impl Term {
    /// Tokens do not say where in a name they come from; this decides.
    fn holds_for(&self, hit: &ResidentHit) -> bool {
        let Self::NamePart(part) = self else { return true };
        let written = |name: &WrittenName| matches(&name.written, part);
        written(&hit.name)
            || hit.former_family_name.as_ref().is_some_and(written)
            || hit.alias.as_ref().is_some_and(written)
            || hit
                .alphabet
                .as_ref()
                .is_some_and(|alphabet| matches(alphabet, part))
    }
}

fn push_term(query: &mut QueryBuilder<Postgres>, term: &Term) -> bool {
    match term {
        Term::KanaPrefix(kana) => {
            let key = search_key(kana);
            if key.is_empty() {
                return false;
            }
            query.push(" AND (r.kana_key ^@ ").push_bind(key.clone());
            query.push(" OR r.former_kana_key ^@ ").push_bind(key.clone());
            query.push(" OR r.alias_kana_key ^@ ").push_bind(key).push(")");
        }
        Term::NamePart(part) => {
            let groups = name_query(part).groups;
            if groups.is_empty() {
                return false;
            }
            let groups: Vec<String> = groups.iter().map(|group| group.join(BETWEEN_TOKENS)).collect();
            // As an array, so that they are looked up one by one however many the planner expects.
            query.push(" AND r.resident_id = ANY (ARRAY (SELECT residents_with_tokens(");
            query.push_bind(groups).push(")))");
        }
        Term::Born(first, last) => {
            query.push(" AND (r.birth_earliest BETWEEN ").push_bind(*first);
            query.push(" AND ").push_bind(*last);
            // An unknown date is found by every day it can be.
            query
                .push(" OR r.birth_text IS NOT NULL AND r.birth_earliest <= ")
                .push_bind(*last);
            query.push(" AND r.birth_latest >= ").push_bind(*first).push(")");
        }
        Term::AddressPrefix(address) => {
            let key = fold(address);
            if key.is_empty() {
                return false;
            }
            query.push(" AND r.address_key ^@ ").push_bind(key);
            query.push(
                " AND NOT EXISTS (SELECT FROM residents p WHERE p.tenant_id = r.tenant_id
                    AND p.household_id = r.household_id AND p.protective_measure <> 'none')",
            );
        }
        Term::AddresseeNumber(number) => {
            query.push(" AND r.addressee_number = ").push_bind(number.clone());
        }
    }
    true
}

impl HitRow {
    fn into_hit(self) -> Result<ResidentHit, StoreError> {
        let row = Row {
            table: "residents",
            id: &self.resident_id,
        };
        Ok(ResidentHit {
            id: ResidentId(self.resident_id),
            household_id: HouseholdId(self.household_id),
            addressee_number: self.addressee_number,
            name: WrittenName {
                written: self.name,
                kana: self.kana,
                kana_confirmed: self.kana_confirmed,
            },
            alphabet: self.alphabet,
            former_family_name: row.json_option("former_family_name", self.former_family_name)?,
            alias: row.json_option("alias", self.alias)?,
            birth_date: date(self.birth_earliest, self.birth_latest, self.birth_text),
            sex: row.code("sex", &self.sex)?,
            foreign: self.is_foreign,
            relationship: self.relationship,
            head: None,
            address: row.json("address", self.address)?,
            state: row.code("state", &self.state)?,
            protective_measure: row.code("protective_measure", &self.protective_measure)?,
            household_protected: false,
        })
    }
}

//! Counting the characters in use that a font may lack.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::LazyLock;

use chrono::Duration;
use futures_util::TryStreamExt;
use madoguchi_model::characters::{ALWAYS_HELD, graphemes, is_always_held};
use uuid::Uuid;

use super::MOST_HOLDERS;
use crate::{StoreError, TenantTx};

/// What cases bring is counted after this at the latest.
const LONGEST: Duration = Duration::days(1);

/// As PostgreSQL's regular expressions say it: a code point beyond [`ALWAYS_HELD`]. Line ends part the texts of a row.
static RARE: LazyLock<String> = LazyLock::new(|| {
    let mut class = String::from("[^\\n");
    for (first, last) in ALWAYS_HELD {
        // A String takes everything.
        let _ = write!(class, "\\U{:08X}-\\U{:08X}", u32::from(first), u32::from(last));
    }
    class.push(']');
    class
});

/// A row: of the register (1), of its history (2) or of a case (3); whose it is; names; everything else.
type Texts = (i32, Uuid, String, String);

const TEXTS: &str = r"SELECT place, id, names, others FROM (
    SELECT 1 AS place, resident_id AS id,
        concat_ws(E'\n', name, former_family_name->>'written', alias->>'written') AS names,
        concat_ws(E'\n', address->>'city', address->>'town', address->>'block', address->>'building',
            registered_domicile, family_register_head) AS others
    FROM residents WHERE tenant_id = $1
    UNION ALL
    SELECT 2, resident_id, concat_ws(E'\n', name, former_family_name->>'written', alias->>'written'),
        concat_ws(E'\n', address->>'city', address->>'town', address->>'block', address->>'building',
            registered_domicile, family_register_head)
    FROM resident_history WHERE tenant_id = $1
    UNION ALL
    SELECT 3, case_id, '', entered::text FROM case_members WHERE tenant_id = $1 AND entered IS NOT NULL
    UNION ALL
    SELECT 3, case_id, '', concat_ws(E'\n', new_address::text, former_address::text)
    FROM cases WHERE tenant_id = $1 AND (new_address IS NOT NULL OR former_address IS NOT NULL)
    ) AS texts WHERE names ~ $2 OR others ~ $2";

#[derive(Default)]
struct Found {
    /// By place: people or entries.
    counts: [i32; 3],
    holders: BTreeSet<Uuid>,
}

/// Counts, if it is due and nobody else is at it. Whether it did.
pub async fn count(tx: &mut TenantTx) -> Result<bool, StoreError> {
    if !take(tx).await? {
        return Ok(false);
    }
    sqlx::raw_sql("SET LOCAL statement_timeout = 0")
        .execute(tx.connection())
        .await?;
    let found = read(tx).await?;
    write(tx, &found).await?;
    sqlx::query("UPDATE character_counts SET counted_at = $2, stale = false WHERE tenant_id = $1")
        .bind(tx.tenant())
        .bind(tx.now())
        .execute(tx.connection())
        .await?;
    Ok(true)
}

/// Takes the row that says how fresh the counts are, until the transaction's end; false where it is not due, or an import
/// or another server has it.
async fn take(tx: &mut TenantTx) -> Result<bool, StoreError> {
    // Not ON CONFLICT alone: that would wait for whoever counts.
    sqlx::query(
        "INSERT INTO character_counts (tenant_id)
         SELECT $1 WHERE NOT EXISTS (SELECT FROM character_counts WHERE tenant_id = $1)
         ON CONFLICT (tenant_id) DO NOTHING",
    )
    .bind(tx.tenant())
    .execute(tx.connection())
    .await?;
    let taken: Option<i32> = sqlx::query_scalar(
        "SELECT 1 FROM character_counts WHERE tenant_id = $1
            AND (stale OR counted_at IS NULL OR counted_at < $2) FOR UPDATE SKIP LOCKED",
    )
    .bind(tx.tenant())
    .bind(tx.now() - LONGEST)
    .fetch_optional(tx.connection())
    .await?;
    Ok(taken.is_some())
}

/// One pass. Rows are looked at as they come: memory does not grow with the register.
async fn read(tx: &mut TenantTx) -> Result<BTreeMap<String, Found>, StoreError> {
    let tenant = tx.tenant();
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    let mut rows = sqlx::query_as::<_, Texts>(TEXTS)
        .bind(tenant)
        .bind(&**RARE)
        .fetch(tx.connection());
    while let Some((place, id, names, others)) = rows.try_next().await? {
        let of_names = rare(&names);
        // Of each person once, however often they have it.
        for written in rare(&others).union(&of_names) {
            let at = found.entry((*written).to_owned()).or_default();
            if let Some(count) = usize::try_from(place - 1)
                .ok()
                .and_then(|at_place| at.counts.get_mut(at_place))
            {
                *count = count.saturating_add(1);
            }
            if place == 1 && of_names.contains(written) && at.holders.len() < MOST_HOLDERS {
                at.holders.insert(id);
            }
        }
    }
    Ok(found)
}

fn rare(text: &str) -> BTreeSet<&str> {
    let lines = text.split('\n').flat_map(graphemes);
    lines.filter(|grapheme| !is_always_held(grapheme)).collect()
}

async fn write(tx: &mut TenantTx, found: &BTreeMap<String, Found>) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM character_uses WHERE tenant_id = $1")
        .bind(tx.tenant())
        .execute(tx.connection())
        .await?;
    let of = |place: usize| -> Vec<i32> {
        let counts = found.values().map(|found| found.counts.get(place).copied());
        counts.map(Option::unwrap_or_default).collect()
    };
    let written: Vec<&str> = found.keys().map(String::as_str).collect();
    sqlx::query(
        "INSERT INTO character_uses (tenant_id, written, residents, history, cases)
         SELECT $1, * FROM unnest($2::text[], $3::int[], $4::int[], $5::int[])",
    )
    .bind(tx.tenant())
    .bind(&written)
    .bind(of(0))
    .bind(of(1))
    .bind(of(2))
    .execute(tx.connection())
    .await?;
    let holders = found
        .iter()
        .flat_map(|(written, found)| found.holders.iter().map(move |id| (written.as_str(), *id)));
    let (characters, ids): (Vec<&str>, Vec<Uuid>) = holders.unzip();
    sqlx::query(
        "INSERT INTO character_holders (tenant_id, written, resident_id)
         SELECT $1, * FROM unnest($2::text[], $3::uuid[])",
    )
    .bind(tx.tenant())
    .bind(&characters)
    .bind(&ids)
    .execute(tx.connection())
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_font_may_lack_is_taken_and_once() {
        let found = rare("山田\n辻\u{E0102}本 辻\u{E0102}\u{E000}\n{\"town\": \"髙𠮷\u{10FFFD}\"}");
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            ["辻\u{E0102}", "\u{E000}", "\u{10FFFD}"]
        );
        assert!(RARE.starts_with("[^\\n\\U00000020-\\U0000007E"));
    }
}

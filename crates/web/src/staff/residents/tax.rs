//! What the tax system says of a person: only whether they are taxed, never how much.

use std::collections::BTreeMap;

use madoguchi_import::Target;
use madoguchi_model::resident::Resident;
use madoguchi_model::restricted::Restricted;
use madoguchi_store::{TenantTx, imports};

use crate::error::PageError;

/// 個人住民税 of the newest year, for example 「2026年度　課税（所得割あり）」.
pub(super) async fn told(
    tx: &mut TenantTx,
    resident: &Resident,
) -> Result<Restricted<Option<String>>, PageError> {
    let Some(number) = &resident.addressee_number else {
        return Ok(Restricted::default());
    };
    let facts = imports::facts_of(tx, number).await?;
    let newest = facts
        .iter()
        .filter(|fact| fact.target == Target::ResidentTax && fact.in_force)
        .max_by_key(|fact| (&fact.part, fact.history_number));
    Ok(newest.map(|fact| words(&fact.part, &fact.items)).into())
}

fn words(year: &str, items: &BTreeMap<String, String>) -> String {
    let said = items.get("課税区分").map_or("", String::as_str);
    let taxed = match said {
        "0" | "not_taxed" => "非課税",
        "1" | "per_capita" => "課税（均等割だけ）",
        "2" | "taxed" => "課税（所得割あり）",
        other => other,
    };
    format!("{year}年度　{taxed}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_told_in_words() {
        let items = BTreeMap::from([("課税区分".to_owned(), "0".to_owned())]);
        assert_eq!(words("2026", &items), "2026年度　非課税");
    }
}

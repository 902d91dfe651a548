//! Households and residents, a thousand households a statement.

use chrono::NaiveDate;
use madoguchi_model::household::Household;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::Resident;
use madoguchi_model::search_tokens::tokens_of;
use serde_json::Value;
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::keys::{address_key, name_key, search_key};
use crate::codec::{code, json};
use crate::{StoreError, TenantTx, protective_measures};

/// Residents a statement; with 30 columns, well below the 65,535 parameters of the protocol.
const ROWS: usize = 1_000;

/// Adds households with their members, and what they are found by.
pub async fn households(tx: &mut TenantTx, households: &[Household]) -> Result<(), StoreError> {
    for some in households.chunks(ROWS) {
        insert_households(tx, some).await?;
    }
    let everybody: Vec<&Resident> = households
        .iter()
        .flat_map(|household| &household.members)
        .collect();
    for some in everybody.chunks(ROWS) {
        insert_residents(tx, some).await?;
        insert_tokens(tx, some).await?;
        protective_measures::loaded(tx, some).await?;
    }
    Ok(())
}

async fn insert_households(tx: &mut TenantTx, households: &[Household]) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    let ids: Vec<Uuid> = households.iter().map(|household| household.id.0).collect();
    let numbers: Vec<String> = households
        .iter()
        .map(|household| household.household_number.clone())
        .collect();
    sqlx::query!(
        "INSERT INTO households (tenant_id, household_id, household_number)
         SELECT $1, id, number FROM unnest($2::uuid[], $3::text[]) AS new (id, number)",
        tenant,
        &ids,
        &numbers
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

async fn insert_residents(tx: &mut TenantTx, residents: &[&Resident]) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    let mut query = QueryBuilder::new(
        "INSERT INTO residents (tenant_id, resident_id, household_id, position, addressee_number, relationship,
            name, kana, kana_confirmed, alphabet, former_family_name, alias, kana_key, former_kana_key,
            alias_kana_key, birth_earliest, birth_latest, birth_text, sex, foreign_status, address,
            address_since, resident_since, registered_domicile, family_register_head, state,
            protective_measure, circumstances, address_key, name_key) ",
    );
    query.push_values(residents, |mut row, resident| {
        let names = &resident.names;
        let (earliest, latest) = resident.birth_date.range();
        row.push_bind(tenant)
            .push_bind(resident.id.0)
            .push_bind(resident.household_id.0)
            .push_bind(resident.position)
            .push_bind(&resident.addressee_number)
            .push_bind(&resident.relationship)
            .push_bind(&names.name.written)
            .push_bind(&names.name.kana)
            .push_bind(names.name.kana_confirmed)
            .push_bind(&names.alphabet)
            .push_bind(names.former_family_name.as_ref().map(json))
            .push_bind(names.alias.as_ref().map(json))
            .push_bind(search_key(&names.name.kana))
            .push_bind(
                names
                    .former_family_name
                    .as_ref()
                    .map(|name| search_key(&name.kana)),
            )
            .push_bind(names.alias.as_ref().map(|name| search_key(&name.kana)))
            .push_bind::<NaiveDate>(earliest)
            .push_bind::<NaiveDate>(latest)
            .push_bind(words(&resident.birth_date))
            .push_bind(code(&resident.sex))
            .push_bind::<Option<Value>>(resident.foreign.as_ref().map(json))
            .push_bind(json(&resident.address))
            .push_bind(json(&resident.address_since))
            .push_bind(json(&resident.resident_since))
            .push_bind(resident.registered_domicile.unseen())
            .push_bind(resident.family_register_head.unseen())
            .push_bind(code(&resident.state))
            .push_bind(code(&resident.protective_measure))
            .push_bind(json(&resident.circumstances))
            .push_bind(address_key(&resident.address))
            .push_bind(name_key(&names.name.written));
    });
    query.build().persistent(false).execute(tx.connection()).await?;
    Ok(())
}

pub(crate) fn words(date: &RegisterDate) -> Option<String> {
    match date {
        RegisterDate::Known(_) => None,
        RegisterDate::Unknown { text, .. } => Some(text.clone()),
    }
}

async fn insert_tokens(tx: &mut TenantTx, residents: &[&Resident]) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    let mut query = QueryBuilder::new("INSERT INTO resident_tokens (tenant_id, resident_id, tokens) ");
    query.push_values(residents, |mut row, resident| {
        row.push_bind(tenant)
            .push_bind(resident.id.0)
            .push_bind(tokens_of(
                &resident.names,
                &resident.address,
                &resident.birth_date,
            ));
    });
    query.build().persistent(false).execute(tx.connection()).await?;
    Ok(())
}

//! Filling an empty municipality: towns, schools and the register, many rows a statement. `COPY` is not
//! possible under row security.

mod keys;
mod people;

use madoguchi_model::municipality::{School, Town};

pub(crate) use keys::{address_key, name_key, search_key};
pub use people::households;
pub(crate) use people::words;

use crate::codec::code;
use crate::{StoreError, TenantTx};

/// Adds towns.
pub async fn towns(tx: &mut TenantTx, towns: &[Town]) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    for town in towns {
        sqlx::query!(
            "INSERT INTO towns (tenant_id, code, name, kana, postcode) VALUES ($1, $2, $3, $4, $5)",
            tenant,
            town.code,
            town.name,
            town.kana,
            town.postcode
        )
        .execute(tx.connection())
        .await?;
    }
    Ok(())
}

/// Adds schools.
pub async fn schools(tx: &mut TenantTx, schools: &[School]) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    for school in schools {
        sqlx::query!(
            "INSERT INTO schools (tenant_id, code, name, kind, towns) VALUES ($1, $2, $3, $4, $5)",
            tenant,
            school.code,
            school.name,
            code(&school.kind),
            &school.towns
        )
        .execute(tx.connection())
        .await?;
    }
    Ok(())
}

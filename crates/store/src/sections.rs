//! 課・係.

use madoguchi_model::ids::SectionId;
use madoguchi_model::staff::Section;

use crate::{ChangeError, StoreError, TenantTx};

/// Every section, in the order of screens.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<Section>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        Section,
        r#"SELECT section_id AS id, code, name, place, phone FROM sections
           WHERE tenant_id = $1 ORDER BY position, code"#,
        tenant
    )
    .fetch_all(tx.connection())
    .await?)
}

/// One section.
pub async fn get(tx: &mut TenantTx, id: SectionId) -> Result<Option<Section>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        Section,
        r#"SELECT section_id AS id, code, name, place, phone FROM sections
           WHERE tenant_id = $1 AND section_id = $2"#,
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// The section with a code of the catalogue, for example `resident_affairs`.
pub async fn by_code(tx: &mut TenantTx, code: &str) -> Result<Option<Section>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        Section,
        r#"SELECT section_id AS id, code, name, place, phone FROM sections
           WHERE tenant_id = $1 AND code = $2"#,
        tenant,
        code
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Adds a section after the others.
pub async fn create(tx: &mut TenantTx, section: &Section) -> Result<(), StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "INSERT INTO sections (tenant_id, section_id, code, name, place, phone, position)
         SELECT $1, $2, $3, $4, $5, $6, coalesce(max(position), 0) + 1 FROM sections WHERE tenant_id = $1",
        tenant,
        section.id.0,
        section.code,
        section.name,
        section.place,
        section.phone
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Changes what people read about a section. Its code stays.
pub async fn update(
    tx: &mut TenantTx,
    id: SectionId,
    name: &str,
    place: &str,
    phone: &str,
) -> Result<(), ChangeError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "UPDATE sections SET name = $3, place = $4, phone = $5 WHERE tenant_id = $1 AND section_id = $2",
        tenant,
        id.0,
        name,
        place,
        phone
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}

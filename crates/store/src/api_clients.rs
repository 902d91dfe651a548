//! Programs of other services that use the API.

use madoguchi_model::api_client::{ApiClient, Scope};
use madoguchi_model::ids::{ApiClientId, SectionId, StaffId};
use madoguchi_model::staff::{Role, Staff};
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx, staff};

struct ClientRow {
    client_id: Uuid,
    staff_id: Uuid,
    name: String,
    purpose: String,
    role: String,
    section_id: Uuid,
    scopes: Vec<String>,
    requests_per_minute: i32,
    active: bool,
    version: i32,
}

impl ClientRow {
    fn into_client(self) -> Result<ApiClient, StoreError> {
        let row = Row {
            table: "api_clients",
            id: &self.client_id,
        };
        let scopes = self.scopes.iter().map(|scope| row.code("scopes", scope));
        Ok(ApiClient {
            id: ApiClientId(self.client_id),
            staff_id: StaffId(self.staff_id),
            name: self.name,
            purpose: self.purpose,
            role: row.code("role", &self.role)?,
            section_id: SectionId(self.section_id),
            scopes: scopes.collect::<Result<_, _>>()?,
            requests_per_minute: self.requests_per_minute,
            active: self.active,
            version: self.version,
        })
    }
}

/// Every client, by name.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<ApiClient>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        ClientRow,
        "SELECT c.client_id, c.staff_id, s.display_name AS name, c.purpose, s.role, s.section_id, c.scopes,
            c.requests_per_minute, c.active, c.version
         FROM api_clients c JOIN staff s ON s.tenant_id = c.tenant_id AND s.staff_id = c.staff_id
         WHERE c.tenant_id = $1 ORDER BY s.display_name, c.client_id",
        tenant
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(ClientRow::into_client)
    .collect()
}

/// One client.
pub async fn get(tx: &mut TenantTx, id: ApiClientId) -> Result<Option<ApiClient>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        ClientRow,
        "SELECT c.client_id, c.staff_id, s.display_name AS name, c.purpose, s.role, s.section_id, c.scopes,
            c.requests_per_minute, c.active, c.version
         FROM api_clients c JOIN staff s ON s.tenant_id = c.tenant_id AND s.staff_id = c.staff_id
         WHERE c.tenant_id = $1 AND c.client_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(ClientRow::into_client)
    .transpose()
}

/// What an administrator says of a client.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClientSettings {
    /// The name officers see.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// As whom it acts; one of [`madoguchi_model::api_client::CLIENT_ROLES`].
    pub role: Role,
    /// For which section.
    pub section_id: SectionId,
    /// What it may ask for at most.
    pub scopes: Vec<Scope>,
    /// Requests a minute at most, from 1.
    pub requests_per_minute: i32,
    /// It may use the API.
    pub active: bool,
}

/// Adds a client with the account that it acts with. It cannot do anything before it has a key.
pub async fn create(
    tx: &mut TenantTx,
    settings: &ClientSettings,
    by: StaffId,
) -> Result<ApiClientId, ChangeError> {
    if crate::sections::get(tx, settings.section_id).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let (tenant, id, staff_id, now) = (tx.tenant(), tx.new_id(), StaffId(tx.new_id()), tx.now());
    let account = Staff {
        id: staff_id,
        sign_in_name: format!("{}{id}", staff::PROGRAM),
        display_name: settings.name.clone(),
        role: settings.role,
        section_id: settings.section_id,
        active: false,
    };
    staff::create(tx, &account, "", false).await?;
    let scopes: Vec<String> = settings.scopes.iter().map(code).collect();
    sqlx::query!(
        "INSERT INTO api_clients (tenant_id, client_id, staff_id, purpose, scopes, requests_per_minute, active,
            created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant,
        id,
        staff_id.0,
        settings.purpose,
        &scopes,
        settings.requests_per_minute,
        settings.active,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(ApiClientId(id))
}

/// Changes a client; `version` is the one that was read. What it holds tokens for follows at once.
pub async fn update(
    tx: &mut TenantTx,
    id: ApiClientId,
    version: i32,
    settings: &ClientSettings,
) -> Result<(), ChangeError> {
    let tenant = tx.tenant();
    let scopes: Vec<String> = settings.scopes.iter().map(code).collect();
    let changed = sqlx::query_scalar!(
        "UPDATE api_clients SET purpose = $4, scopes = $5, requests_per_minute = $6, active = $7,
            version = version + 1
         WHERE tenant_id = $1 AND client_id = $2 AND version = $3 RETURNING staff_id",
        tenant,
        id.0,
        version,
        settings.purpose,
        &scopes,
        settings.requests_per_minute,
        settings.active
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(staff_id) = changed else {
        return Err(match get(tx, id).await? {
            None => ChangeError::NotFound,
            Some(_) => ChangeError::NotAllowed("somebody else changed the client".into()),
        });
    };
    let (name, role, section) = (&settings.name, settings.role, settings.section_id);
    staff::update(tx, StaffId(staff_id), name, role, section, false).await
}

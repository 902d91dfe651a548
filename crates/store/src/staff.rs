//! Members of staff and their accounts.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{SectionId, StaffId};
use madoguchi_model::staff::{Role, Staff};

use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx};

/// What signing in needs to know of an account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Who it is.
    pub staff: Staff,
    /// The password's argon2id hash, as a PHC string.
    pub password_hash: String,
    /// The password was given out by somebody else.
    pub must_change_password: bool,
    /// Nobody can sign in before this instant.
    pub locked_until: Option<DateTime<Utc>>,
}

struct StaffRow {
    staff_id: StaffId,
    sign_in_name: String,
    display_name: String,
    role: String,
    section_id: SectionId,
    active: bool,
}

impl StaffRow {
    fn into_staff(self) -> Result<Staff, StoreError> {
        let role = Row {
            table: "staff",
            id: &self.staff_id,
        }
        .code("role", &self.role)?;
        Ok(Staff {
            id: self.staff_id,
            sign_in_name: self.sign_in_name,
            display_name: self.display_name,
            role,
            section_id: self.section_id,
            active: self.active,
        })
    }
}

/// Everybody, by the name used to sign in. The accounts that API clients act with are no people and left out.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<Staff>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        StaffRow,
        r#"SELECT staff_id, sign_in_name, display_name, role,
            section_id, active
           FROM staff s WHERE tenant_id = $1 AND NOT EXISTS
            (SELECT FROM api_clients c WHERE c.tenant_id = s.tenant_id AND c.staff_id = s.staff_id)
           ORDER BY sign_in_name"#,
        tenant
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(StaffRow::into_staff)
    .collect()
}

/// One member of staff.
pub async fn get(tx: &mut TenantTx, id: StaffId) -> Result<Option<Staff>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        StaffRow,
        r#"SELECT staff_id, sign_in_name, display_name, role,
            section_id, active
           FROM staff WHERE tenant_id = $1 AND staff_id = $2"#,
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(StaffRow::into_staff)
    .transpose()
}

/// One member of staff who is a person: none for the account that an API client acts with.
pub async fn get_person(tx: &mut TenantTx, id: StaffId) -> Result<Option<Staff>, StoreError> {
    let staff = get(tx, id).await?;
    Ok(staff.filter(|staff| !staff.sign_in_name.starts_with(PROGRAM)))
}

/// How the names of accounts begin that API clients act with. No person's name can hold a colon.
pub(crate) const PROGRAM: &str = "api:";

/// The account that signs in by a name, active or not.
pub async fn account_by_sign_in_name(tx: &mut TenantTx, name: &str) -> Result<Option<Account>, StoreError> {
    let tenant = tx.tenant();
    let id = sqlx::query_scalar!(
        r#"SELECT staff_id AS id FROM staff WHERE tenant_id = $1 AND sign_in_name = $2"#,
        tenant,
        name
    )
    .fetch_optional(tx.connection())
    .await?;
    match id {
        Some(id) => account(tx, StaffId(id)).await,
        None => Ok(None),
    }
}

/// The account of a member of staff.
pub async fn account(tx: &mut TenantTx, id: StaffId) -> Result<Option<Account>, StoreError> {
    let tenant = tx.tenant();
    let Some(staff) = get(tx, id).await? else {
        return Ok(None);
    };
    let row = sqlx::query!(
        "SELECT password_hash, must_change_password, locked_until FROM staff
         WHERE tenant_id = $1 AND staff_id = $2",
        tenant,
        id.0
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(Some(Account {
        staff,
        password_hash: row.password_hash,
        must_change_password: row.must_change_password,
        locked_until: row.locked_until,
    }))
}

/// Adds a member of staff. The name used to sign in must be free: `NotAllowed` otherwise.
pub async fn create(
    tx: &mut TenantTx,
    staff: &Staff,
    password_hash: &str,
    must_change_password: bool,
) -> Result<(), ChangeError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "INSERT INTO staff (tenant_id, staff_id, sign_in_name, display_name, role, section_id, active,
            password_hash, must_change_password)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant_id, sign_in_name) DO NOTHING",
        tenant,
        staff.id.0,
        staff.sign_in_name,
        staff.display_name,
        code(&staff.role),
        staff.section_id.0,
        staff.active,
        password_hash,
        must_change_password
    )
    .execute(tx.connection())
    .await?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(ChangeError::NotAllowed(
            "the name used to sign in is taken".into(),
        )),
    }
}

/// Changes what a person is there for.
pub async fn update(
    tx: &mut TenantTx,
    id: StaffId,
    display_name: &str,
    role: Role,
    section: SectionId,
    active: bool,
) -> Result<(), ChangeError> {
    let tenant = tx.tenant();
    if crate::sections::get(tx, section).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let done = sqlx::query!(
        "UPDATE staff SET display_name = $3, role = $4, section_id = $5, active = $6, version = version + 1
         WHERE tenant_id = $1 AND staff_id = $2",
        tenant,
        id.0,
        display_name,
        code(&role),
        section.0,
        active
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}

/// Sets a password (its PHC string) and takes a lock away.
pub async fn set_password(
    tx: &mut TenantTx,
    id: StaffId,
    password_hash: &str,
    must_change_password: bool,
) -> Result<(), ChangeError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "UPDATE staff SET password_hash = $3, must_change_password = $4, locked_until = NULL,
            version = version + 1
         WHERE tenant_id = $1 AND staff_id = $2",
        tenant,
        id.0,
        password_hash,
        must_change_password
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}

/// Locks an account until an instant, or takes the lock away.
pub async fn lock(tx: &mut TenantTx, id: StaffId, until: Option<DateTime<Utc>>) -> Result<(), ChangeError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "UPDATE staff SET locked_until = $3 WHERE tenant_id = $1 AND staff_id = $2",
        tenant,
        id.0,
        until
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}

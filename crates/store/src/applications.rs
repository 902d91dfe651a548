//! Applications: filled forms of a case. Their values are what is printed and signed; every version is kept.

mod substitute;
mod versions;
mod withdraw;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{ApplicationId, CaseId, ResidentId, StaffId, SuppliedFontId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json as json_value};
use uuid::Uuid;

pub use substitute::substitute;

use crate::case_events::{self, CaseEventKind};
use crate::codec::Row;
use crate::{ChangeError, StoreError, TenantTx, cases, signatures};
pub use versions::{ApplicationVersion, PaperMaterial, materials_of, materials_of_case, version, versions};
pub use withdraw::{Withdrawal, Withdrawn, restore, withdraw, withdrawn_of_case};

/// The state of an application.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// 作成済み: filled, not signed.
    Prepared,
    /// 署名済み
    Signed,
    /// 取下げ by the resident, or not needed any more.
    Withdrawn,
}

/// One application.
#[derive(Clone, PartialEq, Debug)]
pub struct Application {
    /// Our id.
    pub id: ApplicationId,
    /// The case.
    pub case_id: CaseId,
    /// The form's id in the catalogue.
    pub form_id: String,
    /// The catalogue release it was made by.
    pub release_hash: String,
    /// Whom it is for; empty for the household as a whole.
    pub residents: Vec<ResidentId>,
    /// The values that are printed.
    pub values: Value,
    /// The municipality's font that its private-use characters are drawn from; none where it has none.
    pub supplied_font: Option<SuppliedFontId>,
    /// Characters that no font holds, each as written, with what an officer lets be printed instead.
    pub substitutes: BTreeMap<String, String>,
    /// State.
    pub state: ApplicationState,
    /// Counts fillings, from 1.
    pub version: i32,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
}

/// An application to be made, or made anew.
#[derive(Clone, PartialEq, Debug)]
pub struct NewApplication {
    /// The form's id in the catalogue.
    pub form_id: String,
    /// The catalogue release it is made by.
    pub release_hash: String,
    /// The edition of the form's layout.
    pub form_edition: String,
    /// Whom it is for; empty for the household as a whole.
    pub residents: Vec<ResidentId>,
    /// The values to be printed.
    pub values: Value,
    /// The municipality's font that private-use characters among them are drawn from; none where there are none.
    pub supplied_font: Option<SuppliedFontId>,
}

/// What preparing did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Prepared {
    /// Applications that are new, changed, or not needed any more.
    pub changed: u64,
    /// Signatures that lost their force because of it.
    pub voided: u64,
}

struct ApplicationRow {
    application_id: Uuid,
    case_id: Uuid,
    form_id: String,
    release_hash: String,
    residents: Vec<Uuid>,
    field_values: Value,
    supplied_font: Option<Uuid>,
    substitutes: Value,
    state: String,
    version: i32,
    changed_at: DateTime<Utc>,
}

impl ApplicationRow {
    fn into_application(self) -> Result<Application, StoreError> {
        let row = Row {
            table: "applications",
            id: &self.application_id,
        };
        let state = row.code("state", &self.state)?;
        let substitutes = row.json("substitutes", self.substitutes)?;
        Ok(Application {
            id: ApplicationId(self.application_id),
            case_id: CaseId(self.case_id),
            form_id: self.form_id,
            release_hash: self.release_hash,
            residents: self.residents.into_iter().map(ResidentId).collect(),
            values: self.field_values,
            supplied_font: self.supplied_font.map(SuppliedFontId),
            substitutes,
            state,
            version: self.version,
            changed_at: self.changed_at,
        })
    }
}

/// The applications of a case, in the order they were made; withdrawn ones are left out.
pub async fn of_case(tx: &mut TenantTx, case: CaseId) -> Result<Vec<Application>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        ApplicationRow,
        "SELECT application_id, case_id, form_id, release_hash, residents, field_values, supplied_font, substitutes,
            state, version, changed_at
         FROM applications WHERE tenant_id = $1 AND case_id = $2 AND state <> 'withdrawn'
         ORDER BY created_at, application_id",
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(ApplicationRow::into_application)
    .collect()
}

/// One application, withdrawn or not.
pub async fn get(tx: &mut TenantTx, id: ApplicationId) -> Result<Option<Application>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        ApplicationRow,
        "SELECT application_id, case_id, form_id, release_hash, residents, field_values, supplied_font, substitutes,
            state, version, changed_at
         FROM applications WHERE tenant_id = $1 AND application_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(ApplicationRow::into_application)
    .transpose()
}

/// Makes the applications of an open case exactly these. One for the same form and persons is kept if its
/// values and the font of its private-use characters are the same; otherwise it is filled anew, its earlier version is
/// kept beside it, and its signature loses its force. One that is not among these is put away. What the resident has
/// withdrawn is not made again; what an officer lets be printed instead of a character stays. Doing it twice changes
/// nothing the second time.
pub async fn prepare(
    tx: &mut TenantTx,
    case: CaseId,
    wanted: &[NewApplication],
    by: StaffId,
) -> Result<Prepared, ChangeError> {
    cases::open_for_change(tx, case, by).await?;
    let mut present = of_case(tx, case).await?;
    let withdrawn = withdrawn_of_case(tx, case).await?;
    let unwanted = |new: &&NewApplication| !withdrawn.iter().any(|old| old.is_of_resident_for(new));
    let wanted: Vec<&NewApplication> = wanted.iter().filter(unwanted).collect();
    let mut done = Prepared::default();
    for new in &wanted {
        let same = |old: &Application| old.form_id == new.form_id && old.residents == new.residents;
        let Some(index) = present.iter().position(same) else {
            insert(tx, case, new, by).await?;
            done.changed += 1;
            continue;
        };
        let old = present.swap_remove(index);
        if old.values != new.values
            || old.release_hash != new.release_hash
            || old.supplied_font != new.supplied_font
        {
            done.voided += fill_anew(tx, &old, new, by).await?;
            done.changed += 1;
        }
    }
    for old in present {
        done.voided += put_away(tx, &old, by).await?;
        done.changed += 1;
    }
    if done.changed > 0 {
        let forms: Vec<&str> = wanted.iter().map(|new| &*new.form_id).collect();
        let detail = json_value!({ "forms": forms, "voided": done.voided });
        case_events::record(tx, case, Some(by), CaseEventKind::ApplicationsPrepared, &detail).await?;
    }
    Ok(done)
}

async fn insert(
    tx: &mut TenantTx,
    case: CaseId,
    new: &NewApplication,
    by: StaffId,
) -> Result<(), StoreError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let residents: Vec<Uuid> = new.residents.iter().map(|id| id.0).collect();
    let font = new.supplied_font.map(|id| id.0);
    sqlx::query!(
        "INSERT INTO applications (tenant_id, application_id, case_id, form_id, release_hash, residents,
            field_values, supplied_font, state, version, created_by, created_at, changed_by, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $10, 'prepared', 1, $8, $9, $8, $9)",
        tenant,
        id,
        case.0,
        new.form_id,
        new.release_hash,
        &residents,
        new.values,
        by.0,
        now,
        font
    )
    .execute(tx.connection())
    .await?;
    versions::keep(tx, ApplicationId(id), &new.form_edition, by).await
}

async fn fill_anew(
    tx: &mut TenantTx,
    old: &Application,
    new: &NewApplication,
    by: StaffId,
) -> Result<u64, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let font = new.supplied_font.map(|id| id.0);
    sqlx::query!(
        "UPDATE applications SET field_values = $3, release_hash = $4, supplied_font = $7, version = version + 1,
            changed_by = $5, changed_at = $6
         WHERE tenant_id = $1 AND application_id = $2",
        tenant,
        old.id.0,
        new.values,
        new.release_hash,
        by.0,
        now,
        font
    )
    .execute(tx.connection())
    .await?;
    versions::keep(tx, old.id, &new.form_edition, by).await?;
    signatures::void_standing(tx, old.id, by, "申請書の内容が変わったため").await
}

async fn put_away(tx: &mut TenantTx, old: &Application, by: StaffId) -> Result<u64, StoreError> {
    let voided = signatures::void_standing(tx, old.id, by, "申請書が不要になったため").await?;
    set_state(tx, old.id, "withdrawn", by).await?;
    Ok(voided)
}

/// Sets the state of an application.
pub(crate) async fn set_state(
    tx: &mut TenantTx,
    id: ApplicationId,
    state: &str,
    by: StaffId,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE applications SET state = $3, changed_by = $4, changed_at = $5
         WHERE tenant_id = $1 AND application_id = $2",
        tenant,
        id.0,
        state,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

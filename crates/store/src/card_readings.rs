//! What was read of cards. A reading that no case takes up is removed after a day.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use madoguchi_model::card_reading::{
    CardHolder, CardReading, CertificateCheck, Genuineness, ReadingDecision, ReadingMethod,
};
use madoguchi_model::ids::{CardReadingId, CaseId, ResidentId, StaffId};
use serde_json::{Value, json as json_value};
use uuid::Uuid;

use crate::case_events::{self, CaseEventKind};
use crate::codec::{Row, code, json};
use crate::{ChangeError, StoreError, TenantTx, cases};

/// How long a reading is kept that no case takes up.
pub const UNUSED_KEPT: Duration = Duration::days(1);

/// Pictures of the card's face: PNG.
#[derive(Clone, PartialEq, Eq)]
pub struct Pictures {
    /// 氏名.
    pub name: Vec<u8>,
    /// 住所.
    pub address: Vec<u8>,
}

/// A reading to be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct NewReading {
    /// The pairing's id.
    pub id: CardReadingId,
    /// The case; none before one is open.
    pub case: Option<CaseId>,
    /// How it was read.
    pub method: ReadingMethod,
    /// What it says.
    pub holder: CardHolder,
    /// カードの有効期限.
    pub expires_on: Option<NaiveDate>,
    /// Whether the attributes are genuine.
    pub genuineness: Genuineness,
    /// The check of the certificate.
    pub certificate: Option<CertificateCheck>,
    /// Name and address as they are printed.
    pub pictures: Option<Pictures>,
}

struct ReadingRow {
    reading_id: Uuid,
    case_id: Option<Uuid>,
    resident_id: Option<Uuid>,
    method: String,
    holder: Value,
    expires_on: Option<NaiveDate>,
    genuineness: String,
    certificate: Option<Value>,
    has_pictures: bool,
    read_by: Uuid,
    read_at: DateTime<Utc>,
    decision: Option<String>,
    decided_by: Option<Uuid>,
    decided_at: Option<DateTime<Utc>>,
}

impl ReadingRow {
    fn into_reading(self) -> Result<CardReading, StoreError> {
        let row = Row {
            table: "card_readings",
            id: &self.reading_id,
        };
        let decision = match (self.decision, self.decided_by, self.decided_at) {
            (Some(reason), Some(by), Some(at)) => Some(ReadingDecision {
                reason,
                by: StaffId(by),
                at,
            }),
            _ => None,
        };
        Ok(CardReading {
            id: CardReadingId(self.reading_id),
            case_id: self.case_id.map(CaseId),
            resident_id: self.resident_id.map(ResidentId),
            method: row.code("method", &self.method)?,
            holder: row.json("holder", self.holder)?,
            expires_on: self.expires_on,
            genuineness: row.code("genuineness", &self.genuineness)?,
            certificate: row.json_option("certificate", self.certificate)?,
            has_pictures: self.has_pictures,
            read_by: StaffId(self.read_by),
            read_at: self.read_at,
            decision,
        })
    }
}

/// Keeps a reading.
pub async fn keep(tx: &mut TenantTx, new: &NewReading, by: StaffId) -> Result<(), ChangeError> {
    if let Some(case) = new.case {
        cases::open_for_change(tx, case, by).await?;
    }
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "INSERT INTO card_readings (tenant_id, reading_id, case_id, method, holder, expires_on, genuineness,
            certificate, name_picture, address_picture, read_by, read_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        tenant,
        new.id.0,
        new.case.map(|case| case.0),
        code(&new.method),
        json(&new.holder),
        new.expires_on,
        code(&new.genuineness),
        new.certificate.as_ref().map(json),
        new.pictures.as_ref().map(|pictures| &*pictures.name),
        new.pictures.as_ref().map(|pictures| &*pictures.address),
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    if let Some(case) = new.case {
        let detail = json_value!({ "method": code(&new.method) });
        case_events::record(tx, case, Some(by), CaseEventKind::CardRead, &detail).await?;
    }
    Ok(())
}

/// One reading.
pub async fn get(tx: &mut TenantTx, id: CardReadingId) -> Result<Option<CardReading>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        ReadingRow,
        r#"SELECT reading_id, case_id, resident_id, method, holder, expires_on, genuineness, certificate,
            (name_picture IS NOT NULL) AS "has_pictures!", read_by, read_at, decision, decided_by, decided_at
         FROM card_readings WHERE tenant_id = $1 AND reading_id = $2"#,
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(ReadingRow::into_reading)
    .transpose()
}

/// The readings of a case, oldest first.
pub async fn of_case(tx: &mut TenantTx, case: CaseId) -> Result<Vec<CardReading>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        ReadingRow,
        r#"SELECT reading_id, case_id, resident_id, method, holder, expires_on, genuineness, certificate,
            (name_picture IS NOT NULL) AS "has_pictures!", read_by, read_at, decision, decided_by, decided_at
         FROM card_readings WHERE tenant_id = $1 AND case_id = $2 ORDER BY read_at, reading_id"#,
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(ReadingRow::into_reading)
    .collect()
}

/// The pictures of a reading.
pub async fn pictures(tx: &mut TenantTx, id: CardReadingId) -> Result<Option<Pictures>, StoreError> {
    let tenant = tx.tenant();
    let row = sqlx::query!(
        "SELECT name_picture, address_picture FROM card_readings WHERE tenant_id = $1 AND reading_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.and_then(|row| {
        Some(Pictures {
            name: row.name_picture?,
            address: row.address_picture?,
        })
    }))
}

/// Says whose card it is, in a case. The person must belong to the case; a reading of another case is not there.
pub async fn assign(
    tx: &mut TenantTx,
    id: CardReadingId,
    case: CaseId,
    resident: ResidentId,
    by: StaffId,
) -> Result<(), ChangeError> {
    cases::open_for_change(tx, case, by).await?;
    let found = cases::get(tx, case).await?.ok_or(ChangeError::NotFound)?;
    if !found.members.iter().any(|member| member.resident_id == resident) {
        return Err(ChangeError::NotFound);
    }
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "UPDATE card_readings SET case_id = $3, resident_id = $4
         WHERE tenant_id = $1 AND reading_id = $2 AND (case_id IS NULL OR case_id = $3)",
        tenant,
        id.0,
        case.0,
        resident.0
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 0 {
        return Err(ChangeError::NotFound);
    }
    let detail = json_value!({ "resident": resident });
    Ok(case_events::record(tx, case, Some(by), CaseEventKind::CardAssigned, &detail).await?)
}

/// Takes a reading though its certificate could not be checked, with a reason.
pub async fn decide(
    tx: &mut TenantTx,
    id: CardReadingId,
    reason: &str,
    by: StaffId,
) -> Result<(), ChangeError> {
    if reason.trim().is_empty() {
        return Err(ChangeError::NotAllowed("a decision needs a reason".into()));
    }
    let found = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    let (tenant, now) = (tx.tenant(), tx.now());
    if let Some(case) = found.case_id {
        cases::open_for_change(tx, case, by).await?;
        let detail = json_value!({ "reason": reason });
        case_events::record(tx, case, Some(by), CaseEventKind::CardAccepted, &detail).await?;
    }
    sqlx::query!(
        "UPDATE card_readings SET decision = $3, decided_by = $4, decided_at = $5
         WHERE tenant_id = $1 AND reading_id = $2",
        tenant,
        id.0,
        reason,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Removes readings that no case took up within [`UNUSED_KEPT`]; how many.
pub async fn tidy(tx: &mut TenantTx) -> Result<u64, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "DELETE FROM card_readings WHERE tenant_id = $1 AND case_id IS NULL AND read_at < $2",
        tenant,
        now - UNUSED_KEPT
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}

//! Leave to use a terminal's bridge. What comes of it is taken once, from the same officer, in its time.

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::ids::{ApplicationId, CardReadingId, CaseId, ResidentId, StaffId};

use crate::{StoreError, TenantTx};

/// How long a pairing is good for.
pub const LASTING: Duration = Duration::minutes(10);

/// What is to be signed under a pairing.
#[derive(Clone, PartialEq, Eq)]
pub struct ToSign {
    /// The application.
    pub application: ApplicationId,
    /// Its version.
    pub version: i32,
    /// The very bytes.
    pub document: Vec<u8>,
}

/// What a pairing is for.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPairing {
    /// The case; none before one is open.
    pub case: Option<CaseId>,
    /// 32 random bytes.
    pub challenge: [u8; 32],
    /// A document to sign.
    pub to_sign: Option<ToSign>,
    /// Whose 個人番号 may be read, and for which procedure.
    pub individual_number: Option<(ResidentId, String)>,
}

/// A pairing.
#[derive(Clone, PartialEq, Eq)]
pub struct CardPairing {
    /// Its id, which the reading takes over.
    pub id: CardReadingId,
    /// What it is for.
    pub is_for: NewPairing,
    /// From when on.
    pub issued_at: DateTime<Utc>,
    /// Until when; not in force in that instant.
    pub expires_at: DateTime<Utc>,
}

/// Makes a pairing for an officer, from now.
pub async fn create(tx: &mut TenantTx, new: NewPairing, by: StaffId) -> Result<CardPairing, StoreError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let until = now + LASTING;
    let sign = new.to_sign.as_ref();
    let number = new.individual_number.as_ref();
    sqlx::query!(
        "INSERT INTO card_pairings (tenant_id, pairing_id, staff_id, case_id, challenge, application_id,
            application_version, document, resident_id, procedure_id, issued_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        tenant,
        id,
        by.0,
        new.case.map(|case| case.0),
        &new.challenge[..],
        sign.map(|sign| sign.application.0),
        sign.map(|sign| sign.version),
        sign.map(|sign| &*sign.document),
        number.map(|(resident, _)| resident.0),
        number.map(|(_, procedure)| &**procedure),
        now,
        until
    )
    .execute(tx.connection())
    .await?;
    Ok(CardPairing {
        id: CardReadingId(id),
        is_for: new,
        issued_at: now,
        expires_at: until,
    })
}

/// Takes what comes of a pairing: none where it is another officer's, over, or was taken already.
pub async fn take(
    tx: &mut TenantTx,
    id: CardReadingId,
    by: StaffId,
) -> Result<Option<CardPairing>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let row = sqlx::query!(
        "UPDATE card_pairings SET used_at = $4
         WHERE tenant_id = $1 AND pairing_id = $2 AND staff_id = $3 AND used_at IS NULL AND expires_at > $4
         RETURNING case_id, challenge, application_id, application_version, document, resident_id, procedure_id,
            issued_at, expires_at",
        tenant,
        id.0,
        by.0,
        now
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let mut challenge = [0; 32];
    if row.challenge.len() == challenge.len() {
        challenge.copy_from_slice(&row.challenge);
    }
    let to_sign = match (row.application_id, row.application_version, row.document) {
        (Some(application), Some(version), Some(document)) => Some(ToSign {
            application: ApplicationId(application),
            version,
            document,
        }),
        _ => None,
    };
    Ok(Some(CardPairing {
        id,
        is_for: NewPairing {
            case: row.case_id.map(CaseId),
            challenge,
            to_sign,
            individual_number: row.resident_id.map(ResidentId).zip(row.procedure_id),
        },
        issued_at: row.issued_at,
        expires_at: row.expires_at,
    }))
}

/// Removes pairings that are over; how many.
pub async fn tidy(tx: &mut TenantTx) -> Result<u64, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "DELETE FROM card_pairings WHERE tenant_id = $1 AND expires_at < $2",
        tenant,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}

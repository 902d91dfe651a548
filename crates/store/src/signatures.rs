//! Signatures on applications. One that loses its force is kept, with the reason.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{ApplicationId, CaseId, SignatureId, StaffId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json as json_value};
use uuid::Uuid;

use crate::applications::{self, Application, ApplicationState};
use crate::case_events::{self, CaseEventKind};
use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx, cases};

/// How somebody signed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureKind {
    /// On the print; the officer at the counter saw it.
    Paper,
    /// On a touch screen.
    Touch,
    /// With the マイナンバーカード's key for digital signatures: see [`crate::card_signatures`].
    Card,
}

impl SignatureKind {
    /// The words on pages and papers.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Paper => "紙に署名",
            Self::Touch => "画面に署名",
            Self::Card => "マイナンバーカードの電子署名",
        }
    }
}

/// One signature.
#[derive(Clone, PartialEq, Debug)]
pub struct Signature {
    /// Our id.
    pub id: SignatureId,
    /// What was signed.
    pub application_id: ApplicationId,
    /// How.
    pub kind: SignatureKind,
    /// The strokes of a touch signature, as the page sent them; also those in a document that was signed by card.
    pub strokes: Option<Value>,
    /// Who signed, as written.
    pub signer: String,
    /// The version of the application that was signed.
    pub application_version: i32,
    /// The officer at the counter.
    pub witnessed_by: StaffId,
    /// When.
    pub signed_at: DateTime<Utc>,
    /// Why it lost its force; none while it stands.
    pub void_reason: Option<String>,
    /// When it lost its force.
    pub voided_at: Option<DateTime<Utc>>,
}

/// A signature to be taken.
#[derive(Clone, PartialEq, Debug)]
pub struct NewSignature {
    /// The strokes of a touch signature; none for paper.
    pub strokes: Option<Value>,
    /// Who signs, as written.
    pub signer: String,
    /// The version of the application that the signer saw.
    pub application_version: i32,
}

struct SignatureRow {
    signature_id: Uuid,
    application_id: Uuid,
    kind: String,
    strokes: Option<Value>,
    signer: String,
    application_version: i32,
    witnessed_by: Uuid,
    signed_at: DateTime<Utc>,
    void_reason: Option<String>,
    voided_at: Option<DateTime<Utc>>,
}

impl SignatureRow {
    fn into_signature(self) -> Result<Signature, StoreError> {
        let kind = Row {
            table: "signatures",
            id: &self.signature_id,
        }
        .code("kind", &self.kind)?;
        Ok(Signature {
            id: SignatureId(self.signature_id),
            application_id: ApplicationId(self.application_id),
            kind,
            strokes: self.strokes,
            signer: self.signer,
            application_version: self.application_version,
            witnessed_by: StaffId(self.witnessed_by),
            signed_at: self.signed_at,
            void_reason: self.void_reason,
            voided_at: self.voided_at,
        })
    }
}

/// Every signature on the applications of a case, oldest first, those without force too.
pub async fn of_case(tx: &mut TenantTx, case: CaseId) -> Result<Vec<Signature>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        SignatureRow,
        "SELECT s.signature_id, s.application_id, s.kind, s.strokes, s.signer, s.application_version,
            s.witnessed_by, s.signed_at, s.void_reason, s.voided_at
         FROM signatures s
         JOIN applications a ON a.tenant_id = s.tenant_id AND a.application_id = s.application_id
         WHERE s.tenant_id = $1 AND a.case_id = $2 ORDER BY s.signed_at, s.signature_id",
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(SignatureRow::into_signature)
    .collect()
}

/// The signature that stands on an application.
pub async fn standing(
    tx: &mut TenantTx,
    application: ApplicationId,
) -> Result<Option<Signature>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        SignatureRow,
        "SELECT signature_id, application_id, kind, strokes, signer, application_version, witnessed_by, signed_at,
            void_reason, voided_at
         FROM signatures WHERE tenant_id = $1 AND application_id = $2 AND voided_at IS NULL",
        tenant,
        application.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(SignatureRow::into_signature)
    .transpose()
}

/// Takes a signature on an application of an open case. The signer must have seen its newest version.
pub async fn sign(
    tx: &mut TenantTx,
    application: ApplicationId,
    new: &NewSignature,
    by: StaffId,
) -> Result<SignatureId, ChangeError> {
    let found = to_sign(tx, application, new.application_version, by).await?;
    if found.state != ApplicationState::Prepared {
        return Err(ChangeError::NotAllowed(
            "only an unsigned application can be signed".into(),
        ));
    }
    let kind = if new.strokes.is_some() {
        SignatureKind::Touch
    } else {
        SignatureKind::Paper
    };
    record(tx, &found, kind, new, by).await
}

/// The application of an open case in the version that the signer saw, under the lock of its case.
pub(crate) async fn to_sign(
    tx: &mut TenantTx,
    application: ApplicationId,
    version: i32,
    by: StaffId,
) -> Result<Application, ChangeError> {
    let found = applications::get(tx, application)
        .await?
        .ok_or(ChangeError::NotFound)?;
    cases::open_for_change(tx, found.case_id, by).await?;
    // Read again: nobody changes an application without the lock on its case.
    let found = applications::get(tx, application)
        .await?
        .ok_or(ChangeError::NotFound)?;
    if found.version != version {
        let (changed_at, version) = (found.changed_at, found.version);
        return Err(ChangeError::Stale {
            changed_by: None,
            changed_at,
            version,
        });
    }
    Ok(found)
}

/// Records a signature, and that the application is signed.
pub(crate) async fn record(
    tx: &mut TenantTx,
    application: &Application,
    kind: SignatureKind,
    new: &NewSignature,
    by: StaffId,
) -> Result<SignatureId, ChangeError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "INSERT INTO signatures (tenant_id, signature_id, application_id, kind, strokes, signer,
            application_version, witnessed_by, signed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant,
        id,
        application.id.0,
        code(&kind),
        new.strokes,
        new.signer,
        new.application_version,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    applications::set_state(tx, application.id, "signed", by).await?;
    let detail = json_value!({ "form": application.form_id, "kind": code(&kind) });
    case_events::record(tx, application.case_id, Some(by), CaseEventKind::Signed, &detail).await?;
    Ok(SignatureId(id))
}

/// Takes the force of the signature that stands on an application of an open case.
pub async fn void(
    tx: &mut TenantTx,
    application: ApplicationId,
    by: StaffId,
    reason: &str,
) -> Result<(), ChangeError> {
    let found = applications::get(tx, application)
        .await?
        .ok_or(ChangeError::NotFound)?;
    cases::open_for_change(tx, found.case_id, by).await?;
    if void_standing(tx, application, by, reason).await? == 0 {
        return Err(ChangeError::NotFound);
    }
    let detail = json_value!({ "form": found.form_id, "reason": reason });
    Ok(case_events::record(
        tx,
        found.case_id,
        Some(by),
        CaseEventKind::SignatureVoided,
        &detail,
    )
    .await?)
}

/// Takes the force of an application's signature, if one stands: 0 or 1.
pub(crate) async fn void_standing(
    tx: &mut TenantTx,
    application: ApplicationId,
    by: StaffId,
    reason: &str,
) -> Result<u64, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE signatures SET void_reason = $3, voided_by = $4, voided_at = $5
         WHERE tenant_id = $1 AND application_id = $2 AND voided_at IS NULL",
        tenant,
        application.0,
        reason,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?
    .rows_affected();
    if done > 0 {
        applications::set_state(tx, application, "prepared", by).await?;
    }
    Ok(done)
}

/// Takes the force of every signature of a case; how many.
pub(crate) async fn void_all_of_case(
    tx: &mut TenantTx,
    case: CaseId,
    by: StaffId,
    reason: &str,
) -> Result<u64, StoreError> {
    let mut voided = 0;
    for application in applications::of_case(tx, case).await? {
        voided += void_standing(tx, application.id, by, reason).await?;
    }
    Ok(voided)
}

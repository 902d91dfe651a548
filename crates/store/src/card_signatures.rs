//! Signatures with the マイナンバーカード's key: what was signed, byte for byte, with what was found about it.

use madoguchi_model::card_reading::{CardHolder, CertificateCheck};
use madoguchi_model::ids::{ApplicationId, SignatureId, StaffId};

use crate::codec::{Row, json};
use crate::signatures::{NewSignature, SignatureKind, record, to_sign, void_standing};
use crate::{ChangeError, StoreError, TenantTx};

/// A signature by card.
#[derive(Clone, PartialEq, Eq)]
pub struct CardSignature {
    /// The very bytes that were signed: a PDF.
    pub document: Vec<u8>,
    /// CMS `SignedData` (RFC 5652), detached, DER.
    pub cms: Vec<u8>,
    /// The signer's certificate, DER.
    pub certificate: Vec<u8>,
    /// What was found about the certificate.
    pub check: CertificateCheck,
    /// What was asked whether it is revoked answered, byte for byte.
    pub revocation: Option<Vec<u8>>,
    /// The signer as the certificate names them.
    pub signer: CardHolder,
}

/// Takes a signature by card on an application of an open case. A drawn signature that stands on it is inside the
/// document, and gives way.
pub async fn sign(
    tx: &mut TenantTx,
    application: ApplicationId,
    new: &NewSignature,
    card: &CardSignature,
    by: StaffId,
) -> Result<SignatureId, ChangeError> {
    let found = to_sign(tx, application, new.application_version, by).await?;
    void_standing(tx, application, by, "マイナンバーカードの電子署名に代えた").await?;
    let id = record(tx, &found, SignatureKind::Card, new, by).await?;
    let tenant = tx.tenant();
    sqlx::query!(
        "INSERT INTO card_signatures (tenant_id, signature_id, document, cms, certificate, certificate_check,
            revocation, attributes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        tenant,
        id.0,
        card.document,
        card.cms,
        card.certificate,
        json(&card.check),
        card.revocation,
        json(&card.signer)
    )
    .execute(tx.connection())
    .await?;
    Ok(id)
}

/// A signature by card.
pub async fn get(tx: &mut TenantTx, id: SignatureId) -> Result<Option<CardSignature>, StoreError> {
    let tenant = tx.tenant();
    let row = sqlx::query!(
        "SELECT document, cms, certificate, certificate_check, revocation, attributes
         FROM card_signatures WHERE tenant_id = $1 AND signature_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let place = Row {
        table: "card_signatures",
        id: &id,
    };
    Ok(Some(CardSignature {
        document: row.document,
        cms: row.cms,
        certificate: row.certificate,
        check: place.json("certificate_check", row.certificate_check)?,
        revocation: row.revocation,
        signer: place.json("attributes", row.attributes)?,
    }))
}

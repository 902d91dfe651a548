//! Detached signatures, made: in two steps where the signer is elsewhere, in one where it is here.

use chrono::{DateTime, Utc};

use super::digest::{DocumentDigest, name};
use crate::algorithm::{KeyKind, SignatureAlgorithm, sha256};
use crate::asn1::Malformed;
use crate::certificate::Certificate;
use crate::oid;
use crate::writer::{SET, algorithm, element, octets, oid as write_oid, sequence, set_of, time, unsigned};

/// Why no signature was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MakeError {
    /// The signer's certificate cannot be read.
    #[error("署名用電子証明書を読み取れません（{0}）。")]
    Certificate(#[from] Malformed),
    /// The signer's key does not sign this kind of digest.
    #[error("文書のハッシュ方式と署名用の鍵の種類が合いません。")]
    Algorithm,
    /// What the signer answered is no signature of its key over these bytes.
    #[error("カードの作った署名が電子証明書の鍵と一致しません。")]
    Signature,
}

/// What is to be signed, and all that goes around it.
pub struct Prepared {
    certificate: Certificate,
    algorithm: SignatureAlgorithm,
    /// Signed attributes, as the SET OF that is signed (RFC 5652 5.4).
    attributes: Vec<u8>,
}

impl Prepared {
    /// Signed attributes for a document: content type, digest, signing time and the signer's certificate (RFC 5035).
    pub fn new(
        document: &DocumentDigest,
        signer: &[u8],
        signing_time: DateTime<Utc>,
    ) -> Result<Self, MakeError> {
        let certificate = Certificate::parse(signer)?;
        let algorithm = match certificate.key().kind() {
            KeyKind::Rsa { .. } => SignatureAlgorithm::RsaSha256,
            KeyKind::P384 => SignatureAlgorithm::EcdsaP384Sha384,
            KeyKind::Other => return Err(MakeError::Algorithm),
        };
        if algorithm != document.algorithm() {
            return Err(MakeError::Algorithm);
        }
        let directory_name = element(0xA4, &[certificate.issuer()]);
        let issuer_serial = sequence(&[
            &sequence(&[&directory_name]),
            &unsigned(certificate.serial().bytes()),
        ]);
        // The digest of the certificate is SHA-256, which is the default and therefore not named.
        let id = sequence(&[&octets(&sha256(signer)), &issuer_serial]);
        let attribute = |name, value: &[u8]| sequence(&[&write_oid(name), &element(SET, &[value])]);
        let attributes = vec![
            attribute(oid::CONTENT_TYPE, &write_oid(oid::DATA)),
            attribute(oid::MESSAGE_DIGEST, &octets(document.bytes())),
            attribute(oid::SIGNING_TIME, &time(signing_time)),
            attribute(oid::SIGNING_CERTIFICATE_V2, &sequence(&[&sequence(&[&id])])),
        ];
        Ok(Self {
            certificate,
            algorithm,
            attributes: set_of(SET, attributes),
        })
    }

    /// How it is to be signed.
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// The message that is to be signed; the signer digests it.
    pub fn message(&self) -> &[u8] {
        &self.attributes
    }

    /// What a card signs: for RSA the `DigestInfo` (RFC 8017 9.2) of the message, for ECDSA its bare digest.
    pub fn digest_info(&self) -> Vec<u8> {
        let digest = self.algorithm.digest(&self.attributes);
        match self.algorithm {
            SignatureAlgorithm::RsaSha256 => sequence(&[&algorithm(oid::SHA256, true), &octets(&digest)]),
            SignatureAlgorithm::EcdsaP384Sha384 => digest,
        }
    }

    /// The finished signature, DER of a `ContentInfo`, with the signer's certificate in it. A signature that does not
    /// fit the certificate is refused here already.
    pub fn finish(self, signature: &[u8]) -> Result<Vec<u8>, MakeError> {
        if !self
            .certificate
            .key()
            .verifies(self.algorithm, &self.attributes, signature)
        {
            return Err(MakeError::Signature);
        }
        let digest_algorithm = algorithm(name(self.algorithm), false);
        let signature_algorithm = match self.algorithm {
            SignatureAlgorithm::RsaSha256 => algorithm(oid::SHA256_WITH_RSA, true),
            SignatureAlgorithm::EcdsaP384Sha384 => algorithm(oid::ECDSA_WITH_SHA384, false),
        };
        // In the signer's part the same attributes stand under the tag [0].
        let mut attributes = self.attributes;
        if let Some(tag) = attributes.first_mut() {
            *tag = 0xA0;
        }
        let one = unsigned(&[1]);
        let signer = sequence(&[
            &one,
            &sequence(&[
                self.certificate.issuer(),
                &unsigned(self.certificate.serial().bytes()),
            ]),
            &digest_algorithm,
            &attributes,
            &signature_algorithm,
            &octets(signature),
        ]);
        let signed_data = sequence(&[
            &one,
            &element(SET, &[&digest_algorithm]),
            &sequence(&[&write_oid(oid::DATA)]),
            &element(0xA0, &[self.certificate.der()]),
            &element(SET, &[&signer]),
        ]);
        Ok(sequence(&[
            &write_oid(oid::SIGNED_DATA),
            &element(0xA0, &[&signed_data]),
        ]))
    }
}

/// Why [`detached`] made no signature.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DetachedError<E> {
    /// It cannot be made.
    #[error(transparent)]
    Make(#[from] MakeError),
    /// The signer's own error.
    #[error("{0}")]
    Signer(E),
}

/// A detached signature over a document, in one step. `sign` is handed the message to sign ([`Prepared::message`]),
/// digests it and answers with the bare signature.
pub fn detached<E>(
    document_sha256: &[u8; 32],
    signer: &[u8],
    signing_time: DateTime<Utc>,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, DetachedError<E>> {
    let prepared = Prepared::new(&DocumentDigest::Sha256(*document_sha256), signer, signing_time)?;
    let signature = sign(prepared.message()).map_err(DetachedError::Signer)?;
    Ok(prepared.finish(&signature)?)
}

//! Certificates checked: trust, time, purpose, revocation, and whether the card's key answered.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use madoguchi_jpki::cms::{self, Document, Rules};
use madoguchi_jpki::{
    Anchors, Certificate, Profile, Purpose, Refusal, SignatureAlgorithm, SignerAttributes, verify,
};
use madoguchi_model::card_reading::{CardHolder, CertificateCheck, CertificateStatus};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::Sex;

use super::read::AnsweredCertificate;
use super::revocation::{Asked, Revocation};

/// What certificates are trusted under: anchors and what their certificates must say.
pub struct Anchoring {
    /// The roots.
    pub anchors: Anchors,
    /// Policies, keys and algorithms.
    pub profile: Profile,
}

/// Checks certificates.
pub struct CertificateDesk {
    inner: Arc<Inner>,
}

struct Inner {
    anchoring: Anchoring,
    revocation: Revocation,
}

/// A document that was signed by card, as far as it was checked.
pub(crate) struct SignedDocument {
    /// The signer's certificate, DER.
    pub(crate) certificate: Vec<u8>,
    /// What was found about it.
    pub(crate) check: CertificateCheck,
    /// What was asked whether it is revoked answered.
    pub(crate) revocation: Option<Vec<u8>>,
    /// The signer as the certificate names them.
    pub(crate) signer: CardHolder,
}

impl CertificateDesk {
    /// Checks under these anchors, asking this whether certificates are revoked.
    pub fn new(anchoring: Anchoring, revocation: Revocation) -> Self {
        Self {
            inner: Arc::new(Inner {
                anchoring,
                revocation,
            }),
        }
    }

    /// Checks a certificate for user authentication and the answer of its key.
    pub(crate) async fn check_answer(
        &self,
        given: AnsweredCertificate,
        now: DateTime<Utc>,
    ) -> CertificateCheck {
        let inner = self.inner.clone();
        blocking(move || inner.check_answer(&given, now))
            .await
            .unwrap_or_else(|| CertificateCheck {
                status: CertificateStatus::Unknown,
                reason: "確認の途中で失敗しました。".into(),
                ..nothing(now)
            })
    }

    /// Checks a signature over a document. The error is for the officer.
    pub(crate) async fn check_signature(
        &self,
        cms: &[u8],
        document: &[u8],
        now: DateTime<Utc>,
    ) -> Result<SignedDocument, String> {
        let (inner, cms, document) = (self.inner.clone(), cms.to_vec(), document.to_vec());
        blocking(move || inner.check_signature(&cms, &document, now))
            .await
            .unwrap_or_else(|| Err("確認の途中で失敗しました。もう一度署名してもらってください。".into()))
    }
}

/// Asking may wait for the network, and checking is work: neither stops other requests.
async fn blocking<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(job).await.ok()
}

fn nothing(now: DateTime<Utc>) -> CertificateCheck {
    CertificateCheck {
        status: CertificateStatus::Refused,
        reason: String::new(),
        source: String::new(),
        checked_at: now,
        serial: String::new(),
        expires_at: None,
        answered: false,
    }
}

impl Inner {
    fn check_answer(&self, given: &AnsweredCertificate, now: DateTime<Utc>) -> CertificateCheck {
        let Ok(certificate) = Certificate::parse(&given.der) else {
            return CertificateCheck {
                reason: "電子証明書を読み取れません。".into(),
                ..nothing(now)
            };
        };
        let answered = given.answer.as_ref().map(|answer| {
            certificate
                .key()
                .verifies(SignatureAlgorithm::RsaSha256, &given.challenge, answer)
                || certificate
                    .key()
                    .verifies(SignatureAlgorithm::EcdsaP384Sha384, &given.challenge, answer)
        });
        if answered == Some(false) {
            return CertificateCheck {
                reason: "カードの鍵が、この受付の問いかけに正しく答えませんでした。".into(),
                ..of(&certificate, now)
            };
        }
        let (check, _) = self.trusted(&certificate, Purpose::Authentication, now);
        CertificateCheck {
            answered: answered == Some(true),
            ..check
        }
    }

    fn check_signature(
        &self,
        cms: &[u8],
        document: &[u8],
        now: DateTime<Utc>,
    ) -> Result<SignedDocument, String> {
        let Anchoring { anchors, profile } = &self.anchoring;
        let signature =
            cms::verify_detached(cms, Document::Bytes(document), anchors, profile, Rules::OWN, now)
                .map_err(|refusal| refusal.message().to_owned())?;
        let certificate = &signature.certificate;
        let attributes = certificate
            .signer_attributes()
            .map_err(|_| "署名用電子証明書の氏名・住所を読み取れません。".to_owned())?;
        let (check, revocation) = self.trusted(certificate, Purpose::Signature, now);
        Ok(SignedDocument {
            certificate: certificate.der().to_vec(),
            check,
            revocation,
            signer: holder(attributes, now),
        })
    }

    /// Trust and revocation.
    fn trusted(
        &self,
        certificate: &Certificate,
        purpose: Purpose,
        now: DateTime<Utc>,
    ) -> (CertificateCheck, Option<Vec<u8>>) {
        let Anchoring { anchors, profile } = &self.anchoring;
        let found = of(certificate, now);
        let verified = match verify(certificate, purpose, anchors, profile, now) {
            Ok(verified) => verified,
            Err(refusal) => {
                let status = match refusal {
                    Refusal::Expired => CertificateStatus::Expired,
                    _ => CertificateStatus::Refused,
                };
                return (
                    CertificateCheck {
                        status,
                        reason: refusal.message().to_owned(),
                        ..found
                    },
                    None,
                );
            }
        };
        let Asked {
            status,
            reason,
            source,
            raw,
        } = self.revocation.ask(&verified, now);
        let check = CertificateCheck {
            status,
            reason,
            source,
            ..found
        };
        (check, raw)
    }
}

/// What a certificate says of itself, before it is trusted.
fn of(certificate: &Certificate, now: DateTime<Utc>) -> CertificateCheck {
    CertificateCheck {
        serial: certificate.serial().hex(),
        expires_at: Some(certificate.not_after()),
        ..nothing(now)
    }
}

fn holder(attributes: SignerAttributes, now: DateTime<Utc>) -> CardHolder {
    let date = attributes.birth_date.date();
    let today = madoguchi_model::clock::in_japan(now).date_naive();
    CardHolder {
        name: attributes.name,
        address: attributes.address,
        birth_date: date.map_or_else(
            || RegisterDate::Unknown {
                earliest: chrono::NaiveDate::MIN,
                latest: today,
                text: "不詳".into(),
            },
            RegisterDate::Known,
        ),
        sex: match attributes.sex {
            madoguchi_jpki::Sex::Male => Some(Sex::Male),
            madoguchi_jpki::Sex::Female => Some(Sex::Female),
            _ => None,
        },
    }
}

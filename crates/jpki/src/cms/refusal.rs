//! Why a signature is not accepted.

use std::fmt;

use crate::asn1::Malformed;
use crate::refusal::Refusal;

/// Why a signature is not accepted. [`CmsRefusal::code`] does not change; [`CmsRefusal::message`] is for the officer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CmsRefusal {
    /// It cannot be read.
    Malformed,
    /// It is something else in the same wrapping.
    NotSignedData,
    /// It carries a document of its own, and may be over that one.
    ContentInside,
    /// There is not exactly one signer.
    SignerCount,
    /// Signed attributes, or one that must be there, are missing.
    AttributesMissing,
    /// Signed attributes are not in the order that DER asks for.
    AttributesNotSorted,
    /// The signed content type is not that of a plain document.
    ContentType,
    /// Digest or signature algorithm is not accepted.
    Algorithm,
    /// The document is not the one that was signed.
    Digest,
    /// The signer's certificate is not inside, or is not the one the signed attributes name.
    SignerCertificate,
    /// The signature does not fit the signer's certificate.
    Signature,
    /// The signing time lies in the future.
    SigningTime,
    /// The signer's certificate is not accepted.
    Certificate(Refusal),
}

impl CmsRefusal {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "signature_malformed",
            Self::NotSignedData => "not_signed_data",
            Self::ContentInside => "content_inside",
            Self::SignerCount => "signer_count",
            Self::AttributesMissing => "attributes_missing",
            Self::AttributesNotSorted => "attributes_not_sorted",
            Self::ContentType => "content_type",
            Self::Algorithm => "signature_algorithm",
            Self::Digest => "document_changed",
            Self::SignerCertificate => "signer_certificate",
            Self::Signature => "signature_wrong",
            Self::SigningTime => "signing_time",
            Self::Certificate(refusal) => refusal.code(),
        }
    }

    /// What it is, in Japanese.
    pub fn message(self) -> &'static str {
        match self {
            Self::Malformed => "電子署名を読み取れません。",
            Self::NotSignedData => "電子署名のデータではありません。",
            Self::ContentInside => "電子署名の中に別の文書が含まれています。",
            Self::SignerCount => "署名者が一人ではありません。",
            Self::AttributesMissing => "電子署名に必要な項目がありません。",
            Self::AttributesNotSorted => "電子署名の形式が正しくありません。",
            Self::ContentType => "電子署名の対象の種類が異なります。",
            Self::Algorithm => "電子署名の方式に対応していません。",
            Self::Digest => "署名された文書と内容が一致しません。",
            Self::SignerCertificate => "署名者の電子証明書が含まれていないか、署名と一致しません。",
            Self::Signature => "電子署名が正しくありません。改ざんのおそれがあります。",
            Self::SigningTime => "署名の日時が未来になっています。",
            Self::Certificate(refusal) => refusal.message(),
        }
    }
}

impl fmt::Display for CmsRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for CmsRefusal {}

impl From<Malformed> for CmsRefusal {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

impl From<Refusal> for CmsRefusal {
    fn from(refusal: Refusal) -> Self {
        Self::Certificate(refusal)
    }
}

//! Why it is not known whether a certificate is revoked, and why one is.

use std::fmt;

use crate::asn1::Malformed;

/// Why it is not known. [`WhyUnknown::code`] does not change; [`WhyUnknown::message`] is for the officer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum WhyUnknown {
    /// There is nobody to ask: no responder's address, no list that covers the certificate.
    NoSource,
    /// No answer in time.
    Silent,
    /// No connection, or an HTTP status other than 200.
    Unreachable,
    /// The responder asks to try later.
    TryLater,
    /// The responder refused to answer (malformed request, internal error, signature required, not authorised).
    Refused,
    /// The answer cannot be read.
    Malformed,
    /// The answer's signature does not fit, or its algorithm is not accepted.
    Signature,
    /// Whoever signed the answer may not.
    NotAuthorised,
    /// The answer speaks of another certificate.
    OtherCertificate,
    /// The answer is not to this question: its nonce is missing or another.
    Nonce,
    /// The answer's time lies in the future.
    FromTheFuture,
    /// The answer is out of date.
    Stale,
    /// The responder does not know the certificate.
    NotKnown,
    /// The answer holds a critical extension that is not known here.
    UnknownCriticalExtension,
    /// The list does not cover this kind of certificate or not all reasons.
    Scope,
}

impl WhyUnknown {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoSource => "no_source",
            Self::Silent => "silent",
            Self::Unreachable => "unreachable",
            Self::TryLater => "try_later",
            Self::Refused => "refused",
            Self::Malformed => "malformed",
            Self::Signature => "signature",
            Self::NotAuthorised => "not_authorised",
            Self::OtherCertificate => "other_certificate",
            Self::Nonce => "nonce",
            Self::FromTheFuture => "from_the_future",
            Self::Stale => "stale",
            Self::NotKnown => "not_known",
            Self::UnknownCriticalExtension => "unknown_critical_extension",
            Self::Scope => "scope",
        }
    }

    /// What it is, in Japanese.
    pub fn message(self) -> &'static str {
        match self {
            Self::NoSource => "失効情報の確認先が設定されていません。",
            Self::Silent => "失効情報の確認先から応答がありません。",
            Self::Unreachable => "失効情報の確認先に接続できません。",
            Self::TryLater => {
                "失効情報の確認先が混み合っています。しばらくしてからもう一度確認してください。"
            }
            Self::Refused => "失効情報の確認先が照会を受け付けませんでした。",
            Self::Malformed => "失効情報を読み取れません。",
            Self::Signature => "失効情報の署名が正しくありません。",
            Self::NotAuthorised => "失効情報に署名した者が正しくありません。",
            Self::OtherCertificate => "失効情報が別の電子証明書のものです。",
            Self::Nonce => "失効情報が今回の照会に対するものではありません。",
            Self::FromTheFuture => "失効情報の日時が未来になっています。",
            Self::Stale => "失効情報が古くなっています。",
            Self::NotKnown => "失効情報の確認先が、この電子証明書を把握していません。",
            Self::UnknownCriticalExtension => "失効情報に、確認できない必須の項目が含まれています。",
            Self::Scope => "失効情報の対象に、この電子証明書が含まれていません。",
        }
    }
}

impl fmt::Display for WhyUnknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl From<Malformed> for WhyUnknown {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

/// Why a certificate is revoked (RFC 5280 5.3.1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reason {
    /// Not said.
    Unspecified,
    /// Its key may be in others' hands.
    KeyCompromise,
    /// The authority's key may be.
    AuthorityCompromise,
    /// The owner's name or other details changed.
    AffiliationChanged,
    /// Another certificate has taken its place.
    Superseded,
    /// It is no longer needed.
    CessationOfOperation,
    /// It is suspended, and may come into force again (一時保留).
    Hold,
    /// A right that it shows was withdrawn.
    PrivilegeWithdrawn,
    /// A code that is not known here.
    Other(u8),
}

impl Reason {
    pub(super) fn from_code(code: u8) -> Self {
        match code {
            0 => Self::Unspecified,
            1 => Self::KeyCompromise,
            2 => Self::AuthorityCompromise,
            3 => Self::AffiliationChanged,
            4 => Self::Superseded,
            5 => Self::CessationOfOperation,
            6 => Self::Hold,
            9 => Self::PrivilegeWithdrawn,
            other => Self::Other(other),
        }
    }

    /// What it is, in Japanese.
    pub fn message(self) -> &'static str {
        match self {
            Self::Hold => "電子証明書が一時保留になっています。",
            _ => "電子証明書が失効しています。",
        }
    }
}

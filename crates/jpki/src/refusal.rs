//! Why a certificate is not accepted.

use std::fmt;

use crate::asn1::Malformed;

/// Why a certificate is not accepted. [`Refusal::code`] does not change; [`Refusal::message`] is for the officer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Refusal {
    /// It cannot be read.
    Malformed,
    /// Its validity has not begun.
    NotYetValid,
    /// Its validity has ended.
    Expired,
    /// No anchor for this purpose has the issuer's name.
    IssuerUnknown,
    /// An anchor has the issuer's name, but none has the key that the certificate names.
    IssuerKeyUnknown,
    /// The issuer's own validity has not begun or has ended.
    IssuerNotValid,
    /// The issuer's signature does not fit.
    Signature,
    /// The signature algorithm is not accepted.
    Algorithm,
    /// The public key is of a kind or size that is not accepted.
    Key,
    /// The key usage does not fit the purpose.
    KeyUsage,
    /// The extended key usage does not fit the purpose.
    ExtendedKeyUsage,
    /// It is a certificate authority's own certificate.
    IsAuthority,
    /// It does not carry the policy that is expected in this environment.
    Policy,
    /// It holds a critical extension that is not known here.
    UnknownCriticalExtension,
}

impl Refusal {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::NotYetValid => "not_yet_valid",
            Self::Expired => "expired",
            Self::IssuerUnknown => "issuer_unknown",
            Self::IssuerKeyUnknown => "issuer_key_unknown",
            Self::IssuerNotValid => "issuer_not_valid",
            Self::Signature => "signature",
            Self::Algorithm => "algorithm",
            Self::Key => "key",
            Self::KeyUsage => "key_usage",
            Self::ExtendedKeyUsage => "extended_key_usage",
            Self::IsAuthority => "is_authority",
            Self::Policy => "policy",
            Self::UnknownCriticalExtension => "unknown_critical_extension",
        }
    }

    /// What it is, in Japanese.
    pub fn message(self) -> &'static str {
        match self {
            Self::Malformed => "電子証明書を読み取れません。",
            Self::NotYetValid => "電子証明書の有効期間がまだ始まっていません。",
            Self::Expired => "電子証明書の有効期限が切れています。",
            Self::IssuerUnknown => "電子証明書の発行者が不明です。",
            Self::IssuerKeyUnknown => "電子証明書の発行者の鍵が、登録されている認証局のものと一致しません。",
            Self::IssuerNotValid => "電子証明書を発行した認証局の証明書が有効期間外です。",
            Self::Signature => "電子証明書の署名が正しくありません。偽造又は改ざんのおそれがあります。",
            Self::Algorithm => "電子証明書の署名方式に対応していません。",
            Self::Key => "電子証明書の鍵の種類又は長さに対応していません。",
            Self::KeyUsage | Self::ExtendedKeyUsage => "電子証明書の用途が異なります。",
            Self::IsAuthority => "認証局の証明書であり、個人の電子証明書ではありません。",
            Self::Policy => "電子証明書の証明書ポリシーが異なります。",
            Self::UnknownCriticalExtension => "電子証明書に、確認できない必須の項目が含まれています。",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Refusal {}

impl From<Malformed> for Refusal {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

//! Trust anchors: the roots that certificates must lead to. A certificate authority that came with a card, a signature
//! or an answer is never one.

use crate::asn1::Malformed;
use crate::certificate::{Certificate, KeyUsage, from_pem_or_der};
use crate::profile::{Environment, Profile, Purpose};

/// J-LIS's roots, generations 01 to 03, by purpose. Source and fingerprints: docs/certificates.md.
const PRODUCTION: [(Purpose, &[u8]); 6] = [
    (
        Purpose::Authentication,
        include_bytes!("../anchors/production/authca01.cer"),
    ),
    (
        Purpose::Authentication,
        include_bytes!("../anchors/production/authca02.cer"),
    ),
    (
        Purpose::Authentication,
        include_bytes!("../anchors/production/authca03.cer"),
    ),
    (
        Purpose::Signature,
        include_bytes!("../anchors/production/signca01.cer"),
    ),
    (
        Purpose::Signature,
        include_bytes!("../anchors/production/signca02.cer"),
    ),
    (
        Purpose::Signature,
        include_bytes!("../anchors/production/signca03.cer"),
    ),
];

/// The roots of J-LIS's test hierarchy, as far as they are known.
const TEST: [(Purpose, &[u8]); 4] = [
    (
        Purpose::Authentication,
        include_bytes!("../anchors/test/authca-test-2019.cer"),
    ),
    (
        Purpose::Authentication,
        include_bytes!("../anchors/test/authca-test-2023.cer"),
    ),
    (
        Purpose::Signature,
        include_bytes!("../anchors/test/signca-test-2019.cer"),
    ),
    (
        Purpose::Signature,
        include_bytes!("../anchors/test/signca-test-2024.cer"),
    ),
];

/// Why a certificate cannot be an anchor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AnchorError {
    /// It cannot be read.
    #[error("信頼の基点となる証明書を読み取れません（{0}）。")]
    Malformed(#[from] Malformed),
    /// There is none in what was given.
    #[error("証明書が含まれていません。")]
    Empty,
    /// Its own key did not sign it, or its names differ.
    #[error("自己署名の証明書ではありません。")]
    NotSelfSigned,
    /// Basic constraints or key usage do not let it issue certificates.
    #[error("認証局の証明書ではありません。")]
    NotAnAuthority,
    /// Its key or algorithm is not accepted, or it holds a critical extension that is not known.
    #[error("対応していない鍵、署名方式又は拡張領域です。")]
    NotAccepted,
}

/// The anchors of one environment, apart by purpose: what may certify authentication may not certify signatures.
#[derive(Clone, Debug)]
pub struct Anchors {
    environment: Environment,
    authentication: Vec<Certificate>,
    signature: Vec<Certificate>,
}

impl Anchors {
    /// None yet: [`Anchors::add`] adds.
    pub fn new(environment: Environment) -> Self {
        Self {
            environment,
            authentication: Vec::new(),
            signature: Vec::new(),
        }
    }

    /// The roots that real cards are issued under.
    pub fn production() -> Result<Self, AnchorError> {
        Self::embedded(Environment::Production, &PRODUCTION)
    }

    /// The roots of J-LIS's test cards.
    pub fn test() -> Result<Self, AnchorError> {
        Self::embedded(Environment::Test, &TEST)
    }

    fn embedded(environment: Environment, roots: &[(Purpose, &[u8])]) -> Result<Self, AnchorError> {
        let mut anchors = Self::new(environment);
        for (purpose, root) in roots {
            anchors.add(*purpose, root)?;
        }
        Ok(anchors)
    }

    /// Adds all certificates of a PEM file, or the one of a DER file.
    pub fn add(&mut self, purpose: Purpose, pem_or_der: &[u8]) -> Result<(), AnchorError> {
        let roots = from_pem_or_der(pem_or_der)?;
        if roots.is_empty() {
            return Err(AnchorError::Empty);
        }
        let profile = Profile::of(self.environment);
        for root in &roots {
            check(root, &profile)?;
        }
        let all = match purpose {
            Purpose::Authentication => &mut self.authentication,
            Purpose::Signature => &mut self.signature,
        };
        for root in roots {
            if !all.contains(&root) {
                all.push(root);
            }
        }
        Ok(())
    }

    /// Which environment they belong to.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// The anchors for a purpose.
    pub fn of(&self, purpose: Purpose) -> &[Certificate] {
        match purpose {
            Purpose::Authentication => &self.authentication,
            Purpose::Signature => &self.signature,
        }
    }
}

fn check(root: &Certificate, profile: &Profile) -> Result<(), AnchorError> {
    let extensions = root.extensions();
    if !profile.accepts_key(root.key())
        || !profile.accepts_algorithm(root.algorithm())
        || !extensions.unknown_critical.is_empty()
    {
        return Err(AnchorError::NotAccepted);
    }
    if !extensions.is_ca || !extensions.key_usage.is_some_and(KeyUsage::certificate_sign) {
        return Err(AnchorError::NotAnAuthority);
    }
    if root.issuer() != root.subject() || !root.signed_by(root.key()) {
        return Err(AnchorError::NotSelfSigned);
    }
    Ok(())
}

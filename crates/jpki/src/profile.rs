//! What certificates of an environment must say: policies, keys and algorithms.

use der::asn1::ObjectIdentifier;

use crate::algorithm::{KeyKind, PublicKey, SignatureAlgorithm};
use crate::oid;

/// Which hierarchy of certificate authorities. They are never mixed: a test card is not a person's card.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Environment {
    /// The one real cards are issued under.
    Production,
    /// J-LIS's test hierarchy (`O=JPKI-TEST`).
    Test,
    /// A certificate authority of one's own: demo, tests.
    Own,
}

/// What a certificate is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Purpose {
    /// 利用者証明用
    Authentication,
    /// 署名用
    Signature,
}

/// What certificates must say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Profile {
    /// The policy a certificate for digital signatures must carry.
    pub signature_policy: ObjectIdentifier,
    /// The policy a certificate for user authentication must carry.
    pub authentication_policy: ObjectIdentifier,
    /// The fewest bits an RSA modulus may have.
    pub fewest_rsa_bits: usize,
    /// The algorithms a certificate may be signed with.
    pub algorithms: Vec<SignatureAlgorithm>,
}

impl Profile {
    /// The profile of an environment. One's own certificate authority follows the test hierarchy's, unless its policies
    /// are set.
    pub fn of(environment: Environment) -> Self {
        let (signature_policy, authentication_policy) = match environment {
            Environment::Production => (oid::JPKI_SIGNATURE_POLICY, oid::JPKI_AUTHENTICATION_POLICY),
            Environment::Test | Environment::Own => (
                oid::JPKI_TEST_SIGNATURE_POLICY,
                oid::JPKI_TEST_AUTHENTICATION_POLICY,
            ),
        };
        Self {
            signature_policy,
            authentication_policy,
            fewest_rsa_bits: 2048,
            algorithms: vec![SignatureAlgorithm::RsaSha256, SignatureAlgorithm::EcdsaP384Sha384],
        }
    }

    /// The policy for a purpose.
    pub fn policy(&self, purpose: Purpose) -> ObjectIdentifier {
        match purpose {
            Purpose::Authentication => self.authentication_policy,
            Purpose::Signature => self.signature_policy,
        }
    }

    /// Whether a key is of a kind and size that is accepted. ring checks no RSA key beyond 8192 bits.
    pub(crate) fn accepts_key(&self, key: &PublicKey) -> bool {
        match key.kind() {
            KeyKind::Rsa { bits, usual_exponent } => {
                usual_exponent && bits >= self.fewest_rsa_bits.max(2048) && bits <= 8192
            }
            KeyKind::P384 => true,
            KeyKind::Other => false,
        }
    }

    pub(crate) fn accepts_algorithm(&self, algorithm: Option<SignatureAlgorithm>) -> bool {
        algorithm.is_some_and(|algorithm| self.algorithms.contains(&algorithm))
    }
}

//! What an application holds under its file identifiers.

use std::collections::BTreeSet;

use crate::key::Key;
use crate::secret::Secret;

/// What must have been shown before a file is read or a key used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Access {
    /// Nothing.
    Free,
    /// One of the secrets with these file identifiers.
    AnyOf(&'static [u16]),
    /// Nothing that a person has opens it.
    Never,
}

impl Access {
    pub(crate) fn is_open(&self, verified: &BTreeSet<u16>) -> bool {
        match self {
            Self::Free => true,
            Self::AnyOf(secrets) => secrets.iter().any(|secret| verified.contains(secret)),
            Self::Never => false,
        }
    }
}

/// A file.
pub(crate) enum File {
    /// Bytes.
    Transparent { bytes: Vec<u8>, access: Access },
    /// Records, counted from 1.
    Records { records: Vec<Vec<u8>>, access: Access },
    /// A secret that is compared.
    Secret(Reference),
    /// A private key that signs.
    Key { key: Key, access: Access },
    /// A private key that answers INTERNAL AUTHENTICATE.
    AuthenticationKey(Key),
}

/// The form that a new secret must have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// So many digits; it cannot be changed by its holder.
    Fixed,
    /// 4 digits.
    FourDigits,
    /// 6 to 16 capital letters and digits.
    LettersAndDigits,
}

/// A secret with its count of tries.
pub(crate) struct Reference {
    /// What it is; none where nothing opens it.
    pub(crate) secret: Option<Secret>,
    /// What its counter goes back to when the secret is shown.
    most: u8,
    /// The tries left.
    pub(crate) left: u8,
    pub(crate) form: Form,
    /// The secret and the tries left at first.
    first: (Option<Secret>, u8),
}

impl Reference {
    /// A secret with so many tries at most, and so many of them left.
    pub(crate) fn new(secret: Option<Secret>, most: u8, left: u8, form: Form) -> Self {
        Self {
            first: (secret.clone(), left.min(most)),
            left: left.min(most),
            secret,
            most,
            form,
        }
    }

    /// Makes it what it was at first.
    pub(crate) fn restore(&mut self) {
        (self.secret, self.left) = self.first.clone();
    }

    /// Compares, and counts. A counter that is at nought stays there, whatever is shown.
    pub(crate) fn compare(&mut self, shown: &[u8]) -> Comparison {
        if self.left == 0 {
            return Comparison::Blocked;
        }
        if self.secret.as_ref().is_some_and(|secret| secret.bytes() == shown) {
            self.left = self.most;
            Comparison::Same
        } else {
            self.left -= 1;
            Comparison::Different { left: self.left }
        }
    }
}

/// What a comparison came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Comparison {
    Same,
    Different { left: u8 },
    Blocked,
}

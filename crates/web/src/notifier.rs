//! What telling other systems of events needs from the operator.

use std::sync::Arc;

use madoguchi_link::webhooks::{Guard, SecretKey};

/// The operator's key and permissions. Without them no receiver can be registered, and nothing is sent.
pub struct Notifier {
    /// Seals and opens receivers' secrets.
    pub key: Arc<SecretKey>,
    /// Where may be sent to.
    pub guard: Guard,
}

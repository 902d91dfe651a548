//! The tenant as a type.

use std::fmt;

use madoguchi_model::ids::TenantId;

/// The municipality whose data may be touched. Only this crate makes one: from a session's token, a host name,
/// a job, or the loop over all tenants; so a handler cannot choose another.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TenantScope(TenantId);

impl TenantScope {
    pub(crate) fn new(tenant: TenantId) -> Self {
        Self(tenant)
    }

    /// The tenant's id, for logs and file names.
    #[must_use]
    pub fn tenant_id(self) -> TenantId {
        self.0
    }
}

impl fmt::Debug for TenantScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TenantScope({})", self.0)
    }
}

//! The register as one word, for comparing what imports came to.

use sqlx::{Connection, PgConnection};

use super::TestDatabase;
use crate::TenantScope;

impl TestDatabase {
    /// A digest of everything that came from files, without ids: the same register gives the same.
    ///
    /// # Panics
    /// When the database does not answer: the test cannot go on.
    pub async fn register_digest(&self, scope: &TenantScope) -> String {
        let mut owner = PgConnection::connect(&self.url("madoguchi_owner"))
            .await
            .expect("the owner can connect");
        let tenant = scope.tenant_id();
        sqlx::query("SELECT set_config('app.tenant', $1, false)")
            .bind(tenant.to_string())
            .execute(&mut owner)
            .await
            .expect("the database answers");
        let digest = sqlx::query_scalar(
        "SELECT coalesce(md5(string_agg(line, '|' ORDER BY line)), '') FROM (
            SELECT 'resident ' || (to_jsonb(r) - 'tenant_id' - 'resident_id' - 'household_id')::text
                || h.household_number || t.tokens::text AS line
            FROM residents r JOIN households h USING (tenant_id, household_id)
            JOIN resident_tokens t USING (tenant_id, resident_id) WHERE length(r.record_digest) > 0
            UNION ALL SELECT 'past ' || (to_jsonb(p) - 'tenant_id' - 'resident_id')::text FROM resident_history p
            WHERE length(p.record_digest) > 0
            UNION ALL SELECT 'fact ' || (to_jsonb(f) - 'tenant_id')::text FROM resident_facts f) lines",
    )
    .fetch_one(&mut owner)
    .await
    .expect("the database answers");
        owner.close().await.expect("the connection closes");
        digest
    }
}

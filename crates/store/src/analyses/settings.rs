//! What the analyses are measured against.

use chrono::NaiveTime;
use madoguchi_model::ids::StaffId;

use crate::{ChangeError, StoreError, TenantTx, staff};

/// Hours and thresholds of a municipality.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AnalysisSettings {
    /// When work begins; before it is outside the hours.
    pub opens: NaiveTime,
    /// When work ends; from then on is outside the hours.
    pub closes: NaiveTime,
    /// So many look-ups of one officer on one day are many.
    pub searches_a_day: i32,
    /// So many times the officer's own average are many too.
    pub times_average: i32,
    /// So many papers and files of one officer on one day are many.
    pub papers_a_day: i32,
}

impl Default for AnalysisSettings {
    /// 8:00 to 19:00, 100 look-ups or three times the average, 50 papers.
    fn default() -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        Self {
            opens: hour(8),
            closes: hour(19),
            searches_a_day: 100,
            times_average: 3,
            papers_a_day: 50,
        }
    }
}

/// The municipality's, or the default.
pub async fn settings(tx: &mut TenantTx) -> Result<AnalysisSettings, StoreError> {
    let tenant = tx.tenant();
    let own = sqlx::query_as!(
        AnalysisSettings,
        "SELECT opens, closes, searches_a_day, times_average, papers_a_day FROM analysis_settings
         WHERE tenant_id = $1",
        tenant
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(own.unwrap_or_default())
}

/// Sets them. The hours must be in their order and the numbers positive.
pub async fn save_settings(
    tx: &mut TenantTx,
    settings: &AnalysisSettings,
    by: StaffId,
) -> Result<(), ChangeError> {
    if staff::get(tx, by).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "INSERT INTO analysis_settings (tenant_id, opens, closes, searches_a_day, times_average, papers_a_day,
            changed_by, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (tenant_id) DO UPDATE SET opens = excluded.opens, closes = excluded.closes,
            searches_a_day = excluded.searches_a_day, times_average = excluded.times_average,
            papers_a_day = excluded.papers_a_day, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        tenant,
        settings.opens,
        settings.closes,
        settings.searches_a_day,
        settings.times_average,
        settings.papers_a_day,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

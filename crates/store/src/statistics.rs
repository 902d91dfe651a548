//! How much work there was, by day. Counts only, nobody's data.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::types::Json;

use crate::{StoreError, TenantTx};

/// One day of Japan's calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DayCounts {
    /// The day.
    pub day: NaiveDate,
    /// Cases opened.
    pub opened: i64,
    /// Cases opened, by the code of the life event; a case with two events counts for both.
    pub opened_by_event: BTreeMap<String, i64>,
    /// Hand-offs.
    pub handed_off: i64,
    /// Cases opened on the day that are completed now.
    pub completed: i64,
    /// Cases opened on the day that are withdrawn now.
    pub withdrawn: i64,
    /// Applications made.
    pub applications: i64,
}

/// Days from the first to the last, both included, on which something happened.
pub async fn by_day(tx: &mut TenantTx, from: NaiveDate, to: NaiveDate) -> Result<Vec<DayCounts>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        r#"WITH bounds AS (
            SELECT $2::date::timestamp AT TIME ZONE 'Asia/Tokyo' AS first,
                ($3::date + 1)::timestamp AT TIME ZONE 'Asia/Tokyo' AS behind
        ), of_cases AS (
            SELECT (opened_at AT TIME ZONE 'Asia/Tokyo')::date AS day, count(*) AS opened,
                count(*) FILTER (WHERE state = 'completed') AS completed,
                count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn
            FROM cases, bounds WHERE tenant_id = $1 AND opened_at >= first AND opened_at < behind GROUP BY 1
        ), of_events AS (
            SELECT day, jsonb_object_agg(event, opened) AS by_event FROM (
                SELECT (opened_at AT TIME ZONE 'Asia/Tokyo')::date AS day, event, count(*) AS opened
                FROM cases CROSS JOIN bounds CROSS JOIN unnest(events) AS event
                WHERE tenant_id = $1 AND opened_at >= first AND opened_at < behind GROUP BY 1, 2
            ) AS counted GROUP BY day
        ), of_hand_offs AS (
            SELECT (handed_at AT TIME ZONE 'Asia/Tokyo')::date AS day, count(*) AS handed_off
            FROM hand_offs, bounds WHERE tenant_id = $1 AND handed_at >= first AND handed_at < behind GROUP BY 1
        ), of_applications AS (
            SELECT (created_at AT TIME ZONE 'Asia/Tokyo')::date AS day, count(*) AS applications
            FROM applications, bounds WHERE tenant_id = $1 AND created_at >= first AND created_at < behind GROUP BY 1
        )
        SELECT day AS "day!", coalesce(opened, 0) AS "opened!", coalesce(completed, 0) AS "completed!",
            coalesce(withdrawn, 0) AS "withdrawn!", coalesce(handed_off, 0) AS "handed_off!",
            coalesce(applications, 0) AS "applications!",
            coalesce(by_event, '{}') AS "by_event!: Json<BTreeMap<String, i64>>"
        FROM of_cases FULL JOIN of_events USING (day) FULL JOIN of_hand_offs USING (day)
            FULL JOIN of_applications USING (day)
        ORDER BY day"#,
        tenant,
        from,
        to
    )
    .fetch_all(tx.connection())
    .await?;
    let days = rows.into_iter().map(|row| DayCounts {
        day: row.day,
        opened: row.opened,
        opened_by_event: row.by_event.0,
        handed_off: row.handed_off,
        completed: row.completed,
        withdrawn: row.withdrawn,
        applications: row.applications,
    });
    Ok(days.collect())
}

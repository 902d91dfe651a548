//! What the other systems' entries make of a resident.

use madoguchi_import::Target;
use madoguchi_model::resident::Circumstances;
use serde_json::Value;

use crate::codec::json;
use crate::{StoreError, TenantTx, protective_measures};

/// The circumstance that a target is about; none where its data is only kept, or is the protective measure.
pub(super) fn field_of(target: Target) -> Option<&'static str> {
    match target {
        Target::NationalHealthInsurance | Target::LateStageElderly => Some("health_insurance"),
        Target::Pension => Some("pension"),
        Target::Care => Some("care"),
        Target::ChildBenefit => Some("child_benefit"),
        Target::Disability => Some("disability"),
        Target::Seal => Some("seal_registered"),
        Target::School => Some("school"),
        Target::Dog => Some("owns_dog"),
        Target::Residents | Target::ResidentTax | Target::Vehicle | Target::ProtectiveMeasure => None,
    }
}

/// Makes what the entries of a target say of everybody in `pg_temp.import_touched` part of these residents. Other
/// circumstances stay. Where nobody has said anything of a person yet, what other systems would say is taken as nothing.
pub(super) async fn compose(tx: &mut TenantTx, target: Target) -> Result<(), StoreError> {
    if target == Target::ProtectiveMeasure {
        return protective_measures::take_over(tx).await;
    }
    let Some(field) = field_of(target) else {
        return Ok(());
    };
    let sources: Vec<&str> = Target::ALL
        .into_iter()
        .filter(|other| field_of(*other) == Some(field))
        .map(Target::code)
        .collect();
    let nothing: Value = json(&Circumstances::NOTHING);
    // Whoever is in 後期高齢者医療 is not in 国民健康保険 any more, whatever still stands there.
    sqlx::query(
        "WITH newest AS (
            SELECT DISTINCT ON (f.target, f.addressee_number, f.part) f.addressee_number, f.target, f.part, f.says
            FROM pg_temp.import_touched t
            JOIN resident_facts f ON f.tenant_id = $1 AND f.addressee_number = t.addressee_number
                AND f.target = ANY ($2)
            ORDER BY f.target, f.addressee_number, f.part, f.history_number DESC),
         said AS (
            SELECT addressee_number, CASE WHEN $3 = 'disability'
                THEN jsonb_agg(says -> 0 ORDER BY part)
                ELSE (array_agg(says ORDER BY target = 'late_stage_elderly' DESC, part))[1] END AS value
            FROM newest WHERE says IS NOT NULL GROUP BY addressee_number)
         UPDATE residents r SET circumstances = coalesce(nullif(r.circumstances, 'null'), $4)
            || jsonb_build_object($3::text, coalesce(said.value, $4 -> $3))
         FROM pg_temp.import_touched t LEFT JOIN said ON said.addressee_number = t.addressee_number
         WHERE r.tenant_id = $1 AND r.addressee_number = t.addressee_number",
    )
    .bind(tx.tenant())
    .bind(sources)
    .bind(field)
    .bind(nothing)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Everything that entries already say of people who have just come into the register.
pub(super) async fn compose_for_added(tx: &mut TenantTx) -> Result<(), StoreError> {
    let targets: Vec<String> = sqlx::query_scalar(
        "SELECT target FROM (VALUES ('national_health_insurance'), ('late_stage_elderly'), ('pension'), ('care'),
            ('child_benefit'), ('disability'), ('seal'), ('school'), ('dog'), ('protective_measure')) AS known (target)
         WHERE EXISTS (SELECT FROM resident_facts f WHERE f.tenant_id = $1 AND f.target = known.target)",
    )
    .bind(tx.tenant())
    .fetch_all(tx.connection())
    .await?;
    let mut composed = Vec::new();
    for target in targets.iter().filter_map(|target| Target::from_code(target)) {
        let field = field_of(target);
        if field.is_some() && composed.contains(&field) {
            continue;
        }
        composed.push(field);
        touch_added(tx, target).await?;
        compose(tx, target).await?;
    }
    Ok(())
}

/// Those just added of whom a target, or another about the same circumstance, says something.
async fn touch_added(tx: &mut TenantTx, target: Target) -> Result<(), StoreError> {
    let sources: Vec<&str> = Target::ALL
        .into_iter()
        .filter(|other| {
            *other == target || (field_of(target).is_some() && field_of(*other) == field_of(target))
        })
        .map(Target::code)
        .collect();
    sqlx::raw_sql("DROP TABLE IF EXISTS pg_temp.import_touched")
        .execute(tx.connection())
        .await?;
    sqlx::raw_sql(
        "CREATE TEMPORARY TABLE import_touched (addressee_number text COLLATE \"C\") ON COMMIT DROP",
    )
    .execute(tx.connection())
    .await?;
    sqlx::query(
        "INSERT INTO pg_temp.import_touched
         SELECT DISTINCT n.addressee_number FROM pg_temp.import_newest n
         JOIN resident_facts f ON f.tenant_id = $1 AND f.addressee_number = n.addressee_number
            AND f.target = ANY ($2)
         WHERE n.effect = 'added'",
    )
    .bind(tx.tenant())
    .bind(sources)
    .execute(tx.connection())
    .await?;
    Ok(())
}

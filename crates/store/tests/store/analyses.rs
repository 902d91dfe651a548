//! The analyses of the record: what they tell, and that they do not read all of it.

use chrono::{DateTime, NaiveTime, Utc};
use madoguchi_model::ids::StaffId;
use madoguchi_model::staff::Role;
use madoguchi_store::analyses::{self, AnalysisSettings, Span};
use madoguchi_store::testing::TestDatabase;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

async fn owner(db: &TestDatabase) -> PgConnection {
    let mut owner = PgConnection::connect(&db.url("madoguchi_owner")).await.unwrap();
    sqlx::query("SELECT set_config('app.tenant', $1, false)")
        .bind(db.here.scope.tenant_id().to_string())
        .execute(&mut owner)
        .await
        .unwrap();
    owner
}

/// An entry of the front desk at an instant, about the household's head.
async fn entry(owner: &mut PgConnection, db: &TestDatabase, at: &str, action: &str) {
    sqlx::query(
        "INSERT INTO audit_entries (tenant_id, entry_id, operation_id, phase, at, category, staff_id, terminal, action,
            screen, resource_kind, resource_id, individual_number_access, persons, outcome, detail)
         VALUES ($1, gen_random_uuid(), gen_random_uuid(), 'ended', $2, 'operation', $3, '', $4, 'GET /residents', '',
            '', false, ARRAY[$5], 'done', '{}')",
    )
    .bind(db.here.scope.tenant_id().0)
    .bind(instant(at))
    .bind(db.here.staff(Role::FrontDesk).id.0)
    .bind(action)
    .bind(db.here.household.members[0].id.0)
    .execute(owner)
    .await
    .unwrap();
}

fn span(from: &str, until: &str) -> Span {
    Span {
        from: instant(from),
        until: instant(until),
        staff: None,
    }
}

#[tokio::test]
async fn night_and_closed_days_are_told_apart_from_the_hours() {
    let db = TestDatabase::new().await;
    let mut owner = owner(&db).await;
    // In Japan: Friday 10:00; Friday 22:30; Saturday 10:00; Monday 7:59; Monday 8:00.
    for at in [
        "2026-04-10T01:00:00Z",
        "2026-04-10T13:30:00Z",
        "2026-04-11T01:00:00Z",
        "2026-04-12T22:59:00Z",
        "2026-04-12T23:00:00Z",
    ] {
        entry(&mut owner, &db, at, "resident.view").await;
    }
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let week = span("2026-04-09T15:00:00Z", "2026-04-16T15:00:00Z");
    let settings = AnalysisSettings::default();
    let closed = ["2026-04-11".parse().unwrap(), "2026-04-12".parse().unwrap()];
    let found = analyses::off_hours(&mut tx, &week, &settings, &closed)
        .await
        .unwrap();
    let told: Vec<(String, bool, i64)> = found
        .iter()
        .map(|one| (one.day.to_string(), one.closed_day, one.operations))
        .collect();
    let expected = [
        ("2026-04-13", false, 1),
        ("2026-04-11", true, 1),
        ("2026-04-10", false, 1),
    ];
    assert_eq!(
        told,
        expected.map(|(day, closed, count)| (day.to_owned(), closed, count))
    );
    let late = AnalysisSettings {
        closes: NaiveTime::from_hms_opt(23, 0, 0).unwrap(),
        ..settings
    };
    let found = analyses::off_hours(&mut tx, &week, &late, &closed).await.unwrap();
    assert_eq!(found.len(), 2, "22:30 is within these hours");
    let other = Span {
        staff: Some(StaffId(uuid::Uuid::nil())),
        ..week
    };
    assert!(
        analyses::off_hours(&mut tx, &other, &settings, &closed)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_day_far_above_the_own_average_is_told() {
    let db = TestDatabase::new().await;
    let mut owner = owner(&db).await;
    for day in 1..=9 {
        entry(
            &mut owner,
            &db,
            &format!("2026-04-{day:02}T01:00:00Z"),
            "resident.list",
        )
        .await;
    }
    for _ in 0..15 {
        entry(&mut owner, &db, "2026-04-10T01:00:00Z", "resident.list").await;
    }
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let month = span("2026-03-31T15:00:00Z", "2026-04-30T15:00:00Z");
    let found = analyses::searches(&mut tx, &month, &AnalysisSettings::default())
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].day.to_string(), found[0].searches),
        ("2026-04-10".into(), 15)
    );
    assert!((found[0].average - 2.4).abs() < 1e-9);
    let person = db.here.household.members[0].id;
    let seen = analyses::viewers(&mut tx, &month, &[person]).await.unwrap();
    assert_eq!((seen.len(), seen[0].operations), (1, 24));
}

/// The plan of a function's statement as the role that owns it.
async fn plan(owner: &mut PgConnection, function: &str, arguments: &str) -> String {
    let (source, names, types): (String, Vec<String>, String) = sqlx::query_as(
        "SELECT p.prosrc, p.proargnames[1:p.pronargs], oidvectortypes(p.proargtypes) FROM pg_proc p WHERE p.proname = $1",
    )
    .bind(function)
    .fetch_one(&mut *owner)
    .await
    .unwrap();
    let mut statement = source;
    for (place, name) in names.iter().enumerate() {
        let word = format!(r"\m{name}\M");
        statement = sqlx::query_scalar("SELECT regexp_replace($1, $2, $3, 'g')")
            .bind(&statement)
            .bind(word)
            .bind(format!("${}", place + 1))
            .fetch_one(&mut *owner)
            .await
            .unwrap();
    }
    for step in [
        "SET ROLE madoguchi_auditor".to_owned(),
        format!("PREPARE told ({types}) AS {statement}"),
    ] {
        sqlx::raw_sql(AssertSqlSafe(step))
            .execute(&mut *owner)
            .await
            .unwrap();
    }
    let lines: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!("EXPLAIN EXECUTE told ({arguments})")))
        .fetch_all(&mut *owner)
        .await
        .unwrap();
    for step in ["DEALLOCATE told", "RESET ROLE"] {
        sqlx::raw_sql(step).execute(&mut *owner).await.unwrap();
    }
    lines.join("\n")
}

#[tokio::test]
async fn no_analysis_reads_the_whole_record() {
    let db = TestDatabase::new().await;
    let mut owner = owner(&db).await;
    sqlx::query(
        "INSERT INTO audit_entries (tenant_id, entry_id, operation_id, phase, at, category, staff_id, terminal, action,
            screen, resource_kind, resource_id, individual_number_access, persons, outcome, detail)
         SELECT $1, gen_random_uuid(), gen_random_uuid(), 'ended', '2024-01-01'::timestamptz + n * interval '20 minutes',
            CASE WHEN n % 50 = 0 THEN 'printing' ELSE 'operation' END, $2, '', 'resident.view', 'GET /residents/{id}',
            '', '', false, ARRAY[gen_random_uuid()], 'done', '{}'
         FROM generate_series(1, 40000) n",
    )
    .bind(db.here.scope.tenant_id().0)
    .bind(db.here.staff(Role::FrontDesk).id.0)
    .execute(&mut owner)
    .await
    .unwrap();
    sqlx::raw_sql("VACUUM ANALYZE audit_entries")
        .execute(&mut owner)
        .await
        .unwrap();
    let week = "'2024-06-01', '2024-06-08'";
    let nobody = "'00000000-0000-0000-0000-000000000001'";
    for (function, arguments, index) in [
        (
            "audit_off_hours",
            format!("{week}, NULL, '{{2024-06-02}}', '8:00', '19:00', 100"),
            "audit_entries_done",
        ),
        (
            "audit_searches",
            format!("{week}, NULL, 100, 3, 100"),
            "audit_entries_done",
        ),
        (
            "audit_viewers",
            format!("ARRAY[{nobody}::uuid], {week}, NULL, 100"),
            "audit_entries_by_person",
        ),
        (
            "audit_pairs",
            format!("ARRAY[{nobody}::uuid], ARRAY[{nobody}::uuid], {week}, 100"),
            "audit_entries_by_person",
        ),
        (
            "audit_case_days",
            format!("{week}, NULL"),
            "audit_entries_of_cases",
        ),
        (
            "audit_prints",
            format!("{week}, NULL, 50, 100"),
            "audit_entries_printed",
        ),
    ] {
        let plan = plan(&mut owner, function, &arguments).await;
        // Where the table was not vacuumed yet, the index over time alone serves as well.
        assert!(
            plan.contains(index) || plan.contains("audit_entries_by_time"),
            "{function} without {index}:\n{plan}"
        );
        assert!(!plan.contains("Seq Scan on audit_entries"), "{function}:\n{plan}");
    }
}

//! Staff, sessions, attempts to sign in, parked forms, settings.

use chrono::Duration;
use madoguchi_model::ids::{SessionId, StaffId};
use madoguchi_model::staff::{Role, Staff};
use madoguchi_store::sessions::NewSession;
use madoguchi_store::sign_in_attempts::{self, Failures};
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{ChangeError, TenantTx, closed_days, parked, sections, sessions, staff, tenants};
use serde_json::json;

async fn begin(db: &TestDatabase) -> TenantTx {
    db.store.begin(&db.here.scope).await.unwrap()
}

fn session(db: &TestDatabase, token: u8) -> NewSession {
    NewSession {
        token_sha256: [token; 32],
        staff: db.here.staff(Role::FrontDesk).id,
        csrf_secret: [7; 32],
        host: "mihon.localhost".into(),
        address: "127.0.0.1".into(),
        expires_at: madoguchi_model::clock::Clock::now(&*db.clock) + Duration::hours(12),
    }
}

#[tokio::test]
async fn a_tenant_is_found_by_its_host_name() {
    let db = TestDatabase::new().await;
    assert_eq!(
        tenants::by_host(&db.store, "MIHON.localhost").await.unwrap(),
        Some(db.here.scope)
    );
    assert_eq!(
        tenants::by_host(&db.store, "tonari.localhost").await.unwrap(),
        Some(db.there.scope)
    );
    assert_eq!(tenants::by_host(&db.store, "localhost").await.unwrap(), None);
    let mut tx = begin(&db).await;
    assert_eq!(tenants::get(&mut tx).await.unwrap().name, "みほん市");
    tenants::save_settings(&mut tx, &json!({ "dog": true }))
        .await
        .unwrap();
    assert_eq!(tenants::settings(&mut tx).await.unwrap(), json!({ "dog": true }));
    tx.commit().await.unwrap();
    let mut there = db.store.begin(&db.there.scope).await.unwrap();
    assert_eq!(tenants::settings(&mut there).await.unwrap(), json!({}));
}

#[tokio::test]
async fn a_session_is_found_by_its_token_and_ends() {
    let db = TestDatabase::new().await;
    let mut tx = begin(&db).await;
    let id = sessions::create(&mut tx, &session(&db, 1)).await.unwrap();
    let other = sessions::create(&mut tx, &session(&db, 2)).await.unwrap();
    tx.commit().await.unwrap();
    let found = sessions::find(&db.store, [1; 32]).await.unwrap().unwrap();
    let (scope, found) = (found.scope, found.session);
    assert_eq!((scope, found.id), (db.here.scope, id));
    assert_eq!(found.staff, *db.here.staff(Role::FrontDesk));
    assert_eq!(found.section, db.here.sections[0]);
    assert!(sessions::find(&db.store, [3; 32]).await.unwrap().is_none());

    db.clock.advance(Duration::minutes(5));
    let mut tx = begin(&db).await;
    assert!(sessions::touch(&mut tx, id).await.unwrap());
    let touched = sessions::get(&mut tx, id).await.unwrap().unwrap();
    assert_eq!(touched.last_seen_at - touched.created_at, Duration::minutes(5));
    assert_eq!(
        sessions::end_all_of(&mut tx, found.staff.id, Some(id))
            .await
            .unwrap(),
        1
    );
    assert!(sessions::get(&mut tx, other).await.unwrap().is_none());
    assert!(sessions::end(&mut tx, id).await.unwrap());
    assert!(!sessions::end(&mut tx, id).await.unwrap());
    sessions::create(&mut tx, &session(&db, 4)).await.unwrap();
    db.clock.advance(Duration::days(1));
    assert_eq!(sessions::remove_expired(&mut tx).await.unwrap(), 1);
}

#[tokio::test]
async fn accounts_are_made_changed_and_locked() {
    let db = TestDatabase::new().await;
    let mut tx = begin(&db).await;
    let new = Staff {
        id: StaffId("01890000-0000-7000-8000-00000000000a".parse().unwrap()),
        sign_in_name: "suzuki".into(),
        display_name: "鈴木　一".into(),
        role: Role::FrontDesk,
        section_id: db.here.sections[0].id,
        active: true,
    };
    staff::create(&mut tx, &new, "$argon2id$1", true).await.unwrap();
    let taken = Staff {
        id: StaffId("01890000-0000-7000-8000-00000000000b".parse().unwrap()),
        ..new.clone()
    };
    let taken = staff::create(&mut tx, &taken, "$argon2id$1", true).await;
    assert!(matches!(taken, Err(ChangeError::NotAllowed(_))));
    let account = staff::account_by_sign_in_name(&mut tx, "suzuki")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((account.staff, account.must_change_password), (new.clone(), true));
    assert!(
        staff::account_by_sign_in_name(&mut tx, "nobody")
            .await
            .unwrap()
            .is_none()
    );

    let until = tx.now() + Duration::minutes(15);
    staff::lock(&mut tx, new.id, Some(until)).await.unwrap();
    assert_eq!(
        staff::account(&mut tx, new.id)
            .await
            .unwrap()
            .unwrap()
            .locked_until,
        Some(until)
    );
    staff::set_password(&mut tx, new.id, "$argon2id$2", false)
        .await
        .unwrap();
    let account = staff::account(&mut tx, new.id).await.unwrap().unwrap();
    assert_eq!(
        (&*account.password_hash, account.locked_until),
        ("$argon2id$2", None)
    );
    staff::update(
        &mut tx,
        new.id,
        "鈴木　二",
        Role::SectionChief,
        db.here.sections[1].id,
        false,
    )
    .await
    .unwrap();
    let changed = staff::get(&mut tx, new.id).await.unwrap().unwrap();
    assert_eq!((changed.role, changed.active), (Role::SectionChief, false));
    assert_eq!(staff::list(&mut tx).await.unwrap().len(), 5);
}

#[tokio::test]
async fn failures_count_per_name_and_per_address() {
    let db = TestDatabase::new().await;
    let mut tx = begin(&db).await;
    let start = tx.now();
    for (name, address, succeeded) in [
        ("a", "1", false),
        ("a", "1", true),
        ("a", "2", false),
        ("b", "2", false),
        ("a", "2", false),
    ] {
        sign_in_attempts::one_at_a_time(&mut tx, name).await.unwrap();
        db.clock.advance(Duration::seconds(1));
        sign_in_attempts::record(&mut tx, name, address, succeeded)
            .await
            .unwrap();
    }
    let last = tx.now();
    let failures = sign_in_attempts::failures_since(&mut tx, "a", "2", start)
        .await
        .unwrap();
    let expected = Failures {
        by_name: 2,
        last_by_name: Some(last),
        by_address: 3,
        last_by_address: Some(last),
    };
    assert_eq!(failures, expected);
    sign_in_attempts::clear(&mut tx, "a").await.unwrap();
    let failures = sign_in_attempts::failures_since(&mut tx, "a", "1", start)
        .await
        .unwrap();
    assert_eq!(failures, Failures::default());
    assert_eq!(sign_in_attempts::remove_before(&mut tx, last).await.unwrap(), 1);
}

#[tokio::test]
async fn a_parked_form_is_taken_once_by_the_same_person_in_time() {
    let db = TestDatabase::new().await;
    let (front, other) = (
        db.here.staff(Role::FrontDesk).id,
        db.here.staff(Role::BackOffice).id,
    );
    let mut tx = begin(&db).await;
    let until = tx.now() + Duration::hours(1);
    parked::put(&mut tx, [1; 32], front, "/cases/new", b"a=1", until)
        .await
        .unwrap();
    parked::put(&mut tx, [2; 32], front, "/cases/new", b"a=2", until)
        .await
        .unwrap();
    assert_eq!(parked::take(&mut tx, [1; 32], other).await.unwrap(), None);
    let taken = parked::take(&mut tx, [1; 32], front).await.unwrap();
    assert_eq!(taken, Some(("/cases/new".into(), b"a=1".to_vec())));
    assert_eq!(parked::take(&mut tx, [1; 32], front).await.unwrap(), None);
    db.clock.advance(Duration::hours(1));
    assert_eq!(parked::take(&mut tx, [2; 32], front).await.unwrap(), None);
    assert_eq!(parked::remove_expired(&mut tx).await.unwrap(), 1);
}

#[tokio::test]
async fn sections_and_closed_days_are_the_municipalitys_own() {
    let db = TestDatabase::new().await;
    let mut tx = begin(&db).await;
    let section = &db.here.sections[0];
    sections::update(&mut tx, section.id, "市民窓口課", "1階 3番", "123")
        .await
        .unwrap();
    let found = sections::by_code(&mut tx, "resident_affairs")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (&*found.name, &*found.place, &*found.phone),
        ("市民窓口課", "1階 3番", "123")
    );
    let day = |text: &str| text.parse().unwrap();
    closed_days::add(&mut tx, day("2026-12-29"), "年末")
        .await
        .unwrap();
    closed_days::add(&mut tx, day("2026-12-29"), "年末年始")
        .await
        .unwrap();
    let found = closed_days::between(&mut tx, day("2026-12-01"), day("2026-12-31"))
        .await
        .unwrap();
    assert_eq!((found.len(), &*found[0].name), (1, "年末年始"));
    assert!(closed_days::remove(&mut tx, day("2026-12-29")).await.unwrap());
    assert!(!closed_days::remove(&mut tx, day("2026-12-29")).await.unwrap());
}

#[tokio::test]
async fn an_unreadable_row_names_its_place() {
    let db = TestDatabase::new().await;
    let mut tx = begin(&db).await;
    let id: SessionId = sessions::create(&mut tx, &session(&db, 1)).await.unwrap();
    tx.commit().await.unwrap();
    let mut owner = <sqlx::PgConnection as sqlx::Connection>::connect(&db.url("madoguchi_owner"))
        .await
        .unwrap();
    let spoil =
        "ALTER TABLE staff DROP CONSTRAINT staff_role_check; ALTER TABLE staff DISABLE ROW LEVEL SECURITY;
        UPDATE staff SET role = 'mayor'; ALTER TABLE staff ENABLE ROW LEVEL SECURITY";
    sqlx::raw_sql(spoil).execute(&mut owner).await.unwrap();
    let mut tx = begin(&db).await;
    let error = sessions::get(&mut tx, id).await.unwrap_err().to_string();
    let row = db.here.staff(Role::FrontDesk).id;
    let place = format!("the database is inconsistent: staff.role of row {row}: unknown variant `mayor`");
    assert!(error.starts_with(&place), "{error}");
}

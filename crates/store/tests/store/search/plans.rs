//! Every kind of query goes by an index, told from the plans with the statistics of five thousand people; and nothing
//! but the narrow functions reaches the tokens.

use chrono::NaiveDate;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::Sex;
use madoguchi_store::residents::{ResidentSearch, Term};
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{TenantTx, residents};
use sqlx::{Connection, PgConnection};

use crate::register::{people, with};
use crate::search::{word, words};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Five thousand people of eleven family names, in a database that knows how many they are.
async fn town() -> TestDatabase {
    let db = TestDatabase::new().await;
    let families = [
        ("青木", "アオキ"),
        ("山田", "ヤマダ"),
        ("渡邉", "ワタナベ"),
        ("佐藤", "サトウ"),
        ("髙橋", "タカハシ"),
        ("小林", "コバヤシ"),
        ("加藤", "カトウ"),
        ("吉田", "ヨシダ"),
        ("中村", "ナカムラ"),
        ("斎藤", "サイトウ"),
    ];
    let given = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let all: Vec<(String, String)> = (0..5_000)
        .map(|n| {
            let (family, reading) = match n % 50 {
                7 => ("五十嵐", "イガラシ"),
                _ => families[n % 10],
            };
            let name: String = [n / 10 % 10, n / 100 % 10, n / 1000]
                .map(|digit| given[digit])
                .concat();
            (
                format!("{family}　{name}"),
                format!("{reading}　{}", families[n / 10 % 10].1),
            )
        })
        .collect();
    let named: Vec<(&str, &str)> = all.iter().map(|(name, kana)| (&**name, &**kana)).collect();
    let mut all = people(&db, 100_001, &named);
    for (person, n) in all.iter_mut().zip(0..) {
        person.birth_date = RegisterDate::Known(day("1930-01-01") + chrono::Days::new(n * 7));
        person.address.town = match n % 50 {
            0 => "北町",
            _ if n % 2 == 0 => "見本台二丁目",
            _ => "本町一丁目",
        }
        .into();
        person.address.block = format!("{n}番3号");
    }
    with(&db, all).await.commit().await.unwrap();
    // As if everybody had a past: with none, nobody would look anything up.
    let past = "INSERT INTO resident_past_tokens SELECT tenant_id, resident_id, tokens FROM resident_tokens; ANALYZE";
    let mut connection = PgConnection::connect(&db.url("postgres")).await.unwrap();
    sqlx::raw_sql(past).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    db
}

/// Each kind of query, and the indexes its steps must go by. There are too few cases for an index of theirs to be used.
fn kinds() -> Vec<(Vec<Term>, &'static [&'static str])> {
    let year = Term::Born(day("1980-01-01"), day("1980-12-31"));
    let number = |text: &str| Term::Number(text.into());
    vec![
        (
            words("わたなべ"),
            &["residents_by_kana", "residents_by_address", "residents_pkey"],
        ),
        (words("いがらし こば"), &["residents_by_kana", "residents_pkey"]),
        (words("ガラシ"), &["residents_by_kana", "residents_pkey"]),
        (
            words("五十嵐"),
            &["residents_by_name", "residents_by_address", "residents_pkey"],
        ),
        (
            vec![Term::NamePart("邊三一".into())],
            &["residents_by_name", "residents_pkey"],
        ),
        (
            vec![Term::Reading("アオキ".into()), year.clone()],
            &["residents_by_kana", "residents_pkey"],
        ),
        (
            vec![word("佐藤"), year.clone()],
            &["residents_by_name", "residents_pkey"],
        ),
        (
            vec![word("五十嵐"), Term::Sex(Sex::Female)],
            &["residents_by_name", "residents_pkey"],
        ),
        (vec![word("佐藤"), Term::Birthday(4, 10)], &["residents_pkey"]),
        (words("五十嵐 本町 コバ"), &["residents_pkey"]),
        (vec![year], &["residents_by_birth", "residents_by_unknown_birth"]),
        (
            vec![Term::Address("北町１２".into())],
            &["residents_by_address", "residents_pkey"],
        ),
        (
            vec![Term::AddresseeNumber("000000000100003".into())],
            &["residents_tenant_id_addressee_number_key"],
        ),
        (
            vec![number("100003")],
            &[
                "residents_tenant_id_addressee_number_key",
                "households_tenant_id_household_number_key",
                "residents_by_number_end",
            ],
        ),
        (vec![number("09000005678")], &["residents_pkey"]),
        (
            vec![Term::HouseholdNumber("100003".into())],
            &["households_tenant_id_household_number_key"],
        ),
        (vec![Term::Phone("09000005678".into())], &["residents_pkey"]),
    ]
}

fn search(terms: &[Term]) -> ResidentSearch {
    ResidentSearch {
        terms: terms.to_vec(),
        limit: 20,
    }
}

#[tokio::test]
async fn every_kind_of_query_goes_by_an_index() {
    let db = town().await;
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    for (terms, indexes) in kinds() {
        let plan = residents::explain(&mut tx, &search(&terms))
            .await
            .unwrap()
            .join("\n");
        for index in indexes {
            assert!(plan.contains(index), "{terms:?} {index}\n{plan}");
        }
        assert!(!plan.contains("Seq Scan on residents"), "{terms:?}\n{plan}");
        assert!(!plan.contains("Seq Scan on households"), "{terms:?}\n{plan}");
        by_tokens(&db, &search(&terms)).await;
        found(&mut tx, &terms).await;
    }
}

async fn found(tx: &mut TenantTx, terms: &[Term]) {
    let phone = terms.iter().any(|term| match term {
        Term::Phone(_) => true,
        Term::Number(digits) => digits.starts_with('0'),
        _ => false,
    });
    let hits = residents::search(tx, &search(terms)).await.unwrap().hits;
    assert_eq!(hits.is_empty(), phone, "{terms:?}");
}

/// What the narrow function does, as the role that it does it as.
async fn by_tokens(db: &TestDatabase, search: &ResidentSearch) {
    let groups = residents::token_groups(search);
    if groups.is_empty() {
        return;
    }
    let mut connection = PgConnection::connect(&db.url("postgres")).await.unwrap();
    for past in [false, true] {
        sqlx::raw_sql("RESET ROLE")
            .execute(&mut connection)
            .await
            .unwrap();
        let statement: String = sqlx::query_scalar("SELECT tokens_statement($1, $2)")
            .bind(i32::try_from(groups.len()).unwrap())
            .bind(past)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        sqlx::raw_sql("SET ROLE madoguchi_searcher")
            .execute(&mut connection)
            .await
            .unwrap();
        let plan: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("EXPLAIN {statement}")))
            .bind(db.here.scope.tenant_id().0)
            .bind(&groups)
            .bind(400_i32)
            .fetch_all(&mut connection)
            .await
            .unwrap();
        let plan = plan.join("\n");
        let index = if past {
            "resident_past_tokens_by_token"
        } else {
            "resident_tokens_by_token"
        };
        assert!(
            plan.contains(index) && !plan.contains("Seq Scan"),
            "{groups:?}\n{plan}"
        );
    }
    connection.close().await.unwrap();
}

/// The index condition by which a role would find residents with a token, when it must use the index of tokens.
async fn index_condition(db: &TestDatabase, role: &str) -> String {
    let mut connection = PgConnection::connect(&db.url("postgres")).await.unwrap();
    let setting = format!(
        "ALTER TABLE resident_tokens DROP CONSTRAINT IF EXISTS resident_tokens_pkey;
         GRANT SELECT ON resident_tokens TO madoguchi_app;
         SET ROLE {role}; SET enable_seqscan = off; SET app.tenant = '{}'",
        db.here.scope.tenant_id()
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(setting))
        .execute(&mut connection)
        .await
        .unwrap();
    let plan: Vec<String> = sqlx::query_scalar(
        "EXPLAIN SELECT resident_id FROM resident_tokens
         WHERE tenant_id = $1 AND tokens && string_to_array($2, chr(31))",
    )
    .bind(db.here.scope.tenant_id().0)
    .bind("邉三\u{1f}邊三")
    .fetch_all(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
    let line = plan.iter().find(|line| line.contains("Index Cond"));
    line.unwrap_or_else(|| panic!("{plan:?}")).clone()
}

#[tokio::test]
async fn only_the_narrow_function_reaches_the_index_of_tokens() {
    let db = TestDatabase::new().await;
    assert!(
        index_condition(&db, "madoguchi_searcher")
            .await
            .contains("tokens &&")
    );
    // Array overlap is not leakproof: the serving role would read every row of its tenant.
    assert!(!index_condition(&db, "madoguchi_app").await.contains("tokens &&"));
}

//! National data of places: loaded whole or not at all, found however they are typed; and the buildings of the register.

use madoguchi_import::{PlaceOutcome, PlaceReader};
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{PlacesError, PlacesLoaded, TenantTx, places};
use madoguchi_synthetic::reference;
use sqlx::{Connection, PgConnection};

async fn load(db: &TestDatabase, text: &str) -> Result<PlacesLoaded, PlacesError> {
    let mut reader = PlaceReader::new(text.as_bytes(), "2026-11-28".parse().unwrap()).unwrap();
    let mut load = db.owner.load_places(reader.kind()).await?;
    while let Some(outcome) = reader.read().unwrap() {
        if let PlaceOutcome::Rows(rows) = outcome {
            for row in &rows {
                load.take(row).await?;
            }
        }
    }
    load.finish("digest", 0, db.store.clock().now(), false).await
}

async fn filled() -> TestDatabase {
    let db = TestDatabase::new().await;
    for text in [
        reference::postcodes(),
        reference::towns(),
        reference::residences(),
        reference::parcels(),
    ] {
        load(&db, &text).await.unwrap();
    }
    db
}

async fn begin(db: &TestDatabase) -> TenantTx {
    db.store.begin(&db.here.scope).await.unwrap()
}

#[tokio::test]
async fn a_postcode_gives_its_towns_with_their_codes() {
    let db = filled().await;
    let mut tx = begin(&db).await;
    let here = places::by_postcode(&mut tx, "9990001").await.unwrap();
    let said: Vec<_> = here
        .iter()
        .map(|place| (&*place.town_code, &*place.town))
        .collect();
    assert_eq!(
        said,
        [
            ("0001001", "本町一丁目"),
            ("0001002", "本町二丁目"),
            ("0001003", "本町三丁目")
        ]
    );
    let outside = places::by_postcode(&mut tx, "0600042").await.unwrap();
    assert_eq!((outside.len(), &*outside[0].city), (19, "札幌市中央区"));
    assert_eq!(places::by_postcode(&mut tx, "0000000").await.unwrap(), []);
}

#[tokio::test]
async fn a_town_is_found_by_kanji_kana_and_letters() {
    let db = filled().await;
    let mut tx = begin(&db).await;
    for typed in [
        "本町1",
        "本町一丁目",
        "ほんちょう1",
        "ﾎﾝﾁｮｳ1",
        "honcho1",
        "Honchō 1",
    ] {
        let found = places::towns(&mut tx, Some("992011"), typed).await.unwrap();
        assert_eq!(
            found.first().map(|place| &*place.town_code),
            Some("0001001"),
            "{typed}"
        );
    }
    let part = places::towns(&mut tx, Some("992011"), "野原").await.unwrap();
    assert_eq!(part.len(), 2, "上野原 and 下野原");
    let japan = places::towns(&mut tx, None, "umeda").await.unwrap();
    assert_eq!(
        (japan.len(), &*japan[0].city, &*japan[0].postcode),
        (1, "大阪市北区", "5300001")
    );
    assert_eq!(places::towns(&mut tx, None, " ").await.unwrap(), []);
    let of_post = places::towns(&mut tx, Some("122041"), "ほん").await.unwrap();
    assert_eq!(
        of_post[0].town, "本町",
        "where the registry has nothing, 郵便番号データ do"
    );
}

#[tokio::test]
async fn the_beginning_of_an_address_is_its_town() {
    let db = filled().await;
    let mut tx = begin(&db).await;
    for (text, code) in [
        ("本町一丁目2番3号", Some("0001001")),
        ("本町１－２－３", Some("0001001")),
        ("大字鶴見沢12番地", Some("0008000")),
        ("本町12-3", None),
        ("知らない町1", None),
    ] {
        let found = places::at_beginning(&mut tx, "992011", text).await.unwrap();
        assert_eq!(found.first().map(|place| &*place.town_code), code, "{text}");
    }
}

#[tokio::test]
async fn numbers_come_in_their_order() {
    let db = filled().await;
    let mut tx = begin(&db).await;
    let two = places::numbers(&mut tx, "992011", "0001001", "2").await.unwrap();
    assert_eq!((&*two[0], two.len()), ("2番1号", 6));
    let parcels = places::numbers(&mut tx, "992011", "0008000", "1").await.unwrap();
    assert_eq!(&parcels[..3], ["1番地", "1番地1", "1番地2"]);
}

#[tokio::test]
async fn a_file_replaces_its_municipalities_and_loads_again_to_the_same() {
    let db = filled().await;
    let again = load(&db, &reference::towns()).await.unwrap();
    assert_eq!(again.rows, again.before);
    let row = "12204,\"273  \",\"2730099\",\"チ\",\"フ\",\"アタラシ\",\"千葉県\",\"船橋市\",\"新町\",0,0,0,0,0,0\r\n";
    let done = load(&db, &row.repeat(2)).await.unwrap();
    assert_eq!((done.rows, done.municipalities, done.whole), (1, 1, false));
    let mut tx = begin(&db).await;
    assert_eq!(places::by_postcode(&mut tx, "2730005").await.unwrap(), []);
    assert_eq!(places::by_postcode(&mut tx, "2730099").await.unwrap().len(), 1);
    assert_eq!(places::by_postcode(&mut tx, "1000001").await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_that_is_cut_off_changes_nothing() {
    let db = filled().await;
    let whole = reference::residences();
    // Half of one town's houses are there; all others of its municipality would be gone.
    let few: String = whole.split_inclusive('\n').take(20).collect();
    assert!(matches!(load(&db, &few).await, Err(PlacesError::Shrinks { .. })));
    let header = whole.lines().next().unwrap();
    assert!(matches!(
        load(&db, &format!("{header}\n")).await,
        Err(PlacesError::Nothing)
    ));
    let mut tx = begin(&db).await;
    let still = places::numbers(&mut tx, "992011", "0012000", "8").await.unwrap();
    assert_eq!(still.len(), 6);
}

#[tokio::test]
async fn the_serving_role_only_reads_them() {
    let db = filled().await;
    let mut app = PgConnection::connect(&db.url("madoguchi_app")).await.unwrap();
    for change in [
        "DELETE FROM reference.towns",
        "UPDATE reference.postcodes SET town = ''",
        "INSERT INTO reference.loads VALUES ('x', '', 0, 0, now())",
        "TRUNCATE reference.numbers",
        "CREATE TABLE reference.mine (x int)",
    ] {
        assert!(sqlx::query(change).execute(&mut app).await.is_err(), "{change}");
    }
}

#[tokio::test]
async fn buildings_are_the_registers_but_never_of_a_protected_household() {
    let db = filled().await;
    let of = |building: &str, measure: &str| {
        format!(
            "UPDATE residents SET protective_measure = '{measure}',
                address = jsonb_set(address, '{{building}}', to_jsonb('{building}'::text)),
                address_key = '本町1-2-3'
             WHERE tenant_id = '{}' AND household_id = '{}'",
            db.here.scope.tenant_id(),
            db.here.household.id
        )
    };
    let mut owner = PgConnection::connect(&db.url("madoguchi_owner")).await.unwrap();
    sqlx::query("SELECT set_config('app.tenant', $1, false)")
        .bind(db.here.scope.tenant_id().to_string())
        .execute(&mut owner)
        .await
        .unwrap();
    for (building, measure, seen) in [
        ("コーポ本町　101", "none", &["コーポ本町"][..]),
        ("コーポ本町　101", "in_force", &[]),
        ("コーポ本町　101", "provisional", &[]),
        ("山田方", "none", &[]),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(of(building, measure)))
            .execute(&mut owner)
            .await
            .unwrap();
        let mut tx = begin(&db).await;
        for key in ["本町1-2-3", "本町1-2"] {
            assert_eq!(
                places::buildings(&mut tx, key).await.unwrap(),
                seen,
                "{building} {measure}"
            );
        }
        tx.commit().await.unwrap();
        let mut tx = db.store.begin(&db.there.scope).await.unwrap();
        let theirs = places::buildings(&mut tx, "本町1-2-3").await.unwrap();
        assert!(theirs.is_empty(), "another municipality's");
    }
}

//! The search box's terms together, what they are found by, their order, and the plans.

mod plans;

use madoguchi_model::name::WrittenName;
use madoguchi_model::resident::{ProtectiveMeasure, ResidentState, Sex};
use madoguchi_store::residents::{MatchedBy, Term};
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{TenantTx, cases, residents};

use crate::register::{day, find, names, people, with};

pub(crate) fn word(text: &str) -> Term {
    Term::Word(text.into())
}

/// Terms of words parted by spaces.
pub(crate) fn words(text: &str) -> Vec<Term> {
    text.split(' ').map(word).collect()
}

async fn matched(tx: &mut TenantTx, terms: &[Term]) -> Vec<(String, Vec<MatchedBy>)> {
    let found = find(tx, terms).await.hits;
    found
        .into_iter()
        .map(|hit| (hit.name.written, hit.matched))
        .collect()
}

#[tokio::test]
async fn words_are_names_readings_or_places_in_any_order() {
    let db = TestDatabase::new().await;
    let mut all = people(
        &db,
        100_001,
        &[
            ("桜井　健一", "サクライ　ケンイチ"),
            ("山田　桜", "ヤマダ　サクラ"),
            ("本町　太郎", "モトマチ　タロウ"),
            ("佐藤　健", "サトウ　ケン"),
            ("健田　佐藤", "タケダ　サトウ"),
        ],
    );
    for person in &mut all {
        person.address.town = "見本台二丁目".into();
        person.sex = Sex::Male;
    }
    all[3].address.town = "本町一丁目".into();
    all[3].address.building = "コーポ桜１０１号".into();
    all[3].sex = Sex::Female;
    let mut tx = with(&db, all).await;
    // One of the sample's family is called so, too.
    let cherries = ["桜井　健一", "辻\u{e0100}　桜", "山田　桜"];
    assert_eq!(names(&mut tx, &words("桜")).await, cherries);
    assert_eq!(names(&mut tx, &words("さくら")).await, cherries);
    assert_eq!(
        names(&mut tx, &words("佐藤 健")).await,
        ["佐藤　健", "健田　佐藤"]
    );
    assert_eq!(names(&mut tx, &words("ケン サトウ")).await, ["佐藤　健"]);
    assert_eq!(names(&mut tx, &words("サトウ 本町")).await, ["佐藤　健"]);
    assert_eq!(names(&mut tx, &words("佐藤 本台")).await, ["健田　佐藤"]);
    assert_eq!(names(&mut tx, &words("コーポ桜")).await, ["佐藤　健"]);
    assert_eq!(names(&mut tx, &words("コーポ 佐")).await, ["佐藤　健"]);
    let narrowed = [word("サトウ"), Term::Sex(Sex::Female), Term::Birthday(1, 1)];
    let all_born = names(&mut tx, &narrowed[..2]).await;
    assert_eq!(all_born, ["佐藤　健"]);
    assert!(names(&mut tx, &words("佐藤 北町")).await.is_empty());
}

#[tokio::test]
async fn the_whole_comes_before_the_beginning_and_a_part() {
    let db = TestDatabase::new().await;
    let mut all = people(
        &db,
        100_001,
        &[
            ("小泉　原", "コイズミ　ハラ"),
            ("原　弘", "ハラ　ヒロシ"),
            ("原", "ハラ"),
            ("原田　光", "ハラダ　ヒカル"),
            ("原", "ハラ"),
            ("上原　翔", "ウエハラ　ショウ"),
        ],
    );
    all[2].state = ResidentState::MovedOut;
    let mut tx = with(&db, all).await;
    let expected = ["原", "原", "原田　光", "原　弘", "小泉　原", "上原　翔"];
    for typed in ["原", "ハラ"] {
        let found = find(&mut tx, &words(typed)).await.hits;
        let names: Vec<&str> = found.iter().map(|hit| &*hit.name.written).collect();
        assert_eq!(names, expected, "{typed}");
        assert_eq!(found[0].state, ResidentState::Current);
        assert_eq!(found[1].state, ResidentState::MovedOut);
        let again = find(&mut tx, &words(typed)).await.hits;
        assert_eq!(found, again);
    }
}

#[tokio::test]
async fn what_a_hit_was_found_by_is_said() {
    let db = TestDatabase::new().await;
    let mut all = people(
        &db,
        100_001,
        &[("山田　花", "ヤマダ　ハナ"), ("陳　偉", "チン　イ")],
    );
    let other = |written: &str, kana: &str| {
        Some(WrittenName {
            written: written.into(),
            kana: kana.into(),
            kana_confirmed: true,
        })
    };
    all[0].names.former_family_name = other("五島", "ゴトウ");
    all[1].names.alias = other("高井　伊作", "タカイ　イサク");
    let mut tx = with(&db, all).await;
    let hana = ("山田　花".to_owned(), vec![MatchedBy::FormerFamilyName]);
    let chin = ("陳　偉".to_owned(), vec![MatchedBy::Alias]);
    assert_eq!(
        matched(&mut tx, &words("五島")).await,
        std::slice::from_ref(&hana)
    );
    assert_eq!(matched(&mut tx, &words("ゴトウ ハナ")).await, [hana]);
    assert_eq!(
        matched(&mut tx, &words("髙井")).await,
        std::slice::from_ref(&chin)
    );
    assert_eq!(matched(&mut tx, &words("イサ")).await, [chin]);
    assert_eq!(
        matched(&mut tx, &words("山田")).await,
        [("山田　花".to_owned(), vec![])]
    );
}

#[tokio::test]
async fn numbers_are_found_without_their_zeros_by_their_end_and_by_household() {
    let db = TestDatabase::new().await;
    let all = people(&db, 123_456, &[("甲", "コウ"), ("乙", "オツ")]);
    let mut tx = with(&db, all).await;
    let number = |text: &str| [Term::Number(text.into())];
    for typed in ["123456", "000000000123456", "3456"] {
        assert_eq!(names(&mut tx, &number(typed)).await, ["甲"], "{typed}");
    }
    assert_eq!(names(&mut tx, &number("12345")).await, ["乙", "甲"]);
    assert!(names(&mut tx, &number("456")).await.is_empty());
    // All fifteen digits are one number, and nobody's beginning.
    assert!(names(&mut tx, &number("000000000012345")).await.is_empty());
    assert!(names(&mut tx, &number("0")).await.is_empty());
    // A household of one bears its only member's number here.
    let household = [Term::HouseholdNumber("123456".into())];
    let found = matched(&mut tx, &household).await;
    assert_eq!(found, [("甲".to_owned(), vec![MatchedBy::HouseholdNumber])]);
    let both = [Term::Number("12345".into()), word("乙")];
    assert_eq!(names(&mut tx, &both).await, ["乙"]);
}

#[tokio::test]
async fn an_unknown_birthday_may_be_any() {
    let db = TestDatabase::new().await;
    let mut all = people(
        &db,
        100_001,
        &[("山田　一", "ヤマダ　ハジメ"), ("山田　二", "ヤマダ　ジ")],
    );
    all[0].birth_date = madoguchi_model::register_date::RegisterDate::Known(day("1975-07-07"));
    all[1].birth_date = madoguchi_model::register_date::RegisterDate::Unknown {
        earliest: day("1975-01-01"),
        latest: day("1975-12-31"),
        text: "昭和50年月日不詳".into(),
    };
    let mut tx = with(&db, all).await;
    let born = |month, day| [word("ヤマダ"), Term::Birthday(month, day)];
    assert_eq!(names(&mut tx, &born(7, 7)).await, ["山田　二", "山田　一"]);
    assert_eq!(names(&mut tx, &born(7, 8)).await, ["山田　二"]);
    let year = [word("山田"), Term::Born(day("1975-01-01"), day("1975-12-31"))];
    assert_eq!(names(&mut tx, &year).await.len(), 2);
    let on = [word("山田"), Term::Born(day("1975-07-07"), day("1975-07-07"))];
    assert_eq!(names(&mut tx, &on).await.len(), 2);
}

#[tokio::test]
async fn a_visitors_telephone_number_finds_them_but_no_protected_household() {
    let db = TestDatabase::new().await;
    let by = db.here.staff[0].id;
    let visitor = db.here.household.members[0].clone();
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let mut case = cases::get(&mut tx, db.here.case.id).await.unwrap().unwrap();
    case.visitor.phone = "０９０－００００－５６７８".into();
    case.visitor.resident_id = Some(visitor.id);
    cases::update(&mut tx, &case, by).await.unwrap();
    let phone = [Term::Phone("09000005678".into())];
    let found = matched(&mut tx, &phone).await;
    assert_eq!(
        found,
        [(visitor.names.name.written.clone(), vec![MatchedBy::Phone])]
    );
    let digits = [Term::Number("09000005678".into())];
    assert_eq!(matched(&mut tx, &digits).await, found);
    assert!(
        names(&mut tx, &[Term::Phone("09000005679".into())])
            .await
            .is_empty()
    );
    tx.commit().await.unwrap();
    let mut there = db.store.begin(&db.there.scope).await.unwrap();
    assert!(names(&mut there, &phone).await.is_empty());
    there.commit().await.unwrap();
    protect(&db, visitor.household_id).await;
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    assert!(names(&mut tx, &phone).await.is_empty());
    assert!(names(&mut tx, &digits).await.is_empty());
}

/// Puts somebody of the household under a protective measure, as an import does.
async fn protect(db: &TestDatabase, household: madoguchi_model::ids::HouseholdId) {
    use sqlx::Connection;
    let mut connection = sqlx::PgConnection::connect(&db.url("postgres")).await.unwrap();
    sqlx::query(
        "UPDATE residents SET protective_measure = 'in_force' WHERE household_id = $1 AND position = 2",
    )
    .bind(household.0)
    .execute(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_protected_household_is_found_by_name_but_by_no_part_of_its_address() {
    let db = TestDatabase::new().await;
    let mut all = people(&db, 100_001, &[("山田　花", "ヤマダ　ハナ")]);
    all[0].protective_measure = ProtectiveMeasure::InForce;
    all[0].address.town = "隠里町".into();
    all[0].address.building = "コーポ桜".into();
    let mut tx = with(&db, all).await;
    for typed in ["隠里町", "里町", "コーポ桜", "山田 隠里"] {
        assert!(names(&mut tx, &words(typed)).await.is_empty(), "{typed}");
    }
    assert!(
        names(&mut tx, &[Term::Address("隠里町7番3号".into())])
            .await
            .is_empty()
    );
    let found = find(&mut tx, &words("山田")).await.hits;
    assert!(found[0].household_protected);
    let _ = residents::get(&mut tx, found[0].id).await.unwrap();
}

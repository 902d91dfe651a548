//! Finding residents.

use chrono::NaiveDate;
use madoguchi_model::household::Household;
use madoguchi_model::ids::{HouseholdId, ResidentId, new_uuid};
use madoguchi_model::name::WrittenName;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{ProtectiveMeasure, Resident, ResidentState};
use madoguchi_store::residents::{Hits, ResidentSearch, Term};
use madoguchi_store::testing::{CountingEntropy, TestDatabase, resident};
use madoguchi_store::{TenantTx, households, load, residents};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A household of one for every person.
pub(crate) fn alone(people: Vec<Resident>) -> Vec<Household> {
    people
        .into_iter()
        .map(|person| Household {
            id: person.household_id,
            household_number: person.addressee_number.clone().unwrap(),
            members: vec![person],
        })
        .collect()
}

/// People with these names and readings, and ids of their own.
pub(crate) fn people(db: &TestDatabase, first: usize, names: &[(&str, &str)]) -> Vec<Resident> {
    let entropy = CountingEntropy::starting_at(1 << 50 | u64::try_from(first).unwrap() << 8);
    names
        .iter()
        .zip(first..)
        .map(|((written, kana), number)| {
            let id = || new_uuid(&*db.clock, &entropy);
            let name = WrittenName {
                written: (*written).into(),
                kana: (*kana).into(),
                kana_confirmed: true,
            };
            resident(
                ResidentId(id()),
                HouseholdId(id()),
                &format!("{number:015}"),
                name,
            )
        })
        .collect()
}

pub(crate) async fn with(db: &TestDatabase, people: Vec<Resident>) -> TenantTx {
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    load::households(&mut tx, &alone(people)).await.unwrap();
    tx
}

pub(crate) async fn find(tx: &mut TenantTx, terms: &[Term]) -> Hits {
    residents::search(
        tx,
        &ResidentSearch {
            terms: terms.to_vec(),
            limit: 20,
        },
    )
    .await
    .unwrap()
}

pub(crate) async fn names(tx: &mut TenantTx, terms: &[Term]) -> Vec<String> {
    find(tx, terms)
        .await
        .hits
        .into_iter()
        .map(|hit| hit.name.written)
        .collect()
}

#[tokio::test]
async fn every_part_of_a_resident_comes_back_as_it_was() {
    let db = TestDatabase::new().await;
    let mut odd = people(
        &db,
        100_001,
        &[("𠮷\u{e0101}野家\u{3000}\u{e000}子", "ヨシノヤ　ハナコ")],
    )
    .remove(0);
    odd.names.alphabet = Some("O'Brien José".into());
    odd.names.alias = Some(WrittenName {
        written: "葛\u{e0100}城".into(),
        kana: "カツラギ".into(),
        kana_confirmed: false,
    });
    odd.names.former_family_name = Some(WrittenName {
        written: "髙﨑".into(),
        kana: "タカサキ".into(),
        kana_confirmed: true,
    });
    odd.birth_date = RegisterDate::Unknown {
        earliest: day("1940-01-01"),
        latest: day("1940-12-31"),
        text: "昭和15年頃".into(),
    };
    odd.protective_measure = ProtectiveMeasure::InForce;
    odd.state = ResidentState::MovedOut;
    let mut tx = with(&db, vec![odd.clone()]).await;
    assert_eq!(residents::get(&mut tx, odd.id).await.unwrap(), Some(odd.clone()));
    let household = households::of_resident(&mut tx, odd.id).await.unwrap().unwrap();
    assert_eq!(household.members, [odd]);
    let sample = households::get(&mut tx, db.here.household.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(sample, db.here.household);
    assert_eq!(sample.members[1].relationship, "妻");
}

#[tokio::test]
async fn by_a_part_of_a_reading() {
    let db = TestDatabase::new().await;
    let mut all = people(
        &db,
        100_001,
        &[("山田　太郎", "ヤマダ　タロウ"), ("山本　花", "ヤマモト　ハナ")],
    );
    all[1].names.former_family_name = Some(WrittenName {
        written: "五島".into(),
        kana: "ゴトウ".into(),
        kana_confirmed: true,
    });
    let mut tx = with(&db, all).await;
    let kana = |text: &str| [Term::Reading(text.into())];
    assert_eq!(names(&mut tx, &kana("やまだ た")).await, ["山田　太郎"]);
    assert_eq!(names(&mut tx, &kana("ヤマタ")).await, ["山田　太郎"]);
    assert_eq!(names(&mut tx, &kana("やま")).await, ["山田　太郎", "山本　花"]);
    assert_eq!(names(&mut tx, &kana("ごとう")).await, ["山本　花"]);
    assert_eq!(names(&mut tx, &kana("まだ")).await, ["山田　太郎"]);
    assert!(names(&mut tx, &kana("まも た")).await.is_empty());
    assert!(names(&mut tx, &kana("　")).await.is_empty());
    assert!(names(&mut tx, &[]).await.is_empty());
}

#[tokio::test]
async fn by_a_part_of_a_written_name_with_variants() {
    let db = TestDatabase::new().await;
    let mut all = people(
        &db,
        100_001,
        &[
            ("渡邉　太", "ワタナベ　フトシ"),
            ("渡辺　一", "ワタナベ　ハジメ"),
            ("林　花子", "ハヤシ　ハナコ"),
            ("小林　桜", "コバヤシ　サクラ"),
            ("NGUYEN VAN AN", ""),
        ],
    );
    all[4].names.alphabet = Some("NGUYEN VAN AN".into());
    all[4].names.alias = Some(WrittenName {
        written: "葛\u{e0100}城　安".into(),
        kana: "カツラギ　アン".into(),
        kana_confirmed: true,
    });
    let mut tx = with(&db, all).await;
    let part = |text: &str| [Term::NamePart(text.into())];
    assert_eq!(names(&mut tx, &part("渡邊")).await, ["渡辺　一", "渡邉　太"]);
    assert_eq!(names(&mut tx, &part("林")).await, ["林　花子", "小林　桜"]);
    assert_eq!(names(&mut tx, &part("葛城")).await, ["NGUYEN VAN AN"]);
    assert_eq!(names(&mut tx, &part("nguyen")).await, ["NGUYEN VAN AN"]);
    assert_eq!(names(&mut tx, &part("辻")).await.len(), 4);
    assert!(names(&mut tx, &part("渡花")).await.is_empty());
    assert!(names(&mut tx, &part(" ")).await.is_empty());
    let both = [Term::NamePart("林".into()), Term::Reading("コハ".into())];
    assert_eq!(names(&mut tx, &both).await, ["小林　桜"]);
    // Nobody of another tenant, whose samples bear the same name.
    let mut there = db.store.begin(&db.there.scope).await.unwrap();
    assert_eq!(names(&mut there, &part("辻")).await.len(), 4);
    assert!(names(&mut there, &part("渡邊")).await.is_empty());
}

#[tokio::test]
async fn by_birth_date_also_an_unknown_one_and_by_number() {
    let db = TestDatabase::new().await;
    let mut all = people(&db, 100_001, &[("甲", "コウ"), ("乙", "オツ"), ("丙", "ヘイ")]);
    all[0].birth_date = RegisterDate::Known(day("1980-04-10"));
    all[1].birth_date = RegisterDate::Unknown {
        earliest: day("1980-01-01"),
        latest: day("1980-12-31"),
        text: "昭和55年月日不詳".into(),
    };
    let mut tx = with(&db, all).await;
    let born = |first, last| [Term::Born(day(first), day(last))];
    assert_eq!(
        names(&mut tx, &born("1980-04-10", "1980-04-10")).await,
        ["乙", "甲"]
    );
    assert_eq!(
        names(&mut tx, &born("1980-04-01", "1980-04-30")).await,
        ["乙", "甲"]
    );
    assert_eq!(
        names(&mut tx, &born("1980-01-01", "1980-01-01")).await,
        ["乙", "丙"]
    );
    assert!(names(&mut tx, &born("1981-01-01", "1981-12-31")).await.is_empty());
    let number = [Term::AddresseeNumber("000000000100003".into())];
    assert_eq!(names(&mut tx, &number).await, ["丙"]);
    let none = [number[0].clone(), born("1980-04-10", "1980-04-10")[0].clone()];
    assert!(names(&mut tx, &none).await.is_empty());
}

#[tokio::test]
async fn an_address_finds_those_who_live_there_but_no_protected_household() {
    let db = TestDatabase::new().await;
    let names_here = [("甲", "コウ"), ("乙", "オツ"), ("丙", "ヘイ"), ("丁", "テイ")];
    let mut all = people(&db, 100_001, &names_here);
    for (person, block) in all.iter_mut().zip(["7番3号", "7番4号", "70番1号", "7番3号"]) {
        person.address.block = block.into();
    }
    all[3].protective_measure = ProtectiveMeasure::Provisional;
    let mut tx = with(&db, all).await;
    let at = |text: &str| [Term::Address(text.into())];
    for text in ["本町一丁目7番3号", "本町1-7-3", "本町１丁目７番地の３"] {
        assert_eq!(names(&mut tx, &at(text)).await, ["甲"], "{text}");
    }
    assert_eq!(names(&mut tx, &at("本町1-7-")).await, ["乙", "甲", "丙"]);
    assert!(names(&mut tx, &at("見本台")).await.is_empty());
    assert!(names(&mut tx, &at(" ")).await.is_empty());
}

#[tokio::test]
async fn a_cut_list_says_so_and_past_residents_come_last() {
    let db = TestDatabase::new().await;
    let all: Vec<(String, String)> = (0..30).map(|n| (format!("青木　{n}"), "アオキ".into())).collect();
    let all: Vec<(&str, &str)> = all.iter().map(|(name, kana)| (&**name, &**kana)).collect();
    let mut all = people(&db, 100_001, &all);
    all[0].state = ResidentState::Dead;
    all[1].protective_measure = ProtectiveMeasure::Provisional;
    let mut tx = with(&db, all).await;
    for term in [Term::Reading("あお".into()), Term::NamePart("青木".into())] {
        let search = |limit| ResidentSearch {
            terms: vec![term.clone()],
            limit,
        };
        let cut = residents::search(&mut tx, &search(20)).await.unwrap();
        assert_eq!((cut.hits.len(), cut.more), (20, true));
        let whole = residents::search(&mut tx, &search(30)).await.unwrap();
        assert_eq!((whole.hits.len(), whole.more), (30, false));
        assert_eq!(whole.hits[29].state, ResidentState::Dead);
        assert_eq!(
            whole
                .hits
                .iter()
                .filter(|hit| hit.protective_measure.protects())
                .count(),
            1
        );
        assert_eq!(whole.hits[0].head.as_deref(), Some(&*whole.hits[0].name.written));
    }
}

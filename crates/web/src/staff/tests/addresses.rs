//! Addresses by choice, with and without script; and what is kept of them.

use madoguchi_import::{PlaceOutcome, PlaceReader};
use madoguchi_store::cases;

use super::moving::arriving;
use super::*;

const POSTCODES: &str = "\
00001,\"000  \",\"0000002\",\"ミ\",\"ミ\",\"ミホンダイ\",\"みほん県\",\"みほん市\",\"見本台\",0,0,0,0,0,0\r\n\
12204,\"273  \",\"2730005\",\"チバケン\",\"フナバシシ\",\"ホンチョウ\",\"千葉県\",\"船橋市\",\"本町\",0,0,0,0,0,0\r\n\
12204,\"273  \",\"2730011\",\"チバケン\",\"フナバシシ\",\"ミナトチョウ\",\"千葉県\",\"船橋市\",\"湊町\",0,0,0,0,0,0\r\n";
const TOWNS: &str = "lg_code,machiaza_id,pref,city,oaza_cho,oaza_cho_kana,chome,chome_kana,rsdt_addr_flg,post_code\n\
122041,0063002,千葉県,船橋市,湊町,ミナトチョウ,二丁目,２チョウメ,1,2730011\n";
const HOUSES: &str =
    "lg_code,machiaza_id,blk_id,rsdt_id,blk_num,rsdt_num,rsdt_num2\n000019,0002000,007,008,7,8,\n";

async fn with_places() -> TestServer {
    let server = server().await;
    for text in [POSTCODES, TOWNS, HOUSES] {
        let mut reader = PlaceReader::new(text.as_bytes(), "2026-11-28".parse().unwrap()).unwrap();
        let mut load = server.db.owner.load_places(reader.kind()).await.unwrap();
        while let Some(PlaceOutcome::Rows(rows)) = reader.read().unwrap() {
            for row in &rows {
                load.take(row).await.unwrap();
            }
        }
        load.finish("digest", 0, server.state.clock.now(), false)
            .await
            .unwrap();
    }
    server
}

async fn asked(desk: &mut Browser, fields: &[(&str, &str)]) -> serde_json::Value {
    let answer = desk.post("/addresses/choices", fields).await;
    answer.is(200);
    serde_json::from_str(&answer.html).unwrap()
}

#[tokio::test]
async fn choices_come_while_typing() {
    let server = with_places().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let outside = |part: &'static str, field: &'static str, typed: &'static str| {
        [("place", "former"), ("part", part), (field, typed)]
    };
    let found = asked(&mut desk, &outside("postcode", "postcode", "２７３－０００５")).await;
    assert_eq!(found["choices"][0]["fill"]["city"], "千葉県船橋市");
    assert_eq!(found["choices"][0]["fill"]["rest"], "本町");
    let found = asked(&mut desk, &outside("rest", "rest", "minatocho")).await;
    let rests = found["choices"].as_array().unwrap().iter();
    let rests: Vec<_> = rests.map(|choice| &choice["fill"]["rest"]).collect();
    assert_eq!(rests[0], "湊町");
    assert!(rests.iter().any(|rest| **rest == "湊町二丁目"), "{rests:?}");
    let here = [("place", "here"), ("part", "town"), ("town", "mihondai")];
    assert_eq!(
        asked(&mut desk, &here).await["choices"][0]["fill"]["town"],
        "見本台"
    );
    let here = [
        ("place", "here"),
        ("part", "block"),
        ("town", "見本台"),
        ("block", "7"),
    ];
    assert_eq!(
        asked(&mut desk, &here).await["choices"][0]["fill"]["block"],
        "7番8号"
    );
    let wrong = [
        ("place", "here"),
        ("part", "town"),
        ("town", "見本台"),
        ("postcode", "273-0005"),
    ];
    let warning = asked(&mut desk, &wrong).await["warning"].to_string();
    assert!(warning.contains("千葉県船橋市本町の郵便番号です"), "{warning}");
    desk.post("/addresses/choices", &[("part", "name")]).await.is(404);
}

#[tokio::test]
async fn without_script_choices_are_buttons_that_keep_what_was_typed() {
    let server = with_places().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let mut form = arriving("k");
    form.retain(|(name, _)| !name.starts_with("former"));
    form.push(("former_postcode", "2730011".into()));
    form.push(("look_up", "former".into()));
    let page = send(&mut desk, "/cases/new", &form).await;
    page.is(200)
        .shows("住所の候補")
        .shows("千葉県船橋市湊町")
        .shows("葛\u{E0100}城 一郎");
    let value = page.html.split("name=\"choose\" value=\"").nth(1).unwrap();
    let value = value
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    form.retain(|(name, _)| *name != "look_up");
    form.push(("choose", value));
    send(&mut desk, "/cases/new", &form)
        .await
        .is(200)
        .shows("value=\"千葉県船橋市\"")
        .shows("value=\"273-0011\"");
}

#[tokio::test]
async fn the_town_is_noted_beside_the_text_and_a_foreign_postcode_is_told() {
    let server = with_places().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let mut form = arriving("k");
    form.push(("postcode", "2730005".into()));
    let opened = send(&mut desk, "/cases/new", &form).await;
    let case = opened.is(303).location().to_owned();
    desk.get(&case)
        .await
        .shows("新しい住所の郵便番号は、別の町のもののようです");
    let id = case.split('/').nth(2).unwrap().parse().unwrap();
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let case = cases::get(&mut tx, id).await.unwrap().unwrap();
    let former = case.former_address.unwrap().address;
    assert_eq!((&*former.town_code, &*former.postcode), ("0063002", "2730011"));
    assert_eq!((&*former.town, &*former.block), ("湊町二丁目", "10番25号"));
    assert_eq!(former.one_line(), "千葉県船橋市湊町二丁目10番25号");
    assert_eq!(
        case.new_address.unwrap().address.postcode,
        "2730005",
        "as it was typed"
    );
}

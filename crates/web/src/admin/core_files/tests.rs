//! Definitions and destinations, as an administrator sets them up.

use madoguchi_link::core_files::Definition;
use madoguchi_link::places::Places;
use madoguchi_model::staff::Role;

use crate::testing::TestServer;

const SETTINGS: &str = "/admin/core-files/move_notice";

async fn server() -> TestServer {
    let mut server = TestServer::new().await;
    let places = "[places.core]\ntitle = \"基幹の置き場\"\nfolder = \"/srv/core\"\n";
    let places = Places::parse(places, &|_| None).unwrap();
    server.state = server.state.clone().with_places(places);
    server
}

const GOOD: [(&str, &str); 7] = [
    ("place", "core"),
    ("folder", "out"),
    ("when", "at"),
    ("minutes", ""),
    ("at", "18:00"),
    ("answers", "yes"),
    ("answers_folder", "in"),
];

fn with(field: &str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    GOOD.iter()
        .map(|(name, usual)| (*name, if *name == field { value } else { *usual }))
        .collect()
}

#[tokio::test]
async fn a_destination_is_set_changed_and_taken_back() {
    let server = server().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    admin
        .get("/admin/core-files")
        .await
        .is(200)
        .shows("住民異動届")
        .shows("決まっていません");
    admin
        .get(SETTINGS)
        .await
        .is(200)
        .shows("基幹の置き場")
        .shows("保存する");
    admin.post(SETTINGS, &GOOD).await.is(303);
    admin
        .get("/core-files/kinds/move_notice")
        .await
        .shows("基幹の置き場 ／ out")
        .shows("毎日 18:00")
        .shows("「in」から読みます")
        .shows("応答ファイルを今すぐ読む");
    admin
        .post("/core-files/kinds/move_notice/look", &[])
        .await
        .is(303);
    let mut every = with("when", "every");
    admin.post(SETTINGS, &every).await.is(422).shows("1分から1440分");
    every.retain(|(name, _)| *name != "minutes");
    every.push(("minutes", "15"));
    admin.post(SETTINGS, &every).await.is(303);
    admin.get("/core-files").await.shows("15分ごと");
    let mut none = with("place", "");
    none.retain(|(name, _)| *name != "when");
    none.push(("when", "no"));
    admin.post(SETTINGS, &none).await.is(303);
    admin.get("/core-files").await.hides("15分ごと");
}

#[tokio::test]
async fn what_is_wrong_with_a_destination_is_told_beside_its_field() {
    let server = server().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    for (field, value, told) in [
        ("place", "", "置き場を選んでください"),
        ("place", "nowhere", "一覧から選んでください"),
        ("folder", "../etc", "先頭の「/」は使えません"),
        ("answers_folder", "/in", "先頭の「/」は使えません"),
        ("answers_folder", "out", "別のフォルダーにしてください"),
        ("at", "25:00", "18:00"),
        ("when", "", "いつ作るか"),
    ] {
        admin
            .post(SETTINGS, &with(field, value))
            .await
            .is(422)
            .shows(told);
    }
    admin.get("/admin/core-files/no_such").await.is(404);
    let mut chief = server.signed_in(Role::SectionChief).await;
    chief.get(SETTINGS).await.is(403);
    chief.get("/admin/core-files").await.is(403);
}

#[tokio::test]
async fn an_own_definition_is_checked_used_and_given_back() {
    let server = server().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let standard = Definition::text("move_notice").unwrap();
    let broken = standard
        .replacen("section = \"resident_affairs\"", "section = \"no_such\"", 1)
        .replacen("title = \"", "title = \"新しい", 1);
    admin
        .upload("/admin/core-files", &[("content", "")], broken.as_bytes())
        .await
        .is(422)
        .shows("「no_such」という課はありません");
    let broken = standard
        .replacen("value = \"person.kana\"", "value = \"card.name\"", 1)
        .replacen("list = \"sex\"", "list = \"none\"", 1);
    admin
        .upload("/admin/core-files", &[("content", "")], broken.as_bytes())
        .await
        .is(422)
        .shows("直すところが2か所")
        .shows("その値はありません")
        .shows("そのコード表がありません");
    admin
        .upload("/admin/core-files", &[("content", "title =")], b"")
        .await
        .is(422)
        .shows("TOML");
    admin
        .upload("/admin/core-files", &[("content", "")], b"")
        .await
        .is(422)
        .shows("貼り付けてください");
    let own = standard.replacen("title = \"", "title = \"わが市の", 1);
    for _ in 0..2 {
        let saved = admin.upload("/admin/core-files", &[("content", &own)], b"").await;
        saved.is(303);
        assert_eq!(saved.location(), SETTINGS);
    }
    admin
        .get(SETTINGS)
        .await
        .shows("わが市の住民異動届")
        .shows("第2版")
        .shows("備え付けの定義に戻す");
    let text = admin
        .bytes("/core-files/kinds/move_notice/definition?edition=1")
        .await;
    assert_eq!(String::from_utf8(text).unwrap(), own);
    admin.post(&format!("{SETTINGS}/standard"), &[]).await.is(303);
    admin.post(&format!("{SETTINGS}/standard"), &[]).await.is(409);
    admin.get(SETTINGS).await.hides("わが市の").shows("第3版");

    let other = standard.replacen("id = \"move_notice\"", "id = \"our_own\"", 1);
    admin
        .upload("/admin/core-files", &[("content", &other)], b"")
        .await
        .is(303);
    admin.get("/core-files/kinds/our_own").await.is(200);
    admin
        .post("/admin/core-files/our_own/standard", &[])
        .await
        .is(303);
    admin.get("/core-files/kinds/our_own").await.is(404);
}

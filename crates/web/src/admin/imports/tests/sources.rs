//! Places that are looked into by a schedule, as an administrator sets them up.

use super::*;

const NEW: [(&str, &str); 11] = [
    ("name", "住基の夜間差分"),
    ("layout", "residents"),
    ("rows", "difference"),
    ("place", "core"),
    ("folder", "juki/sabun"),
    ("file_names", "JUKI_*.csv"),
    ("max_rejects", "100"),
    ("kind", "at"),
    ("minutes", ""),
    ("at", "03:00"),
    ("active", "yes"),
];

fn with(field: &str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let changed = NEW
        .iter()
        .map(|(name, usual)| (*name, if *name == field { value } else { *usual }));
    changed.collect()
}

#[tokio::test]
async fn a_source_is_added_changed_looked_into_and_removed() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    admin
        .get("/admin/imports/sources")
        .await
        .is(200)
        .shows("取込元はありません");
    admin
        .get("/admin/imports/sources/new")
        .await
        .is(200)
        .shows("保存する");
    let added = admin.post("/admin/imports/sources", &NEW).await;
    added.is(303);
    let path = added.location().to_owned();
    admin
        .get("/admin/imports/sources")
        .await
        .shows("住基の夜間差分")
        .shows("毎日 03:00")
        .shows("これから");
    admin
        .get(&path)
        .await
        .is(200)
        .shows("次に見に行く日時")
        .shows("juki/sabun")
        .shows("まだありません");
    admin.post(&format!("{path}/look"), &[]).await.is(303);
    let changed = [&with("kind", "every")[..], &[("version", "1")]].concat();
    admin
        .post(&path, &changed)
        .await
        .is(422)
        .shows("間隔は1分から1440分");
    let changed: Vec<_> = changed
        .into_iter()
        .map(|(name, value)| (name, if name == "minutes" { "15" } else { value }))
        .collect();
    admin.post(&path, &changed).await.is(303);
    admin.post(&path, &changed).await.is(409);
    admin.get("/admin/imports/sources").await.shows("15分ごと");
    admin
        .post(&format!("{path}/remove"), &[("version", "2")])
        .await
        .is(303);
    admin.get(&path).await.is(404);
}

#[tokio::test]
async fn what_is_wrong_with_a_source_is_told_beside_its_field() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    for (field, value, told) in [
        ("name", "", "名前を200文字以内"),
        ("layout", "none", "何のファイルか"),
        ("place", "", "置き場を選んでください"),
        ("folder", "../etc", "「..」や先頭の「/」は使えません"),
        ("file_names", "a/*.csv", "ファイル名の型"),
        ("max_rejects", "many", "0以上の数"),
        ("at", "25:00", "03:00"),
    ] {
        let answer = admin.post("/admin/imports/sources", &with(field, value)).await;
        answer.is(422).shows(told);
    }
    let mut chief = server.signed_in(Role::SectionChief).await;
    chief.get("/admin/imports/sources").await.is(403);
}

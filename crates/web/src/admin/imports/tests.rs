//! Files from their upload to the register, through the pages and the one queue.

mod layouts;
mod sources;
mod wrong;

use std::path::PathBuf;

use madoguchi_import::{Layout, Writer, entries};
use madoguchi_jobs::Periodic;
use madoguchi_jobs::imports::Imports;
use madoguchi_jobs::periodic::TidySpool;
use madoguchi_link::places::Places;
use madoguchi_model::staff::Role;
use madoguchi_synthetic::{Place, many};

use crate::testing::{Browser, TestServer};

const TRY: [(&str, &str); 3] = [("layout", "residents"), ("rows", "full"), ("mode", "try")];

/// Everything that waits is done.
async fn work(server: &TestServer) {
    let spool = server.state.spool.clone().unwrap();
    let imports = Imports::new(server.db.store.clone(), Places::default(), spool.files);
    imports.round().await;
}

async fn tidy(server: &TestServer) {
    let spool = server.state.spool.clone().unwrap();
    let tidy = TidySpool { spool: spool.files };
    tidy.run(&server.db.store, &server.db.here.scope).await.unwrap();
}

/// Synthetic residents as a file of the standard layout; their first rows as they stand in it.
fn residents(seed: u64) -> String {
    let layout = Layout::find("residents").unwrap();
    let mut writer = Writer::new(Vec::new(), layout).unwrap();
    for household in many(Place::Mihon, seed, "2026-11-28".parse().unwrap(), 40) {
        for entry in entries(&household) {
            writer.resident(&entry).unwrap();
        }
    }
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

/// The file with the 生年月日 of the first person spoilt; the 宛名番号 of that person.
fn spoilt(file: &str) -> (String, String) {
    let mut lines: Vec<String> = file.split("\r\n").map(str::to_owned).collect();
    let header: Vec<&str> = file.lines().next().unwrap().split("\",\"").collect();
    let born = header.iter().position(|item| *item == "生年月日").unwrap();
    let mut cells: Vec<String> = lines[1].split("\",\"").map(str::to_owned).collect();
    let number = cells[0].trim_start_matches('"').to_owned();
    "いつか".clone_into(&mut cells[born]);
    lines[1] = cells.join("\",\"");
    (lines.join("\r\n"), number)
}

fn spooled(server: &TestServer) -> Vec<PathBuf> {
    let folder = server.state.spool.as_ref().unwrap().files.folder().to_owned();
    let files = std::fs::read_dir(folder).unwrap();
    files.map(|file| file.unwrap().path()).collect()
}

async fn sent(admin: &mut Browser, form: &[(&str, &str)], file: &[u8]) -> String {
    let answer = admin.upload("/admin/imports", form, file).await;
    answer.is(303);
    answer.location().to_owned()
}

#[tokio::test]
async fn a_file_with_faults_is_tried_its_rejects_taken_home_and_then_imported() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    admin
        .get("/admin/imports")
        .await
        .is(200)
        .shows("まだ取り込みはありません");
    let (file, number) = spoilt(&residents(1));
    let order = sent(&mut admin, &TRY, file.as_bytes()).await;
    let waiting = admin.get(&order).await;
    waiting.is(200).shows("順番を待っています").shows("取りやめる");
    assert_eq!(waiting.headers["refresh"], "3");
    let still = admin.get(&format!("{order}?still=1")).await;
    assert!(still.headers.get("refresh").is_none());

    work(&server).await;
    let tried = admin.get(&order).await;
    tried
        .is(200)
        .shows("調べ終わり")
        .shows("反映すると、こうなります")
        .shows("日付として読めません")
        .shows(&number)
        .hides("いつか")
        .hides("前と変わった人")
        .shows("同じファイルで続ける");
    assert!(tried.headers.get("refresh").is_none());
    let link = tried
        .html
        .split("href=\"")
        .find(|part| part.contains("rejects.csv\""))
        .unwrap();
    let link = link.split('"').next().unwrap().to_owned();
    let csv = admin.bytes(&link).await;
    let text = String::from_utf8(csv).unwrap();
    assert!(
        text.starts_with("\u{FEFF}行,宛名番号,項目,理由,直し方\r\n2,"),
        "{text}"
    );
    assert!(text.contains(&number) && text.contains("\"生年月日\"") && !text.contains("いつか"));
    let other = admin.bytes(&format!("{link}?encoding=shift_jis")).await;
    assert!(other.starts_with(&[0x8D, 0x73, b',']), "行 in Shift_JIS");
    let mut chief = server.signed_in(Role::SectionChief).await;
    chief
        .get("/admin/imports")
        .await
        .is(200)
        .shows("調べ終わり")
        .hides("ファイルを取り込む");

    tidy(&server).await;
    assert_eq!(spooled(&server).len(), 1, "it waits to be imported in earnest");
    let again = admin
        .post(&format!("{order}/again"), &[("mode", "real"), ("leave", "yes")])
        .await;
    again.is(303);
    let real = again.location().to_owned();
    work(&server).await;
    admin
        .get(&real)
        .await
        .shows("反映済み")
        .shows("前と変わった人")
        .hides("href=\"/residents/")
        .hides("同じファイルで続ける");
    chief.get(&real).await.is(200).shows("href=\"/residents/");
    admin
        .get("/admin/imports")
        .await
        .shows("反映済み")
        .shows("調べ終わり");
    tidy(&server).await;
    assert!(spooled(&server).is_empty(), "it was imported");
    let gone = admin.post(&format!("{order}/again"), &[("mode", "real")]).await;
    gone.is(409).shows("もう一度アップロードしてください");
}

#[tokio::test]
async fn the_same_file_again_does_nothing_and_says_so() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let file = residents(2);
    let real = [("layout", "residents"), ("rows", "difference"), ("mode", "real")];
    for told in ["反映済み", "もう反映されています"] {
        let order = sent(&mut admin, &real, file.as_bytes()).await;
        work(&server).await;
        admin.get(&order).await.is(200).shows(told);
    }
}

#[tokio::test]
async fn a_full_file_that_is_cut_short_needs_leave() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let file = residents(3);
    let real = [("layout", "residents"), ("rows", "full"), ("mode", "real")];
    sent(&mut admin, &real, file.as_bytes()).await;
    work(&server).await;
    let short: Vec<&str> = file.split_inclusive("\r\n").take(12).collect();
    let order = sent(&mut admin, &TRY, short.concat().as_bytes()).await;
    work(&server).await;
    let refused = admin.get(&order).await;
    refused.is(200).shows("反映しませんでした").shows("消えてよい");
    let leave = admin
        .post(&format!("{order}/again"), &[("mode", "real"), ("leave", "yes")])
        .await;
    work(&server).await;
    let done = admin.get(leave.location()).await;
    done.is(200)
        .shows("反映済み")
        .shows("全件ファイルに無いものが消えてよい")
        .shows("消えた");
}

#[tokio::test]
async fn an_order_that_waits_is_given_up_and_its_file_goes() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let order = sent(&mut admin, &TRY, residents(4).as_bytes()).await;
    admin.post(&format!("{order}/abandon"), &[]).await.is(303);
    admin.get(&order).await.is(200).shows("取りやめ");
    admin.post(&format!("{order}/abandon"), &[]).await.is(409);
    work(&server).await;
    admin.get(&order).await.shows("取りやめ").hides("結果");
    tidy(&server).await;
    assert!(spooled(&server).is_empty());
}

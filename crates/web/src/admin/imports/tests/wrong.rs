//! What is wrong with an upload is told, nothing is kept, and nothing is imported.

use madoguchi_import::{Encoding, Target};
use madoguchi_store::imports::{self, NewRun};

use super::*;
use crate::testing::{HERE, LARGEST};

#[tokio::test]
async fn every_fault_of_an_upload_is_told_beside_its_field() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let file = residents(6);
    let sjis = Encoding::ShiftJis.encode(&file);
    let utf16 = Encoding::Utf16Le.encode(&file);
    let large = vec![b'x'; usize::try_from(LARGEST).unwrap() + 1];
    for (form, file, told) in [
        (&TRY[..], &b""[..], "ファイルが空です"),
        (&TRY, &large, "ファイルが大きすぎます（1.0MBまで）"),
        (&TRY, &sjis, "1行目に次の項目がありません"),
        (&TRY, &utf16, "文字コードが違うようです"),
        (&TRY, "あ,い\r\n1,2\r\n".as_bytes(), "1行目に次の項目がありません"),
        (&TRY[1..], file.as_bytes(), "何のファイルか、選んでください"),
        (
            &TRY[..2],
            file.as_bytes(),
            "調べるだけか、反映するかを選んでください",
        ),
        (&TRY[..1], file.as_bytes(), "全件か差分かを選んでください"),
    ] {
        let answer = admin.upload("/admin/imports", form, file).await;
        answer.is(422).shows(told);
        assert!(spooled(&server).is_empty(), "{told}: nothing is kept");
    }
    let long = "あ".repeat(201);
    let remark = [&TRY[..], &[("remark", &*long)]].concat();
    admin
        .upload("/admin/imports", &remark, file.as_bytes())
        .await
        .is(422)
        .shows("200文字まで");
    admin
        .post("/admin/imports", &TRY)
        .await
        .is(422)
        .shows("ファイルを選んでください");
    admin
        .get("/admin/imports")
        .await
        .shows("まだ取り込みはありません");
}

#[tokio::test]
async fn a_run_that_was_cut_off_is_in_the_way_until_it_is_given_up() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let new = NewRun {
        target: Target::Residents,
        layout: "residents",
        full: true,
        dry_run: false,
        file_digest: "another",
        by: None,
        file_name: "",
        file_bytes: None,
        queued: None,
    };
    imports::begin(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    let file = residents(7);
    let busy = admin.upload("/admin/imports", &TRY, file.as_bytes()).await;
    busy.is(422).shows("途中で止まっています");
    let page = admin.get("/admin/imports").await;
    let run = page
        .html
        .split("href=\"")
        .find(|part| part.starts_with("/admin/imports/0"))
        .unwrap();
    let run = run.split('"').next().unwrap().to_owned();
    admin
        .get(&run)
        .await
        .is(200)
        .shows("サーバーのコマンド")
        .shows("続きから始まります");
    admin.post(&format!("{run}/abandon"), &[]).await.is(303);
    admin.post(&format!("{run}/abandon"), &[]).await.is(409);
    admin.get(&run).await.is(200).shows("取りやめ").hides("/abandon");
    sent(&mut admin, &TRY, file.as_bytes()).await;
}

#[tokio::test]
async fn a_file_that_stands_against_the_layout_further_down_has_no_effect_and_a_reason() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let header = residents(8).lines().next().unwrap().to_owned();
    let order = sent(&mut admin, &TRY, format!("{header}\r\n").as_bytes()).await;
    work(&server).await;
    admin
        .get(&order)
        .await
        .is(200)
        .shows("反映しませんでした")
        .shows("1件もない全件ファイル");
}

#[tokio::test]
async fn who_may_not_send_a_file_sends_none_and_a_forged_form_writes_nothing() {
    let server = TestServer::new().await;
    let file = residents(9);
    for role in [Role::FrontDesk, Role::SectionChief] {
        let mut other = server.signed_in(role).await;
        other
            .upload("/admin/imports", &TRY, file.as_bytes())
            .await
            .is(403)
            .shows("権限がありません");
    }
    let mut forged = server.signed_in(Role::Administrator).await;
    forged.csrf = "forged".into();
    forged
        .upload("/admin/imports", &TRY, file.as_bytes())
        .await
        .is(403);
    let mut foreign = server.signed_in(Role::Administrator).await;
    foreign.origin = "http://elsewhere.localhost".into();
    foreign
        .upload("/admin/imports", &TRY, file.as_bytes())
        .await
        .is(403);
    assert!(spooled(&server).is_empty());
}

#[tokio::test]
async fn without_a_folder_nothing_is_taken_and_the_page_says_so() {
    let mut server = TestServer::new().await;
    let spool = server.state.spool.take();
    let mut admin = server.signed_in(Role::Administrator).await;
    admin
        .get("/admin/imports")
        .await
        .is(200)
        .shows("ファイルを受け取れません");
    let answer = admin
        .upload("/admin/imports", &TRY, residents(1).as_bytes())
        .await;
    answer.is(422).shows("ファイルを受け取れません");
    server.state.spool = spool;
    // A file that another server took, and that is not here.
    let mut admin = server
        .signed_in_as(&server.db.here, server.db.here.staff(Role::Administrator), HERE)
        .await;
    let order = sent(&mut admin, &TRY, residents(1).as_bytes()).await;
    std::fs::remove_file(&spooled(&server)[0]).unwrap();
    work(&server).await;
    admin.get(&order).await.is(200).shows("サーバーにありません");
}

//! A font from its upload to its publication by another administrator.

use madoguchi_forms::fonts::MAX_FONT_BYTES;
use madoguchi_forms::testing::TinyFont;
use madoguchi_model::staff::Role;

use crate::testing::{Browser, HERE, TestServer};

const FOR: [(&str, &str); 1] = [("remark", "住民記録システムの外字")];

/// A browser of a second administrator.
pub(crate) async fn second_administrator(server: &TestServer) -> Browser {
    let second = server.second_administrator().await;
    server.signed_in_as(&server.db.here, &second, HERE).await
}

#[tokio::test]
async fn another_administrator_publishes_a_font_and_a_newer_one_takes_its_place() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    admin
        .get("/admin/fonts")
        .await
        .is(200)
        .shows("まだ登録されていません");
    let taken = admin
        .upload("/admin/fonts", &FOR, &TinyFont::usual().file())
        .await;
    taken.is(303);
    let first = taken.location().to_owned();
    admin
        .get(&first)
        .await
        .is(200)
        .shows("見本外字")
        .shows("U+E000")
        .shows("U+10FFFD")
        .shows("<svg ")
        .shows("登録した人は公開できません")
        .hides("U+0041");
    admin.post(&format!("{first}/publish"), &[]).await.is(409);
    let mut second = second_administrator(&server).await;
    second.get(&first).await.is(200).shows("公開する</button>");
    second.post(&format!("{first}/publish"), &[]).await.is(303);
    admin.get("/admin/fonts").await.shows("使用中").shows("（4字）");

    let mut fewer = TinyFont::usual();
    fewer.characters = vec!['\u{E000}'];
    let taken = second.upload("/admin/fonts", &FOR, &fewer.file()).await;
    let newer = taken.location().to_owned();
    admin
        .get(&newer)
        .await
        .shows("今のフォントにある3字が、このフォントにはありません")
        .shows("U+E001、U+F0000、U+10FFFD");
    admin.post(&format!("{newer}/publish"), &[]).await.is(303);
    admin
        .get(&first)
        .await
        .shows("差替え済み")
        .hides("このフォントを取り消す");
    admin.post(&format!("{newer}/withdraw"), &[]).await.is(303);
    admin.post(&format!("{newer}/withdraw"), &[]).await.is(409);
    admin
        .get("/admin/fonts")
        .await
        .shows("取消し")
        .shows("外字は〓で印字され");
}

#[tokio::test]
async fn what_is_wrong_with_a_font_is_told_and_nothing_is_kept() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let usual = TinyFont::usual();
    let forbidden = TinyFont {
        fs_type: 2,
        ..usual.clone()
    };
    let letters = TinyFont {
        characters: vec!['A'],
        ..usual.clone()
    };
    let endless = TinyFont {
        endless: true,
        ..usual.clone()
    };
    let large = vec![0; MAX_FONT_BYTES + 1];
    for (file, told) in [
        (&b""[..], "ファイル（.ttf、.tte）を選んでください"),
        (b"%PDF-1.7", "フォントのファイルとして読めません"),
        (b"ttcf\0\0\0\0", "複数のフォントをまとめたファイル"),
        (b"OTTO\0\0\0\0", "TrueTypeの輪郭"),
        (
            &forbidden.file(),
            "埋込みが許されていません（OS/2 fsType 0x0002）",
        ),
        (&letters.file(), "1字もありません"),
        (
            &endless.file(),
            "U+10FFFDの字形が空か、壊れているか、複雑すぎます",
        ),
        (&large, "10MBを超えています"),
    ] {
        let answer = admin.upload("/admin/fonts", &FOR, file).await;
        answer
            .is(422)
            .shows(told)
            .shows("value=\"住民記録システムの外字\"");
    }
    let nameless = admin.upload("/admin/fonts", &[], &usual.file()).await;
    nameless
        .is(422)
        .shows("何のためのフォントかを、200文字までで入れてください");
    admin.get("/admin/fonts").await.shows("まだ登録されていません");
    // A form that is far too large is refused before it is read.
    let huge = vec![0; super::upload::LIMIT];
    admin.upload("/admin/fonts", &FOR, &huge).await.is(413);
    // The same file is not kept twice.
    admin.upload("/admin/fonts", &FOR, &usual.file()).await.is(303);
    let again = admin.upload("/admin/fonts", &FOR, &usual.file()).await;
    again.is(422).shows("同じファイルが第1版として登録されています");
}

#[tokio::test]
async fn an_upload_needs_the_token_like_every_form() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let token = std::mem::replace(&mut admin.csrf, "forged".into());
    let file = TinyFont::usual().file();
    admin.upload("/admin/fonts", &FOR, &file).await.is(403);
    admin.csrf = token;
    // Other forms do not become larger by being sent with a file.
    let large = vec![0; crate::gate::MAX_BODY];
    admin.upload("/admin/closed-days", &FOR, &large).await.is(413);
}

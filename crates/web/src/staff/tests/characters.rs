//! Characters that no font holds: told on the paper's page, printed as others only where the officer chooses so; and
//! private-use characters from the municipality's own font.

use madoguchi_forms::testing::TinyFont;

use super::*;
use crate::admin::fonts::tests::second_administrator;

/// A case of a family whose second member's name has a form no font holds and a private-use character; its papers
/// are made.
async fn made(server: &TestServer, desk: &mut Browser) -> String {
    let (clock, entropy) = (&*server.state.clock, &*server.state.entropy);
    let id = HouseholdId::new(clock, entropy);
    let mut household = household(id, "77", || ResidentId::new(clock, entropy));
    household.members[1].names.name.written = "辻\u{E01EF}\u{E000}　葵".into();
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    load::households(&mut tx, std::slice::from_ref(&household))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let opened = send(desk, "/cases/new", &received_for(server, &household, "k")).await;
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    interview(desk, &case).await;
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    case
}

/// The page of the case's first paper.
async fn paper(desk: &mut Browser, case: &str) -> String {
    let page = desk.get(&format!("{case}/applications")).await;
    let start = format!("href=\"{case}/applications/");
    let links = page.html.split(start.as_str()).skip(1);
    let mut ids = links.filter_map(|rest| rest.split(['"', '/']).next());
    let id = ids.find(|id| id.len() == 36).unwrap();
    format!("{case}/applications/{id}")
}

async fn choose(desk: &mut Browser, paper: &str, character: &str, with: &str) -> Answer {
    let page = desk.get(paper).await;
    let version = hidden(&page, "version").to_owned();
    let form = [("version", &*version), ("character", character), ("with", with)];
    desk.post(&format!("{paper}/characters"), &form).await
}

const CHARACTER: &str = "U+8FBB U+E01EF";

#[tokio::test]
async fn a_character_is_printed_as_another_only_where_the_officer_chooses_so() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = made(&server, &mut desk).await;
    let paper = paper(&mut desk, &case).await;
    desk.get(&paper)
        .await
        .is(200)
        .shows("印字できない文字 <span class=\"number\">2字</span>")
        .shows(CHARACTER)
        .shows("「辻」で印字")
        .shows("〓（手書き）")
        .shows("U+E000")
        .shows("外字です。管理者が");
    sign_all(&mut desk, &case).await;
    // Only what the page offers.
    choose(&mut desk, &paper, CHARACTER, "山").await.is(409);
    choose(&mut desk, &paper, "U+E000", "辻").await.is(409);
    choose(&mut desk, &paper, "U+8FBB", "辻").await.is(409);
    desk.get(&format!("{case}/applications")).await.hides("署名待ち");

    let chosen = choose(&mut desk, &paper, CHARACTER, "辻").await;
    chosen.is(303);
    desk.get(chosen.location())
        .await
        .is(200)
        .shows("署名1件が無効になりました")
        .shows("で代えて印字（※印）")
        .shows("代えて印字する文字があります")
        .shows("手書きに戻す");
    desk.get(&format!("{paper}/pages/1.svg")).await.is(200);
    printed(&mut desk, &format!("{paper}/print")).await;
    desk.get(&case)
        .await
        .shows("（U+8FBB U+E01EF）を「辻」で代えて印字することにしました（署名1件が無効になりました）");
    desk.get(&format!("{case}/applications"))
        .await
        .shows("前の署名は無効になりました（印字する文字を変えたため）");

    // Making the papers again keeps the choice; taking it back is told too.
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    desk.get(&paper).await.shows("手書きに戻す");
    choose(&mut desk, &paper, CHARACTER, "").await.is(303);
    desk.get(&paper).await.shows("「辻」で印字").hides("手書きに戻す");
    desk.get(&case).await.shows("を代えて印字することをやめました");
}

#[tokio::test]
async fn private_use_characters_are_drawn_once_a_font_is_published() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = made(&server, &mut desk).await;
    let paper = paper(&mut desk, &case).await;
    sign_all(&mut desk, &case).await;

    let mut admin = server.signed_in(Role::Administrator).await;
    let what = [("remark", "見本の外字")];
    let taken = admin
        .upload("/admin/fonts", &what, &TinyFont::usual().file())
        .await;
    let font = taken.location().to_owned();
    let mut second = second_administrator(&server).await;
    second.post(&format!("{font}/publish"), &[]).await.is(303);
    // The paper that was signed stays what it was until it is made again.
    desk.get(&paper).await.shows("U+E000");
    desk.get(&format!("{case}/applications")).await.hides("署名待ち");
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    desk.get(&format!("{case}/applications"))
        .await
        .shows("申請書の内容が変わったため");
    desk.get(&paper)
        .await
        .is(200)
        .hides("U+E000")
        .shows(CHARACTER)
        .shows("<span class=\"number\">1字</span>");
    printed(&mut desk, &format!("{paper}/print")).await;
    printed(&mut desk, &format!("{case}/guide-sheet/print")).await;

    // The font that it was made with stays its own.
    second.post(&format!("{font}/withdraw"), &[]).await.is(303);
    desk.get(&paper).await.hides("U+E000");
}

#[tokio::test]
async fn what_the_rules_of_a_form_find_is_told_before_printing_and_stops_nothing() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let mut form = received(&server, "k");
    form.retain(|(name, _)| *name != "phone");
    let opened = send(&mut desk, "/cases/new", &form).await;
    opened.is(303);
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    interview(&mut desk, &case).await;
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    let paper = paper(&mut desk, &case).await;
    for page in [paper.clone(), format!("{paper}/signature")] {
        desk.get(&page)
            .await
            .is(200)
            .shows("記入もれ・確認")
            .shows("電話：日中に連絡のつく電話番号が空欄です。");
    }
    printed(&mut desk, &format!("{paper}/print")).await;
}

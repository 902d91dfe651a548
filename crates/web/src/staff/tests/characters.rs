//! Characters that no font holds: told on the paper's page, printed as others only where the officer chooses so; and
//! private-use characters from the municipality's own font.

use madoguchi_forms::testing::TinyFont;
use madoguchi_store::rare_characters;

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

#[tokio::test]
async fn a_page_brings_a_font_with_exactly_its_rare_characters() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = made(&server, &mut desk).await;
    let page = desk.get(&case).await;
    page.is(200);
    let name = |page: &Answer| {
        let rest = page.html.split("href=\"/page-fonts/").nth(1).unwrap();
        rest.split(".css").next().unwrap().to_owned()
    };
    let font = name(&page);
    assert!(
        font.len() == 22 && font.is_ascii(),
        "a name that tells nothing: {font}"
    );
    let css = String::from_utf8(desk.bytes(&format!("/page-fonts/{font}.css")).await).unwrap();
    // 辻󠄀 of the others; neither the form that no font has nor 外字 without a font.
    assert!(css.contains("unicode-range:U+8FBB,U+E0100}"), "{css}");
    let file = desk.bytes(&format!("/page-fonts/{font}.ttf")).await;
    assert!((500..4_000).contains(&file.len()), "{} bytes", file.len());
    assert_eq!(
        name(&desk.get(&case).await),
        font,
        "the same page has the same font"
    );
    desk.get("/account").await.is(200).hides("/page-fonts/");

    let there = server.db.there.staff(Role::FrontDesk).clone();
    let mut other = server
        .signed_in_as(&server.db.there, &there, crate::testing::THERE)
        .await;
    other.get(&format!("/page-fonts/{font}.ttf")).await.is(404);
    server
        .browser()
        .get(&format!("/page-fonts/{font}.ttf"))
        .await
        .is(303);
}

/// What the background does soon.
async fn count(server: &TestServer) {
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    rare_characters::count(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn characters_that_no_font_has_are_listed_with_how_many_people_and_for_chiefs_whose_names_have_them() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    made(&server, &mut desk).await;
    let mut admin = server.signed_in(Role::Administrator).await;
    admin
        .get("/admin/characters")
        .await
        .is(200)
        .shows("まだ数えていません");
    count(&server).await;
    let path = "/admin/characters/8FBB-E01EF";
    admin
        .get("/admin/characters")
        .await
        .is(200)
        .shows("に数えました")
        .shows("<caption>2字</caption>")
        .shows(CHARACTER)
        .shows("U+E000")
        .shows(">1人</td>")
        .hides("U+8FBB U+E0100")
        .hides(path)
        .hides("葵");
    admin.get(path).await.is(403);
    desk.get("/admin/characters").await.is(403);
    desk.get(path).await.is(403);

    let mut chief = server.signed_in(Role::SectionChief).await;
    let list = chief.get("/admin/characters").await;
    list.is(200).shows(path).hides("葵").hides("数え直す</button>");
    chief
        .get(path)
        .await
        .is(200)
        .shows("辻\u{E01EF}")
        .shows("/residents/");
    // One that every font has, and nonsense.
    chief.get("/admin/characters/5C71").await.is(404);
    chief.get("/admin/characters/points").await.is(404);

    // A font that is published needs no new count.
    let what = [("remark", "見本の外字")];
    let taken = admin
        .upload("/admin/fonts", &what, &TinyFont::usual().file())
        .await;
    let mut second = second_administrator(&server).await;
    second
        .post(&format!("{}/publish", taken.location()), &[])
        .await
        .is(303);
    admin
        .get("/admin/characters")
        .await
        .shows("<caption>1字</caption>")
        .hides("U+E000");
    admin.post("/admin/characters", &[]).await.is(303);
    admin.get("/admin/characters").await.shows("まもなく数え直します");
    count(&server).await;
    admin.get("/admin/characters").await.hides("まもなく数え直します");
}

#[tokio::test]
async fn private_use_characters_of_a_page_come_from_the_font_in_use() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = made(&server, &mut desk).await;
    let font = |page: &Answer| {
        let rest = page.html.split("href=\"/page-fonts/").nth(1).unwrap();
        rest.split(".css").next().unwrap().to_owned()
    };
    let before = font(&desk.get(&case).await);
    let mut admin = server.signed_in(Role::Administrator).await;
    let what = [("remark", "見本の外字")];
    let taken = admin
        .upload("/admin/fonts", &what, &TinyFont::usual().file())
        .await;
    let mut second = second_administrator(&server).await;
    second
        .post(&format!("{}/publish", taken.location()), &[])
        .await
        .is(303);
    let after = font(&desk.get(&case).await);
    assert_ne!(before, after);
    let css = String::from_utf8(desk.bytes(&format!("/page-fonts/{after}.css")).await).unwrap();
    assert!(css.contains("unicode-range:U+8FBB,U+E000,U+E0100}"), "{css}");
    // A chief's audit of the day says nothing of fonts: the page that brought one is in the record.
    let sheet = desk.get(&format!("/page-fonts/{after}.css")).await;
    assert_eq!(sheet.headers["cache-control"], "no-store");
    admin.get("/admin/audit-log").await.is(200).hides("画面の文字");
}

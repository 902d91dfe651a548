//! From a draft to a case that is judged by it, as two administrators and an officer do it.

use madoguchi_guidance::overlay::Overlay;
use madoguchi_model::staff::Role;
use madoguchi_store::overlays;

use crate::testing::{Browser, HERE, TestServer};

/// Begins a draft; its address.
async fn begun(admin: &mut Browser) -> String {
    let answer = admin.post("/admin/overlays", &[]).await;
    answer.is(303);
    answer.location().to_owned()
}

/// What a browser would send back of the page's long form, untouched. The page marks up every field in one way.
fn fields_of(html: &str) -> Vec<(String, String)> {
    let form = html.split("data-guard-unsaved").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let attribute = |tag: &str, name: &str| -> Option<String> {
        let from = tag.split(&format!(" {name}=\"")).nth(1)?;
        Some(unescaped(from.split('"').next()?))
    };
    let mut fields = Vec::new();
    for part in form.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let kind = attribute(tag, "type").unwrap_or_default();
        let ticked = tag.ends_with(" checked");
        let name = attribute(tag, "name");
        if tag.starts_with("input ") && (!matches!(&*kind, "checkbox" | "radio") || ticked) {
            fields.extend(name.map(|name| (name, attribute(tag, "value").unwrap_or_default())));
        } else if tag.starts_with("textarea ") {
            fields.extend(name.map(|name| (name, unescaped(text.trim_start_matches('\n')))));
        } else if tag.starts_with("select ") {
            fields.extend(name.map(|name| (name, String::new())));
        } else if tag.starts_with("option ") && tag.ends_with(" selected") {
            fields.last_mut().unwrap().1 = attribute(tag, "value").unwrap();
        }
    }
    fields
}

fn unescaped(text: &str) -> String {
    [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (code, letter)| text.replace(code, letter))
}

/// Some fields after others.
fn fields<'f>(changes: &[(&'f str, &'f str)], more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    changes.iter().chain(more).copied().collect()
}

const BUS: [(&str, &str); 9] = [
    ("version", "1"),
    ("name", "通学バスの定期券"),
    ("summary", "町の通学バスの定期券を作り直します。"),
    ("plain", "バスの ていきけんを つくりなおします。"),
    ("events", "move_within"),
    ("subject", "member"),
    ("junction", "all"),
    ("law", "みほん市通学バス条例"),
    ("section-0-code", "resident_affairs"),
];

#[tokio::test]
async fn a_procedure_of_our_own_goes_from_draft_to_the_counter() {
    let server = TestServer::new().await;
    let mut writer = server.signed_in(Role::Administrator).await;
    let draft = begun(&mut writer).await;
    let page = format!("{draft}/procedures/L-01");
    writer.get(&page).await.is(200).shows("独自の手続を加える");

    // Looking for a fact brings everything back that was typed.
    let looking = fields(&BUS, &[("step", "find"), ("find", "引っ越")]);
    let found = writer.post(&page, &looking).await;
    found
        .is(200)
        .shows("value=\"通学バスの定期券\"")
        .shows("moves:holds:true");
    let adding = fields(&BUS, &[("step", "add"), ("new_clause", "moves:holds:true")]);
    writer
        .post(&page, &adding)
        .await
        .is(200)
        .shows("name=\"clause\" value=\"moves:holds:true\"");
    let age = [
        ("clause", "moves:holds:true"),
        ("step", "add_age"),
        ("age", "15"),
        ("age_not", "true"),
    ];
    writer
        .post(&page, &fields(&BUS, &age))
        .await
        .is(200)
        .shows("年齢：15歳未満");
    let saving = [
        ("clause", "moves:holds:true"),
        ("clause", "birth_date:attains:15:true"),
        ("deadline-0-text", "転居をした日から10日以内"),
        ("deadline-0-from", "moved_on"),
        ("deadline-0-length", "10"),
        ("deadline-0-unit", "days"),
        ("deadline-0-initial", "excluded"),
        ("belonging-0-text", "定期券"),
        ("belonging-0-reason", "取り替えるため"),
    ];
    writer.post(&page, &fields(&BUS, &saving)).await.is(303);
    writer.get(&draft).await.shows("通学バスの定期券").shows("追加");

    writer
        .post(&format!("{draft}/submit"), &[("version", "2")])
        .await
        .is(303);
    writer
        .get(&draft)
        .await
        .shows("ほかの管理者")
        .hides("承認する</button>");
    let today = server.state.clock.today().to_string();
    let approval = [("version", "3"), ("in_force_from", &*today)];
    writer
        .post(&format!("{draft}/approve"), &approval)
        .await
        .is(409)
        .shows("承認できません");
    let second = server.second_administrator().await;
    let mut approver = server.signed_in_as(&server.db.here, &second, HERE).await;
    approver.get(&draft).await.shows("承認する</button>");
    approver
        .post(&format!("{draft}/approve"), &approval)
        .await
        .is(303);
    approver
        .get("/admin/overlays")
        .await
        .shows("今日の受付に使われている設定")
        .hides("ありません。すべての手続が");

    // A case opened now is judged by it, and keeps it.
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let file = overlays::in_force(&mut tx, server.state.clock.today())
        .await
        .unwrap()
        .unwrap();
    let overlay = Overlay::from_text(&file.content).unwrap();
    assert_eq!(
        overlay.procedure("L-01").unwrap().condition,
        "moves and not birth_date attains 15"
    );
    let case = server.db.here.case.clone();
    let release = server
        .state
        .catalogues
        .in_force(&mut tx, case.filed_on)
        .await
        .unwrap();
    assert!(release.procedure("L-01").is_some());
}

#[tokio::test]
async fn a_published_procedure_is_changed_and_put_back() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let draft = begun(&mut admin).await;
    let page = format!("{draft}/procedures/CT-01");
    let shown = admin.get(&page).await;
    shown.is(200).shows("必要になる条件（全国共通");
    let mut sent = fields_of(&shown.html);
    let fee = sent.iter_mut().find(|(name, _)| name == "fee-0-text").unwrap();
    fee.1 = "1通 250円".into();
    let pairs: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (&**name, &**value)).collect();
    admin.post(&page, &pairs).await.is(303);
    let overview = admin.get(&draft).await;
    overview
        .shows("変更")
        .shows("<ins>1通 250円</ins>")
        .hides("持ち物</strong>");
    // Sent back as it stands, nothing else changes.
    admin
        .get(&format!("{draft}/try?event=certificate"))
        .await
        .is(200)
        .shows("判定の違い");
    admin
        .get(&format!("{draft}/try?count=yes"))
        .await
        .is(200)
        .shows("世帯</strong>で判定が変わります");
    admin
        .post(&format!("{page}/remove"), &[("version", "2")])
        .await
        .is(303);
    admin.get(&draft).await.shows("0手続");
}

#[tokio::test]
async fn what_is_wrong_is_told_beside_the_field_and_nothing_is_lost() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let draft = begun(&mut admin).await;
    let page = format!("{draft}/procedures/L-01");
    let sent = [
        ("version", "1"),
        ("name", "通学バス"),
        ("deadline-0-text", "10日以内"),
        ("deadline-0-from", "moved_on"),
        ("deadline-0-length", "十日"),
        ("belonging-1-text", "定期券"),
    ];
    admin
        .post(&page, &sent)
        .await
        .is(422)
        .shows("どのような手続かを入れてください。")
        .shows("どのライフイベントで案内するかを選んでください。")
        .shows("期間を1から999までの数で入れてください。")
        .shows("value=\"十日\"")
        .shows("なぜ必要かを入れてください。")
        .shows("value=\"定期券\"")
        .shows("担当の課を一つ以上選んでください。");
    let off = [
        ("version", "1"),
        ("off", "yes"),
        ("name", "転居届"),
        ("summary", "a"),
        ("plain", "b"),
    ];
    admin
        .post(&format!("{draft}/procedures/TK-01"), &off)
        .await
        .is(422)
        .shows("使わない理由を入れてください。");
    admin.get(&format!("{draft}/procedures/XX-99")).await.is(404);
}

#[tokio::test]
async fn a_file_goes_out_and_comes_in_again_and_a_broken_one_is_told_by_line() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let broken = "title = \"例\"\n[[change]]\nid = \"TK-99\"\n";
    admin
        .post("/admin/overlays/import", &[("content", broken)])
        .await
        .is(422)
        .shows("3行目：「TK-99」という手続きはありません")
        .shows("TK-99&#34;");
    let good = "title = \"例\"\n\n[[change]]\nid = \"TK-01\"\nname = \"転居届（例）\"\n";
    let answer = admin.post("/admin/overlays/import", &[("content", good)]).await;
    answer.is(303);
    let draft = answer.location().to_owned();
    let file = admin.get(&format!("{draft}/file")).await;
    assert_eq!(
        Overlay::from_text(&file.html).unwrap(),
        Overlay::from_text(good).unwrap()
    );
    admin.post("/admin/overlays/import", &[]).await.is(422);
}

#[tokio::test]
async fn two_who_write_at_once_are_told() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let draft = begun(&mut admin).await;
    let title = |title: &'static str| [("version", "1"), ("title", title)];
    admin.post(&format!("{draft}/title"), &title("一")).await.is(303);
    admin.post(&format!("{draft}/title"), &title("二")).await.is(409);
    admin.get(&draft).await.shows("「一」");
}

//! A mapping from a sample to the file kind that officers choose.

use madoguchi_model::ids::StaffId;
use madoguchi_model::staff::Role;
use madoguchi_store::portal_mappings::{self, StoredMapping};

use crate::testing::{Browser, TestServer};

/// An export in `Shift_JIS` with columns of a form of one's own. The third row has no number, the fourth a date that is none.
fn sample() -> Vec<u8> {
    let text = "回答番号,お名前,フリガナ,誕生日,希望日,メモ\r\n\
R-1,見本　花子,ミホン　ハナコ,1990/5/6,2030-04-01,駐車場\r\n\
,見本　一郎,,,,\r\n\
R-3,見本　次郎,,いつか,,\r\n";
    shift_jis(text)
}

fn shift_jis(text: &str) -> Vec<u8> {
    madoguchi_import::Encoding::ShiftJis.encode(text)
}

async fn drawn_up(admin: &mut Browser) -> String {
    admin.get("/admin/notice-mappings").await.is(200);
    let fields = [("name", "own_form"), ("title", "来庁予約")];
    let made = admin.upload("/admin/notice-mappings", &fields, &sample()).await;
    made.is(303).location().to_owned()
}

fn chosen<'a>(saves: &'a str, number: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("saves", saves),
        ("title", "来庁予約"),
        ("encoding", "shift_jis"),
        ("column-receipt_number", number),
        ("column-name", "お名前"),
        ("column-kana", "フリガナ"),
        ("column-birth_date", "誕生日"),
        ("column-visit_on", "希望日"),
        ("events", "move_in"),
        ("withdrawn", "取消、キャンセル"),
        ("fixed_procedure_name", "転入の来庁予約"),
    ]
}

async fn stored(server: &TestServer) -> StoredMapping {
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    portal_mappings::list(&mut tx).await.unwrap().remove(0)
}

/// Another administrator approves.
async fn approve(server: &TestServer, id: uuid::Uuid) {
    let other: StaffId = server.db.here.staff(Role::FrontDesk).id;
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let saves = portal_mappings::get(&mut tx, id).await.unwrap().unwrap().saves;
    portal_mappings::activate(&mut tx, id, saves, other)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_sample_becomes_a_mapping_that_officers_choose() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let path = drawn_up(&mut admin).await;
    // What the columns probably are is there already, in the file's own encoding.
    admin
        .get(&path)
        .await
        .is(200)
        .shows("見本　花子")
        .shows("ミホン　ハナコ")
        .shows("取り込める申請：2件")
        .shows("3行目")
        .shows("日付として読めません");
    admin.post(&path, &chosen("1", "")).await.is(303);
    admin.get(&path).await.shows("まだ使い始められません");
    admin
        .post(&format!("{path}/activate"), &[("saves", "2")])
        .await
        .is(409)
        .shows("まだ使い始められません");
    admin.post(&path, &chosen("2", "回答番号")).await.is(303);
    admin.post(&path, &chosen("2", "回答番号")).await.is(409);
    // Who drew it up does not approve it.
    admin
        .post(&format!("{path}/activate"), &[("saves", "3")])
        .await
        .is(409)
        .shows("別の管理者");
    let draft = stored(&server).await;
    approve(&server, draft.id).await;
    admin.get(&path).await.is(200).hides("見本　花子").shows("使用中");
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get("/notices").await.is(200).shows("来庁予約");
    let taken = desk
        .upload("/notices", &[("mapping", "own_form")], &sample())
        .await;
    taken.is(200).shows("新しい申請：2件");
    desk.get("/notices?number=R-1")
        .await
        .shows("見本　花子")
        .shows("転入");
    // The next version begins from this one; the file is what the command line takes.
    let next = admin.post(&format!("{path}/copy"), &[]).await;
    next.is(303);
    let file = admin.get(&format!("{path}/file")).await;
    let mapping = madoguchi_link::portals::Mapping::parse(&file.html).unwrap();
    assert_eq!(mapping.fixed["procedure_name"], "転入の来庁予約");
    admin
        .post(&format!("{path}/retire"), &[("saves", "4")])
        .await
        .is(303);
    desk.get("/notices").await.hides("来庁予約");
}

#[tokio::test]
async fn what_cannot_become_a_mapping_is_told_beside_its_field() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    admin.get("/admin/notice-mappings").await.is(200);
    let fields = [("name", "logoform"), ("title", "")];
    admin
        .upload("/admin/notice-mappings", &fields, b"")
        .await
        .is(422)
        .shows("備え付けの対応表の名前は使えません")
        .shows("対応表の呼び名を")
        .shows("見本にするファイルを選んでください");
    for (content, words) in [
        ("", "対応表の内容を貼り付けてください"),
        ("id = ", "対応表が読めません"),
        (
            madoguchi_link::portals::Mapping::text("kintone").unwrap(),
            "備え付けの対応表のidは使えない",
        ),
    ] {
        admin
            .post("/admin/notice-mappings/import", &[("content", content)])
            .await
            .is(422)
            .shows(words);
    }
    let own = madoguchi_link::portals::Mapping::text("kintone")
        .unwrap()
        .replace("id = \"kintone\"", "id = \"own_kintone\"");
    admin
        .post("/admin/notice-mappings/import", &[("content", &own)])
        .await
        .is(303);
    admin
        .post("/admin/notice-mappings/import", &[("content", &own)])
        .await
        .is(422)
        .shows("下書きがあります");
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get("/admin/notice-mappings").await.is(403);
}

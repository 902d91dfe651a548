//! 事前の申請: from a portal's file to a case.

use madoguchi_model::case::LifeEvent;
use madoguchi_model::name::WrittenName;
use madoguchi_model::prepared_case::{NoticeState, PreparedPerson};
use madoguchi_store::portal_notices::{self, NoticeFilter};

use super::*;

pub(crate) const HEADER: &str = "受付番号,手続名,状態,届出者氏名,届出者氏名フリガナ,届出者生年月日,届出者性別,電話番号,\
異動予定日,来庁予定日,来庁予定時間帯,旧住所都道府県,旧住所市区町村,旧住所町字,旧住所番地,新住所町字,新住所番地,新住所方書,\
異動者1氏名,異動者1氏名フリガナ,異動者1生年月日,異動者1性別,異動者1続柄,ひとこと";

pub(crate) fn row(number: &str, day: &str) -> String {
    format!(
        "{number},転入予定,新規,見本　花子,ミホン　ハナコ,1990-05-06,女,090-0000-4321,{day},{day},午前,\
千葉県,船橋市,本町,1番1号,見本台,7番8号,見本荘,見本　一郎,ミホン　イチロウ,2020-01-02,男,子,駐車場を使います"
    )
}

async fn upload(desk: &mut Browser, mapping: &str, file: &str) -> Answer {
    desk.get("/notices").await.is(200);
    desk.upload("/notices", &[("mapping", mapping)], file.as_bytes())
        .await
}

async fn notices(server: &TestServer) -> Vec<portal_notices::Notice> {
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let filter = NoticeFilter {
        limit: 50,
        ..NoticeFilter::default()
    };
    portal_notices::list(&mut tx, &filter).await.unwrap()
}

#[tokio::test]
async fn a_visit_that_was_told_beforehand_becomes_a_case_without_typing_it_again() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let today = server.state.clock.today().to_string();
    let file = format!("{HEADER}\r\n{}\r\n", row("A-1", &today));
    upload(&mut desk, "one_stop_visit", &file).await.is(303);
    upload(&mut desk, "one_stop_visit", &file).await.is(303);
    let all = notices(&server).await;
    assert_eq!(all.len(), 1);
    desk.get("/notices?day=today")
        .await
        .shows("見本　花子")
        .shows("A-1")
        .shows("午前");
    desk.get("/notices?number=A-1").await.shows("見本　花子");
    let path = format!("/notices/{}", all[0].id);
    desk.get(&path)
        .await
        .shows("見本荘")
        .shows("駐車場を使います")
        .shows("転入の受付を始める");
    desk.post(&format!("{path}/prepared"), &[]).await.is(303);
    let page = desk
        .get(&format!("/cases/new?arriving=1&notice={}", all[0].id))
        .await;
    page.is(200)
        .shows("value=\"見本　花子\"")
        .shows("value=\"見本　一郎\"")
        .shows("value=\"見本荘\"");
    let mut form: Vec<(String, String)> = Vec::new();
    for (name, value) in filled(&page.html) {
        form.push((name, value));
    }
    form.push(("identity".into(), "individual_number_card".into()));
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (&**name, &**value)).collect();
    let answer = desk.post("/cases/new", &fields).await;
    answer.is(303);
    let case = answer.location().trim_end_matches("/interview").to_owned();
    desk.get(&case).await.shows("見本　花子").shows("7番8号");
    let now = notices(&server).await.remove(0);
    assert_eq!(now.state, NoticeState::Visited);
    assert_eq!(Some(format!("/cases/{}", now.case_id.unwrap())), Some(case));
    // What comes later for the same number changes nothing.
    desk.post(&format!("{path}/withdrawn"), &[]).await.is(409);
}

/// The fields of a reception page as a browser would send them.
fn filled(html: &str) -> Vec<(String, String)> {
    let form = html.split("action=\"/cases/new\"").nth(1).unwrap();
    let attribute = |tag: &str, name: &str| {
        let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
        Some(value.replace("&#38;", "&"))
    };
    let mut fields = Vec::new();
    for tag in form
        .split("<input ")
        .skip(1)
        .map(|tag| format!(" {}", tag.split('>').next().unwrap()))
    {
        let Some(name) = attribute(&tag, "name") else {
            continue;
        };
        let kind = attribute(&tag, "type").unwrap_or_default();
        if matches!(&*kind, "radio" | "checkbox") && !tag.contains(" checked") {
            continue;
        }
        if name != "csrf" && kind != "submit" {
            fields.push((name, attribute(&tag, "value").unwrap_or_else(|| "on".into())));
        }
    }
    for select in form.split("<select ").skip(1) {
        let name = attribute(&format!(" {select}"), "name").unwrap();
        let chosen = select
            .split("<option ")
            .skip(1)
            .find(|option| option.split('>').next().unwrap().contains("selected"));
        if let Some(value) = chosen.and_then(|option| attribute(&format!(" {option}"), "value")) {
            fields.push((name, value));
        }
    }
    fields
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_told_by_its_place_and_nothing_is_lost() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    upload(&mut desk, "", "x")
        .await
        .is(422)
        .shows("ファイルの種類を選んでください");
    upload(&mut desk, "one_stop_visit", "")
        .await
        .is(422)
        .shows("取り込むファイルを選んでください");
    upload(&mut desk, "myna_portal", "no zip")
        .await
        .is(422)
        .shows("読み取れませんでした");
    let today = server.state.clock.today().to_string();
    let wrong = row("", &today);
    let day = row("A-3", "いつか");
    let file = format!("{HEADER}\r\n{}\r\n{wrong}\r\n{day}\r\n", row("A-2", &today));
    desk.get("/notices").await.is(200);
    let looked = [("mapping", "one_stop_visit"), ("dry_run", "on")];
    let page = desk.upload("/notices", &looked, file.as_bytes()).await;
    page.is(200)
        .shows("まだ取り込んでいません")
        .shows("取り込めません");
    assert!(notices(&server).await.is_empty());
    let page = upload(&mut desk, "one_stop_visit", &file).await;
    page.is(200)
        .shows("取り込みました")
        .shows("この項目を除いて取り込みます");
    assert_eq!(notices(&server).await.len(), 2);
}

#[tokio::test]
async fn a_notice_of_another_municipality_is_not_there() {
    let server = server().await;
    let there = &server.db.there;
    let mut tx = server.db.store.begin(&there.scope).await.unwrap();
    let case = prepared_of("見本　花子");
    let document = portal_notices::NewDocument {
        name: "x",
        digest: "00",
        bytes: b"x",
        by: None,
    };
    portal_notices::receive(&mut tx, &document, &[case])
        .await
        .unwrap();
    let filter = NoticeFilter {
        limit: 1,
        ..NoticeFilter::default()
    };
    let id = portal_notices::list(&mut tx, &filter).await.unwrap().remove(0).id;
    tx.commit().await.unwrap();
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get(&format!("/notices/{id}")).await.is(404);
    desk.get(&format!("/cases/new?arriving=1&notice={id}"))
        .await
        .is(200)
        .hides("花子");
}

/// A prepared case of one person who moves in.
pub(crate) fn prepared_of(name: &str) -> madoguchi_model::prepared_case::PreparedCase {
    madoguchi_model::prepared_case::PreparedCase {
        source: madoguchi_model::prepared_case::NoticeSource::OneStopVisit,
        receipt_number: "B-1".into(),
        procedure_code: String::new(),
        procedure_name: "転入予定".into(),
        events: vec![LifeEvent::MoveIn],
        people: vec![PreparedPerson {
            name: WrittenName {
                written: name.into(),
                kana: String::new(),
                kana_confirmed: false,
            },
            birth_date: None,
            sex: None,
            relationship: String::new(),
            visits: true,
        }],
        former_address: None,
        new_address: None,
        moved_on: None,
        visit_on: None,
        visit_time: String::new(),
        phone: String::new(),
        answers: std::collections::BTreeMap::new(),
        others: std::collections::BTreeMap::new(),
        attachments: Vec::new(),
        withdrawn: false,
    }
}

/// A zip whose files are stored as they are.
pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let at = u32::try_from(zip.len()).unwrap();
        let size = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let crc = crc(bytes).to_le_bytes();
        let common = [
            &[20, 0, 0, 8, 0, 0, 0, 0, 0, 0][..],
            &crc,
            &size,
            &size,
            &length,
            &[0, 0],
        ]
        .concat();
        zip.extend([b"PK\x03\x04", &*common, name.as_bytes(), bytes].concat());
        let entry = [
            b"PK\x01\x02\x14\x00",
            &*common,
            &[0; 10],
            &at.to_le_bytes(),
            name.as_bytes(),
        ];
        directory.extend(entry.concat());
    }
    let (at, count) = (
        u32::try_from(zip.len()).unwrap().to_le_bytes(),
        u16::try_from(files.len()).unwrap().to_le_bytes(),
    );
    let length = u32::try_from(directory.len()).unwrap().to_le_bytes();
    let end = [b"PK\x05\x06\0\0\0\0", &count[..], &count, &length, &at, &[0, 0]].concat();
    [zip, directory, end].concat()
}

/// CRC-32 as zips have it.
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}

#[tokio::test]
async fn an_attachment_is_handed_out_by_what_is_in_it_and_never_runs() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let application = "<電子申請><申請><受付番号>MP-1</受付番号><手続名>児童手当の認定請求</手続名>\
<申請者><氏名>見本　花子</氏名></申請者></申請></電子申請>";
    let zip = zipped(&[
        ("MP-1/application.xml", application.as_bytes()),
        ("MP-1/../../<b>写真</b>.png", b"\x89PNG\r\n\x1A\n..."),
        ("MP-1/request.pdf", b"<html><script>alert(1)</script>"),
    ]);
    desk.get("/notices").await.is(200);
    desk.upload("/notices", &[("mapping", "myna_portal")], &zip)
        .await
        .is(303);
    let notice = notices(&server).await.remove(0);
    assert_eq!(notice.prepared.attachments.len(), 2);
    let path = format!("/notices/{}", notice.id);
    desk.get(&path)
        .await
        .is(200)
        .shows("添付ファイル")
        .hides("<b>写真");
    let picture = desk.get(&format!("{path}/attachments/1")).await;
    picture.is(200);
    assert_eq!(picture.bytes, b"\x89PNG\r\n\x1A\n...");
    assert_eq!(picture.headers["content-type"], "image/png");
    let page = desk.get(&format!("{path}/attachments/2")).await;
    page.is(200);
    assert_eq!(page.headers["content-type"], "application/octet-stream");
    assert_eq!(
        page.headers["content-disposition"],
        "attachment; filename=\"attachment-2.bin\""
    );
    assert_eq!(page.headers["x-content-type-options"], "nosniff");
    assert!(
        page.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("sandbox")
    );
    for nothing in ["0", "3", "x", "99999999999999999999"] {
        desk.get(&format!("{path}/attachments/{nothing}")).await.is(404);
    }
    let mut office = server.signed_in(Role::BackOffice).await;
    office.get(&format!("{path}/attachments/1")).await.is(403);
}

//! From the hand-off to the file, and back from the answers, as the section's officer sees it.

use std::fmt::Write as _;

use madoguchi_model::field_group::{FieldGroup, Reach};
use madoguchi_store::protective_measures::NewMeasure;
use madoguchi_store::{core_files, field_permissions, protective_measures};
use sha2::{Digest, Sha256};

use super::*;

const KIND: &str = "/core-files/kinds/move_notice";

/// A case of four that has been handed off.
async fn handed_off(server: &TestServer, desk: &mut Browser, key: &str) -> String {
    let case = open_case(server, desk, key).await;
    interview(desk, &case).await;
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    sign_all(desk, &case).await;
    hand_off(server, desk, &case).await;
    case
}

/// 引継ぎIDs in a file of the standard layout.
fn ids(file: &str) -> Vec<String> {
    let at =
        |line: &str| -> Vec<String> { line.trim_matches('"').split("\",\"").map(str::to_owned).collect() };
    let mut lines = file.trim_end().split("\r\n").map(at);
    let place = lines
        .next()
        .unwrap()
        .iter()
        .position(|item| item.trim_start_matches(['\u{feff}', '"']) == "引継ぎID")
        .unwrap();
    lines.map(|cells| cells[place].clone()).collect()
}

fn answers(lines: &[(&str, &str, &str)]) -> String {
    let mut file = "引継ぎID,処理結果,理由,処理日時\r\n".to_owned();
    for (id, result, reason) in lines {
        write!(file, "{id},{result},{reason},2026-04-08T10:10:00\r\n").unwrap();
    }
    file
}

#[tokio::test]
async fn a_file_is_made_saved_and_answered_and_the_case_tells_it() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = handed_off(&server, &mut desk, "k").await;
    let mut officer = office(&server, server.db.here.sections[0].id).await;
    officer
        .get("/core-files")
        .await
        .is(200)
        .shows("住民異動届")
        .shows("4行")
        .shows("まだファイルはありません");
    officer
        .get(KIND)
        .await
        .is(200)
        .shows("書き出しを待っている行は <strong class=\"number\">4行</strong>")
        .shows("自動では作りません");
    let made = officer.post(&format!("{KIND}/make"), &[]).await;
    made.is(303);
    let file = made.location().to_owned();
    officer
        .get(&file)
        .await
        .is(200)
        .shows("第1号")
        .shows("書き出し済み")
        .shows("置き場が決まっていない");
    let nothing = officer.post(&format!("{KIND}/make"), &[]).await;
    nothing.is(303);
    assert_eq!(nothing.location(), KIND, "nothing is written twice");
    let saved = officer.bytes(&format!("{file}/content")).await;
    let digest = madoguchi_link::hex(&Sha256::digest(&saved));
    officer.get(&file).await.shows(&digest);
    let text = String::from_utf8(saved).unwrap();
    let ids = ids(&text);
    assert_eq!(ids.len(), 4);

    desk.get(&case)
        .await
        .is(200)
        .shows("業務システムへのファイル")
        .shows("第1号")
        .hides(&format!("href=\"{file}\""));
    let work = format!("/queue/{}", items(&server, &case).await[0].id);
    let answered = answers(&[
        (&ids[0], "1", ""),
        (&ids[1], "2", ""),
        (&ids[2], "9", "続柄が違います"),
        ("not an id", "2", ""),
    ]);
    let given = officer
        .upload(&format!("{KIND}/answers"), &[], answered.as_bytes())
        .await;
    given.is(303);
    officer
        .get(given.location())
        .await
        .is(200)
        .shows("反映した")
        .shows("続柄が違います")
        .shows("読めない行");
    let again = officer
        .upload(&format!("{KIND}/answers"), &[], answered.as_bytes())
        .await;
    assert_eq!(again.location(), given.location());
    officer
        .get(KIND)
        .await
        .shows("業務システムが受理しなかった行")
        .shows("続柄が違います")
        .shows("確認が必要 1行")
        .shows(&format!("href=\"{work}\""));
    for page in [&case, &work] {
        let browser = if *page == case { &mut desk } else { &mut officer };
        browser
            .get(page)
            .await
            .is(200)
            .shows("受理")
            .shows("不受理")
            .shows("続柄が違います");
    }
    officer
        .upload(&format!("{KIND}/answers"), &[], b"a,b\r\n1,2\r\n")
        .await
        .is(422)
        .shows("引継ぎID");
    officer
        .upload(&format!("{KIND}/answers"), &[], b"")
        .await
        .is(422)
        .shows("応答ファイルを選んでください");
}

#[tokio::test]
async fn another_section_sees_nothing_and_the_administrator_nobody() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    handed_off(&server, &mut desk, "k").await;
    let mut officer = office(&server, server.db.here.sections[0].id).await;
    let made = officer.post(&format!("{KIND}/make"), &[]).await;
    let file = made.location().to_owned();
    let mut chief = server.signed_in(Role::SectionChief).await;
    chief.get("/core-files").await.is(200).hides("住民異動届");
    for path in [KIND.to_owned(), file.clone(), format!("{file}/content")] {
        chief.get(&path).await.is(403);
        desk.get(&path).await.is(403);
    }
    for path in [format!("{KIND}/make"), format!("{file}/send")] {
        chief.post(&path, &[]).await.is(403);
    }
    let number = officer.get(&file).await;
    let number = number
        .html
        .split("受付番号\" class=\"number keep\">")
        .nth(1)
        .unwrap();
    let number = number
        .split("</a>")
        .next()
        .unwrap()
        .rsplit('>')
        .next()
        .unwrap()
        .to_owned();
    let mut admin = server.signed_in(Role::Administrator).await;
    admin
        .get("/core-files")
        .await
        .is(200)
        .shows("住民異動届")
        .shows("第1号");
    admin
        .get(&file)
        .await
        .is(200)
        .shows("担当する課の職員だけ")
        .hides(&number);
    admin.get(KIND).await.is(200).hides("手作業で引き継ぐ行");
    admin.get(&format!("{file}/content")).await.is(403);
    admin.upload(&format!("{KIND}/answers"), &[], b"x").await.is(403);
}

#[tokio::test]
async fn rows_of_a_protected_person_go_by_hand_and_are_marked_as_done() {
    let server = server().await;
    let household = protected_household(&server).await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let opened = send(&mut desk, "/cases/new", &received_for(&server, &household, "p")).await;
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    interview(&mut desk, &case).await;
    let reason = [("reason", "本人が来庁し、確認した")];
    server
        .signed_in(Role::SectionChief)
        .await
        .post(&format!("{case}/protection-lift"), &reason)
        .await
        .is(303);
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    sign_all(&mut desk, &case).await;
    hand_off(&server, &mut desk, &case).await;
    let mut officer = office(&server, server.db.here.sections[0].id).await;
    let nothing = officer.post(&format!("{KIND}/make"), &[]).await;
    assert_eq!(nothing.location(), KIND);
    let page = officer.get(KIND).await;
    page.is(200).shows("支援措置の対象の人がいるため");
    let done = page.html.split("action=\"/core-files/rows/").nth(1).unwrap();
    let done = format!("/core-files/rows/{}", done.split('"').next().unwrap());
    let mut chief = server.signed_in(Role::SectionChief).await;
    chief.post(&done, &[]).await.is(403);
    officer.post(&done, &[]).await.is(303);
    officer.post(&done, &[]).await.is(409);
    let work = format!("/queue/{}", items(&server, &case).await[0].id);
    officer
        .get(&work)
        .await
        .shows("手作業で引継ぎ済み")
        .shows("手作業で引き継ぐ");
}

#[tokio::test]
async fn a_file_is_not_given_out_once_somebody_in_it_is_protected_or_the_section_must_not_see_it() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    handed_off(&server, &mut desk, "k").await;
    let here = &server.db.here;
    let mut officer = office(&server, here.sections[0].id).await;
    let made = officer.post(&format!("{KIND}/make"), &[]).await;
    let file = made.location().to_owned();
    let content = format!("{file}/content");
    officer.get(&content).await.is(200);
    let by = here.staff(Role::Administrator).id;
    let decide = async |reach| {
        let mut tx = server.db.store.begin(&here.scope).await.unwrap();
        let section = here.sections[0].id;
        field_permissions::decide(&mut tx, section, FieldGroup::Domicile, reach, "例", by)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    };
    decide(Reach::Nowhere).await;
    officer.get(&content).await.is(403).shows("本籍・筆頭者");
    decide(Reach::Everywhere).await;
    officer.get(&content).await.is(200);
    let id = file.rsplit('/').next().unwrap().parse().unwrap();
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    assert!(!core_files::is_protected(&mut tx, id).await.unwrap());
    drop(tx);
    protect(&server).await;
    officer.get(&content).await.is(403).shows("支援措置により");
    officer
        .get(&file)
        .await
        .is(200)
        .shows("もう出せません")
        .hides("ファイルを保存する");
    officer.post(&format!("{file}/send"), &[]).await.is(403);
}

/// Puts a member of the sample's household under a measure.
async fn protect(server: &TestServer) {
    let here = &server.db.here;
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let new = NewMeasure {
        resident: here.household.members[3].id,
        members: Vec::new(),
        from: tx.today(),
        consulted: String::new(),
        remark: String::new(),
        reason: "例".into(),
    };
    protective_measures::register(&mut tx, &new, here.staff(Role::SectionChief).id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

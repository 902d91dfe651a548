//! The life of an application: versions and what changed, withdrawal, prints and what they say of themselves, and the
//! same application as data.

use chrono::TimeDelta;
use madoguchi_forms::Laid;
use madoguchi_forms::display::Mark as Drawn;
use madoguchi_model::ids::CaseId;
use madoguchi_store::print_releases::{self, PrintKind};
use madoguchi_store::{applications, signatures};
use serde_json::Value;

use super::*;
use crate::staff::printing::{Mark, Sheet};

/// A case with its applications, unsigned, and their paths.
async fn made(server: &TestServer, desk: &mut Browser) -> (String, Vec<String>) {
    let case = open_case(server, desk, "k").await;
    interview(desk, &case).await;
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    let list = desk.get(&format!("{case}/applications")).await;
    let paths = versions(&list)
        .iter()
        .map(|(name, _)| format!("{case}/applications/{}", name.replace("version-", "")))
        .collect();
    (case, paths)
}

/// Saves reception with another building.
async fn move_elsewhere(server: &TestServer, desk: &mut Browser, case: &str, building: &str) {
    let page = desk.get(&format!("{case}/reception")).await;
    let mut form = received(server, "k");
    form.push(("version", hidden(&page, "version").to_owned()));
    form.iter_mut().find(|(name, _)| *name == "building").unwrap().1 = building.into();
    send(desk, &format!("{case}/reception"), &form).await.is(303);
}

fn case_id(case: &str) -> CaseId {
    case.rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_correction_after_signing_keeps_both_versions_and_tells_the_difference() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let (case, papers) = made(&server, &mut desk).await;
    let strokes = r#"{"width":600,"height":120,"strokes":[[[10,20,0],[90,80,40],[200,30,90]]]}"#;
    let drawn = [("kind", "touch"), ("version", "1"), ("strokes", strokes)];
    desk.post(&format!("{}/signature", papers[0]), &drawn)
        .await
        .is(303);
    let before = desk.get(&papers[0]).await;
    before
        .is(200)
        .shows("第1版")
        .shows("最初の版です")
        .shows("署名　2026年4月8日 10:00")
        .hides("第2版");
    move_elsewhere(&server, &mut desk, &case, "見本荘 202").await;
    desk.get(&papers[0])
        .await
        .is(200)
        .shows("第2版")
        .shows("訂正")
        .shows("見本ハイツ101")
        .shows("見本荘")
        .shows("無効（受付の内容が変わったため）")
        .shows("署名をもらう");
    // The signed version is there as it was signed, and says on its pages and pictures that it is old.
    let old = format!("{}/versions/1", papers[0]);
    desk.get(&old)
        .await
        .is(200)
        .shows("旧版（第1版）　いまの版は第2版です")
        .shows("見本ハイツ101")
        .hides("見本荘");
    desk.get(&format!("{old}/pages/1.svg"))
        .await
        .is(200)
        .shows("-watermark");
    printed(&mut desk, &format!("{old}/print")).await;
    desk.get(&format!("{}/versions/3", papers[0])).await.is(404);
    desk.get(&papers[0])
        .await
        .shows("印刷の記録")
        .shows("この申請書だけ");

    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let releases = print_releases::of_case(&mut tx, case_id(&case)).await.unwrap();
    let told: Vec<_> = releases
        .iter()
        .map(|release| (release.kind, release.papers[0].application.unwrap().1))
        .collect();
    assert_eq!(told, [(PrintKind::Application, 1)]);
    let signed = signatures::of_case(&mut tx, case_id(&case)).await.unwrap();
    assert!(signed.iter().all(|signature| signature.voided_at.is_some()));
}

#[tokio::test]
async fn a_second_print_of_a_version_says_so_and_the_first_of_the_next_does_not() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let (case, papers) = made(&server, &mut desk).await;
    let first = printed(&mut desk, &format!("{}/print", papers[0])).await;
    server.db.clock.advance(TimeDelta::minutes(1));
    let second = printed(&mut desk, &format!("{}/print", papers[0])).await;
    assert_ne!(first.html, second.html);
    desk.get(&papers[0]).await.shows("1回目").shows("再印刷（2回目）");
    move_elsewhere(&server, &mut desk, &case, "見本荘").await;
    printed(&mut desk, &format!("{case}/applications/print")).await;
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let releases = print_releases::of_case(&mut tx, case_id(&case)).await.unwrap();
    let copies: Vec<Vec<(Option<i32>, i32)>> = releases
        .iter()
        .map(|release| {
            let papers = release.papers.iter();
            papers
                .map(|paper| (paper.application.map(|(_, version)| version), paper.copy))
                .collect()
        })
        .collect();
    assert_eq!(copies[0], [(Some(1), 1)]);
    assert_eq!(copies[1], [(Some(1), 2)]);
    assert!(copies[2].contains(&(Some(2), 1)), "{copies:?}");
}

#[tokio::test]
async fn opening_a_print_again_records_nothing_and_ends_after_a_while() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let (case, papers) = made(&server, &mut desk).await;
    desk.get(&papers[0]).await.is(200);
    desk.get(&format!("{}/pages/1.svg", papers[0]))
        .await
        .is(200)
        .shows("-watermark");
    let sent = desk.post(&format!("{case}/bundle"), &[]).await;
    sent.is(303);
    let one = desk.get(sent.location()).await;
    let other = desk.get(sent.location()).await;
    assert_eq!(one.html, other.html, "the same file");
    // Nobody else opens it.
    server
        .signed_in(Role::SectionChief)
        .await
        .get(sent.location())
        .await
        .is(404);
    server.db.clock.advance(TimeDelta::minutes(11));
    desk.get(sent.location())
        .await
        .is(409)
        .shows("もう一度「印刷する」を押してください");
    desk.get(&format!("{case}/guide-sheet"))
        .await
        .is(200)
        .hides("印刷の記録");
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let releases = print_releases::of_case(&mut tx, case_id(&case)).await.unwrap();
    assert_eq!(releases.len(), 1, "looking and opening again are no prints");
    let papers = &releases[0].papers;
    assert_eq!((papers[0].application, papers.len() > 1), (None, true));

    let mut admin = server.signed_in(Role::Administrator).await;
    admin
        .get("/admin/audit-log")
        .await
        .shows("申請書：印刷・出力")
        .shows("第1版・1枚");
}

/// The text of the pages, without spaces.
fn text(laid: &Laid) -> Vec<String> {
    let page = |page: &madoguchi_forms::display::Page| -> String {
        let runs = page.items.iter().filter_map(|item| match &item.mark {
            Drawn::Text(run) => Some(run.text.replace(['\u{3000}', ' '], "")),
            Drawn::Shape(_) => None,
        });
        runs.collect()
    };
    laid.pages.iter().map(page).collect()
}

#[tokio::test]
async fn marks_are_on_every_page_and_the_rest_is_the_same() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let (case, _) = made(&server, &mut desk).await;
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let made = applications::of_case(&mut tx, case_id(&case)).await.unwrap();
    let laid = |marks: Vec<Mark>| {
        let form = &made[0];
        let municipality = server_municipality();
        let laid = crate::staff::applications::lay(
            &crate::staff::applications::Content::of(form, None),
            &crate::paper_materials::PaperMaterials::default(),
            &municipality,
            &server.state.fonts,
        );
        let sheet = Sheet {
            application: Some((form.id, form.version)),
            laid: laid.unwrap().unwrap(),
            marks,
        };
        text(&sheet.stamped(&server.state.fonts))
    };
    let plain = laid(Vec::new());
    let again = Mark::Again {
        copy: 2,
        at: server.state.clock.now(),
    };
    let old = Mark::Old {
        version: 1,
        newest: 3,
    };
    let marked = laid(vec![old, again]);
    for (plain, marked) in plain.iter().zip(&marked) {
        let line = "旧版（第1版）いまの版は第3版です／再印刷（2回目）2026年4月8日";
        assert_eq!(&marked.replace(line, ""), plain);
        assert_eq!(marked.matches(line).count(), 1);
    }
}

fn server_municipality() -> madoguchi_model::municipality::Municipality {
    madoguchi_model::municipality::Municipality {
        code: "000019".into(),
        prefecture: "見本県".into(),
        name: "みほん市".into(),
        kana: "ミホン".into(),
    }
}

#[tokio::test]
async fn what_the_resident_withdraws_stays_in_sight_and_is_not_made_again() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let (case, papers) = made(&server, &mut desk).await;
    let withdraw = format!("{}/withdraw", papers[1]);
    desk.post(&withdraw, &[("version", "1"), ("reason", "　")])
        .await
        .is(422)
        .shows("取り下げる理由を入力してください");
    desk.post(&withdraw, &[("reason", "家族が手続きするため")])
        .await
        .is(409);
    let sent = [("version", "1"), ("reason", "家族が手続きするため")];
    desk.post(&withdraw, &sent).await.is(303);
    let list = format!("{case}/applications");
    desk.get(&list)
        .await
        .is(200)
        .shows("取下げ")
        .shows("理由：家族が手続きするため")
        .hides("未作成");
    desk.post(&list, &[]).await.is(303);
    desk.get(&papers[1]).await.is(404);
    desk.get(&format!("{}/versions/1", papers[1]))
        .await
        .is(200)
        .shows("取下げ・不要になった申請書");
    desk.get(&case).await.shows("の申請が取り下げられました");
    sign_all(&mut desk, &case).await;
    desk.get(&format!("{case}/hand-off"))
        .await
        .shows("取り下げられています");

    desk.post(&format!("{}/restore", papers[1]), &[]).await.is(303);
    desk.get(&papers[1]).await.is(200).shows("署名をもらう");
    desk.post(&format!("{}/restore", papers[1]), &[]).await.is(404);
}

#[tokio::test]
async fn papers_of_a_withdrawn_case_say_so() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let (case, papers) = made(&server, &mut desk).await;
    printed(&mut desk, &format!("{case}/guide-sheet/print")).await;
    desk.get(&format!("{case}/guide-sheet")).await.shows("印刷の記録");
    let page = desk.get(&case).await;
    let sent = [
        ("version", hidden(&page, "version")),
        ("reason", "引っ越しをやめたため"),
    ];
    desk.post(&format!("{case}/withdraw"), &sent).await.is(303);
    desk.get(&format!("{}/versions/1", papers[0]))
        .await
        .is(200)
        .shows("取下げ・不要になった申請書");
    let answer = desk
        .post(&format!("{}/withdraw", papers[0]), &[("reason", "x")])
        .await;
    answer.is(409);
}

#[tokio::test]
async fn a_back_office_prints_the_bundle_and_withdraws_nothing() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let (case, papers) = made(&server, &mut desk).await;
    sign_all(&mut desk, &case).await;
    hand_off(&server, &mut desk, &case).await;
    let item = items(&server, &case).await.remove(0);
    let mut office = office(&server, item.section_id).await;
    office
        .get(&format!("/queue/{}", item.id))
        .await
        .is(200)
        .shows("送付票を付けて印刷する");
    printed(&mut office, &format!("{case}/bundle")).await;
    office
        .post(&format!("{}/withdraw", papers[0]), &[("reason", "x")])
        .await
        .is(403);
    // After the hand-off the resident goes to the section: nothing is withdrawn here any more.
    let late = [("version", "1"), ("reason", "遅い")];
    desk.post(&format!("{}/withdraw", papers[0]), &late).await.is(409);
}

#[tokio::test]
async fn the_same_application_as_data_and_as_text() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let (case, papers) = made(&server, &mut desk).await;
    let path = format!("{}/application.json", papers[0]);
    let answer = desk.get(&path).await;
    answer.is(200);
    assert_eq!(answer.headers["content-type"], "application/json");
    let name = answer.headers["content-disposition"].to_str().unwrap();
    assert!(name.starts_with("attachment; filename=\"26-"), "{name}");
    let data: Value = serde_json::from_str(&answer.html).unwrap();
    assert_eq!(data["schema"], "madoguchi-application/1");
    assert_eq!(data["form"]["id"], "resident_movement_notification");
    assert_eq!(
        (&data["version"], &data["signature"]["state"]),
        (&1.into(), &"unsigned".into())
    );
    let head = &server.db.here.household.members[0].names.name.written;
    assert_eq!(data["申請"]["宛先"], "みほん市長");
    assert_eq!(data["申請"]["申請者"], **head);
    assert_eq!(data["申請"]["申請日"], "2026-04-08");
    let fields = data["fields"].as_array().unwrap();
    let names = fields.iter().filter(|field| field["value"] == **head);
    assert!(names.count() > 0, "the name keeps its selector");
    assert!(
        fields
            .iter()
            .any(|field| field["key"] == "new_address" && field["value"].as_str().unwrap().contains("見本台"))
    );
    sign_all(&mut desk, &case).await;
    let data: Value = serde_json::from_str(&desk.get(&path).await.html).unwrap();
    assert_eq!(data["signature"]["kind"], "paper");
    assert_eq!(data["signature"]["signed_at"], "2026-04-08T10:00:00+09:00");
    let text = desk.get(&path.replace(".json", ".txt")).await;
    text.is(200)
        .shows("住民異動届\n受付番号：26-")
        .shows("署名：紙に署名　2026年4月8日 10:00")
        .shows(head);
    desk.get(&format!(
        "{case}/applications/{}/application.json",
        case_id(&case)
    ))
    .await
    .is(404);
}

#[tokio::test]
async fn the_administrators_words_stand_beside_the_button() {
    let server = server().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let general = [("form", ""), ("printer", "1階の複合機"), ("copies", "1")];
    admin.post("/admin/printing", &general).await.is(303);
    let own = [
        ("form", "resident_movement_notification"),
        ("tray", "トレイ2"),
        ("copies", "2"),
    ];
    admin.post("/admin/printing", &own).await.is(303);
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let (case, papers) = made(&server, &mut desk).await;
    desk.get(&papers[0])
        .await
        .shows("印刷の案内：住民異動届：トレイ2・2部");
    desk.get(&format!("{case}/applications"))
        .await
        .shows("住民異動届：トレイ2・2部")
        .shows("そのほか：1階の複合機");
    desk.get(&format!("{case}/guide-sheet"))
        .await
        .shows("印刷の案内：1階の複合機");
}

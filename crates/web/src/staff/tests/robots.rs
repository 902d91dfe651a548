//! Robots' work as the section's people see it, and lists for robots without HTTP.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use madoguchi_jobs::periodic::{CleanUp, Periodic};
use serde_json::json;

use super::*;
use crate::api::tests::robots::{lease, robot, with_tasks};

/// A form with a file by its bytes, from a browser; [`Browser::upload`] names it otherwise, which is not looked at.
async fn bring_back(office: &mut Browser, list: &str, file: &[u8]) -> Answer {
    office.upload(&format!("{list}/results"), &[], file).await
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one task from its beginning to its end")]
async fn the_section_sees_what_robots_did_and_decides_the_rest() {
    let server = with_tasks().await;
    let robot = robot(&server).await;
    let mut office = server.signed_in(Role::BackOffice).await;
    office
        .get("/robots")
        .await
        .is(200)
        .shows("ロボット待ち 2")
        .shows("国民健康保険の異動入力");
    let task = lease(&robot, "a", 1).await.remove(0);
    let id = task["id"].as_str().unwrap();
    let page = format!("/robots/{id}");
    office
        .get(&page)
        .await
        .is(200)
        .shows("ロボットが処理中")
        .shows("試験の連携先");
    let picture = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3A\x7E\x9B\x55\0\0\0\0IEND\xAE\x42\x60\x82";
    let result = json!({ "lease": task["lease"], "result": "refused", "reason": "資格の情報がありません",
        "screenshot": { "media_type": "image/png", "data": STANDARD.encode(picture) } });
    robot
        .post(
            &format!("/api/v1/robot-tasks/{id}/result"),
            &[("idempotency-key", "r")],
            &result,
        )
        .await
        .is(200);
    let shown = office.get(&page).await;
    shown
        .is(200)
        .shows("業務システムが受け付けませんでした")
        .shows("資格の情報がありません");
    let screenshot = format!("{page}/attempts/{}/screenshot", task["lease"].as_str().unwrap());
    shown.shows(&screenshot);
    let file = office.get(&screenshot).await;
    assert_eq!(file.is(200).bytes, picture);
    assert_eq!(file.headers["content-type"], "image/png");
    let version = hidden(&shown, "version").to_owned();
    office
        .post(&format!("{page}/take-over"), &[("version", &version)])
        .await
        .is(303);
    office
        .post(&format!("{page}/take-over"), &[("version", &version)])
        .await
        .is(409);
    let shown = office.get(&page).await;
    shown.shows("人が入力する作業です").shows("ロボットに戻す");
    let form = [("version", hidden(&shown, "version")), ("number", "K-7")];
    office.post(&format!("{page}/done"), &form).await.is(303);
    office
        .get(&page)
        .await
        .shows("人が入力済み")
        .shows("K-7")
        .hides("人が入力する作業です");

    // The other one is typed: the work is provisional, free, and can be taken to be completed.
    let task = lease(&robot, "b", 1).await.remove(0);
    let id = task["id"].as_str().unwrap();
    let result = json!({ "lease": task["lease"], "result": "done", "number": "K-8" });
    robot
        .post(
            &format!("/api/v1/robot-tasks/{id}/result"),
            &[("idempotency-key", "s")],
            &result,
        )
        .await
        .is(200);
    let here = &server.db.here;
    let case = format!("/cases/{}", here.case.id);
    let item = items(&server, &case).await.remove(0);
    let work = format!("/queue/{}", item.id);
    let shown = office.get(&work).await;
    shown
        .is(200)
        .shows("仮登録済み")
        .shows("引き取る")
        .shows("番号 K-8")
        .shows("番号 K-7");
    for action in ["take", "complete"] {
        let version = hidden(&office.get(&work).await, "version").to_owned();
        office
            .post(&format!("{work}/{action}"), &[("version", &version)])
            .await
            .is(303);
    }
    office.get(&work).await.shows("完了");
    // A month later the picture is gone; what came of the attempt stays.
    server.db.clock.advance(TimeDelta::days(31));
    CleanUp
        .run(&server.db.store, &server.db.here.scope)
        .await
        .unwrap();
    let mut office = server.signed_in(Role::BackOffice).await;
    office.get(&screenshot).await.is(404);
    office
        .get(&page)
        .await
        .is(200)
        .shows("資格の情報がありません")
        .hides(&screenshot);
}

#[tokio::test]
async fn robots_work_is_the_own_sections() {
    let server = with_tasks().await;
    let robot = robot(&server).await;
    let id = lease(&robot, "a", 1).await[0]["id"].as_str().unwrap().to_owned();
    let mut other = office(&server, server.db.here.sections[0].id).await;
    other
        .get("/robots")
        .await
        .is(200)
        .shows("該当する作業はありません");
    other.get(&format!("/robots/{id}")).await.is(403);
    other
        .post(&format!("/robots/{id}/take-over"), &[("version", "2")])
        .await
        .is(403);
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get("/robots").await.is(403);
}

#[tokio::test]
async fn a_list_goes_out_comes_back_and_says_what_is_wrong() {
    let server = with_tasks().await;
    let mut office = server.signed_in(Role::BackOffice).await;
    office
        .get("/robot-lists")
        .await
        .is(200)
        .shows("待っている作業は2件");
    office
        .post("/robot-lists", &[("kind", "none")])
        .await
        .is(422)
        .shows("作業を選んでください");
    let kind = ("kind", "sample_national_health");
    office
        .post("/robot-lists", &[kind, ("form", "csv_shift_jis")])
        .await
        .is(422)
        .shows("Shift_JISにない文字がある");
    let made = office.post("/robot-lists", &[kind, ("form", "csv_utf8")]).await;
    made.is(303);
    let list = made.location().to_owned();
    office
        .get(&list)
        .await
        .is(200)
        .shows("2件のリストを作りました")
        .shows("結果を戻す")
        .shows("ロボットが処理中");
    office
        .post("/robot-lists", &[kind, ("form", "xlsx")])
        .await
        .is(422)
        .shows("待っていません");
    let file = office.get(&format!("{list}/file")).await;
    file.is(200);
    let disposition = file.headers["content-disposition"].to_str().unwrap();
    assert_eq!(
        disposition,
        "attachment; filename=\"sample_national_health_000001.csv\""
    );
    let name = &server.db.here.household.members[0].names.name.written;
    assert!(file.html.contains(&**name) && !disposition.contains(&**name));
    bring_back(&mut office, &list, b"")
        .await
        .is(422)
        .shows("ファイルを選んでください");
    bring_back(&mut office, &list, b"a,b")
        .await
        .is(422)
        .shows("の列がない");
    let filled = |answers: [&str; 2]| {
        let mut lines = file.html.lines();
        let mut text = format!("{}\r\n", lines.next().unwrap());
        for (line, answer) in lines.zip(answers) {
            let line = line.strip_suffix("\"\",\"\",\"\"").unwrap();
            text = format!("{text}{line}{answer}\r\n");
        }
        text.into_bytes()
    };
    let wrong = filled(["\"済\",\"K-1\",\"\"", "\"済\",\"\",\"\""]);
    bring_back(&mut office, &list, &wrong)
        .await
        .is(422)
        .shows("3行目")
        .shows("何も反映していません")
        .shows("業務システムが出した番号を入れてください");
    office.get(&list).await.hides("K-1");
    let right = filled(["\"済\",\"K-1\",\"\"", "\"失敗\",\"\",\"画面が開かない\""]);
    bring_back(&mut office, &list, &right).await.is(303);
    office
        .get(&list)
        .await
        .shows("2件の結果を反映しました")
        .shows("K-1")
        .shows("終わり")
        .hides("結果を戻す");
    office.get(&format!("{list}/file")).await.is(409);
    bring_back(&mut office, &list, &right)
        .await
        .is(422)
        .shows("終わっています");

    // Given up, its tasks wait again.
    server.db.clock.advance(TimeDelta::minutes(2));
    let made = office.post("/robot-lists", &[kind, ("form", "xlsx")]).await;
    let list = made.is(303).location().to_owned();
    let file = office.get(&format!("{list}/file")).await;
    assert!(file.is(200).bytes.starts_with(b"PK"));
    office.post(&format!("{list}/give-up"), &[]).await.is(303);
    office.get("/robots").await.shows("ロボット待ち 1");
}

#[tokio::test]
async fn the_administrator_says_what_robots_type() {
    let server = with_tasks().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let page = admin.get("/admin/robots").await;
    page.is(200)
        .shows("使っている")
        .shows("国民健康保険の異動入力")
        .shows("自治体の定義");
    let kind = ("kind", "sample_national_health");
    admin
        .post("/admin/robots", &[kind, ("attempts", "0"), ("active", "yes")])
        .await
        .is(422)
        .shows("1から20まで");
    admin.post("/admin/robots", &[("kind", "none")]).await.is(404);
    admin
        .post("/admin/robots", &[kind, ("attempts", "5"), ("active", "no")])
        .await
        .is(303);
    admin
        .get("/admin/robots")
        .await
        .shows("使っていない")
        .shows("value=\"5\"");
    // Robots get nothing of what is not used.
    let robot = robot(&server).await;
    assert!(lease(&robot, "a", 5).await.is_empty());

    let copied = admin.get("/admin/robots?copy=sample_national_health").await;
    copied.is(200).shows("国保システム（見本）");
    let text = madoguchi_link::robots::Definition::text("sample_national_health").unwrap();
    let post = |text: String| [("definition", text)];
    let wrong = post(text.replace("value = \"person.kana\"", "value = \"person.secret\""));
    send(&mut admin, "/admin/robots/definition", &wrong)
        .await
        .is(422)
        .shows("person.secret");
    // This municipality has no such section.
    send(&mut admin, "/admin/robots/definition", &post(text.to_owned()))
        .await
        .is(422)
        .shows("コードの課がありません");
    let own = text
        .replace("\"insurance_pension\"", "\"national_health_insurance\"")
        .replace("id = \"sample_national_health\"", "id = \"our_own\"");
    send(&mut admin, "/admin/robots/definition", &post(own))
        .await
        .is(303);
    admin.get("/admin/robots").await.shows("our_own");
    send(
        &mut admin,
        "/admin/robots/definition",
        &post("id = \"sample_national_health\"".into()),
    )
    .await
    .is(303);
    admin.get("/admin/robots").await.shows("備え付けの定義");
}

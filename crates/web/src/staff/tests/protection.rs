//! The register of 支援措置, 抑止 and 緊急閲覧 through their pages.

use chrono::TimeDelta;

use super::*;

/// Registers a measure for the sample's second member; the path of its page.
async fn registered(server: &TestServer, browser: &mut Browser) -> String {
    let members = &server.db.here.household.members;
    let form = [
        ("resident", members[1].id.to_string()),
        ("from", "今日".to_owned()),
        ("members", members[2].id.to_string()),
        ("consulted", "みほん警察署".to_owned()),
        ("reason", "本人の申出".to_owned()),
    ];
    let sent = send(browser, "/protection/new", &form).await;
    sent.is(303);
    sent.location().to_owned()
}

/// Sends one of the forms of a measure's page.
async fn decide(browser: &mut Browser, path: &str, what: &str, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(path).await;
    page.is(200);
    let version = hidden(&page, "version").to_owned();
    let mut form = vec![("version", &*version)];
    form.extend(fields);
    browser.post(&format!("{path}/{what}"), &form).await
}

#[tokio::test]
async fn a_measure_goes_from_provisional_to_its_end_by_decisions() {
    let server = server().await;
    let person = format!("/residents/{}", server.db.here.household.members[1].id);
    let head = format!("/residents/{}", server.db.here.household.members[0].id);
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get(&person)
        .await
        .shows("本町一丁目")
        .shows("支援措置を登録する");
    let form = desk
        .get(&format!(
            "/protection/new?resident={}",
            person.rsplit('/').next().unwrap()
        ))
        .await;
    form.is(200).shows("併せて支援を求める者");
    desk.post(
        "/protection/new",
        &[("resident", person.rsplit('/').next().unwrap())],
    )
    .await
    .is(422)
    .shows("登録する理由");
    let path = registered(&server, &mut desk).await;
    desk.get(&path).await.is(200).shows("仮支援措置").shows("申出");
    // From now on, for the whole household.
    for page in [&person, &head] {
        desk.get(page)
            .await
            .is(200)
            .hides("本町一丁目")
            .shows("仮支援措置");
    }
    decide(&mut desk, &path, "confirm", &[("confirm_from", "今日")])
        .await
        .is(422)
        .shows("決定の理由");
    decide(
        &mut desk,
        &path,
        "confirm",
        &[("confirm_from", "今日"), ("confirm_reason", "警察の意見")],
    )
    .await
    .is(303);
    desk.get(&path)
        .await
        .shows("支援措置中")
        .shows("令和9年4月7日")
        .hides("1年延長する");
    desk.get("/").await.is(200).shows("1か月以内に満了");
    // A month before the end it can be extended, and is told.
    server.db.clock.advance(TimeDelta::days(340));
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get("/protection").await.is(200).shows("1か月以内に満了");
    server.db.clock.advance(TimeDelta::days(60));
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get("/protection").await.shows("期間が過ぎています");
    desk.get(&person).await.hides("本町一丁目");
    decide(&mut desk, &path, "extend", &[("extend_reason", "")])
        .await
        .is(422);
    decide(&mut desk, &path, "extend", &[("extend_reason", "本人の意思")])
        .await
        .is(303);
    desk.get(&path)
        .await
        .shows("令和10年4月7日")
        .hides("期間が過ぎています");
    // Only a chief ends it.
    desk.get(&path).await.hides("支援措置を終了する");
    decide(&mut desk, &path, "end", &[("end_reason", "本人の申出")])
        .await
        .is(403);
    let mut chief = server.chief_in_charge().await;
    decide(&mut chief, &path, "end", &[("end_reason", "")])
        .await
        .is(422);
    decide(&mut chief, &path, "end", &[("end_reason", "本人の申出")])
        .await
        .is(303);
    chief.get(&path).await.shows("終了").hides("1年延長する");
    chief.get("/protection?ended=1").await.shows("花子");
    desk.get(&person).await.shows("本町一丁目");
}

#[tokio::test]
async fn the_register_and_the_perpetrators_are_of_the_section_in_charge_alone() {
    let server = server().await;
    let mut chief = server.chief_in_charge().await;
    let path = registered(&server, &mut chief).await;
    let perpetrators = format!("{path}/perpetrators");
    chief
        .get(&perpetrators)
        .await
        .is(200)
        .shows("まだ登録していません");
    chief
        .post(&perpetrators, &[("name", ""), ("birth", "13月")])
        .await
        .is(422);
    let against = [
        ("name", "髙橋\u{3000}一郎"),
        ("relation", "元配偶者"),
        ("address", "となり町1-1"),
    ];
    chief.post(&perpetrators, &against).await.is(303);
    chief.get(&perpetrators).await.shows("髙橋").shows("となり町1-1");
    // The front desk of the section registers, and does not learn against whom.
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get(&path).await.is(200).hides("髙橋").hides("perpetrators");
    desk.get(&perpetrators).await.is(403);
    // Other sections' chiefs and offices see no register.
    for role in [Role::SectionChief, Role::BackOffice] {
        let mut other = server.signed_in(role).await;
        for page in ["/protection", "/suppressions", &path, &perpetrators] {
            other.get(page).await.is(403).hides("髙橋");
        }
        other.get("/").await.is(200).hides("href=\"/protection\"");
    }
    // An agent of that name, in any household's case: the counter is told to ask, and not why.
    let mut form = received(&server, "agent");
    form.retain(|(name, _)| *name != "visitor");
    form.extend([
        ("visitor", "agent".to_owned()),
        ("visitor_name", "高橋 一郎".to_owned()),
        ("visitor_address", "見本県となり町1".to_owned()),
        ("power_of_attorney", "seen".to_owned()),
    ]);
    let opened = send(&mut desk, "/cases/new", &form).await;
    opened.is(303);
    let page = desk.get(opened.location()).await;
    page.is(200).shows("照会注意").hides("加害者").hides("相手方");
    let remove = chief.get(&perpetrators).await;
    let action = remove.html.split("/remove\"").next().unwrap();
    let action = format!("{}/remove", &action[action.rfind("/protection/").unwrap()..]);
    chief.post(&action, &[]).await.is(303);
    desk.get(opened.location()).await.is(200).hides("照会注意");
}

#[tokio::test]
async fn a_suppression_stops_its_operations_until_it_is_ended() {
    let server = server().await;
    let person = &server.db.here.household.members[0];
    let number = person.addressee_number.clone().unwrap();
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    interview(&mut desk, &case).await;
    desk.post("/suppressions", &[("number", "1")])
        .await
        .is(422)
        .shows("見つかりません")
        .shows("抑止の種類を選んでください");
    for kind in ["certificates", "changes"] {
        let form = [
            ("number", &*number),
            ("kind", kind),
            ("from", "今日"),
            ("reason", "裁判所の命令"),
        ];
        desk.post("/suppressions", &form).await.is(303);
    }
    desk.get(&format!("/residents/{}", person.id))
        .await
        .shows("抑止：証明発行停止")
        .shows("抑止：異動停止");
    desk.get(&case).await.shows("抑止：証明発行停止");
    desk.post(&format!("{case}/applications"), &[])
        .await
        .is(403)
        .shows("抑止のため作成・印刷できません");
    desk.post(&format!("{case}/hand-off"), &[])
        .await
        .is(403)
        .shows("抑止のため引継ぎできません");
    send(&mut desk, "/cases/new", &received(&server, "other"))
        .await
        .is(403)
        .shows("抑止のため受付できません");
    let list = desk.get("/suppressions").await;
    list.is(200).shows("裁判所の命令").hides("終了する");
    let mut chief = server.chief_in_charge().await;
    for _ in 0..2 {
        let list = chief.get("/suppressions").await;
        let action = list.html.split("/end\"").next().unwrap();
        let action = format!("{}/end", &action[action.rfind("/suppressions/").unwrap()..]);
        desk.post(&action, &[]).await.is(403);
        chief.post(&action, &[]).await.is(303);
    }
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
}

#[tokio::test]
async fn an_emergency_shows_one_address_for_ten_minutes_and_is_told_to_the_chiefs() {
    let server = server().await;
    let household = protected_household(&server).await;
    let person = format!("/residents/{}", household.members[1].id);
    let head = format!("/residents/{}", household.members[0].id);
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = {
        let opened = send(&mut desk, "/cases/new", &received_for(&server, &household, "k")).await;
        opened.location().strip_suffix("/interview").unwrap().to_owned()
    };
    interview(&mut desk, &case).await;
    let path = format!("{person}/emergency");
    desk.get(&path).await.is(200).shows("すぐに課長・係長に伝わり");
    desk.post(&path, &[("reason", " ")]).await.is(422);
    let reason = [("reason", "消防署から安否確認の依頼")];
    desk.post(&path, &reason).await.is(303);
    desk.get(&person)
        .await
        .is(200)
        .shows("かくれ荘")
        .shows("緊急閲覧中です");
    // One person, one officer; nothing is printed, no case is opened up.
    desk.get(&head).await.hides("かくれ荘");
    desk.get(&case).await.hides("かくれ荘");
    desk.post(&format!("{case}/applications"), &[]).await.is(403);
    let mut other = server.signed_in(Role::SectionChief).await;
    other.get(&person).await.is(200).hides("かくれ荘");
    // The chief of the officer's section is told on the first page; of another section, not.
    other.get("/").await.hides("確認していない緊急閲覧");
    let mut chief = server.chief_in_charge().await;
    chief.get("/").await.shows("確認していない緊急閲覧が1件あります");
    let inbox = chief.get("/emergency-accesses").await;
    inbox.is(200).shows("消防署から安否確認の依頼").shows("未確認");
    let action = inbox.html.split("/acknowledge\"").next().unwrap();
    let action = format!(
        "{}/acknowledge",
        &action[action.rfind("/emergency-accesses/").unwrap()..]
    );
    other.post(&action, &[("remark", "見た")]).await.is(403);
    chief
        .post(&action, &[])
        .await
        .is(422)
        .shows("確かめた内容を入力してください");
    chief.post(&action, &[("remark", "消防署に確認")]).await.is(303);
    chief.post(&action, &[("remark", "また")]).await.is(409);
    chief.get("/").await.hides("確認していない緊急閲覧");
    chief
        .get("/emergency-accesses")
        .await
        .shows("確認済み")
        .shows("消防署に確認");
    server.db.clock.advance(TimeDelta::minutes(10));
    desk.get(&person).await.is(200).hides("かくれ荘");
    // Whoever is not protected needs none.
    let open = server.db.here.household.members[0].id;
    desk.post(&format!("/residents/{open}/emergency"), &reason)
        .await
        .is(409);
}

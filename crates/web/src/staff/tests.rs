//! The visit through its pages: a family of four that has moved, from the search to the sections' queues; and
//! what stops it on the way.

use madoguchi_jobs::{Options, Worker, handlers};
use madoguchi_model::hand_off::QueueItem;
use madoguchi_model::household::Household;
use madoguchi_model::ids::{HouseholdId, ResidentId};
use madoguchi_model::municipality::Town;
use madoguchi_model::resident::ProtectiveMeasure;
use madoguchi_model::staff::Role;
use madoguchi_store::load;
use madoguchi_store::testing::household;

use crate::testing::{Answer, Browser, TestServer};

/// A server whose municipality has two towns.
async fn server() -> TestServer {
    let server = TestServer::new().await;
    let town = |code: &str, name: &str, kana: &str| Town {
        code: code.into(),
        name: name.into(),
        kana: kana.into(),
        postcode: "0000002".into(),
    };
    let towns = [town("0001001", "本町一丁目", "ホンチョウ"), town("0002000", "見本台", "ミホンダイ")];
    for sample in [&server.db.here, &server.db.there] {
        let mut tx = server.db.store.begin(&sample.scope).await.unwrap();
        load::towns(&mut tx, &towns).await.unwrap();
        tx.commit().await.unwrap();
    }
    server
}

/// The value of a hidden field of a page.
fn hidden<'a>(page: &'a Answer, name: &str) -> &'a str {
    let start = format!("name=\"{name}\" value=\"");
    let after = page.html.split(start.as_str()).nth(1).unwrap_or_else(|| panic!("no {name} in {}", page.html));
    after.split('"').next().unwrap()
}

/// The names of the radio buttons and text fields of the interview, each once.
fn questions(page: &Answer) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in page.html.split("name=\"").skip(1) {
        let name = part.split('"').next().unwrap().to_owned();
        if name.contains('/') && !part.starts_with("key") && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn received(server: &TestServer, key: &str) -> Vec<(&'static str, String)> {
    received_for(server, &server.db.here.household, key)
}

fn received_for(server: &TestServer, household: &Household, key: &str) -> Vec<(&'static str, String)> {
    let mut form = vec![
        ("resident", household.members[0].id.to_string()),
        ("key", key.to_owned()),
        ("events", "move_within".to_owned()),
        ("moved_on", server.state.clock.today().format("%Y-%m-%d").to_string()),
        ("filed_on", "今日".to_owned()),
        ("town", "みほんだい".to_owned()),
        ("block", "2番3号".to_owned()),
        ("building", "見本ハイツ101".to_owned()),
        ("visitor", household.members[0].id.to_string()),
        ("phone", "090-0000-1234".to_owned()),
        ("identity", "individual_number_card".to_owned()),
    ];
    form.extend(household.members.iter().map(|member| ("members", member.id.to_string())));
    form
}

async fn send(browser: &mut Browser, path: &str, form: &[(&str, String)]) -> Answer {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(path, &form).await
}

/// Answers every question with no or 分からない until none is open.
async fn interview(browser: &mut Browser, case: &str) {
    for _ in 0..20 {
        let page = browser.get(&format!("{case}/interview")).await;
        page.is(200);
        let open = questions(&page);
        if open.is_empty() {
            page.shows("聞くことはもうありません");
            return;
        }
        let form: Vec<(&str, &str)> = open.iter().map(|name| (name.as_str(), "not_known")).collect();
        browser.post(&format!("{case}/interview"), &form).await.is(303);
    }
    panic!("the interview does not end");
}

#[tokio::test]
async fn a_family_that_has_moved_is_served_from_search_to_completion() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let head = &server.db.here.household.members[0];

    desk.get("/residents?q=つじ").await.is(200).shows("4人見つかりました");
    desk.get(&format!("/residents/{}", head.id)).await.is(200).shows("この世帯の受付を始める");
    let page = desk.get(&format!("/cases/new?resident={}", head.id)).await;
    page.is(200);
    let key = hidden(&page, "key").to_owned();
    let opened = send(&mut desk, "/cases/new", &received(&server, &key)).await;
    opened.is(303);
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    // The same form sent twice opens one case.
    assert_eq!(send(&mut desk, "/cases/new", &received(&server, &key)).await.location(), opened.location());

    interview(&mut desk, &case).await;
    desk.get(&format!("{case}/judgements")).await.is(200).shows("転居届");
    desk.get(&format!("{case}/applications")).await.is(200).shows("住民異動届");
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    let page = desk.get(&format!("{case}/applications")).await;
    page.is(200).shows("署名待ち");
    let pdf = desk.get(&format!("{case}/applications/all.pdf")).await;
    pdf.is(200);
    assert!(pdf.html.starts_with("%PDF"));
    let versions = versions(&page);
    let preview = format!("{case}/applications/{}", versions[0].0.strip_prefix("version-").unwrap());
    desk.get(&preview).await.is(200).shows("署名の前に確かめてもらうこと");
    desk.get(&format!("{preview}/pages/1.svg")).await.is(200).shows("<svg");
    desk.get(&format!("{preview}/pages/99.svg")).await.is(404);
    sign_all(&mut desk, &case).await;
    desk.get(&format!("{case}/guide-sheet")).await.is(200).shows("今日、受け付けたもの");
    assert!(desk.get(&format!("{case}/guide-sheet.pdf")).await.html.starts_with("%PDF"));
    hand_off(&server, &mut desk, &case).await;

    complete_everything(&server, &case).await;
    desk.get(&case).await.is(200).shows("すべての担当課が完了しました");
}

/// The versions of the unsigned applications of a case, as the page's form sends them.
fn versions(page: &Answer) -> Vec<(String, String)> {
    let parts = page.html.split("name=\"version-").skip(1);
    parts
        .map(|part| {
            let id = part.split('"').next().unwrap();
            let value = part.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
            (format!("version-{id}"), value.to_owned())
        })
        .collect()
}

async fn sign_all(desk: &mut Browser, case: &str) {
    let versions = versions(&desk.get(&format!("{case}/applications")).await);
    assert!(!versions.is_empty());
    let form: Vec<(&str, &str)> = versions.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.post(&format!("{case}/applications/signatures"), &form).await.is(303);
}

/// Hands a case off and delivers it.
async fn hand_off(server: &TestServer, desk: &mut Browser, case: &str) {
    let path = format!("{case}/hand-off");
    let page = desk.get(&path).await;
    page.is(200);
    let version = hidden(&page, "version").to_owned();
    desk.post(&path, &[("version", &version)]).await.is(422).shows("注意を確かめて");
    desk.post(&path, &[("version", &version), ("confirm", "yes")]).await.is(303);
    desk.get(&path).await.is(200).shows("担当課へ届けています");
    let mut worker =
        Worker::new(server.db.store.clone(), Options::default()).with_handler(handlers::DeliverHandOff);
    assert_eq!(worker.round().await, 1);
    desk.get(&path).await.is(200).shows("担当課の処理");
}

async fn items(server: &TestServer, case: &str) -> Vec<QueueItem> {
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let id = case.rsplit('/').next().unwrap().parse().unwrap();
    madoguchi_store::queue::of_case(&mut tx, id).await.unwrap()
}

/// Every section takes its work and completes it.
async fn complete_everything(server: &TestServer, case: &str) {
    let items = items(server, case).await;
    assert!(!items.is_empty());
    for item in items {
        let path = format!("/queue/{}", item.id);
        let mut office = office(server, item.section_id).await;
        for action in ["take", "provisional", "complete"] {
            let page = office.get(&path).await;
            page.is(200);
            let version = hidden(&page, "version").to_owned();
            office.post(&format!("{path}/{action}"), &[("version", &version)]).await.is(303);
        }
    }
}

/// Somebody of the section's back office.
async fn office(server: &TestServer, section: madoguchi_model::ids::SectionId) -> Browser {
    let here = &server.db.here;
    let person = here.staff(Role::BackOffice);
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    madoguchi_store::staff::update(&mut tx, person.id, &person.display_name, Role::BackOffice, section, true)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    server.signed_in(Role::BackOffice).await
}

/// Opens a case of the sample's household and gives back its address.
async fn open_case(server: &TestServer, desk: &mut Browser, key: &str) -> String {
    let opened = send(desk, "/cases/new", &received(server, key)).await;
    opened.is(303);
    opened.location().strip_suffix("/interview").unwrap().to_owned()
}

/// Another household, whose second member is under a protective measure.
async fn protected_household(server: &TestServer) -> Household {
    let (clock, entropy) = (&*server.state.clock, &*server.state.entropy);
    let id = HouseholdId::new(clock, entropy);
    let mut household = household(id, "77", || ResidentId::new(clock, entropy));
    household.members[1].protective_measure = ProtectiveMeasure::InForce;
    for member in &mut household.members {
        member.address.building = "かくれ荘".into();
    }
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    load::households(&mut tx, std::slice::from_ref(&household)).await.unwrap();
    tx.commit().await.unwrap();
    household
}

#[tokio::test]
async fn wrong_input_is_told_beside_its_field_and_nothing_typed_is_lost() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let mut form = received(&server, "k");
    for (name, value) in &mut form {
        match *name {
            "moved_on" => *value = "R8.13.1".into(),
            "town" => *value = "どこか".into(),
            "visitor" => *value = "agent".into(),
            "phone" => *value = "電話なし".into(),
            _ => {}
        }
    }
    form.push(("visitor_name", "葛\u{E0100}城\u{3000}<一> ".into()));
    let page = send(&mut desk, "/cases/new", &form).await;
    page.is(422)
        .shows("value=\"R8.13.1\"")
        .shows("value=\"どこか\"")
        .shows("value=\"電話なし\"")
        .shows("value=\"葛\u{E0100}城\u{3000}&#60;一&#62; \"")
        .shows("「どこか」という町字はありません")
        .shows("来庁者の住所を入力してください")
        .shows("委任状が必要です")
        .shows("href=\"#moved_on\"")
        .shows("見本ハイツ101");
    desk.get("/residents?q=S70.1.1").await.is(422).shows("value=\"S70.1.1\"").shows("id=\"q-error\"");
}

#[tokio::test]
async fn dates_in_the_future_or_before_a_birth_are_refused() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    for (day, error) in [
        ("2099-01-01", "異動日が未来の日付です"),
        ("2018-01-01", "生年月日より前です"),
        ("", "異動日（引っ越した日）を入力してください"),
    ] {
        let mut form = received(&server, "k");
        form.iter_mut().find(|(name, _)| *name == "moved_on").unwrap().1 = day.into();
        send(&mut desk, "/cases/new", &form).await.is(422).shows(error);
    }
}

#[tokio::test]
async fn a_save_over_somebody_elses_is_refused_and_keeps_theirs() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    let page = desk.get(&format!("{case}/reception")).await;
    let version = hidden(&page, "version").to_owned();
    let mut form = received(&server, "k");
    form.push(("version", version));
    form.iter_mut().find(|(name, _)| *name == "block").unwrap().1 = "9番9号".into();
    send(&mut desk, &format!("{case}/reception"), &form).await.is(303);
    form.iter_mut().find(|(name, _)| *name == "block").unwrap().1 = "8番8号".into();
    send(&mut desk, &format!("{case}/reception"), &form).await.is(409).shows("変更しました");
    desk.get(&case).await.shows("9番9号").hides("8番8号");
}

#[tokio::test]
async fn a_second_officer_looks_until_the_first_has_stopped_and_then_takes_over() {
    let server = server().await;
    let mut first = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut first, "k").await;
    let mut second = server.signed_in(Role::SectionChief).await;
    second
        .get(&format!("{case}/interview"))
        .await
        .is(200)
        .shows("窓口担当さんが編集中です")
        .hides("回答を保存して次へ");
    second.post(&format!("{case}/applications"), &[]).await.is(409);
    second.post(&format!("{case}/take-over"), &[]).await.is(409);
    server.db.clock.advance(chrono::TimeDelta::minutes(16));
    second.get(&case).await.is(200).shows("編集を引き受ける");
    second.post(&format!("{case}/take-over"), &[]).await.is(303);
    second.get(&format!("{case}/interview")).await.is(200).hides("編集中です");
    first.get(&format!("{case}/interview")).await.is(200).shows("編集中です");
}

#[tokio::test]
async fn a_protective_measure_stops_addresses_and_papers_until_a_chief_lifts_it() {
    let server = server().await;
    let household = protected_household(&server).await;
    let head = &household.members[0];
    let mut desk = server.signed_in(Role::FrontDesk).await;
    // The head is not protected, but lives with someone who is.
    desk.get("/residents?q=つじ").await.is(200).shows("支援措置のため表示していません").hides("かくれ荘");
    desk.get(&format!("/residents/{}", head.id)).await.is(200).shows("支援措置").hides("かくれ荘");
    let opened = send(&mut desk, "/cases/new", &received_for(&server, &household, "k")).await;
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    desk.get(&case).await.is(200).hides("かくれ荘").hides("見本台2番3号");
    interview(&mut desk, &case).await;
    let stopped = desk.post(&format!("{case}/applications"), &[]).await;
    stopped.is(403).shows("支援措置のため作成・発行できません").shows("課長・係長");
    desk.get(&format!("{case}/guide-sheet.pdf")).await.is(403);
    desk.post(&format!("{case}/protection-lift"), &[("reason", "本人確認済み")]).await.is(403);

    let mut chief = server.signed_in(Role::SectionChief).await;
    chief.post(&format!("{case}/protection-lift"), &[("reason", " ")]).await.is(422);
    chief.post(&format!("{case}/protection-lift"), &[("reason", "本人が来庁し、確認した")]).await.is(303);
    desk.get(&case).await.is(200).shows("かくれ荘").shows("一時解除中");
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    desk.get(&format!("{case}/applications/all.pdf")).await.is(200);
    // It covers this case only, and locks itself again.
    desk.get(&format!("/residents/{}", head.id)).await.hides("かくれ荘");
    server.db.clock.advance(chrono::TimeDelta::minutes(16));
    desk.get(&case).await.is(200).shows("かくれ荘");
    server.db.clock.advance(chrono::TimeDelta::minutes(15));
    desk.get(&case).await.is(200).hides("かくれ荘");
    desk.get(&format!("{case}/applications/all.pdf")).await.is(403);
}

#[tokio::test]
async fn a_change_after_signing_voids_the_signature_and_says_so() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    interview(&mut desk, &case).await;
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    sign_all(&mut desk, &case).await;
    desk.get(&format!("{case}/applications")).await.shows("署名済み").hides("署名待ち");
    let page = desk.get(&format!("{case}/reception")).await;
    let mut form = received(&server, "k");
    form.push(("version", hidden(&page, "version").to_owned()));
    form.iter_mut().find(|(name, _)| *name == "building").unwrap().1 = "別の建物".into();
    let saved = send(&mut desk, &format!("{case}/reception"), &form).await;
    saved.is(303);
    desk.get(saved.location()).await.shows("署名2件が無効になりました");
    desk.get(&format!("{case}/applications")).await.shows("署名待ち").shows("前の署名は無効になりました");
    desk.get(&format!("{case}/hand-off")).await.shows("署名がまだです");
    let page = desk.get(&format!("{case}/hand-off")).await;
    let version = hidden(&page, "version").to_owned();
    desk.post(&format!("{case}/hand-off"), &[("version", &version), ("confirm", "yes")]).await.is(422);
}

#[tokio::test]
async fn an_answer_can_be_changed_and_taken_back() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    let path = format!("{case}/interview");
    let first = questions(&desk.get(&path).await).remove(0);
    let saved = desk.post(&path, &[(&first, "no")]).await;
    saved.is(303);
    desk.get(saved.location()).await.is(200).shows("聞き取った内容").shows("取り消す");
    desk.post(&path, &[("again", &first), (&first, "nonsense")]).await.is(422).shows("選んでください");
    desk.post(&format!("{path}/withdraw"), &[("key", &first)]).await.is(303);
    assert!(questions(&desk.get(&path).await).contains(&first));
}

#[tokio::test]
async fn an_overrule_stands_beside_its_judgement_and_can_be_withdrawn() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    let path = format!("{case}/judgements/overrule");
    let subject = format!("member:{}", server.db.here.household.members[2].id);
    let mut form = vec![("procedure", "TK-01"), ("subject", &subject), ("result-0", "not_required")];
    desk.post(&path, &form).await.is(422).shows("理由を入力してください");
    form.push(("reason-0", "施設に入所しているため"));
    desk.post(&path, &form).await.is(303);
    let page = desk.get(&format!("{case}/judgements")).await;
    page.is(200).shows("施設に入所しているため").shows("元の判定：必要");
    let overrule = hidden(&page, "overrule").to_owned();
    desk.post(&format!("{path}/withdraw"), &[("overrule", &overrule)]).await.is(303);
    desk.get(&format!("{case}/judgements")).await.hides("施設に入所しているため");
    desk.post(&path, &[("procedure", "XX-99"), ("subject", "visit")]).await.is(404);
}

#[tokio::test]
async fn work_that_was_sent_back_shows_its_reason_and_is_handed_off_again() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    interview(&mut desk, &case).await;
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    sign_all(&mut desk, &case).await;
    hand_off(&server, &mut desk, &case).await;
    let item = items(&server, &case).await.remove(0);
    let path = format!("/queue/{}", item.id);
    let mut office = office(&server, item.section_id).await;
    let version = |page: &Answer| hidden(page, "version").to_owned();
    let page = office.get(&path).await;
    // The front desk may look, and not act.
    desk.get(&path).await.is(200).hides("引き取る");
    desk.post(&format!("{path}/take"), &[("version", &version(&page))]).await.is(403);
    office.post(&format!("{path}/take"), &[("version", &version(&page))]).await.is(303);
    office.post(&format!("{path}/take"), &[("version", &version(&page))]).await.is(409);
    let page = office.get(&path).await;
    office.post(&format!("{path}/send-back"), &[("version", &version(&page)), ("reason", "")]).await.is(422);
    let form = [("version", version(&page)), ("reason", "方書を確かめてください".to_owned())];
    send(&mut office, &format!("{path}/send-back"), &form).await.is(303);
    desk.get(&case).await.is(200).shows("差し戻されました").shows("方書を確かめてください").shows("引継ぎを確かめる");
    hand_off(&server, &mut desk, &case).await;
    office.get(&path).await.is(200).shows("引き取る");
}

#[tokio::test]
async fn a_back_office_sees_only_what_was_handed_to_its_section() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    let mut office = server.signed_in(Role::BackOffice).await;
    office.get(&case).await.is(403);
    let head = &server.db.here.household.members[0];
    office.get(&format!("/residents/{}", head.id)).await.is(403);
}

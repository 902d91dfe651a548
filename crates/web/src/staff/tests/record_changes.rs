//! The register changes beneath a case: it is told, decided and recorded, and nothing is overwritten.

use super::*;

/// Changes the register as an import does, beside the program.
async fn register(server: &TestServer, statement: &'static str, resident: ResidentId) {
    server.db.run(&server.db.here, statement, resident).await;
}

const NEW_NAME: &str = "UPDATE residents SET name = '例示　太郎' WHERE resident_id = $1";
const EMPLOYED: &str =
    "UPDATE residents SET circumstances = circumstances || '{\"health_insurance\": \"employees\"}'
    WHERE resident_id = $1";

/// Whether the list of cases marks this one.
async fn marked(desk: &mut Browser, case: &str) -> bool {
    let list = desk.get("/cases").await;
    let row = list.html.split(&format!("href=\"{case}\"")).nth(1).unwrap();
    row.split("</tr>").next().unwrap().contains("住民記録の変更あり")
}

async fn decide(desk: &mut Browser, case: &str, choices: &[(String, &str)], reason: &str) -> Answer {
    let path = format!("{case}/record-changes");
    let page = desk.get(&path).await;
    page.is(200);
    let version = hidden(&page, "version").to_owned();
    let mut form: Vec<(&str, &str)> = vec![("version", &version), ("reason", reason)];
    form.extend(choices.iter().map(|(name, choice)| (name.as_str(), *choice)));
    desk.post(&path, &form).await
}

#[tokio::test]
async fn a_case_goes_on_as_it_was_until_somebody_decides() {
    let server = server().await;
    let head = server.db.here.household.members[0].id;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    interview(&mut desk, &case).await;
    desk.get(&case).await.is(200).hides("住民記録が変わりました");
    assert!(!marked(&mut desk, &case).await);

    register(&server, NEW_NAME, head).await;
    register(&server, EMPLOYED, head).await;
    assert!(marked(&mut desk, &case).await);
    desk.get(&case)
        .await
        .is(200)
        .shows("住民記録が変わりました（2項目）")
        .shows("太郎");
    let page = desk.get(&format!("{case}/record-changes")).await;
    page.is(200)
        .shows("<ins>例示　太郎</ins>")
        .shows("国民健康保険")
        .shows("職場の健康保険など")
        .shows("新しい記録をすべて使うと変わる判定");
    // The papers of before say the old name still.
    desk.post(&format!("{case}/applications"), &[]).await.is(303);

    let (name, insurance) = (format!("{head}-name"), format!("{head}-health_insurance"));
    decide(&mut desk, &case, &[(name.clone(), "keep")], "")
        .await
        .is(422)
        .shows("理由を入力してください");
    decide(&mut desk, &case, &[], "理由だけ")
        .await
        .is(422)
        .shows("1つ以上の項目で選んでください");
    decide(
        &mut desk,
        &case,
        &[(name, "keep"), (insurance, "take")],
        "氏名は届出の前のもので届け出る",
    )
    .await
    .is(303);
    desk.get(&case)
        .await
        .is(200)
        .hides("住民記録が変わりました")
        .shows("新しい記録を使う：")
        .shows("健康保険")
        .shows("氏名は届出の前のもので届け出る");
    assert!(!marked(&mut desk, &case).await);
    desk.get(&format!("{case}/record-changes"))
        .await
        .is(200)
        .shows("確かめる変更はありません")
        .shows("受付のときの内容のままにした項目");
    desk.get(&format!("{case}/interview"))
        .await
        .is(200)
        .shows("職場の健康保険など");

    // Another change of what was kept is told again.
    register(
        &server,
        "UPDATE residents SET name = '凡例　太郎' WHERE resident_id = $1",
        head,
    )
    .await;
    desk.get(&case)
        .await
        .is(200)
        .shows("住民記録が変わりました（1項目）");
}

#[tokio::test]
async fn who_comes_and_who_goes_is_decided_too() {
    let server = server().await;
    let members = &server.db.here.household.members;
    let (child, head) = (members[3].id, members[0].id);
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let newcomer = protected_household(&server).await.members[0].id;
    let case = open_case(&server, &mut desk, "k").await;
    // The child leaves to the other household; somebody of it comes.
    register(
        &server,
        "UPDATE residents SET household_id = (SELECT household_id FROM residents WHERE resident_id = $1)
         WHERE name LIKE '%桜' AND tenant_id = current_setting('app.tenant')::uuid",
        newcomer,
    )
    .await;
    register(
        &server,
        "UPDATE residents SET household_id = (SELECT household_id FROM cases WHERE idempotency_key = 'k'
            AND tenant_id = current_setting('app.tenant')::uuid) WHERE resident_id = $1",
        newcomer,
    )
    .await;
    let page = desk.get(&format!("{case}/record-changes")).await;
    page.is(200)
        .shows("この世帯に入りました")
        .shows("この世帯から出ました")
        .shows("この受付の世帯から外す");
    decide(
        &mut desk,
        &case,
        &[
            (format!("{child}-household"), "take"),
            (format!("{newcomer}-household"), "take"),
        ],
        "転居の届出を確かめた",
    )
    .await
    .is(303);
    let page = desk.get(&case).await;
    page.is(200).hides("住民記録が変わりました").shows("対象外");
    assert!(
        !page.html.contains("<span class=\"name\">辻\u{e0100}\u{3000}桜"),
        "{}",
        page.html
    );
    desk.get(&format!("{case}/interview")).await.is(200);
    let _ = head;
}

#[tokio::test]
async fn a_finished_case_is_untouched() {
    let server = server().await;
    let head = server.db.here.household.members[0].id;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    let version = hidden(&desk.get(&case).await, "version").to_owned();
    desk.post(
        &format!("{case}/withdraw"),
        &[("version", &version), ("reason", "取りやめ")],
    )
    .await
    .is(303);
    register(&server, NEW_NAME, head).await;
    desk.get(&case)
        .await
        .is(200)
        .hides("住民記録が変わりました")
        .hides("例示　太郎")
        .shows("太郎");
    desk.get(&format!("{case}/record-changes"))
        .await
        .is(200)
        .shows("確かめる変更はありません");
    assert!(!marked(&mut desk, &case).await);
}

#[tokio::test]
async fn somebody_who_becomes_protected_is_protected_at_once() {
    let server = server().await;
    let head = server.db.here.household.members[0].id;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    register(
        &server,
        "UPDATE residents SET protective_measure = 'in_force',
            address = jsonb_set(address, '{building}', '\"ひみつ荘\"') WHERE resident_id = $1",
        head,
    )
    .await;
    desk.get(&case).await.is(200).shows("支援措置");
    desk.get(&format!("{case}/record-changes"))
        .await
        .is(200)
        .hides("ひみつ荘")
        .shows("支援措置のため表示していません");
}

//! Answers and overrules that change.

use super::*;

#[tokio::test]
async fn an_answer_can_be_changed_and_taken_back() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    let path = format!("{case}/interview");
    let first = questions(&desk.get(&path).await).remove(0);
    let saved = desk.post(&path, &[(&first, "no")]).await;
    saved.is(303);
    desk.get(saved.location())
        .await
        .is(200)
        .shows("聞き取った内容")
        .shows("取り消す");
    desk.post(&path, &[("again", &first), (&first, "nonsense")])
        .await
        .is(422)
        .shows("選んでください");
    desk.post(&format!("{path}/withdraw"), &[("key", &first)])
        .await
        .is(303);
    assert!(questions(&desk.get(&path).await).contains(&first));
}

#[tokio::test]
async fn an_overrule_stands_beside_its_judgement_and_can_be_withdrawn() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    let path = format!("{case}/judgements/overrule");
    let subject = format!("member:{}", server.db.here.household.members[2].id);
    let mut form = vec![
        ("procedure", "TK-01"),
        ("subject", &subject),
        ("result-0", "not_required"),
    ];
    desk.post(&path, &form)
        .await
        .is(422)
        .shows("理由を入力してください");
    form.push(("reason-0", "施設に入所しているため"));
    desk.post(&path, &form).await.is(303);
    let page = desk.get(&format!("{case}/judgements")).await;
    page.is(200)
        .shows("施設に入所しているため")
        .shows("元の判定：必要");
    let overrule = hidden(&page, "overrule").to_owned();
    desk.post(&format!("{path}/withdraw"), &[("overrule", &overrule)])
        .await
        .is(303);
    desk.get(&format!("{case}/judgements"))
        .await
        .hides("施設に入所しているため");
    desk.post(&path, &[("procedure", "XX-99"), ("subject", "visit")])
        .await
        .is(404);
}

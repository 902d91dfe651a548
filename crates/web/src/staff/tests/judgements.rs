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
    // The link 「変更」 brings the question back with the given answer, and its form says which question it was.
    let asked_again = desk.get(&format!("{path}?change={first}")).await;
    let hidden = format!("name=\"again\" value=\"{first}\"");
    asked_again.is(200).shows("回答の変更").shows(&hidden);
    let kept = desk.post(&path, &[("again", &first), (&first, "nonsense")]).await;
    kept.is(422).shows("選んでください").shows(&hidden);
    desk.post(&path, &[("again", &first), (&first, "yes")])
        .await
        .is(303);
    desk.get(&format!("{path}?change={first}"))
        .await
        .shows("value=\"yes\" checked");
    desk.post(&format!("{path}/withdraw"), &[("key", &first)])
        .await
        .is(303);
    assert!(questions(&desk.get(&path).await).contains(&first));
}

#[tokio::test]
async fn the_questions_are_there_in_plain_japanese_too_and_stay_while_they_are_wanted() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    let path = format!("{case}/interview");
    let ticked = r#"form="interview" checked>"#;
    let page = desk.get(&path).await;
    page.is(200)
        .shows("やさしい日本語も表示")
        .shows("ひっこした 人の 中に、犬を かっている 人は いますか。")
        .hides(ticked);
    let first = questions(&page).remove(0);
    let saved = desk.post(&path, &[(&first, "no"), ("plain", "on")]).await;
    saved.is(303);
    desk.get(saved.location()).await.is(200).shows(ticked);
    for action in ["undo", "withdraw"] {
        let form = [("key", first.as_str()), ("plain", "on")];
        let back = desk.post(&format!("{path}/{action}"), &form).await;
        back.is(303);
        desk.get(back.location()).await.is(200).shows(ticked);
    }
    let without = desk.post(&path, &[(&first, "no")]).await;
    desk.get(without.location()).await.is(200).hides(ticked);
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

#[tokio::test]
async fn the_last_answers_are_put_back_at_once() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    let path = format!("{case}/interview");
    desk.post(&format!("{path}/undo"), &[]).await.is(303);
    desk.get(&path).await.shows("元に戻す回答がありません");
    let first = questions(&desk.get(&path).await);
    let answer = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    let post = async |desk: &mut Browser, form: Vec<(String, String)>| {
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        desk.post(&path, &form).await.is(303);
    };
    post(&mut desk, answer(&first[0], "not_known")).await;
    server.db.clock.advance(chrono::TimeDelta::seconds(1));
    post(&mut desk, answer(&first[1], "not_known")).await;
    server.db.clock.advance(chrono::TimeDelta::seconds(1));
    desk.post(&format!("{path}/undo"), &[]).await.is(303);
    let open = questions(&desk.get(&path).await);
    assert!(open.contains(&first[1]) && !open.contains(&first[0]));
    // Undone once more, it is done again.
    server.db.clock.advance(chrono::TimeDelta::seconds(1));
    desk.post(&format!("{path}/undo"), &[]).await.is(303);
    assert!(!questions(&desk.get(&path).await).contains(&first[1]));
}

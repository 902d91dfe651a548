//! What reception refuses, and two officers on one case.

use super::*;

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
    desk.get("/residents?q=S70.1.1")
        .await
        .is(422)
        .shows("value=\"S70.1.1\"")
        .shows("id=\"q-error\"");
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
    send(&mut desk, &format!("{case}/reception"), &form)
        .await
        .is(409)
        .shows("変更しました");
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
    second
        .get(&format!("{case}/interview"))
        .await
        .is(200)
        .hides("編集中です");
    first
        .get(&format!("{case}/interview"))
        .await
        .is(200)
        .shows("編集中です");
}

/// The register has closed the record before the family comes: the dead can be chosen, for a death only.
#[tokio::test]
async fn a_family_is_received_about_its_dead() {
    let server = server().await;
    let (clock, entropy) = (&*server.state.clock, &*server.state.entropy);
    let id = HouseholdId::new(clock, entropy);
    let mut bereaved = household(id, "78", || ResidentId::new(clock, entropy));
    let dead = bereaved.members.len() - 1;
    bereaved.members[dead].state = ResidentState::Dead;
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    load::households(&mut tx, std::slice::from_ref(&bereaved))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get(&format!("/cases/new?resident={}", bereaved.members[0].id))
        .await
        .is(200)
        .shows("死亡</");
    let mut form = received_for(&server, &bereaved, "dead");
    send(&mut desk, "/cases/new", &form)
        .await
        .is(422)
        .shows("用件が死亡のときだけ選べます");
    form.iter_mut().find(|(name, _)| *name == "events").unwrap().1 = "death".into();
    let opened = send(&mut desk, "/cases/new", &form).await;
    opened.is(303);
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    let asked = questions(&desk.get(&format!("{case}/interview")).await);
    let about = |member: usize| format!("{}/deceased", bereaved.members[member].id);
    assert!(asked.iter().any(|key| key.contains(&about(0))), "{asked:?}");
    assert!(
        !asked.iter().any(|key| key.contains(&about(dead))),
        "what the register knows is not asked: {asked:?}"
    );
    desk.get(&format!("{case}/judgements"))
        .await
        .is(200)
        .shows("死亡届");
}

//! People who move in and out: who is not in the register is entered once.

use super::*;

/// A family of three: a Japanese father, a mother from abroad, a child.
pub(super) fn arriving(key: &str) -> Vec<(&'static str, String)> {
    let fields = [
        ("arriving", "1"),
        ("people", "3"),
        ("events", "move_in"),
        ("person-0-name", "葛\u{E0100}城 一郎"),
        ("person-0-kana", "かつらぎ いちろう"),
        ("person-0-birth", "S60.4.1"),
        ("person-0-sex", "male"),
        ("person-0-relationship", "世帯主"),
        ("person-1-name", "NGUYEN THI HOA"),
        ("person-1-birth", "1990-02-03"),
        ("person-1-sex", "female"),
        ("person-1-relationship", "妻"),
        ("person-1-foreign", "yes"),
        ("person-1-nationality", "ベトナム"),
        ("person-1-residence_status", "永住者"),
        ("person-2-name", "葛\u{E0100}城\u{3000}花"),
        ("person-2-kana", "カツラギ\u{3000}ハナ"),
        ("person-2-birth", "R1.5.1"),
        ("person-2-sex", "female"),
        ("person-2-relationship", "子"),
        ("domicile", "千葉県船橋市湊町二丁目10番地"),
        ("register_head", "葛\u{E0100}城\u{3000}一郎"),
        ("moved_on", "昨日"),
        ("filed_on", "今日"),
        ("former_city", "ふなばし"),
        ("former_rest", "湊町二丁目10番25号"),
        ("town", "みほんだい"),
        ("block", "7番8号"),
        ("visitor", "person-0"),
        ("identity", "driving_licence"),
    ];
    let mut form: Vec<_> = fields.map(|(name, value)| (name, value.to_owned())).into();
    form.push(("key", key.to_owned()));
    form
}

fn set(form: &mut Vec<(&'static str, String)>, name: &'static str, value: &str) {
    form.retain(|(field, _)| *field != name);
    form.push((name, value.to_owned()));
}

/// Sends a reception that is right; the case's address.
async fn open(desk: &mut Browser, form: &[(&str, String)]) -> String {
    let opened = send(desk, "/cases/new", form).await;
    opened.is(303);
    opened.location().strip_suffix("/interview").unwrap().to_owned()
}

#[tokio::test]
async fn people_who_move_in_are_entered_once_and_served_like_everybody() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get("/residents?q=かつらぎ")
        .await
        .is(200)
        .shows("/cases/new?arriving=1");
    let page = desk.get("/cases/new?arriving=1").await;
    page.is(200).shows("転入の受付").shows("value=\"世帯主\"");
    let case = open(&mut desk, &arriving(hidden(&page, "key"))).await;
    desk.get(&case)
        .await
        .is(200)
        .shows("葛\u{E0100}城\u{3000}一郎")
        .shows("千葉県船橋市湊町二丁目10番25号")
        .shows("見本台7番8号")
        .shows("NGUYEN THI HOA");
    interview(&mut desk, &case).await;
    desk.get(&format!("{case}/judgements"))
        .await
        .is(200)
        .shows("転入届");
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    desk.get(&format!("{case}/applications"))
        .await
        .is(200)
        .shows("住民異動届");
    sign_all(&mut desk, &case).await;
    // Nobody has said whether somebody needs protection: 要確認 for the officer, and not a word on the sheet.
    desk.get(&format!("{case}/judgements"))
        .await
        .shows("住民基本台帳事務における支援措置の申出");
    desk.get(&format!("{case}/guide-sheet"))
        .await
        .is(200)
        .shows("転入届")
        .hides("支援措置");
    hand_off(&server, &mut desk, &case).await;
    desk.get("/cases")
        .await
        .is(200)
        .shows("葛\u{E0100}城\u{3000}一郎");
    // Who was entered is not in the register.
    desk.get("/residents?q=かつらぎ")
        .await
        .is(200)
        .shows("見つかりませんでした");
}

#[tokio::test]
async fn a_change_keeps_the_people_and_their_answers() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open(&mut desk, &arriving("k")).await;
    interview(&mut desk, &case).await;
    let path = format!("{case}/reception");
    let page = desk.get(&path).await;
    page.is(200)
        .shows("value=\"葛\u{E0100}城\u{3000}花\"")
        .shows("value=\"千葉県船橋市\"")
        .shows("value=\"永住者\"");
    let mut form = arriving("k");
    set(&mut form, "version", hidden(&page, "version"));
    for row in ["person-0-id", "person-1-id", "person-2-id"] {
        set(&mut form, row, hidden(&page, row));
    }
    set(&mut form, "person-2-birth", "R1.5.2");
    send(&mut desk, &path, &form).await.is(303);
    // Nothing is asked again.
    desk.get(&format!("{case}/interview"))
        .await
        .is(200)
        .shows("聞くことはもうありません");
    // An id that the case does not know is nobody's: the person gets a new one.
    let page = desk.get(&path).await;
    set(&mut form, "version", hidden(&page, "version"));
    let resident = server.db.here.household.members[0].id.to_string();
    set(&mut form, "person-2-id", &resident);
    send(&mut desk, &path, &form).await.is(303);
    assert_ne!(hidden(&desk.get(&path).await, "person-2-id"), resident);
}

#[tokio::test]
async fn a_row_more_brings_everything_back() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let mut form = arriving("k");
    set(&mut form, "person-0-birth", "いつか");
    form.push(("add_person", "1".into()));
    send(&mut desk, "/cases/new", &form)
        .await
        .is(200)
        .shows("name=\"people\" value=\"4\"")
        .shows("value=\"いつか\"")
        .shows("name=\"person-3-name\" type=\"text\" value=\"葛\u{E0100}城\u{3000}\"")
        .hides("id=\"error-summary\"");
    form.retain(|(name, _)| *name != "add_person");
    form.push(("remove_person", "1".into()));
    send(&mut desk, "/cases/new", &form)
        .await
        .is(200)
        .shows("name=\"people\" value=\"2\"")
        .hides("NGUYEN");
}

#[tokio::test]
async fn what_cannot_be_right_is_told_beside_its_field() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    for (name, value, error) in [
        ("person-0-name", "", "氏名を入力してください"),
        ("person-0-kana", "葛城", "フリガナはカタカナかひらがなで"),
        ("person-0-birth", "R99.1.1", "person-0-birth-error"),
        ("person-2-relationship", "長女", "「子」と書いてください"),
        ("person-2-relationship", "世帯主", "世帯主は1人です"),
        ("person-0-relationship", "子", "世帯主を決めて"),
        ("person-1-residence_status", "", "在留資格を入力してください"),
        (
            "person-1-residence_until",
            "そのうち",
            "person-1-residence_until-error",
        ),
        ("former_city", "府中市", "東京都府中市、広島県府中市"),
        ("former_rest", "", "前の住所の町名・番地を入力してください"),
        ("moved_on", "2099-01-01", "転入届は引っ越した後に受け付けます"),
        ("moved_on", "H20.1.1", "生年月日より前です"),
        ("visitor", "person-2", "窓口に来た大人を選んでください"),
        ("events", "certificate", "転入か国外からの転入のどちらかを"),
        ("town", "どこか", "「どこか」という町字はありません"),
    ] {
        let mut form = arriving("k");
        set(&mut form, name, value);
        send(&mut desk, "/cases/new", &form)
            .await
            .is(422)
            .shows(error)
            .shows("葛\u{E0100}城\u{3000}花");
    }
    let mut nobody = arriving("k");
    nobody.retain(|(name, _)| !name.starts_with("person-"));
    send(&mut desk, "/cases/new", &nobody)
        .await
        .is(422)
        .shows("転入する人を1人以上入力してください");
}

#[tokio::test]
async fn someone_like_a_resident_is_asked_about() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let mut form = arriving("k");
    set(&mut form, "person-0-name", "辻\u{E0100}\u{3000}太郎");
    set(&mut form, "person-0-kana", "ツジ\u{3000}タロウ");
    set(&mut form, "person-0-birth", "S59.4.2");
    send(&mut desk, "/cases/new", &form)
        .await
        .is(422)
        .shows("よく似た人が住民記録にいます")
        .shows(&format!("/residents/{}", server.db.here.household.members[0].id));
    let resident = &server.db.here.household.members[0];
    let decision: &'static str = Box::leak(format!("similar-{}", resident.id).into_boxed_str());
    form.push(("similar", "1".into()));
    send(&mut desk, "/cases/new", &form)
        .await
        .is(422)
        .shows("さんと同じ人かどうかを選んでください");
    // Whoever lives here does not move in.
    form.push((decision, "same".into()));
    send(&mut desk, "/cases/new", &form)
        .await
        .is(422)
        .shows("転入は受け付けられません");
    set(&mut form, decision, "other");
    let case = open(&mut desk, &form).await;
    let number = resident.addressee_number.clone().unwrap();
    desk.get(&case)
        .await
        .is(200)
        .shows(&format!("宛名番号{number}の住民とは別の人と判断しました"));
}

#[tokio::test]
async fn who_comes_back_is_asked_about_by_name_too_and_the_decision_is_kept() {
    let server = server().await;
    let (clock, entropy) = (&*server.state.clock, &*server.state.entropy);
    let mut gone = household(HouseholdId::new(clock, entropy), "79", || {
        ResidentId::new(clock, entropy)
    });
    for member in &mut gone.members {
        member.state = ResidentState::MovedOut;
        member.names.name.written = member.names.name.written.replace("辻\u{E0100}", "髙木");
        member.names.name.kana = member.names.name.kana.replace("ツジ", "タカギ");
    }
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    load::households(&mut tx, std::slice::from_ref(&gone))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let before = &gone.members[0];
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let mut form = arriving("k");
    set(
        &mut form,
        "person-0-name",
        &before.names.name.written.replace('髙', "高"),
    );
    set(&mut form, "person-0-kana", "タカキ\u{3000}タロウ");
    set(&mut form, "person-0-birth", "S59.4.2");
    let number = before.addressee_number.clone().unwrap();
    send(&mut desk, "/cases/new", &form)
        .await
        .is(422)
        .shows(&number)
        .shows("転出");
    form.push(("similar", "1".into()));
    form.push((
        Box::leak(format!("similar-{}", before.id).into_boxed_str()),
        "same".into(),
    ));
    let case = open(&mut desk, &form).await;
    desk.get(&case)
        .await
        .is(200)
        .shows(&format!("宛名番号{number}の住民と同じ人と判断しました"));
}

#[tokio::test]
async fn people_who_move_in_may_join_a_household() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let head = &server.db.here.household.members[0];
    desk.get(&format!("/residents/{}", head.id))
        .await
        .shows(&format!("/cases/new?arriving=1&amp;resident={}", head.id));
    let path = format!("/cases/new?arriving=1&resident={}", head.id);
    desk.get(&path).await.is(200).shows("さんの世帯に入る人の転入");
    let mut form = arriving("k");
    set(&mut form, "resident", &head.id.to_string());
    send(&mut desk, "/cases/new", &form)
        .await
        .is(422)
        .shows("入る世帯には世帯主がいます");
    set(&mut form, "person-0-relationship", "弟");
    set(&mut form, "person-1-relationship", "弟の妻");
    set(&mut form, "person-2-relationship", "弟の子");
    for name in ["town", "block"] {
        set(&mut form, name, "");
    }
    let case = open(&mut desk, &form).await;
    desk.get(&case)
        .await
        .is(200)
        .shows("本町一丁目2番3号")
        .shows("対象外")
        .shows("弟の妻");
}

#[tokio::test]
async fn a_protected_family_shows_no_address_from_the_moment_it_is_entered() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let mut form = arriving("k");
    form.push(("person-1-protected", "yes".into()));
    let case = open(&mut desk, &form).await;
    desk.get(&case)
        .await
        .is(200)
        .shows("仮支援措置")
        .hides("湊町二丁目10番25号")
        .hides("見本台7番8号");
    let path = format!("{case}/reception");
    let page = desk.get(&path).await;
    page.is(200)
        .hides("湊町二丁目10番25号")
        .hides("7番8号")
        .shows("支援措置のため表示していません");
    // Blank fields keep what is not shown.
    set(&mut form, "version", hidden(&page, "version"));
    for name in ["former_city", "former_rest", "town", "block"] {
        set(&mut form, name, "");
    }
    for row in ["person-0-id", "person-1-id", "person-2-id"] {
        set(&mut form, row, hidden(&page, row));
    }
    set(&mut form, "phone", "090-0000-1234");
    send(&mut desk, &path, &form).await.is(303);
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let id = case.rsplit('/').next().unwrap().parse().unwrap();
    let kept = madoguchi_store::cases::get(&mut tx, id).await.unwrap().unwrap();
    assert_eq!(kept.new_address.unwrap().address.block, "7番8号");
    assert_eq!(kept.former_address.unwrap().address.city, "船橋市");
    assert_eq!(kept.visitor.phone, "090-0000-1234");
    desk.get("/cases").await.is(200).shows("支援措置");
}

#[tokio::test]
async fn a_household_moves_out_on_a_day_to_come() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let mut form = received(&server, "k");
    set(&mut form, "events", "move_out");
    set(&mut form, "moved_on", "2027-03-31");
    send(&mut desk, "/cases/new", &form)
        .await
        .is(422)
        .shows("市区町村を入力してください");
    set(&mut form, "destination_city", "東京都府中市");
    let mut both = form.clone();
    both.push(("events", "move_within".into()));
    send(&mut desk, "/cases/new", &both)
        .await
        .is(422)
        .shows("転居と転出は、1件の受付にまとめられません");
    let case = open(&mut desk, &form).await;
    desk.get(&case)
        .await
        .is(200)
        .shows("転出予定日")
        .shows("東京都府中市");
    let page = desk.get(&format!("{case}/reception")).await;
    page.is(200).shows("value=\"東京都府中市\"");
    set(&mut form, "destination_city", "カナダ");
    form.push(("destination_abroad", "yes".into()));
    set(&mut form, "version", hidden(&page, "version"));
    send(&mut desk, &format!("{case}/reception"), &form).await.is(303);
    desk.get(&case).await.shows("カナダ");
}

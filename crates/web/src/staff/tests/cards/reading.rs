//! A visit that begins with a card.

use madoguchi_jpki::revocation::{Reason, Status, WhyUnknown};
use madoguchi_model::ids::{HouseholdId, ResidentId};
use madoguchi_model::resident::CardHolding;
use madoguchi_model::staff::Role;
use madoguchi_store::load;
use madoguchi_store::testing::household;

use super::super::moving::arriving;
use super::super::send;
use super::card::TestCard;
use super::{Counter, at, authentication_certificate};
use crate::testing::TestServer;

/// The sample household's first member, as a card holds her.
fn member(counter: &Counter) -> TestCard {
    let person = &counter.here().household.members[0];
    let birth = person.birth_date.known().unwrap().format("%Y%m%d").to_string();
    let sex = if person.sex == madoguchi_model::resident::Sex::Male {
        b'1'
    } else {
        b'2'
    };
    TestCard {
        address: person.address.one_line(),
        ..TestCard::of(&person.names.name.written, birth.leak(), sex)
    }
}

#[tokio::test]
async fn the_card_finds_its_holder_and_fills_the_reception() {
    let counter = Counter::new().await;
    let mut browser = counter.server.signed_in(Role::FrontDesk).await;
    let start = browser.get("/card").await;
    start.is(200).shows("カードを読む").shows("カードを使わないとき");
    let policy = start.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("connect-src 'self' http://127.0.0.1:52780;"),
        "{policy}"
    );
    let read = counter.read(&mut browser, "/card", &member(&counter)).await;
    read.is(303);
    let page = browser.get(read.location()).await;
    page.is(200)
        .shows("本人確認書類として使えます")
        .shows("カードの鍵が正しく答えました")
        .shows("一致")
        .hides("違う</");
    let person = &counter.here().household.members[0];
    let card = read.location().rsplit('/').next().unwrap();
    let href = format!("/cases/new?resident={}&amp;card={card}", person.id);
    page.shows(&href);
    let picture = browser
        .get(&format!("{}/pictures/name.png", read.location()))
        .await;
    assert_eq!(picture.headers["content-type"], "image/png");
    browser
        .get(&format!("{}/pictures/address.png", read.location()))
        .await
        .is(404);
    let reception = browser.get(&href.replace("&amp;", "&")).await;
    reception
        .is(200)
        .shows(&format!("name=\"card\" value=\"{card}\""));
    let checked = |value: &str| {
        let radio = reception
            .html
            .split("<input")
            .find(|input| input.contains(&format!("value=\"{value}\"")));
        radio.is_some_and(|input| input.split('>').next().unwrap().contains("checked"))
    };
    assert!(checked("individual_number_card"));
    assert!(!checked("driving_licence"));
}

#[tokio::test]
async fn the_serial_number_that_the_core_system_knows_is_compared() {
    let counter = Counter::new().await;
    let mut household = household(HouseholdId(uuid::Uuid::from_u128(9)), "55", || {
        ResidentId::new(&*counter.server.state.clock, &*counter.server.state.entropy)
    });
    for (member, serial) in household.members.iter_mut().zip(["004d", "4e"]) {
        member.names.name.written = member.names.name.written.replace('辻', "例");
        member.circumstances_mut().card = Some(CardHolding {
            expires_on: "2032-02-17".parse().unwrap(),
            certificate_expires_on: None,
            certificate_serial: Some(serial.into()),
        });
    }
    let mut tx = counter
        .server
        .db
        .store
        .begin(&counter.here().scope)
        .await
        .unwrap();
    load::households(&mut tx, std::slice::from_ref(&household))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut browser = counter.server.signed_in(Role::FrontDesk).await;
    // The tests' certificate has the number 77, which is 4d.
    for (n, verdict) in [(0, "一致"), (1, "違う")] {
        let member = &household.members[n];
        let birth = member.birth_date.known().unwrap().format("%Y%m%d").to_string();
        let card = TestCard::of(&member.names.name.written, birth.leak(), [b'1', b'2'][n]);
        let read = counter.read(&mut browser, "/card", &card).await;
        let page = browser.get(read.location()).await;
        let row = page.html.split("発行番号を読取り済み").nth(1).unwrap();
        assert!(row.split("</tr>").next().unwrap().contains(verdict), "{verdict}");
    }
}

#[tokio::test]
async fn nobody_moves_in_with_the_card_of_someone_who_lives_here() {
    let counter = Counter::new().await;
    let here = counter.here();
    let mut household = household(HouseholdId(uuid::Uuid::from_u128(9)), "55", || {
        ResidentId::new(&*counter.server.state.clock, &*counter.server.state.entropy)
    });
    household.members[0].circumstances_mut().card = Some(CardHolding {
        expires_on: "2032-02-17".parse().unwrap(),
        certificate_expires_on: None,
        certificate_serial: Some("004D".into()),
    });
    let mut tx = counter.server.db.store.begin(&here.scope).await.unwrap();
    load::households(&mut tx, std::slice::from_ref(&household))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut browser = counter.server.signed_in(Role::FrontDesk).await;
    // The tests' certificate has the number 77, which is 4d.
    let card = TestCard::of("例示　移子", "19920505", b'2');
    let read = counter.read(&mut browser, "/card", &card).await;
    let mut form = arriving("k");
    let id = read.location().rsplit('/').next().unwrap().to_owned();
    browser
        .get(&format!("/cases/new?arriving=1&card={id}"))
        .await
        .is(200);
    form.push(("card", id));
    let refused = send(&mut browser, "/cases/new", &form).await;
    refused
        .is(422)
        .shows("いま住民登録のある")
        .shows("value=\"葛\u{E0100}城 一郎\"");
    form.retain(|(name, _)| *name != "card");
    send(&mut browser, "/cases/new", &form).await.is(303);
}

#[tokio::test]
async fn somebody_from_elsewhere_is_entered_from_the_card() {
    let counter = Counter::new().await;
    let mut browser = counter.server.signed_in(Role::FrontDesk).await;
    let card = TestCard::of("例示　移子", "19920505", b'2');
    let read = counter.read(&mut browser, "/card", &card).await;
    let page = browser.get(read.location()).await;
    page.shows("住民記録にいません").shows("この人の転入を受け付ける");
    let id = read.location().rsplit('/').next().unwrap();
    browser
        .get(&format!("/cases/new?arriving=1&card={id}"))
        .await
        .is(200)
        .shows("value=\"例示　移子\"")
        .shows("value=\"H4.5.5\"")
        .shows("value=\"千葉県船橋市\"")
        .shows("value=\"本町一丁目２番３号\"");
}

#[tokio::test]
async fn what_comes_of_a_pairing_is_taken_once_from_its_officer_in_its_time() {
    let counter = Counter::new().await;
    let mut browser = counter.server.signed_in(Role::FrontDesk).await;
    let (id, pairing) = counter.pair(&mut browser, "/card/pairings", &[]).await;
    let read = TestCard::of("例示　移子", "19920505", b'2').read(&pairing.challenge);
    let fields = [("pairing", &*id), ("method", "pin"), ("read", &*read)];
    let mut chief = counter.server.signed_in(Role::SectionChief).await;
    chief
        .post("/card/readings", &fields)
        .await
        .is(409)
        .shows("もう一度読み取ってください");
    browser.post("/card/readings", &fields).await.is(303);
    browser.post("/card/readings", &fields).await.is(409);
    // Of a case, it is of no use elsewhere.
    let case = counter.here().case.id;
    let (id, pairing) = counter
        .pair(&mut browser, &format!("/cases/{case}/card/pairings"), &[])
        .await;
    assert_eq!(pairing.case, case.0);
    browser
        .post(
            "/card/readings",
            &[("pairing", &*id), ("method", "pin"), ("read", &*read)],
        )
        .await
        .is(409);
    let (id, _) = counter.pair(&mut browser, "/card/pairings", &[]).await;
    counter.server.db.clock.advance(chrono::TimeDelta::minutes(10));
    browser
        .post(
            "/card/readings",
            &[("pairing", &*id), ("method", "pin"), ("read", &*read)],
        )
        .await
        .is(409);
}

#[tokio::test]
async fn the_key_must_answer_this_very_challenge() {
    let counter = Counter::new().await;
    let mut browser = counter.server.signed_in(Role::FrontDesk).await;
    let (id, _) = counter.pair(&mut browser, "/card/pairings", &[]).await;
    let read = member(&counter).read(&[9; 32]);
    let answer = browser
        .post(
            "/card/readings",
            &[("pairing", &*id), ("method", "pin"), ("read", &*read)],
        )
        .await;
    browser
        .get(answer.location())
        .await
        .shows("本人確認書類として使えません")
        .shows("正しく答えませんでした");
}

#[tokio::test]
async fn each_fault_of_a_certificate_is_told_and_the_visit_goes_on() {
    let counter = Counter::new().await;
    let mut browser = counter.server.signed_in(Role::FrontDesk).await;
    let revoked = Status::Revoked {
        at: at("2026-04-01T00:00:00Z"),
        reason: Reason::Superseded,
    };
    let good = member(&counter);
    let stranger = TestCard {
        certificate: b"no certificate".to_vec(),
        ..good.clone()
    };
    let old = TestCard {
        expires_on: "20260407",
        ..good.clone()
    };
    let unknown = Status::Unknown(WhyUnknown::Silent);
    for (card, status, words, vouched) in [
        (&good, revoked, "2026/04/01 9:00に失効しています。", false),
        (&stranger, Status::Good, "電子証明書を読み取れません", false),
        (&old, Status::Good, "カードの有効期限が切れています", true),
        (&good, unknown, "失効情報の確認先から応答がありません", true),
    ] {
        counter.say(status);
        let read = counter.read(&mut browser, "/card", card).await;
        let page = browser.get(read.location()).await;
        page.is(200).shows(words).hides("本人確認書類として使えます");
        let answered = "カードの鍵が正しく答えました";
        assert_eq!(page.html.contains(answered), vouched, "{words}");
        // The person is found all the same, but the card is not chosen as what proves who it is.
        let id = read.location().rsplit('/').next().unwrap();
        let resident = counter.here().household.members[0].id;
        let reception = browser
            .get(&format!("/cases/new?resident={resident}&card={id}"))
            .await;
        let radio = reception
            .html
            .split("<input")
            .find(|input| input.contains("value=\"individual_number_card\""))
            .unwrap();
        assert!(!radio.split('>').next().unwrap().contains("checked"), "{words}");
    }
}

#[tokio::test]
async fn an_ended_certificate_is_told_and_the_card_is_still_a_document() {
    let counter = Counter::new().await;
    let mut browser = counter.server.signed_in(Role::FrontDesk).await;
    let expired = TestCard {
        certificate: authentication_certificate((at("2020-01-01T00:00:00Z"), at("2026-04-01T00:00:00Z"))),
        ..member(&counter)
    };
    let read = counter.read(&mut browser, "/card", &expired).await;
    browser
        .get(read.location())
        .await
        .is(200)
        .shows("本人確認書類として使えます")
        .shows("更新を案内してください")
        .shows("電子証明書の有効期限が切れています")
        .hides("カードの鍵が正しく答えました");
}

#[tokio::test]
async fn unknown_is_decided_with_a_reason_that_is_kept() {
    let counter = Counter::new().await;
    let mut browser = counter.server.signed_in(Role::FrontDesk).await;
    counter.say(Status::Unknown(WhyUnknown::Unreachable));
    let read = counter.read(&mut browser, "/card", &member(&counter)).await;
    let path = read.location().to_owned();
    let decision = format!("{path}/decision");
    browser
        .post(&decision, &[("reason", "　")])
        .await
        .is(422)
        .shows("このまま使う理由を入力してください");
    browser
        .post(&decision, &[("reason", "回線が止まっている")])
        .await
        .is(303);
    browser
        .get(&path)
        .await
        .shows("職員の判断で使います。理由：回線が止まっている");
    // A revoked card cannot be decided into a good one.
    counter.say(Status::Revoked {
        at: at("2026-04-01T00:00:00Z"),
        reason: Reason::Unspecified,
    });
    let read = counter.read(&mut browser, "/card", &member(&counter)).await;
    let decision = format!("{}/decision", read.location());
    browser.post(&decision, &[("reason", "使いたい")]).await;
    browser
        .get(read.location())
        .await
        .shows("本人確認書類として使えません");
}

#[tokio::test]
async fn a_protected_persons_address_is_not_shown_from_the_card_either() {
    let counter = Counter::new().await;
    // Somebody of the same name and birth date is not protected: the card's address is withheld all the same.
    super::super::protected_household(&counter.server).await;
    let mut browser = counter.server.signed_in(Role::FrontDesk).await;
    let card = TestCard {
        address: "見本県みほん市本町一丁目２番３号　かくれ荘".into(),
        ..member(&counter)
    };
    let read = counter.read(&mut browser, "/card", &card).await;
    browser
        .get(read.location())
        .await
        .shows("支援措置のため表示していません")
        .hides("かくれ荘");
}

#[tokio::test]
async fn nonsense_is_refused_and_a_server_without_cards_says_so() {
    let counter = Counter::new().await;
    let mut browser = counter.server.signed_in(Role::FrontDesk).await;
    for read in ["", "{}", "{\"attributes\":\"AAAA\"}", "not json"] {
        let (id, _) = counter.pair(&mut browser, "/card/pairings", &[]).await;
        browser
            .post(
                "/card/readings",
                &[("pairing", &*id), ("method", "pin"), ("read", read)],
            )
            .await
            .is(409)
            .shows("カードを使わずに受け付けてください");
    }
    let plain = TestServer::new().await;
    let mut browser = plain.signed_in(Role::FrontDesk).await;
    browser
        .get("/card")
        .await
        .is(200)
        .shows("カード読取りの設定がありません");
    browser
        .post("/card/pairings", &[])
        .await
        .is(403)
        .shows("カードを使わずに受け付けてください");
    browser
        .get("/residents")
        .await
        .hides("マイナンバーカードで受け付ける");
}

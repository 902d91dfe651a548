//! The cards of a case's people, several in a row, and what guidance makes of them.

use madoguchi_model::staff::Role;

use super::card::TestCard;
use super::{Counter, at, authentication_certificate};

#[tokio::test]
async fn family_cards_are_read_in_a_row_and_feed_the_guidance() {
    let counter = Counter::new().await;
    let mut browser = counter.server.signed_in(Role::FrontDesk).await;
    let case = format!("/cases/{}", counter.here().case.id);
    browser
        .get(&format!("{case}/card"))
        .await
        .is(200)
        .shows("カードを読む");
    for (name, birth, sex, n) in [
        ("辻　太郎", "19840402", b'1', 0),
        ("辻　花子", "19861130", b'2', 1),
    ] {
        let card = TestCard {
            // Ends in the month after: the guidance sees that it is to be renewed.
            certificate: authentication_certificate((at("2021-01-01T00:00:00Z"), at("2026-05-01T00:00:00Z"))),
            ..TestCard::of(name, birth, sex)
        };
        let read = counter.read(&mut browser, &format!("{case}/card"), &card).await;
        let page = browser.get(read.location()).await;
        // 辻 is written with a selector in the register.
        page.is(200).shows("字体の違い").shows("違う");
        let person = counter.here().household.members[n].id.to_string();
        let radio = page
            .html
            .split("<input")
            .find(|input| input.contains(&person))
            .unwrap();
        assert!(
            radio.split('>').next().unwrap().contains("checked"),
            "the likeliest is chosen"
        );
        let assign = format!("{}/assign", read.location());
        browser
            .post(&assign, &[("person", "")])
            .await
            .is(422)
            .shows("だれのカードかを選んでください");
        browser.post(&assign, &[("person", &person)]).await.is(303);
    }
    browser
        .get(&format!("{case}/card"))
        .await
        .shows("マイナンバーカードの住所変更")
        .shows("使えます");
    browser
        .get(&format!("{case}/judgements/reasoning"))
        .await
        .is(200)
        .shows("カード");
    // A stranger's id is nobody's card.
    let read = counter
        .read(
            &mut browser,
            &format!("{case}/card"),
            &TestCard::of("例示　移子", "19920505", b'2'),
        )
        .await;
    let stranger = counter.server.db.there.household.members[0].id.to_string();
    browser
        .post(&format!("{}/assign", read.location()), &[("person", &stranger)])
        .await
        .is(422);
}

#[tokio::test]
async fn another_of_those_who_move_in_is_added_from_the_card() {
    let counter = Counter::new().await;
    let mut browser = counter.server.signed_in(Role::FrontDesk).await;
    let read = counter
        .read(
            &mut browser,
            "/card",
            &TestCard::of("例示　移子", "19920505", b'2'),
        )
        .await;
    let card = read.location().rsplit('/').next().unwrap().to_owned();
    let mut form = super::super::moving::arriving("k");
    form.push(("card", card.clone()));
    let opened = super::super::send(&mut browser, "/cases/new", &form).await;
    opened.is(303);
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    // The reading belongs to the case now, and is not there for another.
    browser.get(read.location()).await.is(404);
    browser.get(&format!("{case}/card")).await.shows("例示　移子");
    let second = counter
        .read(
            &mut browser,
            &format!("{case}/card"),
            &TestCard::of("例示　続子", "20011231", b'2'),
        )
        .await;
    let page = browser.get(second.location()).await;
    let id = second.location().rsplit('/').next().unwrap();
    page.shows("転入する人に加える");
    browser
        .get(&format!("{case}/reception?card={id}"))
        .await
        .is(200)
        .shows("value=\"例示　続子\"");
}

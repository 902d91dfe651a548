//! 個人番号: only where a law needs it, never in the clear at the counter, deleted by rule.

use madoguchi_card::bridge::{Permission, PersonalData, SealedNumber, seal};
use madoguchi_model::resident::Sex;
use madoguchi_model::staff::Role;
use madoguchi_store::audit::{self, AuditFilter};

use super::Counter;
use super::card::TestCard;
use crate::testing::Browser;

/// A number with its check digit; nobody's.
const NUMBER: &str = "999999000018";

/// A case in which one person's number is needed: whose, for which procedure.
async fn needed(browser: &mut Browser, case: &str) -> (String, String) {
    let page = browser.get(&format!("{case}/card")).await;
    page.is(200).shows("個人番号（法律で必要な手続きだけ）");
    let extra = page.html.split("data-card-extra=\"").nth(1).unwrap();
    let extra = extra.split('"').next().unwrap().replace("&#34;", "\"");
    let extra: serde_json::Value = serde_json::from_str(&extra).unwrap();
    let text = |field: &str| extra[field].as_str().unwrap().to_owned();
    (text("person"), text("procedure"))
}

/// What the page sends of a card and a sealed number.
fn read_of(card: &TestCard, sealed: SealedNumber) -> String {
    let mut read: PersonalData = serde_json::from_str(&card.read(&[0; 32])).unwrap();
    read.individual_number = Some(sealed);
    serde_json::to_string(&read).unwrap()
}

/// The card of a member of the sample's household.
fn card_of(counter: &Counter, id: &str) -> TestCard {
    let members = &counter.here().household.members;
    let member = members.iter().find(|member| member.id.to_string() == id).unwrap();
    let birth = member.birth_date.known().unwrap().format("%Y%m%d").to_string();
    let sex = if member.sex == Sex::Male { b'1' } else { b'2' };
    TestCard::of(&member.names.name.written, birth.leak(), sex)
}

#[tokio::test]
async fn a_number_is_read_for_a_law_kept_sealed_and_seen_by_its_section_alone() {
    let counter = Counter::new().await;
    let server = &counter.server;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let opened = super::super::send(&mut desk, "/cases/new", &super::super::received(server, "k")).await;
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    super::super::interview(&mut desk, &case).await;
    let (person, procedure) = needed(&mut desk, &case).await;
    let pairings = format!("{case}/card/numbers/pairings");
    // Not for another procedure, nor for a person without one.
    desk.post(&pairings, &[("person", &person), ("procedure", "TK-01")])
        .await
        .is(403)
        .shows("個人番号は読めません");
    let (id, pairing) = counter
        .pair(
            &mut desk,
            &pairings,
            &[("person", &person), ("procedure", &procedure)],
        )
        .await;
    assert_eq!(
        pairing.may,
        [Permission::Attributes, Permission::IndividualNumber]
    );
    assert_eq!(pairing.seal_to.as_deref(), Some(&*counter.numbers_key));
    let sealed = seal(NUMBER.as_bytes(), &counter.numbers_key, pairing.id, &[8; 32]).unwrap();
    let numbers = format!("{case}/card/numbers");
    // Not from somebody else's card.
    let other = read_of(&TestCard::of("例示　移子", "19920505", b'2'), sealed.clone());
    desk.post(&numbers, &[("pairing", &id), ("method", "pin"), ("read", &other)])
        .await
        .is(403)
        .shows("さんのものではありません");
    let (id, pairing) = counter
        .pair(
            &mut desk,
            &pairings,
            &[("person", &person), ("procedure", &procedure)],
        )
        .await;
    let sealed = seal(NUMBER.as_bytes(), &counter.numbers_key, pairing.id, &[8; 32]).unwrap();
    let read = read_of(&card_of(&counter, &person), sealed);
    desk.post(&numbers, &[("pairing", &id), ("method", "pin"), ("read", &read)])
        .await
        .is(303);
    let page = desk.get(&format!("{case}/card")).await;
    page.shows("●●●● ●●●● ●●●●")
        .hides("9999 9900")
        .hides(NUMBER)
        .hides("表示する");
    desk.get(&format!("{numbers}/{id}")).await.is(403);

    // What the database holds is not the number, and the record says that it was used.
    let mut tx = server.db.store.begin(&counter.here().scope).await.unwrap();
    let kept = madoguchi_store::individual_numbers::of_case(
        &mut tx,
        case.rsplit('/').next().unwrap().parse().unwrap(),
    )
    .await
    .unwrap();
    let sealed = kept[0].sealed.as_ref().unwrap();
    assert!(
        !sealed
            .ciphertext
            .windows(4)
            .any(|part| part == &NUMBER.as_bytes()[..4])
    );
    let filter = AuditFilter {
        limit: 200,
        ..AuditFilter::default()
    };
    let entries = audit::read(&mut tx, &filter).await.unwrap();
    let flagged: Vec<&str> = entries
        .iter()
        .filter(|entry| entry.individual_number_access)
        .map(|entry| &*entry.screen)
        .collect();
    assert!(
        flagged.iter().any(|screen| screen.ends_with("/card/numbers")),
        "{flagged:?}"
    );
    assert!(
        !flagged.iter().any(|screen| screen.ends_with("/card/pairings")),
        "{flagged:?}"
    );
    drop(tx);

    // Withdrawn, the case is over, and the number is gone.
    let page = desk.get(&case).await;
    let version = super::super::hidden(&page, "version").to_owned();
    desk.post(
        &format!("{case}/withdraw"),
        &[("version", &version), ("reason", "取りやめ")],
    )
    .await
    .is(303);
    let mut tx = server.db.store.begin(&counter.here().scope).await.unwrap();
    let kept = madoguchi_store::individual_numbers::of_case(
        &mut tx,
        case.rsplit('/').next().unwrap().parse().unwrap(),
    )
    .await
    .unwrap();
    assert!(kept[0].sealed.is_none() && kept[0].deleted_at.is_some());
}

#[tokio::test]
async fn what_is_no_number_or_was_sealed_for_another_pairing_is_refused() {
    let counter = Counter::new().await;
    let server = &counter.server;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let opened = super::super::send(&mut desk, "/cases/new", &super::super::received(server, "k")).await;
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    super::super::interview(&mut desk, &case).await;
    let (person, procedure) = needed(&mut desk, &case).await;
    for (digits, other) in [("999999000019", false), (NUMBER, true), ("", false)] {
        let fields = [("person", &*person), ("procedure", &*procedure)];
        let (id, pairing) = counter
            .pair(&mut desk, &format!("{case}/card/numbers/pairings"), &fields)
            .await;
        let bound = if other { uuid::Uuid::nil() } else { pairing.id };
        let sealed = seal(digits.as_bytes(), &counter.numbers_key, bound, &[8; 32]).unwrap();
        let read = read_of(&card_of(&counter, &person), sealed);
        let fields = [("pairing", &*id), ("method", "pin"), ("read", &*read)];
        desk.post(&format!("{case}/card/numbers"), &fields)
            .await
            .is(409)
            .shows("個人番号を確かめられませんでした");
    }
}

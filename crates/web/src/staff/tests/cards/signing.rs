//! An application signed by card: the very bytes, the signer, the certificate, and what becomes of all of them.

use chrono::{DateTime, Utc};
use madoguchi_card::bridge::{PersonalData, RawFile, Signed};
use madoguchi_jpki::cms::{Document, Rules, detached, verify_detached};
use madoguchi_jpki::revocation::{Status, WhyUnknown};
use madoguchi_jpki::testing::Order;
use madoguchi_jpki::{Anchors, Environment, Profile, Purpose};
use madoguchi_model::staff::Role;
use madoguchi_store::card_pairings;

use super::{AUTHORITIES, CARD_KEY, Counter, at, long, signer};
use crate::testing::{Answer, Browser};

/// A case with applications, and the path of the first.
async fn prepared(counter: &Counter, desk: &mut Browser) -> (String, String) {
    let form = super::super::received(&counter.server, "k");
    let opened = super::super::send(desk, "/cases/new", &form).await;
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    super::super::interview(desk, &case).await;
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    let list = desk.get(&format!("{case}/applications")).await;
    let start = format!("{case}/applications/");
    let ids = list
        .html
        .split(&*start)
        .skip(1)
        .map(|rest| rest.chars().take(36).collect::<String>());
    let id = ids
        .into_iter()
        .find(|id| id.parse::<uuid::Uuid>().is_ok())
        .unwrap();
    (case, format!("{start}{id}"))
}

/// The resident signs what the pairing names, with a certificate of this name.
async fn sign(counter: &Counter, desk: &mut Browser, path: &str, name: &str, spoiled: bool) -> Answer {
    let under = format!("{path}/card-signature");
    let (id, pairing) = counter.pair(desk, &format!("{under}/pairings"), &[]).await;
    let document = pairing.document.unwrap();
    assert!(!document.title.is_empty());
    let mut digest: [u8; 32] = document.sha256.try_into().unwrap();
    if spoiled {
        digest[0] ^= 1;
    }
    let read = signed(&digest, name, counter.server.state.clock.now());
    desk.post(
        &under,
        &[("pairing", &id), ("method", "signature_pin"), ("read", &read)],
    )
    .await
}

/// What the page sends of a signature over a digest, by somebody of this name.
fn signed(digest: &[u8; 32], name: &str, now: DateTime<Utc>) -> String {
    let order = Order::signature(88, CARD_KEY.public_key_info(), long(), &signer(name));
    let certificate = AUTHORITIES.1.issue(&order);
    let cms = detached(digest, &certificate, now, |message| {
        Ok::<_, ()>(CARD_KEY.sign(message))
    })
    .unwrap();
    let read = PersonalData {
        signed: Some(Signed { cms: RawFile(cms) }),
        ..PersonalData::default()
    };
    serde_json::to_string(&read).unwrap()
}

#[tokio::test]
async fn what_was_signed_is_kept_byte_for_byte_with_its_signature() {
    let counter = Counter::new().await;
    let mut desk = counter.server.signed_in(Role::FrontDesk).await;
    let (_, path) = prepared(&counter, &mut desk).await;
    desk.get(&format!("{path}/signature"))
        .await
        .shows("マイナンバーカードで署名する");
    sign(&counter, &mut desk, &path, "辻　太郎", false).await.is(303);
    desk.get(&format!("{path}/signature"))
        .await
        .shows("マイナンバーカードの電子署名")
        .shows("card-signature/document.pdf");
    let document = desk.bytes(&format!("{path}/card-signature/document.pdf")).await;
    let cms = desk.bytes(&format!("{path}/card-signature/signature.p7s")).await;
    assert!(document.starts_with(b"%PDF"));
    let mut anchors = Anchors::new(Environment::Own);
    anchors.add(Purpose::Signature, AUTHORITIES.1.root()).unwrap();
    let profile = Profile::of(Environment::Own);
    let now = counter.server.state.clock.now();
    let check =
        |bytes: &[u8]| verify_detached(&cms, Document::Bytes(bytes), &anchors, &profile, Rules::OWN, now);
    assert_eq!(check(&document).unwrap().signing_time, Some(now));
    let mut changed = document.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert!(check(&changed).is_err());
}

#[tokio::test]
async fn another_signer_another_document_and_an_unknown_state_are_refused() {
    let counter = Counter::new().await;
    let mut desk = counter.server.signed_in(Role::FrontDesk).await;
    let (_, path) = prepared(&counter, &mut desk).await;
    sign(&counter, &mut desk, &path, "辻　太郎", true)
        .await
        .is(403)
        .shows("電子署名を受け付けられません");
    sign(&counter, &mut desk, &path, "例示　移子", false)
        .await
        .is(403)
        .shows("来庁者の氏名と違います");
    for status in [
        Status::Unknown(WhyUnknown::Silent),
        Status::Revoked {
            at: at("2026-04-01T00:00:00Z"),
            reason: madoguchi_jpki::revocation::Reason::Unspecified,
        },
    ] {
        counter.say(status);
        sign(&counter, &mut desk, &path, "辻　太郎", false)
            .await
            .is(403)
            .shows("紙か画面に署名してもらってください");
    }
    desk.get(&format!("{path}/signature"))
        .await
        .shows("画面に署名する");
}

#[tokio::test]
async fn an_application_that_changed_meanwhile_is_not_signed() {
    let counter = Counter::new().await;
    let mut desk = counter.server.signed_in(Role::FrontDesk).await;
    let (case, path) = prepared(&counter, &mut desk).await;
    let under = format!("{path}/card-signature");
    let (id, pairing) = counter.pair(&mut desk, &format!("{under}/pairings"), &[]).await;
    assert_eq!(
        pairing.expires_at - pairing.issued_at,
        card_pairings::LASTING.num_seconds()
    );
    let edited = desk.get(&format!("{case}/reception")).await;
    let version = super::super::hidden(&edited, "version").to_owned();
    let mut form = super::super::received(&counter.server, "");
    form.retain(|(name, _)| !["key", "building"].contains(name));
    form.push(("version", version));
    form.push(("building", "見本ハイツ102".into()));
    super::super::send(&mut desk, &format!("{case}/reception"), &form)
        .await
        .is(303);
    let digest: [u8; 32] = pairing.document.unwrap().sha256.try_into().unwrap();
    let read = signed(&digest, "辻　太郎", counter.server.state.clock.now());
    desk.post(
        &under,
        &[("pairing", &id), ("method", "signature_pin"), ("read", &read)],
    )
    .await
    .is(409);
}

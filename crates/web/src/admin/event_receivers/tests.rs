//! An administrator registers a receiver, sees what was sent, and sends again.

use std::sync::Arc;

use madoguchi_link::webhooks::{Guard, SecretKey};
use madoguchi_model::link_event::EventKind;
use madoguchi_model::staff::Role;
use madoguchi_store::webhooks::{self, DeliveryFilter, Endpoint, EndpointState, Outcome, Tried};
use madoguchi_store::{TenantTx, cases};

use crate::notifier::Notifier;
use crate::testing::{Answer, Browser, TestServer};

/// A server whose operator allows nothing special.
async fn server() -> TestServer {
    let mut server = TestServer::new().await;
    let key = SecretKey::fresh(&*server.state.entropy);
    server.state.notifier = Some(Arc::new(Notifier {
        key: Arc::new(SecretKey::parse(&key).unwrap()),
        guard: Guard::default(),
    }));
    server
}

async fn begin(server: &TestServer) -> TenantTx {
    server.db.store.begin(&server.db.here.scope).await.unwrap()
}

async fn only_receiver(server: &TestServer) -> Endpoint {
    let mut all = webhooks::endpoints(&mut begin(server).await).await.unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn form<'a>(url: &'a str, state: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("description", "国保システム"),
        ("url", url),
        ("kinds", "case.finished"),
        ("kinds", "queue_item.changed"),
        ("state", state),
    ]
}

const URL: &str = "https://receiver.example.jp/events";

async fn registered(admin: &mut Browser) -> Answer {
    admin.post("/admin/event-receivers", &form(URL, "active")).await
}

/// Something happens that the receiver is told of.
async fn withdraw(server: &TestServer) {
    let here = &server.db.here;
    let mut tx = begin(server).await;
    let by = here.staff(Role::FrontDesk).id;
    madoguchi_store::edit_leases::take(&mut tx, here.case.id, by, chrono::TimeDelta::minutes(5), true)
        .await
        .unwrap();
    cases::withdraw(&mut tx, here.case.id, here.case.version, by, "例")
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Every event that waits was tried, and could not be sent.
async fn give_up(server: &TestServer) {
    let mut tx = begin(server).await;
    let waiting = webhooks::deliveries(&mut tx, &all()).await.unwrap();
    let at = tx.now();
    let tried: Vec<Tried> = waiting
        .iter()
        .map(|one| Tried {
            event: one.event,
            endpoint: one.endpoint,
            at,
            status: Some(500),
            error: Some("送り先が状態コード 500 を返しました。".into()),
            outcome: Outcome::Dead,
        })
        .collect();
    webhooks::tried(&mut tx, &tried).await.unwrap();
    tx.commit().await.unwrap();
}

fn all() -> DeliveryFilter {
    DeliveryFilter {
        limit: 100,
        ..DeliveryFilter::default()
    }
}

#[tokio::test]
async fn a_receiver_is_registered_and_its_secret_shown_once() {
    let server = server().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    admin
        .get("/admin/event-receivers/new")
        .await
        .is(200)
        .shows("jp.madoguchi.case.received.v1")
        .hides("jp.madoguchi.test.v1");
    let answer = registered(&mut admin).await;
    answer.is(200).shows("whsec_").shows("二度と表示できません");
    let receiver = only_receiver(&server).await;
    assert_eq!(
        receiver.kinds,
        [EventKind::CaseFinished, EventKind::QueueItemChanged]
    );
    let path = format!("/admin/event-receivers/{}", receiver.id);
    admin.get(&path).await.is(200).shows(URL).hides("whsec_");
    admin
        .get("/admin/event-receivers")
        .await
        .is(200)
        .shows("receiver.example.jp")
        .hides("/events\"");
    // Another secret; the one before signs on for a day.
    admin
        .post(&format!("{path}/secret"), &[])
        .await
        .is(200)
        .shows("whsec_")
        .shows("前の鍵も");
    let rotated = only_receiver(&server).await;
    assert_eq!(rotated.former_secret.as_deref(), Some(&*receiver.secret));
    admin.get(&path).await.is(200).shows("鍵を替えているところです");
}

#[tokio::test]
async fn what_is_wrong_with_an_address_is_said_with_what_to_do() {
    let server = server().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    for (url, told) in [
        ("", "https:// で始まる"),
        ("https://user:pass@receiver.example.jp/", "利用者名"),
        ("http://receiver.example.jp/", "--webhook-allow-http"),
        ("https://10.1.2.3/", "--webhook-allow"),
        ("https://127.0.0.1/", "--webhook-allow"),
        ("https://[::1]/", "--webhook-allow"),
        ("https://169.254.169.254/latest/meta-data", "--webhook-allow"),
    ] {
        let answer = admin.post("/admin/event-receivers", &form(url, "active")).await;
        answer.is(422).shows(told);
    }
    let empty = [("description", " "), ("url", URL)];
    admin
        .post("/admin/event-receivers", &empty)
        .await
        .is(422)
        .shows("通知先の名前を入れてください")
        .shows("1つ以上選んでください");
    assert!(
        webhooks::endpoints(&mut begin(&server).await)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn without_the_operators_key_it_is_said_whom_to_ask() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    for path in ["/admin/event-receivers", "/admin/event-receivers/new"] {
        admin.get(path).await.is(200).shows("--webhook-key");
    }
    registered(&mut admin).await.is(409).shows("--webhook-key");
}

#[tokio::test]
async fn a_paused_receiver_gets_it_later_and_a_stopped_one_not() {
    let server = server().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    registered(&mut admin).await.is(200);
    let path = format!("/admin/event-receivers/{}", only_receiver(&server).await.id);
    admin.post(&path, &form(URL, "paused")).await.is(303);
    assert_eq!(only_receiver(&server).await.state, EndpointState::Paused);
    admin
        .post(&format!("{path}/test"), &[])
        .await
        .is(409)
        .shows("通知中");
    withdraw(&server).await;
    admin.get(&path).await.is(200).shows("一時停止中").shows("1件");
    let ready = webhooks::ready(&mut begin(&server).await).await.unwrap();
    assert!(ready.is_empty());
    admin.post(&path, &form(URL, "active")).await.is(303);
    let ready = webhooks::ready(&mut begin(&server).await).await.unwrap();
    assert_eq!(ready.len(), 1);
}

#[tokio::test]
async fn what_could_not_be_sent_is_seen_and_sent_again() {
    let server = server().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    registered(&mut admin).await.is(200);
    let receiver = only_receiver(&server).await;
    let path = format!("/admin/event-receivers/{}", receiver.id);
    withdraw(&server).await;
    give_up(&server).await;
    admin
        .get("/admin/event-deliveries?state=dead")
        .await
        .is(200)
        .shows("送れなかった")
        .shows("状態コード 500");
    admin
        .get("/admin/event-deliveries?state=delivered")
        .await
        .is(200)
        .shows("送信の記録はありません");
    let dead = webhooks::deliveries(&mut begin(&server).await, &all())
        .await
        .unwrap()
        .remove(0);
    let one = format!("/admin/event-deliveries/{}/{}", dead.event, receiver.id);
    admin
        .get(&one)
        .await
        .is(200)
        .shows("もう一度送る")
        .shows("状態コード 500");
    admin.post(&format!("{one}/replay"), &[]).await.is(303);
    admin
        .get(&one)
        .await
        .is(200)
        .shows("送信待ち")
        .hides("もう一度送る");
    admin.post(&format!("{one}/replay"), &[]).await.is(303);
    admin.get(&one).await.shows("もう送信待ちになっています");
    // All of a receiver, and all since a day.
    give_up(&server).await;
    admin
        .post(&format!("{path}/replay"), &[("what", "dead")])
        .await
        .is(303);
    admin.get(&path).await.shows("1件を送り直します");
    give_up(&server).await;
    for (what, since, told) in [
        ("all", "", "いつからかを入れてください"),
        ("dead", "きのう", "日付を入れてください"),
    ] {
        admin
            .post(&format!("{path}/replay"), &[("what", what), ("since", since)])
            .await
            .is(422)
            .shows(told);
    }
    let later = [("what", "all"), ("since", "2026-04-09")];
    admin.post(&format!("{path}/replay"), &later).await.is(303);
    admin.get(&path).await.shows("ありませんでした");
    let since = [("what", "all"), ("since", "2026-04-08")];
    admin.post(&format!("{path}/replay"), &since).await.is(303);
    admin.get(&path).await.shows("1件を送り直します");
}

#[tokio::test]
async fn a_test_event_goes_to_the_one_receiver_only() {
    let server = server().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    registered(&mut admin).await.is(200);
    let receiver = only_receiver(&server).await;
    registered(&mut admin).await.is(200);
    let answer = admin
        .post(&format!("/admin/event-receivers/{}/test", receiver.id), &[])
        .await;
    answer.is(303);
    let shown = answer.location().to_owned();
    admin.get(&shown).await.is(200).shows("接続の確認");
    let sent = webhooks::deliveries(&mut begin(&server).await, &all())
        .await
        .unwrap();
    assert_eq!(
        sent.iter()
            .map(|one| (one.endpoint, one.kind))
            .collect::<Vec<_>>(),
        [(receiver.id, EventKind::Test)]
    );
}

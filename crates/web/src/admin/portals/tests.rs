//! Connections on the administrator's screens, and fetching by a number on the officer's.

use std::sync::Arc;

use madoguchi_link::webhooks::{Guard, SecretKey};
use madoguchi_model::staff::Role;
use madoguchi_store::portal_connections::{self, Connection};

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

fn form<'a>(url: &'a str, secret: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", "マイナポータル"),
        ("base_url", url),
        ("definition", "receipt_api"),
        ("mapping", "myna_portal"),
        ("client_id", "city-1"),
        ("secret", secret),
        ("every", "15"),
        ("active", "on"),
        ("reports", "on"),
    ]
}

/// An address that no name server knows (RFC 6761).
const NOWHERE: &str = "https://portal.invalid/api";

async fn registered(admin: &mut Browser) -> Answer {
    admin.get("/admin/portals/new").await;
    admin
        .post("/admin/portals", &form(NOWHERE, "ひみつの合言葉"))
        .await
}

async fn only(server: &TestServer) -> Connection {
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let mut all = portal_connections::connections(&mut tx).await.unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[tokio::test]
async fn a_connection_is_registered_and_its_secret_never_shown_again() {
    let server = server().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let made = registered(&mut admin).await;
    let path = made.is(303).location().to_owned();
    let connection = only(&server).await;
    let sealed = String::from_utf8_lossy(&connection.secret).into_owned();
    assert!(!sealed.contains("ひみつ"));
    let key = &server.state.notifier.as_ref().unwrap().key;
    let opened = key.open_text(connection.id, &connection.secret).unwrap();
    assert_eq!(&**opened, "ひみつの合言葉");
    admin
        .get(&path)
        .await
        .is(200)
        .shows("city-1")
        .hides("ひみつの合言葉");
    // A blank field keeps it; another replaces it.
    admin.post(&path, &form(NOWHERE, "")).await.is(303);
    assert_eq!(only(&server).await.secret, connection.secret);
    admin.post(&path, &form(NOWHERE, "べつの合言葉")).await.is(303);
    assert_ne!(only(&server).await.secret, connection.secret);
    admin.get("/admin/portals").await.is(200).shows("portal.invalid");
}

#[tokio::test]
async fn what_cannot_be_is_told_beside_its_field_and_what_was_typed_stays() {
    let server = server().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    admin.get("/admin/portals/new").await;
    for (url, words) in [
        ("http://portal.example/", "--webhook-allow-http"),
        ("https://10.0.0.1/", "外部に公開されたアドレスではありません"),
        ("https://portal.example/?x=1", "「?」は使えません"),
        ("portal", "正しいアドレス"),
    ] {
        let answer = admin.post("/admin/portals", &form(url, "x")).await;
        answer.is(422).shows(words).shows("city-1").shows(url);
    }
    let mut wrong = form(NOWHERE, "");
    wrong[6].1 = "0";
    wrong[3].1 = "nothing";
    let answer = admin.post("/admin/portals", &wrong).await;
    answer
        .is(422)
        .shows("秘密（クライアントシークレット）を入れてください")
        .shows("1から1440まで")
        .shows("届くファイルの種類を選んでください");
}

#[tokio::test]
async fn trying_says_which_step_failed_and_fetching_says_it_beside_the_number() {
    let server = server().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let path = registered(&mut admin).await.location().to_owned();
    let tried = admin.post(&format!("{path}/try"), &[]).await;
    tried
        .is(200)
        .shows("ログイン")
        .shows("できない")
        .hides("一覧の取得");
    admin.post(&format!("{path}/now"), &[]).await.is(303);
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get("/notices").await.is(200).shows("受付番号で取り寄せる");
    let connection = only(&server).await.id.to_string();
    let wanted = [("receipt_number", "A-77"), ("connection", &*connection)];
    desk.post("/notices/fetch", &wanted)
        .await
        .is(422)
        .shows("取り寄せられませんでした")
        .shows("ログイン")
        .shows("A-77");
    desk.post(
        "/notices/fetch",
        &[("receipt_number", ""), ("connection", &connection)],
    )
    .await
    .is(422)
    .shows("受付番号を入れてください");
    desk.post(
        "/notices/fetch",
        &[("receipt_number", "A-1"), ("connection", "x")],
    )
    .await
    .is(422)
    .shows("取り寄せる先を選んでください");
    desk.get("/admin/portals").await.is(403);
}

#[tokio::test]
async fn without_the_operators_key_nothing_is_registered_and_it_says_why() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    for path in ["/admin/portals", "/admin/portals/new"] {
        admin.get(path).await.is(200).shows("--webhook-key");
    }
    registered(&mut admin).await.is(409).shows("--webhook-key");
}

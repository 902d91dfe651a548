//! Getting a token.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use madoguchi_model::api_client::Scope;
use madoguchi_model::ids::ApiClientId;
use madoguchi_model::staff::Role;
use madoguchi_store::api_keys::{self, NewKey};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use super::caller::Answer;
use super::{Program, client};
use crate::session::token;
use crate::testing::{HERE, TestServer};

const SECRET: [u8; 32] = [9; 32];

async fn fresh(server: &TestServer) -> ApiClientId {
    let section = server.db.here.sections[0].id;
    let scopes = [Scope::CasesRead, Scope::CatalogueRead];
    client(server, &server.db.here, Role::FrontDesk, section, &scopes).await
}

/// A key of the client's own: what it signs with, and what we know of it.
async fn with_key(server: &TestServer, id: ApiClientId) -> EncodingKey {
    let pair = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    let key = EcdsaKeyPair::from_pkcs8(
        &ECDSA_P256_SHA256_FIXED_SIGNING,
        pair.as_ref(),
        &SystemRandom::new(),
    );
    let public = key.unwrap().public_key().as_ref().to_vec();
    let jwk = json!({
        "kty": "EC", "crv": "P-256",
        "x": URL_SAFE_NO_PAD.encode(&public[1..33]), "y": URL_SAFE_NO_PAD.encode(&public[33..]),
    });
    let here = &server.db.here;
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let (ends, by) = (
        tx.now() + chrono::TimeDelta::days(1),
        here.staff(Role::Administrator).id,
    );
    api_keys::add(&mut tx, id, &NewKey::PublicKey(jwk), ends, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    EncodingKey::from_ec_der(pair.as_ref())
}

fn claims(server: &TestServer, id: ApiClientId) -> Value {
    let now = server.state.clock.now().timestamp();
    json!({
        "iss": id, "sub": id, "aud": format!("http://{HERE}/api/oauth/token"),
        "exp": now + 120, "iat": now, "jti": "one",
    })
}

async fn assert_with(program: &Program, jwt: &str) -> Answer {
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    let form = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", kind),
        ("client_assertion", jwt),
    ];
    program.form("/api/oauth/token", &form).await
}

#[tokio::test]
async fn a_secret_gets_a_token_by_header_or_body_and_a_wrong_one_does_not() {
    let server = TestServer::new().await;
    let (id, program) = (fresh(&server).await.to_string(), Program::new(&server));
    let secret = token::text_of(&SECRET);
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &*id),
        ("client_secret", &secret),
    ];
    let answer = program.form("/api/oauth/token", &form).await;
    answer.is(200);
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.json()["token_type"], "Bearer");
    assert_eq!(answer.json()["scope"], "cases.read catalogue.read");
    let basic = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    let form = [("grant_type", "client_credentials"), ("scope", "catalogue.read")];
    let answer = program
        .form_with("/api/oauth/token", &[("authorization", &basic)], &form)
        .await;
    answer.is(200);
    assert_eq!(answer.json()["scope"], "catalogue.read");
    let wrong = token::text_of(&[1; 32]);
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &*id),
        ("client_secret", &wrong),
    ];
    let answer = program.form("/api/oauth/token", &form).await;
    answer.is(401);
    assert_eq!(answer.json()["error"], "invalid_client");
}

#[tokio::test]
async fn a_scope_that_is_not_allowed_is_refused() {
    let server = TestServer::new().await;
    let (id, program) = (fresh(&server).await.to_string(), Program::new(&server));
    let secret = token::text_of(&SECRET);
    for scope in ["residents.read", "everything"] {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &*id),
            ("client_secret", &secret),
            ("scope", scope),
        ];
        let answer = program.form("/api/oauth/token", &form).await;
        answer.is(400);
        assert_eq!(answer.json()["error"], "invalid_scope");
    }
    let form = [
        ("grant_type", "password"),
        ("client_id", &*id),
        ("client_secret", &secret),
    ];
    let answer = program.form("/api/oauth/token", &form).await;
    assert_eq!(answer.json()["error"], "unsupported_grant_type");
}

#[tokio::test]
async fn guessing_locks_the_client_for_a_while() {
    let server = TestServer::new().await;
    let (id, program) = (fresh(&server).await.to_string(), Program::new(&server));
    let wrong = token::text_of(&[1; 32]);
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &*id),
        ("client_secret", &wrong),
    ];
    for _ in 0..5 {
        program.form("/api/oauth/token", &form).await.is(401);
    }
    let secret = token::text_of(&SECRET);
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &*id),
        ("client_secret", &secret),
    ];
    let answer = program.form("/api/oauth/token", &form).await;
    answer.is(429);
    assert!(answer.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn a_signed_assertion_gets_one_token_and_no_second() {
    let server = TestServer::new().await;
    let (id, program) = (fresh(&server).await, Program::new(&server));
    let key = with_key(&server, id).await;
    let jwt = jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims(&server, id), &key).unwrap();
    assert_with(&program, &jwt).await.is(200);
    let again = assert_with(&program, &jwt).await;
    again.is(401);
    assert_eq!(again.json()["error"], "invalid_client");
}

#[tokio::test]
async fn an_assertion_for_others_or_another_time_is_refused() {
    let server = TestServer::new().await;
    let (id, program) = (fresh(&server).await, Program::new(&server));
    let key = with_key(&server, id).await;
    let now = server.state.clock.now().timestamp();
    let faults: [(&str, Value); 6] = [
        ("aud", json!("http://elsewhere.localhost/api/oauth/token")),
        ("exp", json!(now - 120)),
        ("exp", json!(now + 3_600)),
        ("nbf", json!(now + 600)),
        ("sub", json!("0192f0c1-2345-7000-8000-000000000001")),
        ("jti", json!("")),
    ];
    for (item, value) in faults {
        // Another client each time: five failures lock one.
        let mut said = claims(&server, id);
        said[item] = value;
        let jwt = jsonwebtoken::encode(&Header::new(Algorithm::ES256), &said, &key).unwrap();
        let answer = assert_with(&program, &jwt).await;
        assert!([401, 429].contains(&answer.status.as_u16()), "{item}");
    }
}

#[tokio::test]
async fn an_assertion_signed_otherwise_is_refused() {
    let server = TestServer::new().await;
    let (id, program) = (fresh(&server).await, Program::new(&server));
    let _ = with_key(&server, id).await;
    let strange =
        EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    let strange = EncodingKey::from_ec_der(strange.as_ref());
    let claims = claims(&server, id);
    let forged = jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &strange).unwrap();
    let secret = EncodingKey::from_secret(b"the public key as a secret");
    let symmetric = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &secret).unwrap();
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let unsigned = format!("{}.{}.", part(&json!({ "alg": "none" })), part(&claims));
    for jwt in [forged, symmetric, unsigned, "a.b.c".into(), String::new()] {
        let answer = assert_with(&program, &jwt).await;
        assert_eq!(answer.json()["error"], "invalid_client", "{jwt}");
    }
}

#[tokio::test]
async fn a_program_can_find_out_how() {
    let server = TestServer::new().await;
    let program = Program::new(&server);
    let found = program.get("/.well-known/oauth-authorization-server").await;
    found.is(200);
    assert_eq!(
        found.json()["token_endpoint"],
        format!("http://{HERE}/api/oauth/token")
    );
    let described = program.get("/api/v1/openapi.json").await;
    described.is(200);
    assert_eq!(described.json()["openapi"], "3.1.0");
    server
        .browser()
        .get("/api/v1/docs")
        .await
        .is(200)
        .shows("getQueueItem")
        .shows("schema-Problem");
}

#[tokio::test]
async fn keys_are_added_and_taken_back_on_a_page() {
    let server = TestServer::new().await;
    let id = fresh(&server).await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let path = format!("/admin/api-clients/{id}");
    let page = admin.post(&format!("{path}/keys"), &[("kind", "secret")]).await;
    page.is(200).shows("二度と表示できません");
    let secret = page.html.split("<strong class=\"code\">").nth(1).unwrap();
    let secret = secret.split('<').next().unwrap().to_owned();
    let mut program = Program::new(&server);
    let text = id.to_string();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &*text),
        ("client_secret", &*secret),
    ];
    let answer = program.form("/api/oauth/token", &form).await;
    answer.is(200);
    answer.json()["access_token"]
        .as_str()
        .unwrap()
        .clone_into(&mut program.token);
    program.get("/api/v1/catalogue").await.is(200);
    let page = admin.get(&path).await;
    page.is(200).shows("利用できる");
    let key = page.html.split("/revoke").collect::<Vec<_>>();
    let newest = key[key.len() - 2].rsplit('/').next().unwrap().to_owned();
    admin
        .post(&format!("{path}/keys/{newest}/revoke"), &[])
        .await
        .is(303);
    program.get("/api/v1/catalogue").await.is(401);
    program.token = String::new();
    program.form("/api/oauth/token", &form).await.is(401);
    let private = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";
    admin
        .post(
            &format!("{path}/keys"),
            &[("kind", "public_key"), ("public_key", private)],
        )
        .await
        .is(422)
        .shows("これは秘密鍵です")
        .hides("AAAA");
}

//! A program with a token.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use madoguchi_model::api_client::Scope;
use madoguchi_model::ids::{ApiClientId, SectionId};
use madoguchi_model::staff::Role;
use madoguchi_store::api_clients::{self, ClientSettings};
use madoguchi_store::api_keys::{self, NewKey};
use madoguchi_store::testing::Sample;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tower::ServiceExt;

use crate::session::token;
use crate::testing::{HERE, TestServer};

/// The secret of every client that these tests make.
const SECRET: [u8; 32] = [9; 32];

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// The body; null where it is no JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    #[track_caller]
    pub(crate) fn is(&self, status: u16) -> &Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{}",
            String::from_utf8_lossy(&self.bytes)
        );
        if self.status.as_u16() >= 400 && !self.json()["error"].is_string() {
            assert_eq!(self.headers["content-type"], "application/problem+json");
            assert_eq!(self.json()["status"], status);
        }
        self
    }

    /// The problem's stable code.
    #[track_caller]
    pub(crate) fn problem(&self, code: &str) -> &Self {
        assert_eq!(self.json()["code"], code, "{}", self.json());
        self
    }

    pub(crate) fn etag(&self) -> String {
        self.headers["etag"].to_str().unwrap().to_owned()
    }
}

/// A program at a host.
pub(crate) struct Program {
    app: Router,
    host: String,
    pub(crate) token: String,
}

impl Program {
    /// A program that has no token.
    pub(crate) fn new(server: &TestServer) -> Self {
        Self {
            app: crate::app(server.state.clone()),
            host: HERE.into(),
            token: String::new(),
        }
    }

    /// A client of the first tenant with a token for all of its scopes.
    pub(crate) async fn with(server: &TestServer, role: Role, section: SectionId, scopes: &[Scope]) -> Self {
        let id = client(server, &server.db.here, role, section, scopes).await;
        let mut program = Self::new(server);
        let secret = token::text_of(&SECRET);
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &id.to_string()),
            ("client_secret", &secret),
        ];
        let answer = program.form("/api/oauth/token", &form).await;
        answer.is(200);
        program.token = answer.json()["access_token"].as_str().unwrap().to_owned();
        program
    }

    pub(crate) fn at(mut self, host: &str) -> Self {
        self.host = host.into();
        self
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Body::empty()).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, path, headers, Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let mut all = vec![("content-type", "application/json")];
        all.extend_from_slice(headers);
        self.send(Method::POST, path, &all, Body::from(body.to_string()))
            .await
    }

    pub(crate) async fn post_raw(&self, path: &str, kind: &str, body: &str) -> Answer {
        let headers = [("content-type", kind)];
        self.send(Method::POST, path, &headers, Body::from(body.to_owned()))
            .await
    }

    pub(crate) async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.form_with(path, &[], fields).await
    }

    pub(crate) async fn form_with(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        fields: &[(&str, &str)],
    ) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend_from_slice(headers);
        self.send(Method::POST, path, &all, Body::from(body)).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.host);
        if !self.token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self
            .app
            .clone()
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes: axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        }
    }
}

/// A client of a tenant with one secret.
pub(crate) async fn client(
    server: &TestServer,
    tenant: &Sample,
    role: Role,
    section_id: SectionId,
    scopes: &[Scope],
) -> ApiClientId {
    let settings = ClientSettings {
        name: "試験の連携先".into(),
        purpose: "試験".into(),
        role,
        section_id,
        scopes: scopes.to_vec(),
        requests_per_minute: 10_000,
        active: true,
    };
    let by = tenant.staff(Role::Administrator).id;
    let mut tx = server.db.store.begin(&tenant.scope).await.unwrap();
    let id = api_clients::create(&mut tx, &settings, by).await.unwrap();
    let key = NewKey::Secret(Sha256::digest(SECRET).into());
    let ends = tx.now() + chrono::TimeDelta::days(1);
    api_keys::add(&mut tx, id, &key, ends, by).await.unwrap();
    tx.commit().await.unwrap();
    id
}

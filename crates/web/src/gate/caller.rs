//! Who a request comes from.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_model::municipality::Municipality;
use madoguchi_store::sessions::{self, Found, Session};
use madoguchi_store::{TenantScope, tenants};

use super::cookie;
use crate::error::PageError;
use crate::page::{Chrome, CsrfField, Display, Flash};
use crate::session::token;
use crate::state::AppState;

/// A session unused for this long has ended.
const IDLE: TimeDelta = TimeDelta::minutes(30);

/// How old "last used" may grow before it is written again.
const TOUCH_AFTER: TimeDelta = TimeDelta::minutes(1);

/// A good session.
#[derive(Clone)]
pub(crate) struct SignedIn {
    pub(crate) session: Arc<Session>,
    pub(crate) csrf: String,
}

/// What is known of a request before any handler sees it.
#[derive(Clone, Default)]
pub(crate) struct Caller {
    /// The host name, lower case, without a port.
    pub(crate) host: String,
    /// The terminal's network address; empty if it is not known.
    pub(crate) address: String,
    /// The tenant of the host name or of the session.
    pub(crate) scope: Option<TenantScope>,
    pub(crate) municipality: Option<Arc<Municipality>>,
    pub(crate) signed_in: Option<SignedIn>,
    /// A session that has ended, of which the browser still has the token.
    pub(crate) ended: Option<Arc<Session>>,
    pub(crate) display: Display,
    pub(crate) flash: Option<Flash>,
}

impl Caller {
    /// What the request itself says, before the database is asked.
    pub(super) fn of_request(app: &AppState, parts: &Parts) -> Self {
        let headers = &parts.headers;
        Self {
            host: host(headers),
            address: address(app, parts),
            display: cookie(headers, Display::COOKIE)
                .map(Display::from_code)
                .unwrap_or_default(),
            flash: cookie(headers, Flash::COOKIE).and_then(Flash::from_cookie),
            ..Self::default()
        }
    }

    /// Adds the tenant and, if the token is good, the session.
    pub(super) async fn identify(&mut self, app: &AppState, headers: &HeaderMap) -> Result<(), PageError> {
        let presented = cookie(headers, token::cookie_name(app.settings.https));
        if let Some(hash) = presented.and_then(token::hash_of)
            && let Some(found) = sessions::find(&app.store, hash).await?
            && found.session.host == self.host
        {
            return self.join(app, found).await;
        }
        if let Some(scope) = tenants::by_host(&app.store, &self.host).await? {
            let mut tx = app.store.begin(&scope).await?;
            self.municipality = Some(Arc::new(tenants::get(&mut tx).await?));
            self.scope = Some(scope);
        }
        Ok(())
    }

    async fn join(&mut self, app: &AppState, found: Found) -> Result<(), PageError> {
        let (now, session, scope) = (app.clock.now(), found.session, found.scope);
        self.municipality = Some(Arc::new(found.municipality));
        self.scope = Some(scope);
        if !is_good(&session, now) {
            self.ended = session.staff.active.then(|| Arc::new(session));
            return Ok(());
        }
        if now - session.last_seen_at >= TOUCH_AFTER {
            let mut tx = app.store.begin(&scope).await?;
            sessions::touch(&mut tx, session.id).await?;
            tx.commit().await?;
        }
        let csrf = token::text_of(&session.csrf_secret);
        self.signed_in = Some(SignedIn {
            session: Arc::new(session),
            csrf,
        });
        Ok(())
    }

    /// The frame of a page for this caller.
    pub(crate) fn chrome(&self, title: impl Into<String>) -> Chrome {
        let mut chrome = Chrome::new(title);
        chrome.display = self.display;
        chrome.municipality = self
            .municipality
            .as_ref()
            .map(|m| m.name.clone())
            .unwrap_or_default();
        chrome.flash = self.flash.as_ref().map(Flash::banner);
        if let Some(signed_in) = &self.signed_in {
            let session = &signed_in.session;
            chrome.csrf = CsrfField::new(signed_in.csrf.clone());
            chrome.draft_key = token::text_of(&session.draft_key);
            chrome.officer = Some(crate::page::OfficerLine {
                name: session.staff.display_name.clone(),
                section: session.section.name.clone(),
                role: session.staff.role.label(),
            });
        }
        chrome
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| PageError::internal("the request did not pass the gate"))
    }
}

fn is_good(session: &Session, now: DateTime<Utc>) -> bool {
    session.staff.active && now < session.expires_at && now - session.last_seen_at < IDLE
}

fn host(headers: &HeaderMap) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    name.to_ascii_lowercase()
}

fn address(app: &AppState, parts: &Parts) -> String {
    if app.settings.behind_proxy {
        let forwarded = parts
            .headers
            .get("x-forwarded-for")
            .and_then(|value| value.to_str().ok());
        if let Some(last) = forwarded.and_then(|list| list.rsplit(',').next()) {
            return last.trim().to_owned();
        }
    }
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map(|ConnectInfo(address)| address.ip().to_string())
        .unwrap_or_default()
}

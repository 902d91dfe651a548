//! A browser without a network: keeps cookies, sends forms as our pages do.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use tower::ServiceExt;

use super::Answer;

/// A browser at one host name.
pub(crate) struct Browser {
    app: Router,
    host: String,
    cookies: BTreeMap<String, String>,
    /// The CSRF token that forms carry; empty before sign-in.
    pub(crate) csrf: String,
    /// What the browser says about the origin of its forms.
    pub(crate) origin: String,
}

impl Browser {
    pub(crate) fn new(app: Router, host: &str) -> Self {
        let origin = format!("http://{host}");
        Self {
            app,
            host: host.into(),
            cookies: BTreeMap::new(),
            csrf: String::new(),
            origin,
        }
    }

    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.into(), value.into());
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Takes the CSRF token out of a page's form, as a browser does by sending the form.
    pub(crate) fn read_csrf(&mut self, page: &Answer) {
        let field = page.html.split("name=\"csrf\" value=\"").nth(1).unwrap();
        self.csrf = field.split('"').next().unwrap().to_owned();
    }

    /// Opens a page.
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        let request = self.request(Method::GET, path, Body::empty());
        self.send(request).await
    }

    /// Fetches a file; fails unless it is there.
    pub(crate) async fn bytes(&mut self, path: &str) -> Vec<u8> {
        let request = self.request(Method::GET, path, Body::empty());
        let response = self.app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await;
        bytes.unwrap().to_vec()
    }

    /// Sends a form with the session's token.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = [("csrf", self.csrf.as_str())];
        let token = token.iter().filter(|(_, value)| !value.is_empty()).copied();
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields.iter().copied().chain(token))
            .finish();
        let mut request = self.request(Method::POST, path, Body::from(body));
        let headers = request.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            "application/x-www-form-urlencoded".parse().unwrap(),
        );
        headers.insert(header::ORIGIN, self.origin.parse().unwrap());
        self.send(request).await
    }

    /// Sends a form with a file, under `font`, with the session's token.
    pub(crate) async fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields.iter().chain([&("csrf", self.csrf.as_str())]) {
            let part = format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        body.extend_from_slice(
            b"--cut\r\nContent-Disposition: form-data; name=\"font\"; filename=\"eudc.tte\"\r\n",
        );
        body.extend_from_slice(b"Content-Type: application/octet-stream\r\n\r\n");
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--cut--\r\n");
        let mut request = self.request(Method::POST, path, Body::from(body));
        let headers = request.headers_mut();
        let kind = "multipart/form-data; boundary=cut";
        headers.insert(header::CONTENT_TYPE, kind.parse().unwrap());
        headers.insert(header::ORIGIN, self.origin.parse().unwrap());
        self.send(request).await
    }

    fn request(&self, method: Method, path: &str, body: Body) -> Request<Body> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.host);
        request
            .header(header::COOKIE, cookies.join("; "))
            .body(body)
            .unwrap()
    }

    async fn send(&mut self, request: Request<Body>) -> Answer {
        let path = request.uri().path().to_owned();
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let (pair, attributes) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.set_cookie(name, value);
            }
        }
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let html = String::from_utf8_lossy(&bytes).into_owned();
        if let Ok(dir) = std::env::var("DUMP") {
            static N: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
            let n = N.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            std::fs::write(format!("{dir}/{n:04}.html"), format!("<!-- {path} -->\n{html}")).unwrap();
        }
        Answer {
            status: parts.status,
            headers: parts.headers,
            html,
            bytes: bytes.to_vec(),
        }
    }
}

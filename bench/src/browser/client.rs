//! A browser without a screen: cookies, the form token, and the time of every request.

use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::http::Response;

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) body: Vec<u8>,
    pub(crate) took: Duration,
}

impl Answer {
    /// The page as text.
    pub(crate) fn html(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

pub(crate) struct Client {
    agent: Agent,
    base: String,
    host: String,
    cookies: Vec<(String, String)>,
    /// The token that every form carries.
    pub(crate) csrf: String,
}

impl Client {
    pub(crate) fn new(port: u16, host: &str) -> Self {
        let agent = Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .build()
            .new_agent();
        Self {
            agent,
            base: format!("http://127.0.0.1:{port}"),
            host: format!("{host}:{port}"),
            cookies: Vec::new(),
            csrf: String::new(),
        }
    }

    pub(crate) fn get(&mut self, path: &str) -> Result<Answer, String> {
        let start = Instant::now();
        let request = self
            .agent
            .get(format!("{}{path}", self.base))
            .header("host", &self.host)
            .header("cookie", self.cookie());
        let response = request.call().map_err(|error| format!("GET {path}: {error}"))?;
        self.read(response, start)
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(String, String)]) -> Result<Answer, String> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", &self.csrf).extend_pairs(fields);
        let start = Instant::now();
        let request = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("host", &self.host)
            .header("cookie", self.cookie())
            .header("origin", format!("http://{}", self.host))
            .header("content-type", "application/x-www-form-urlencoded");
        let response = request
            .send(form.finish())
            .map_err(|error| format!("POST {path}: {error}"))?;
        self.read(response, start)
    }

    fn cookie(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    fn read(&mut self, mut response: Response<ureq::Body>, start: Instant) -> Result<Answer, String> {
        for cookie in response.headers().get_all("set-cookie") {
            let pair = cookie
                .to_str()
                .unwrap_or_default()
                .split(';')
                .next()
                .unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.retain(|(known, _)| known != name);
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let location = response
            .headers()
            .get("location")
            .and_then(|value| value.to_str().ok());
        let location = location.unwrap_or_default().to_owned();
        let status = response.status().as_u16();
        let body = response
            .body_mut()
            .read_to_vec()
            .map_err(|error| error.to_string())?;
        Ok(Answer {
            status,
            location,
            body,
            took: start.elapsed(),
        })
    }
}

//! Speaks to a portal's API.

use std::fmt::{self, Write as _};

use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use hyper::{HeaderMap, Method};
use madoguchi_model::prepared_case::Standing;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{Definition, PortalFailure, Reason, Step};
use crate::webhooks::Sender;

/// The most bytes of an answer in JSON.
const MOST_JSON: usize = 4 * 1024 * 1024;
/// The most bytes of an application.
const MOST_FILE: usize = 64 * 1024 * 1024;
/// The longest text of a cursor or a token, in bytes.
const MOST_TEXT: usize = 8 * 1024;

/// Who speaks to which portal.
pub struct Caller {
    /// Sends, to checked addresses only.
    pub sender: Sender,
    /// How it is spoken to.
    pub definition: Definition,
    /// What stands before the paths.
    pub base_url: String,
    /// Our id there.
    pub client_id: String,
    /// Our secret there.
    pub secret: Zeroizing<String>,
}

/// A token. Never shown by `Debug`.
pub struct Access(Zeroizing<String>);

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Access(…)")
    }
}

/// One application of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// 受付番号.
    pub receipt_number: String,
    /// When it last changed there.
    pub updated_at: DateTime<Utc>,
}

/// A page of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// What stands on it.
    pub items: Vec<Listed>,
    /// Where the next begins; none on the last.
    pub next: Option<String>,
}

impl Caller {
    /// Login, then token. The failure says which of the two it was.
    pub async fn sign_in(&self) -> Result<Access, PortalFailure> {
        let login = &self.definition.login;
        let who = json!({ &login.client_id: self.client_id, &login.secret: *self.secret });
        let answer = self
            .json(Step::Login, Method::POST, &login.path, None, Some(who))
            .await?;
        let code = text(Step::Login, &answer, &login.answer)?;
        let token = &self.definition.token;
        let asked = json!({ &token.login: code });
        let answer = self
            .json(Step::Token, Method::POST, &token.path, None, Some(asked))
            .await?;
        Ok(Access(Zeroizing::new(text(Step::Token, &answer, &token.answer)?)))
    }

    /// A page of what was changed since an instant.
    pub async fn list(
        &self,
        access: &Access,
        since: Option<DateTime<Utc>>,
        cursor: Option<&str>,
    ) -> Result<Page, PortalFailure> {
        let list = &self.definition.list;
        let mut path = list.path.clone();
        let since = since.map(|since| since.to_rfc3339_opts(SecondsFormat::Micros, true));
        let parameters = [(&list.since, since.as_deref()), (&list.cursor, cursor)];
        for (at, (name, value)) in parameters
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .enumerate()
        {
            path.push(if at == 0 { '?' } else { '&' });
            let _ = write!(path, "{name}={}", escaped(value));
        }
        let answer = self
            .json(Step::List, Method::GET, &path, Some(access), None)
            .await?;
        let wrong = |item: &str| failed(Step::List, Reason::Answer(item.to_owned()));
        let items = find(&answer, &list.items)
            .and_then(Value::as_array)
            .ok_or_else(|| wrong(&list.items))?;
        let items = items.iter().map(|item| {
            let receipt_number = text(Step::List, item, &list.receipt_number)?;
            if receipt_number.chars().count() > 100 || receipt_number.chars().any(char::is_control) {
                return Err(wrong(&list.receipt_number));
            }
            let updated_at = text(Step::List, item, &list.updated_at)?;
            let updated_at =
                DateTime::parse_from_rfc3339(&updated_at).map_err(|_| wrong(&list.updated_at))?;
            Ok(Listed {
                receipt_number,
                updated_at: updated_at.into(),
            })
        });
        let next = match find(&answer, &list.next) {
            None | Some(Value::Null) => None,
            Some(Value::String(next)) if next.len() <= MOST_TEXT => {
                Some(next.clone()).filter(|next| !next.is_empty())
            }
            Some(_) => return Err(wrong(&list.next)),
        };
        Ok(Page {
            items: items.collect::<Result<_, _>>()?,
            next,
        })
    }

    /// One application as the portal gives it out.
    pub async fn get(&self, access: &Access, receipt_number: &str) -> Result<Bytes, PortalFailure> {
        let path = of_one(&self.definition.get.path, receipt_number);
        self.ask(Step::Get, Method::GET, &path, Some(access), None, MOST_FILE)
            .await
    }

    /// Tells how far an application is, since when. Nothing where the portal is not told.
    pub async fn report(
        &self,
        access: &Access,
        receipt_number: &str,
        standing: Standing,
        at: DateTime<Utc>,
    ) -> Result<(), PortalFailure> {
        let Some(report) = &self.definition.report else {
            return Ok(());
        };
        let path = of_one(&report.path, receipt_number);
        let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let told = json!({ &report.state: report.states.word(standing), &report.at: at });
        self.ask(
            Step::Report,
            Method::POST,
            &path,
            Some(access),
            Some(told),
            MOST_JSON,
        )
        .await
        .map(|_| ())
    }

    async fn json(
        &self,
        step: Step,
        method: Method,
        path: &str,
        access: Option<&Access>,
        body: Option<Value>,
    ) -> Result<Value, PortalFailure> {
        let answer = self.ask(step, method, path, access, body, MOST_JSON).await?;
        serde_json::from_slice(&answer).map_err(|_| failed(step, Reason::Answer("JSON".into())))
    }

    async fn ask(
        &self,
        step: Step,
        method: Method,
        path: &str,
        access: Option<&Access>,
        body: Option<Value>,
        most: usize,
    ) -> Result<Bytes, PortalFailure> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, "application/json, */*".parse().expect("a header"));
        if let Some(Access(token)) = access {
            let value = format!("Bearer {}", **token).parse();
            headers.insert(
                AUTHORIZATION,
                value.map_err(|_| failed(Step::Token, Reason::Answer("token".into())))?,
            );
        }
        let body = body.map_or_else(Bytes::new, |body| {
            headers.insert(CONTENT_TYPE, "application/json".parse().expect("a header"));
            body.to_string().into()
        });
        let url = format!("{}{path}", self.base_url.trim_end_matches('/'));
        let answer = self
            .sender
            .fetch(method, &url, &headers, body, most)
            .await
            .map_err(|failure| failed(step, Reason::Way(failure)))?;
        let reason = match answer.status {
            200..=299 => return Ok(answer.body),
            401 | 403 => Reason::NotAllowed(answer.status),
            404 => Reason::NotFound,
            429 | 503 => Reason::Busy {
                status: answer.status,
                retry_after: answer.retry_after,
            },
            status => Reason::Status(status),
        };
        Err(failed(step, reason))
    }
}

fn failed(step: Step, reason: Reason) -> PortalFailure {
    PortalFailure { step, reason }
}

/// The value of a name whose dots go into objects.
fn find<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    name.split('.').try_fold(value, |value, name| value.get(name))
}

fn text(step: Step, value: &Value, name: &str) -> Result<String, PortalFailure> {
    find(value, name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty() && text.len() <= MOST_TEXT)
        .map(str::to_owned)
        .ok_or_else(|| failed(step, Reason::Answer(name.to_owned())))
}

fn of_one(path: &str, receipt_number: &str) -> String {
    path.replace("{receipt_number}", &escaped(receipt_number))
}

/// Percent-encoded but for what needs it nowhere (RFC 3986 section 2.3). A number is never part of the path's structure.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_number_cannot_leave_its_place_in_the_path() {
        assert_eq!(of_one("/a/{receipt_number}", "../x?y"), "/a/%2E%2E%2Fx%3Fy");
        assert_eq!(of_one("/a/{receipt_number}/b", "V-1"), "/a/V-1/b");
    }

    #[test]
    fn names_with_dots_go_into_objects() {
        let answer = json!({ "result": { "code": "x" } });
        assert_eq!(text(Step::Login, &answer, "result.code").unwrap(), "x");
        let failure = text(Step::Login, &answer, "result.token").unwrap_err();
        assert!(failure.to_string().starts_with("ログイン："));
    }
}

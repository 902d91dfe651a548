//! Whether a form was sent from one of our own pages, by what the browser says.

use axum::http::{HeaderMap, header};

/// What the browser says about where a form came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum FormOrigin {
    /// From a page of this very host.
    Own,
    /// The browser says nothing.
    Unsaid,
    /// From somewhere else.
    Foreign,
}

/// Reads `Sec-Fetch-Site`, which every present browser sends to a secure host, and `Origin`.
pub(super) fn form_origin(headers: &HeaderMap) -> FormOrigin {
    if let Some(site) = headers.get("sec-fetch-site") {
        return if site == "same-origin" {
            FormOrigin::Own
        } else {
            FormOrigin::Foreign
        };
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return FormOrigin::Unsaid;
    };
    let authority = origin
        .to_str()
        .ok()
        .and_then(|text| text.split_once("://"))
        .map(|(_, authority)| authority);
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    if authority.is_some() && authority == host {
        FormOrigin::Own
    } else {
        FormOrigin::Foreign
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&'static str, &'static str)]) -> FormOrigin {
        let headers = pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect::<HeaderMap>();
        form_origin(&headers)
    }

    #[test]
    fn only_the_same_host_and_port_is_our_own() {
        assert_eq!(
            of(&[
                ("host", "a.localhost:8080"),
                ("origin", "http://a.localhost:8080")
            ]),
            FormOrigin::Own
        );
        assert_eq!(
            of(&[
                ("host", "a.localhost:8080"),
                ("origin", "http://b.localhost:8080")
            ]),
            FormOrigin::Foreign
        );
        assert_eq!(
            of(&[("host", "a.localhost"), ("origin", "null")]),
            FormOrigin::Foreign
        );
        assert_eq!(
            of(&[("host", "a.localhost"), ("sec-fetch-site", "same-site")]),
            FormOrigin::Foreign
        );
        assert_eq!(
            of(&[("host", "a.localhost"), ("sec-fetch-site", "same-origin")]),
            FormOrigin::Own
        );
        assert_eq!(of(&[("host", "a.localhost")]), FormOrigin::Unsaid);
    }
}

//! What a form sent, exactly as it was typed.

use axum::extract::{FromRequest, Request};

use crate::error::PageError;

/// The fields of a submitted form in the order sent. A missing field reads as empty, so that an incomplete
/// form becomes an error beside the field rather than a bare refusal.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FormData(Vec<(String, String)>);

impl FormData {
    /// Reads `application/x-www-form-urlencoded` bytes.
    pub fn parse(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// A form with these fields.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// A form with one field.
    pub fn of(name: &str, value: &str) -> Self {
        Self(vec![(name.to_owned(), value.to_owned())])
    }

    /// The value of a field, untouched; empty if it was not sent.
    pub fn raw(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// The value without spaces (half- or full-width) at its ends. Never use it for the names of people.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// Every value of a field, for checkboxes.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// The field was sent with some value.
    pub fn has(&self, name: &str) -> bool {
        !self.raw(name).is_empty()
    }

    /// Every field and value in the order sent, for forms whose field names depend on the case.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl<S: Sync> FromRequest<S> for FormData {
    type Rejection = PageError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, PageError> {
        // The gate has already read the body once and checked its size.
        let bytes = axum::body::to_bytes(request.into_body(), crate::gate::MAX_BODY)
            .await
            .map_err(|_| PageError::TooLarge)?;
        Ok(Self::parse(&bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_selector_and_its_spaces() {
        let form = FormData::parse("name=%E8%BE%BB%F3%A0%84%80%E3%80%80&members=a&members=b".as_bytes());
        assert_eq!(form.raw("name"), "辻\u{E0100}\u{3000}");
        assert_eq!(form.all("members").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(form.text("absent"), "");
    }
}

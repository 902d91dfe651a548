//! Query parameters: each at most once, and none that is not known.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::ApiError;
use super::problem::FieldError;

/// The query string.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// The value of a parameter; none if it was not sent. Twice is a mistake.
    pub(crate) fn one(&self, name: &str) -> Result<Option<&str>, ApiError> {
        let mut values = self.0.iter().filter(|(known, _)| known == name);
        let first = values.next();
        if values.next().is_some() {
            return Err(ApiError::field(name, "1回だけ書いてください。"));
        }
        Ok(first.map(|(_, value)| value.as_str()))
    }

    /// The value of a parameter, read; the words say what would be right.
    pub(crate) fn parsed<T>(
        &self,
        name: &str,
        read: impl FnOnce(&str) -> Option<T>,
        right: &str,
    ) -> Result<Option<T>, ApiError> {
        match self.one(name)? {
            None => Ok(None),
            Some(text) => match read(text) {
                Some(value) => Ok(Some(value)),
                None => Err(ApiError::field(name, right)),
            },
        }
    }

    /// Refuses parameters other than these: a misspelt filter must not let everything through.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), ApiError> {
        let strange: Vec<FieldError> = self
            .0
            .iter()
            .filter(|(name, _)| !known.contains(&name.as_str()))
            .map(|(name, _)| FieldError {
                pointer: name.clone(),
                message: format!(
                    "このパラメータはありません。使えるのは {} です。",
                    known.join("、")
                ),
            })
            .collect();
        if strange.is_empty() {
            Ok(())
        } else {
            Err(ApiError::Invalid(strange))
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let text = parts.uri.query().unwrap_or_default();
        Ok(Self(
            form_urlencoded::parse(text.as_bytes()).into_owned().collect(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_known_and_there_once() {
        let query = Query(vec![("a".into(), "1".into()), ("b".into(), "2".into())]);
        assert_eq!(query.one("a"), Ok(Some("1")));
        assert_eq!(query.one("c"), Ok(None));
        assert!(query.only(&["a", "b"]).is_ok());
        assert!(query.only(&["a"]).is_err());
        let twice = Query(vec![("a".into(), "1".into()), ("a".into(), "2".into())]);
        assert!(twice.one("a").is_err());
    }
}

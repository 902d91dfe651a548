//! How one portal's API is spoken to.

use include_dir::include_dir;
use madoguchi_model::prepared_case::Standing;
use serde::Deserialize;
use thiserror::Error;

use crate::embedded::Embedded;

static DEFINITIONS: Embedded<Definition, DefinitionError> = Embedded::new(
    include_dir!("$CARGO_MANIFEST_DIR/portals"),
    Definition::parse,
    |definition| &definition.id,
);

/// Paths below the connection's address, and names in JSON. A name with dots goes into objects (`result.code`).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Its stable name.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Where paths and names come from.
    pub source_note: String,
    pub(super) login: Login,
    pub(super) token: Token,
    pub(super) list: List,
    pub(super) get: Get,
    /// Without it nothing is told back.
    pub(super) report: Option<Report>,
}

/// POST of id and secret; the answer has what the token is asked with.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Login {
    pub(super) path: String,
    pub(super) client_id: String,
    pub(super) secret: String,
    pub(super) answer: String,
}

/// POST of what the login answered; the answer has the token, which then stands in `Authorization: Bearer`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Token {
    pub(super) path: String,
    pub(super) login: String,
    pub(super) answer: String,
}

/// GET of what was changed since an instant, page by page.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    pub(super) path: String,
    /// The query's parameter for the instant (RFC 3339).
    pub(super) since: String,
    /// The query's parameter for the next page.
    pub(super) cursor: String,
    pub(super) items: String,
    pub(super) receipt_number: String,
    /// When an application last changed (RFC 3339).
    pub(super) updated_at: String,
    /// The next page's cursor; null, empty or missing on the last.
    pub(super) next: String,
}

/// GET of one application; the body is the file.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Get {
    pub(super) path: String,
}

/// POST of how far an application is.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Report {
    pub(super) path: String,
    pub(super) state: String,
    pub(super) at: String,
    pub(super) states: States,
}

/// The portal's words.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct States {
    accepted: String,
    in_progress: String,
    completed: String,
    returned: String,
}

/// Why a definition cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("接続の定義が読めません：{0}")]
pub struct DefinitionError(String);

impl States {
    pub(super) fn word(&self, standing: Standing) -> &str {
        match standing {
            Standing::Accepted => &self.accepted,
            Standing::InProgress => &self.in_progress,
            Standing::Completed => &self.completed,
            Standing::Returned => &self.returned,
        }
    }
}

impl Definition {
    /// Reads a definition and checks it.
    pub fn parse(toml: &str) -> Result<Self, DefinitionError> {
        let definition: Self = toml::from_str(toml).map_err(|error| DefinitionError(error.to_string()))?;
        let mut paths = vec![
            &definition.login.path,
            &definition.token.path,
            &definition.list.path,
            &definition.get.path,
        ];
        let of_one: Vec<&String> = [Some(&definition.get.path)]
            .into_iter()
            .chain([definition.report.as_ref().map(|report| &report.path)])
            .flatten()
            .collect();
        paths.extend(definition.report.as_ref().map(|report| &report.path));
        if paths.iter().any(|path| !path.starts_with('/')) {
            return Err(DefinitionError("path は / で始めてください。".into()));
        }
        if of_one.iter().any(|path| !path.contains("{receipt_number}")) {
            return Err(DefinitionError(
                "get と report の path には {receipt_number} が要ります。".into(),
            ));
        }
        Ok(definition)
    }

    /// Every definition that is part of the program, by id.
    ///
    /// # Panics
    /// If the program was built with a wrong definition: a test makes sure that it has none.
    #[must_use]
    pub fn all() -> &'static [Self] {
        DEFINITIONS.all()
    }

    /// The definition with this id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        DEFINITIONS.find(id)
    }

    /// Whether the portal is told how far applications are.
    #[must_use]
    pub fn reports(&self) -> bool {
        self.report.is_some()
    }
}

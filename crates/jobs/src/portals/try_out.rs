//! 試しにつなぐ: every step once, and nothing is kept.

use madoguchi_link::portals::Mapping;
use madoguchi_link::portals::api::{PortalFailure, Step};
use madoguchi_store::portal_connections::Connection;

use super::fetch::fetch;
use super::{FetchError, Opener, Unopened};

/// What came of a step, in the administrator's words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tried {
    /// The step.
    pub step: Step,
    /// What came of it.
    pub words: String,
    /// It went well.
    pub good: bool,
}

/// Tries every step until one fails.
pub async fn try_out(
    opener: &Opener,
    connection: &Connection,
    mapping: Option<Mapping>,
) -> Result<Vec<Tried>, Unopened> {
    let (caller, mapping) = opener.open(connection, mapping)?;
    let mut tried = Vec::new();
    let access = match caller.sign_in().await {
        Ok(access) => access,
        Err(failure) => {
            if failure.step == Step::Token {
                tried.push(good(Step::Login, "できました。"));
            }
            tried.push(bad(&failure));
            return Ok(tried);
        }
    };
    tried.push(good(Step::Login, "できました。"));
    tried.push(good(Step::Token, "できました。"));
    let page = match caller.list(&access, connection.seen, None).await {
        Ok(page) => page,
        Err(failure) => {
            tried.push(bad(&failure));
            return Ok(tried);
        }
    };
    tried.push(good(
        Step::List,
        format!("できました。最初の一覧に{}件あります。", page.items.len()),
    ));
    let Some(first) = page.items.first() else {
        tried.push(good(Step::Get, "申請がないので、まだ確かめられません。"));
        return Ok(tried);
    };
    tried.push(
        match fetch(&caller, &access, mapping, &first.receipt_number).await {
            Ok(_) => good(
                Step::Get,
                "できました。ファイルも読み取れます（まだ取り込んでいません）。",
            ),
            Err(FetchError::Portal(failure)) => bad(&failure),
            Err(other) => Tried {
                step: Step::Get,
                words: other.to_string(),
                good: false,
            },
        },
    );
    Ok(tried)
}

fn good(step: Step, words: impl Into<String>) -> Tried {
    Tried {
        step,
        words: words.into(),
        good: true,
    }
}

fn bad(failure: &PortalFailure) -> Tried {
    Tried {
        step: failure.step,
        words: failure.reason.to_string(),
        good: false,
    }
}

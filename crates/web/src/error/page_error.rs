//! The error of every handler.

use std::fmt;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use madoguchi_store::{ChangeError, StoreError};

/// Why a page cannot be shown or a form not be done. Becomes a full page in the officer's own frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PageError {
    /// Not there, or not this tenant's: the two cannot be told apart. 404.
    NotFound,
    /// Of the own municipality, but not for this role. 403.
    Forbidden,
    /// The form did not come from our own page, or its page was too old. 403.
    ForeignForm,
    /// Somebody else changed it meanwhile, or its state does not allow it; the text says what to do. 409.
    Conflict(String),
    /// The work is stopped by a rule that an alert would not do for (支援措置). Title and text. 403.
    Stopped {
        /// What is stopped.
        title: String,
        /// Why, and who can help.
        text: String,
    },
    /// The request is larger than allowed. 413.
    TooLarge,
    /// The database does not answer. 503.
    Unavailable,
    /// A fault of ours. The text goes to the log, never to the page. 500.
    Internal(String),
}

impl PageError {
    /// A fault of ours.
    pub fn internal(error: impl fmt::Display) -> Self {
        Self::Internal(error.to_string())
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::ForeignForm | Self::Stopped { .. } => StatusCode::FORBIDDEN,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// The body is written by [`super::error_pages`], which knows whose frame to put it in.
impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<askama::Error> for PageError {
    fn from(error: askama::Error) -> Self {
        Self::internal(error)
    }
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        if error.is_unreachable() {
            Self::Unavailable
        } else {
            Self::internal(error)
        }
    }
}

impl From<ChangeError> for PageError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::NotFound,
            ChangeError::Stale { changed_at, .. } => Self::Conflict(format!(
                "{}に別の人（または別の画面）がこの内容を変更しました。前の画面に戻って再読み込みし、\
                 最新の内容を確かめてから、もう一度入力してください。",
                crate::page::time::day_and_clock(changed_at)
            )),
            ChangeError::NotAllowed(_) => Self::Conflict(
                "すでに状態が変わっているため、この操作はできません。前の画面に戻って再読み込みし、最新の状態を確かめてください。"
                    .into(),
            ),
            ChangeError::HeldBy(_) => Self::Conflict(
                "ほかの職員が編集中です。終わるのを待つか、担当を代わってから、もう一度操作してください。".into(),
            ),
            ChangeError::Store(error) => error.into(),
        }
    }
}

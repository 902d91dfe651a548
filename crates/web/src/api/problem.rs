//! Errors of the API: problem details (RFC 9457) with a stable code and Japanese words.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use madoguchi_store::{ChangeError, StoreError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::PageError;

/// The media type of problem details.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// One mistake in what was sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// Where, as a JSON pointer (RFC 6901) into the body, or the name of a query parameter.
    #[schema(example = "/members/0/birth_date")]
    pub(crate) pointer: String,
    /// What is wrong and what would be right.
    #[schema(example = "日付は 2026-11-24 の形で書いてください。")]
    pub(crate) message: String,
}

/// Problem details (RFC 9457).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// A stable URN for the kind of problem: `urn:madoguchi:problem:` and the code.
    #[serde(rename = "type")]
    #[schema(example = "urn:madoguchi:problem:not_found")]
    kind: String,
    /// The kind of problem in words.
    #[schema(example = "見つかりません")]
    title: String,
    /// HTTP status.
    #[schema(example = 404)]
    status: u16,
    /// What happened and what to do.
    detail: String,
    /// The stable code.
    #[schema(example = "not_found")]
    code: String,
    /// A number to tell support, for faults of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    error_id: Option<String>,
    /// Each mistake in what was sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

/// Why a request of the API was not done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum ApiError {
    /// The same as on a page.
    Page(PageError),
    /// The request's form is wrong. 400.
    BadRequest(String),
    /// What was sent has mistakes. 422.
    Invalid(Vec<FieldError>),
    /// No token, or one that is not good. 401.
    Unauthenticated,
    /// The token is good, and not for this. 403.
    InsufficientScope(String),
    /// Too many requests; may come again after so many seconds. 429.
    TooMany(u64),
    /// The body is not of a media type that is understood, with those that are. 415.
    MediaType(&'static str),
    /// A change must say which version it changes (`If-Match`). 428.
    PreconditionRequired,
    /// Somebody changed it since that version. 412.
    PreconditionFailed,
    /// A change must carry an `Idempotency-Key`. 400.
    KeyRequired,
    /// The `Idempotency-Key` came with another request before. 422.
    KeyReused,
    /// The lease by which a robot holds a task has ended. 409.
    LeaseLost,
    /// No such method on this path. 405.
    Method,
}

impl ApiError {
    /// One mistake.
    pub(crate) fn field(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError {
            pointer: pointer.into(),
            message: message.into(),
        }])
    }

    /// The problem in words, with the number for support where there is one.
    pub(crate) fn problem(&self, error_id: Option<String>) -> Problem {
        let (status, code, title, detail) = self.words();
        let errors = match self {
            Self::Invalid(errors) => errors.clone(),
            _ => Vec::new(),
        };
        Problem {
            kind: format!("urn:madoguchi:problem:{code}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail,
            code: code.to_owned(),
            error_id,
            errors,
        }
    }

    fn words(&self) -> (StatusCode, &'static str, &'static str, String) {
        match self {
            Self::Page(error) => page_words(error),
            Self::BadRequest(text) => (
                StatusCode::BAD_REQUEST,
                "bad_request",
                "リクエストの形が正しくありません",
                text.clone(),
            ),
            Self::Invalid(_) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid_input",
                "内容に誤りがあります",
                "errors に、誤りの場所と直し方を書いています。何も保存されていません。".into(),
            ),
            Self::Unauthenticated => (
                StatusCode::UNAUTHORIZED,
                "unauthenticated",
                "認証が必要です",
                "アクセストークンがないか、期限が切れているか、取り消されています。/api/oauth/token で取り直してください。".into(),
            ),
            Self::InsufficientScope(scope) => (
                StatusCode::FORBIDDEN,
                "insufficient_scope",
                "このトークンではできません",
                format!("必要なスコープ：{scope}。トークンを取るときに求めるか、管理者に許可を依頼してください。"),
            ),
            Self::TooMany(seconds) => (
                StatusCode::TOO_MANY_REQUESTS,
                "rate_limited",
                "リクエストが多すぎます",
                format!("{seconds}秒たってから、もう一度送ってください。"),
            ),
            Self::MediaType(wanted) => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "本文の形式が違います",
                format!("Content-Type を {wanted} にしてください。"),
            ),
            Self::PreconditionRequired => (
                StatusCode::PRECONDITION_REQUIRED,
                "precondition_required",
                "If-Match が必要です",
                "変更するときは、読んだときの ETag を If-Match に入れてください。".into(),
            ),
            Self::PreconditionFailed => (
                StatusCode::PRECONDITION_FAILED,
                "precondition_failed",
                "読んだ後に変更されています",
                "もう一度読み、内容を確かめてから、新しい ETag で送ってください。".into(),
            ),
            Self::KeyRequired => (
                StatusCode::BAD_REQUEST,
                "idempotency_key_required",
                "Idempotency-Key が必要です",
                "二重に処理しないために、リクエストごとに違う値（UUIDなど、1〜200文字の半角）を Idempotency-Key に入れ、再送のときは同じ値にしてください。".into(),
            ),
            Self::KeyReused => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
                "Idempotency-Key が別のリクエストで使われています",
                "新しい値にして送ってください。".into(),
            ),
            Self::LeaseLost => (
                StatusCode::CONFLICT,
                "lease_lost",
                "この作業はもう持っていません",
                "期限が切れたか、結果を返し終えたか、職員が引き受けました。入力を続けず、/api/v1/robot-tasks/lease で作業を取り直してください。".into(),
            ),
            Self::Method => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "このメソッドは使えません",
                "使えるメソッドは、/api/v1/openapi.json を見てください。".into(),
            ),
        }
    }
}

fn page_words(error: &PageError) -> (StatusCode, &'static str, &'static str, String) {
    let (code, title, detail): (_, _, String) = match error {
        PageError::NotFound => (
            "not_found",
            "見つかりません",
            "パスか番号が違うか、この自治体のものではありません。".into(),
        ),
        PageError::Forbidden | PageError::ForeignForm => (
            "forbidden",
            "権限がありません",
            "この連携先の役割や課では、できません。管理者に確かめてください。".into(),
        ),
        PageError::Conflict(text) => ("conflict", "いまは変更できません", text.clone()),
        PageError::Stopped { text, .. } => ("stopped", "止められています", text.clone()),
        PageError::TooLarge => (
            "too_large",
            "大きすぎます",
            "本文を小さくしてください。何も保存されていません。".into(),
        ),
        PageError::Unavailable => (
            "unavailable",
            "ただいま使えません",
            "しばらく待って、同じ内容をもう一度送ってください。変更は Idempotency-Key が同じなら二重になりません。".into(),
        ),
        PageError::Internal(_) => (
            "internal",
            "処理を続けられませんでした",
            "システムの不具合です。error_id を運用者に伝えてください。".into(),
        ),
    };
    (error.status(), code, title, detail)
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, PROBLEM_JSON)], body).into_response()
    }
}

/// A page's error is written by the outermost layer, which gives faults their number.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::Page(error) = self {
            return error.into_response();
        }
        let mut response = self.problem(None).into_response();
        let header: Option<(HeaderName, String)> = match &self {
            Self::Unauthenticated => Some((
                header::WWW_AUTHENTICATE,
                "Bearer realm=\"madoguchi\", error=\"invalid_token\"".into(),
            )),
            Self::InsufficientScope(scope) => Some((
                header::WWW_AUTHENTICATE,
                format!("Bearer realm=\"madoguchi\", error=\"insufficient_scope\", scope=\"{scope}\""),
            )),
            Self::TooMany(seconds) => Some((header::RETRY_AFTER, seconds.to_string())),
            _ => None,
        };
        if let Some((name, value)) = header
            && let Ok(value) = HeaderValue::from_str(&value)
        {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

impl From<PageError> for ApiError {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::Page(error.into())
    }
}

impl From<ChangeError> for ApiError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Stale { .. } => Self::PreconditionFailed,
            error => Self::Page(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_its_own_code_and_says_what_to_do() {
        let all = [
            ApiError::Page(PageError::NotFound),
            ApiError::Page(PageError::Forbidden),
            ApiError::Page(PageError::Conflict("変更できません。".into())),
            ApiError::Page(PageError::TooLarge),
            ApiError::Page(PageError::Unavailable),
            ApiError::Page(PageError::Internal("the cause".into())),
            ApiError::BadRequest("読めません。".into()),
            ApiError::field("/a", "誤りです。"),
            ApiError::Unauthenticated,
            ApiError::InsufficientScope("cases.read".into()),
            ApiError::TooMany(3),
            ApiError::MediaType("application/json"),
            ApiError::PreconditionRequired,
            ApiError::PreconditionFailed,
            ApiError::KeyRequired,
            ApiError::KeyReused,
            ApiError::LeaseLost,
            ApiError::Method,
        ];
        let mut codes = std::collections::BTreeSet::new();
        for error in all {
            let problem = error.problem(None);
            assert!(problem.detail.ends_with('。'), "{problem:?}");
            assert!(!problem.detail.contains("the cause"));
            assert!(codes.insert(problem.code.clone()), "{} twice", problem.code);
        }
    }
}

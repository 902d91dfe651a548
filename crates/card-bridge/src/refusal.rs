//! Requests that are not answered, and why.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Why a request is not answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refusal {
    PairingMissing,
    PairingExpired,
    PairingUnknown,
    OriginNotAllowed,
    HostNotAllowed,
    NotAllowed,
    NoSuchReading,
    NotFound,
    Malformed,
    TooLarge,
    TooSlow,
}

#[derive(Serialize)]
struct Body {
    code: &'static str,
    message: &'static str,
}

impl Refusal {
    fn says(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::PairingMissing => (
                StatusCode::UNAUTHORIZED,
                "pairing_missing",
                "窓口システムの許可がありません。画面を読み込み直してください。",
            ),
            Self::PairingExpired => (
                StatusCode::UNAUTHORIZED,
                "pairing_expired",
                "窓口システムの許可の期限が切れています。画面を読み込み直してください。続くときは、パソコンの時計を確かめてください。",
            ),
            Self::PairingUnknown => (
                StatusCode::UNAUTHORIZED,
                "pairing_unknown",
                "このパソコンの設定にない窓口システムからの要求です。端末の管理者に連絡してください。",
            ),
            Self::OriginNotAllowed => (
                StatusCode::FORBIDDEN,
                "origin_not_allowed",
                "この画面からカードを読み取ることは許可されていません。",
            ),
            Self::HostNotAllowed => (
                StatusCode::FORBIDDEN,
                "host_not_allowed",
                "このアドレスでは受け付けていません。",
            ),
            Self::NotAllowed => (
                StatusCode::FORBIDDEN,
                "not_allowed",
                "この受付では、求められた内容を読み取ることができません。",
            ),
            Self::NoSuchReading => (
                StatusCode::NOT_FOUND,
                "no_such_reading",
                "読み取りが見つかりません。もう一度はじめてください。",
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "not_found",
                "このアドレスには何もありません。",
            ),
            Self::Malformed => (
                StatusCode::BAD_REQUEST,
                "malformed",
                "要求の形が正しくありません。",
            ),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "malformed", "要求が大きすぎます。"),
            Self::TooSlow => (
                StatusCode::REQUEST_TIMEOUT,
                "malformed",
                "要求が時間内に届きませんでした。",
            ),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, message) = self.says();
        (status, Json(Body { code, message })).into_response()
    }
}

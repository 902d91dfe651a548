//! `GET /account`: the own account and the form for a new password.

use askama::Template;
use axum::response::{IntoResponse, Response};

use super::{Officer, password};
use crate::components::{Banner, FormErrors, InputKind, TextField, Tone};
use crate::page::{Area, Chrome, Page};

/// The page of the own account.
#[derive(Template)]
#[template(path = "session/account.html")]
pub(super) struct AccountPage {
    chrome: Chrome,
    must_change: Option<Banner>,
    sign_in_name: String,
    display_name: String,
    section: String,
    role: &'static str,
    current: TextField,
    new: TextField,
    again: TextField,
}

impl AccountPage {
    pub(super) fn new(officer: &Officer, errors: &FormErrors) -> Self {
        let field = |name: &str, label: &str, purpose: &str| {
            TextField::new(name, label)
                .kind(InputKind::Password)
                .autocomplete(purpose)
                .error(errors.on(name))
                .required()
        };
        let must_change = officer.session().must_change_password.then(|| {
            Banner::new(Tone::Alert, "はじめに、自分だけのパスワードに変えてください")
                .line("いまのパスワードは管理者が発行したものです。変えるまで、ほかの画面は開けません。")
        });
        Self {
            chrome: officer
                .page("自分のアカウント", Area::Nowhere)
                .narrow()
                .errors(errors),
            must_change,
            sign_in_name: officer.staff().sign_in_name.clone(),
            display_name: officer.staff().display_name.clone(),
            section: officer.section().name.clone(),
            role: officer.role().label(),
            current: field("current", "いまのパスワード", "current-password"),
            new: field("new", "新しいパスワード", "new-password").hint(format!(
                "{}文字以上。長い文や、つながりのない言葉の組合せが安全です。",
                password::MIN_LENGTH
            )),
            again: field("again", "新しいパスワード（確認）", "new-password"),
        }
    }
}

/// Shows the own account.
pub(crate) async fn show(officer: Officer) -> Response {
    Page(AccountPage::new(&officer, &FormErrors::new())).into_response()
}

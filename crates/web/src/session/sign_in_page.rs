//! `GET /sign-in`

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::components::{Banner, FormErrors, InputKind, TextField, Tone};
use crate::gate::{Caller, QueryData};
use crate::page::{Chrome, Page, redirect};

/// The sign-in page.
#[derive(Template)]
#[template(path = "session/sign_in.html")]
pub(super) struct SignInPage {
    chrome: Chrome,
    notice: Option<Banner>,
    name: TextField,
    password: TextField,
    return_to: String,
}

impl SignInPage {
    pub(super) fn new(caller: &Caller, name: &str, return_to: &str, errors: &FormErrors) -> Self {
        Self {
            chrome: caller.chrome("サインイン").narrow().errors(errors),
            notice: None,
            name: TextField::new("name", "サインイン名")
                .value(name)
                .error(errors.on("name"))
                .required()
                .autocomplete("username")
                .autofocus(),
            password: TextField::new("password", "パスワード")
                .kind(InputKind::Password)
                .error(errors.on("password"))
                .required()
                .autocomplete("current-password"),
            return_to: own_path(return_to).to_owned(),
        }
    }

    fn notice(mut self, notice: Option<Banner>) -> Self {
        self.notice = notice;
        self
    }
}

/// A path of our own to go to after signing in; anything else becomes the first page.
pub(super) fn own_path(path: &str) -> &str {
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(['\\', '\r', '\n', '\t'])
        && path.is_ascii();
    if own { path } else { "/" }
}

/// Shows the page, or goes on if the caller is signed in already.
pub(crate) async fn show(caller: Caller, query: QueryData) -> Response {
    let return_to = query.raw("return");
    if caller.signed_in.is_some() {
        return redirect(own_path(return_to));
    }
    let notice = match query.raw("why") {
        "ended" => Some(
            Banner::new(Tone::Notice, "しばらく操作がなかったため、サインアウトしました")
                .line("サインインすると、元の画面に戻ります。保存済みの内容はそのままです。"),
        ),
        "kept" => Some(
            Banner::new(Tone::Notice, "送信した内容は失われていません")
                .line("サインインの期限が切れていたため、送信した内容を預かりました。")
                .line("同じ職員がサインインすると、続きから送信できます（1時間以内）。"),
        ),
        "lost" => Some(
            Banner::new(Tone::Alert, "サインインしてから、もう一度送信してください")
                .line("サインインが確かめられなかったため、直前の送信は保存していません。")
                .line("サインインした後、ブラウザーの「戻る」で入力画面に戻れることがあります。"),
        ),
        "signed-out" => Some(Banner::new(Tone::Success, "サインアウトしました")),
        _ => None,
    };
    Page(SignInPage::new(&caller, "", return_to, &FormErrors::new()).notice(notice)).into_response()
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_our_own_paths_are_returned_to() {
        assert_eq!(own_path("/cases/1?x=2"), "/cases/1?x=2");
        for foreign in [
            "",
            "https://example.jp/",
            "//example.jp",
            "/\\example.jp",
            "javascript:x",
            "/a\r\nb",
        ] {
            assert_eq!(own_path(foreign), "/", "{foreign}");
        }
    }
}

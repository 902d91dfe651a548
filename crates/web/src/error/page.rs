//! The words of each error page.

use askama::Template;

use super::PageError;
use crate::page::Chrome;

/// An error page.
#[derive(Template)]
#[template(path = "error/error.html")]
pub(super) struct ErrorPage {
    pub(super) chrome: Chrome,
    lines: Vec<String>,
    error_id: String,
}

impl ErrorPage {
    /// The page for `error`. `error_id` is what the officer can tell support; the log has it too.
    pub(super) fn new(chrome: Chrome, error: &PageError, error_id: String) -> Self {
        let (title, lines) = words(error);
        Self {
            chrome: Chrome { title, ..chrome },
            lines,
            error_id,
        }
    }
}

fn words(error: &PageError) -> (String, Vec<String>) {
    let (title, lines): (&str, Vec<&str>) = match error {
        PageError::NotFound => (
            "ページが見つかりません",
            vec![
                "アドレスが変わったか、取り消されたか、この自治体のものではありません。",
                "上のメニューから開き直すか、一覧や検索からお探しください。",
            ],
        ),
        PageError::Forbidden => (
            "この操作の権限がありません",
            vec![
                "今の役割では、このページを開いたり操作したりできません。",
                "必要な場合は、所属の課長・係長または管理者に、役割の変更を依頼してください。",
            ],
        ),
        PageError::ForeignForm => (
            "送信を確かめられませんでした",
            vec![
                "安全のため、この画面から送られたことを確かめられない入力は受け付けません。何も保存されていません。",
                "前の画面に戻って再読み込みし、もう一度送信してください。サインインし直した直後は、開いたままの古い画面からは送信できません。",
            ],
        ),
        PageError::Conflict(text) => return ("いまは保存できません".into(), vec![text.clone()]),
        PageError::Stopped { title, text } => return (title.clone(), vec![text.clone()]),
        PageError::TooLarge => (
            "送信された内容が大きすぎます",
            vec![
                "何も保存されていません。",
                "前の画面に戻り、入力を短くしてから、もう一度送信してください。",
            ],
        ),
        PageError::Unavailable => (
            "ただいま混み合っているか、一時的に停止しています",
            vec![
                "これまでに保存した内容は失われていません。",
                "この画面で送信した内容は、まだ保存されていません。しばらく待ってから、この画面を再読み込みするともう一度送信できます。",
                "5分たっても変わらないときは、システム担当に連絡してください。受付は紙の申請書で続けられます。",
            ],
        ),
        PageError::Internal(_) => (
            "処理を続けられませんでした",
            vec![
                "システムの不具合です。直前の操作は保存されていません。それまでに保存した内容は失われていません。",
                "前の画面に戻ってもう一度お試しください。同じことが起きるときは、下の番号をシステム担当に伝えてください。",
            ],
        ),
    };
    (title.into(), lines.into_iter().map(Into::into).collect())
}

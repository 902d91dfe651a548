//! The record's codes in words.

use madoguchi_store::audit::{AuditEntry, Category, Outcome};
use serde_json::Value;

use crate::components::{Status, StatusTone};
use crate::policy::{Action, Resource};

/// Which log an entry is of.
pub(super) fn category(category: Category) -> &'static str {
    match category {
        Category::Operation => "操作",
        Category::Authentication => "認証",
        Category::Printing => "印刷",
        Category::Settings => "設定変更",
        Category::Event => "イベント",
        Category::Error => "エラー",
    }
}

/// What was done, for example 「受付：照会」; the code itself where it has no word.
pub(crate) fn action(code: &str) -> String {
    if code == "sign_in" {
        return "サインイン".into();
    }
    if code == "api_token" {
        return "連携先の認証".into();
    }
    let known = code.split_once('.').and_then(|(resource, action)| {
        let resource = Resource::ALL.into_iter().find(|known| known.code() == resource)?;
        let action = Action::ALL.into_iter().find(|known| known.code() == action)?;
        Some(format!("{}：{}", resource.label(), action.label()))
    });
    known.unwrap_or_else(|| code.to_owned())
}

/// What was printed, for example 「第1版・1枚、第2版・2枚（2回目）」; empty where nothing was.
pub(super) fn printed(detail: &Value) -> String {
    let papers = detail.pointer("/printed/papers").and_then(Value::as_array);
    let said = papers.into_iter().flatten().map(|paper| {
        let number = |key: &str| paper.get(key).and_then(Value::as_i64);
        let version = number("version").map_or_else(String::new, |version| format!("第{version}版・"));
        let again = match number("copy") {
            Some(copy) if copy > 1 => format!("（{copy}回目）"),
            _ => String::new(),
        };
        format!("{version}{}枚{again}", number("pages").unwrap_or(0))
    });
    said.collect::<Vec<_>>().join("、")
}

/// How it ended.
pub(super) fn outcome(entry: &AuditEntry) -> Status {
    match entry.outcome {
        None => Status::new(StatusTone::Plain, "開始のみ"),
        Some(Outcome::Done) => Status::new(StatusTone::Done, "完了"),
        Some(Outcome::Refused) => Status::new(StatusTone::Alert, "拒否"),
        Some(Outcome::Failed) => Status::new(StatusTone::Error, "失敗"),
        Some(Outcome::Unknown) => Status::new(StatusTone::Alert, "結果不明"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{action, printed};

    #[test]
    fn codes_become_words() {
        assert_eq!(action("case.view"), "受付：照会");
        assert_eq!(action("something.else"), "something.else");
    }

    #[test]
    fn prints_are_told_paper_by_paper() {
        let papers = json!([
            { "application": null, "version": null, "pages": 1, "copy": 1 },
            { "application": "x", "version": 2, "pages": 3, "copy": 2 },
        ]);
        assert_eq!(
            printed(&json!({ "printed": { "papers": papers } })),
            "1枚、第2版・3枚（2回目）"
        );
        assert_eq!(printed(&json!({ "status": 200 })), "");
    }
}

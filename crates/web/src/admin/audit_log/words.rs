//! The record's codes in words.

use madoguchi_store::audit::{AuditEntry, Category, Outcome};

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
pub(super) fn action(code: &str) -> String {
    if code == "sign_in" {
        return "サインイン".into();
    }
    let known = code.split_once('.').and_then(|(resource, action)| {
        let resource = Resource::ALL.into_iter().find(|known| known.code() == resource)?;
        let action = Action::ALL.into_iter().find(|known| known.code() == action)?;
        Some(format!("{}：{}", resource.label(), action.label()))
    });
    known.unwrap_or_else(|| code.to_owned())
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
    use super::action;

    #[test]
    fn codes_become_words() {
        assert_eq!(action("case.view"), "受付：照会");
        assert_eq!(action("something.else"), "something.else");
    }
}

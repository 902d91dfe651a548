//! Answers that a program gives, read by the rules of the page.

use std::collections::BTreeMap;

use madoguchi_guidance::{Answer, FactKey};
use madoguchi_store::TenantTx;
use serde_json::Value;

use super::answer;
use super::answers::question_again;
use super::questions;
use crate::error::PageError;
use crate::session::Officer;
use crate::staff::cases::CaseFile;
use crate::state::AppState;

/// One answer; none takes it back. The error is for whoever sent it.
pub(crate) fn read(file: &CaseFile, key: &str, value: &Value) -> Result<(FactKey, Option<Answer>), String> {
    let unknown = || "この事項はありません。判定の questions の key を使ってください。".to_owned();
    let key: FactKey = key.parse().map_err(|_| unknown())?;
    let known = |member: &madoguchi_guidance::facts::MemberKey| file.situation.label(member).is_some();
    if key.subject.member().is_some_and(|member| !known(member)) {
        return Err("この受付にいない人です。".to_owned());
    }
    let question = question_again(file, &key).ok_or_else(unknown)?;
    let typed = match value {
        Value::Null => return Ok((key, None)),
        Value::Bool(true) => "yes",
        Value::Bool(false) => "no",
        Value::String(text) => text,
        _ => return Err("true、false、文字、null のどれかにしてください。".to_owned()),
    };
    match questions::read(&question, typed)? {
        Some(answer) => Ok((key, Some(answer))),
        None => Err("空の文字は回答になりません。取り消すときは null にしてください。".to_owned()),
    }
}

/// Saves answers, and fills the applications anew where they rest on them.
pub(crate) async fn save(
    app: &AppState,
    tx: &mut TenantTx,
    officer: &Officer,
    file: &CaseFile,
    given: BTreeMap<FactKey, Option<Answer>>,
) -> Result<(), PageError> {
    answer::save(app, tx, officer, file, given).await.map(|_| ())
}

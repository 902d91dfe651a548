//! `POST /admin/core-files`: a definition of the municipality's own comes into force, as the next edition of its kind.

use axum::extract::State;
use axum::response::Response;
use madoguchi_forms::FormDefinition;
use madoguchi_link::core_files::Definition;
use madoguchi_store::{TenantTx, core_files, sections};
use serde_json::json;

use super::list::ListPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::own_papers;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;
use crate::upload::Upload;

/// How large a definition may be, in bytes.
pub(crate) const LIMIT: usize = 1024 * 1024;

pub(crate) async fn upload(
    State(app): State<AppState>,
    officer: Officer,
    upload: Upload,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let field = if upload.file.is_empty() { "content" } else { "file" };
    let text = if upload.file.is_empty() {
        Ok(upload.form.raw("content").to_owned())
    } else {
        String::from_utf8(upload.file.to_vec())
    };
    let text = text.map(|text| text.replace("\r\n", "\n"));
    let text = text.as_deref().map(|text| text.trim_start_matches('\u{feff}'));
    let mut mistakes = Vec::new();
    match &text {
        Err(_) => errors.add(field, "UTF-8の文字で書いたファイルにしてください。"),
        Ok(text) if text.trim().is_empty() => {
            errors.add(field, "定義のファイルを選ぶか、内容を貼り付けてください。");
        }
        Ok(text) => {
            mistakes = mistakes_of(&mut tx, text).await?;
            if !mistakes.is_empty() {
                errors.add(
                    field,
                    format!(
                        "定義に直すところが{}か所あります。下の一覧を見てください。",
                        mistakes.len()
                    ),
                );
            }
        }
    }
    let definition = text.ok().filter(|_| errors.is_empty());
    let Some((text, definition)) = definition.and_then(|text| Some((text, Definition::parse(text).ok()?)))
    else {
        let typed = upload.form.raw("content");
        let page = ListPage::load(&app, &mut tx, &officer, typed, mistakes, &errors).await?;
        return Ok(Page::invalid(page));
    };
    let kind = &definition.id;
    core_files::save_definition(&mut tx, kind, Some(text), Some(officer.staff().id)).await?;
    officer.tell("kind", json!(kind));
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/core-files/{kind}"),
        &Flash::success("この定義を使い始めました。次に作るファイルから、この形になります。"),
    ))
}

/// Everything that is wrong with a definition in this municipality, in words with its line.
async fn mistakes_of(tx: &mut TenantTx, text: &str) -> Result<Vec<String>, PageError> {
    let mut told: Vec<String> = Definition::mistakes(text)
        .into_iter()
        .map(|mistake| {
            if mistake.place.is_empty() {
                format!("{}行目：{}", mistake.line, mistake.problem)
            } else {
                format!("{}行目「{}」：{}", mistake.line, mistake.place, mistake.problem)
            }
        })
        .collect();
    let Ok(definition) = Definition::parse(text) else {
        return Ok(told);
    };
    let line = |word: &str| {
        let at = text.lines().position(|line| line.contains(word));
        at.map_or(1, |at| at + 1)
    };
    if sections::by_code(tx, &definition.section).await?.is_none() {
        told.push(format!(
            "{}行目「section」：「{}」という課はありません。「課・係」の画面のコードを書いてください。",
            line("section"),
            definition.section
        ));
    }
    for form in &definition.forms {
        if FormDefinition::find(form).is_none() && own_papers::number(form).is_none() {
            told.push(format!(
                "{}行目「forms」：「{form}」という様式はありません。",
                line(form)
            ));
        }
    }
    Ok(told)
}

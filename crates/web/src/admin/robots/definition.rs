//! `POST /admin/robots/definition`: the municipality's own definition, checked before it is kept.

use axum::extract::State;
use axum::response::Response;
use madoguchi_link::robots::Definition;
use madoguchi_store::robot_definitions::{self, RobotSetting};
use madoguchi_store::sections;
use serde_json::json;

use super::list::DefinitionsPage;
use super::setting;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// The longest text of a definition, characters.
const LONGEST: usize = 100_000;

/// Keeps it; or says what is wrong with it and where.
pub(crate) async fn definition(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let text = form.raw("definition");
    let mut errors = FormErrors::new();
    let read = if text.trim().is_empty() || text.chars().count() > LONGEST {
        errors.add(
            "definition",
            format!("定義を、{LONGEST}文字までで入れてください。"),
        );
        None
    } else if let Some(id) = only_id(text) {
        Some((id, None))
    } else {
        match Definition::parse(text) {
            Ok(definition) => Some((definition.id.clone(), Some(definition))),
            Err(error) => {
                errors.add("definition", error.to_string());
                None
            }
        }
    };
    if let Some((_, Some(definition))) = &read
        && sections::by_code(&mut tx, &definition.section).await?.is_none()
    {
        errors.add(
            "definition",
            "section のコードの課がありません。「課・係」の画面のコードにしてください。",
        );
    }
    let Some((kind, definition)) = read.filter(|_| errors.is_empty()) else {
        return Ok(Page::invalid(
            DefinitionsPage::load(&mut tx, &officer, &form, &errors).await?,
        ));
    };
    let own = definition.is_some();
    let saved = RobotSetting {
        definition: own.then(|| text.to_owned()),
        // How often it says itself.
        attempts: None,
        ..setting(&mut tx, &kind).await?
    };
    robot_definitions::save(&mut tx, &saved, Some(officer.staff().id)).await?;
    officer.tell("robot_definition", json!(kind));
    officer.commit(tx).await?;
    let told = if own {
        format!("定義「{kind}」を保存しました。")
    } else {
        format!("「{kind}」を備え付けの定義に戻しました。")
    };
    Ok(redirect_with("/admin/robots", &Flash::success(told)))
}

/// The id of a definition of the program, where nothing but an id was typed: then the program's is in force again.
fn only_id(text: &str) -> Option<String> {
    let id = text
        .trim()
        .strip_prefix("id")?
        .trim_start()
        .strip_prefix('=')?
        .trim();
    let id = id.strip_prefix('"')?.strip_suffix('"')?;
    Definition::find(id).map(|definition| definition.id.clone())
}

//! `POST /admin/core-files/{kind}/standard`: the program's definition is in force again; a kind that the program does not
//! have ends.

use axum::extract::State;
use axum::response::Response;
use madoguchi_link::core_files::Definition;
use madoguchi_store::core_files;

use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::core_files::find_kind;
use crate::state::AppState;

pub(crate) async fn back(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<String>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    find_kind(&mut tx, &officer, &id, Resource::CoreDefinition, Action::Withdraw).await?;
    if core_files::own_definition(&mut tx, &id).await?.is_none() {
        return Err(PageError::Conflict("備え付けの定義を、もう使っています。".into()));
    }
    core_files::save_definition(&mut tx, &id, None, Some(officer.staff().id)).await?;
    let ends = Definition::find(&id).is_none();
    if ends {
        core_files::save_destination(&mut tx, &id, None).await?;
    }
    officer.commit(tx).await?;
    let (href, told) = if ends {
        (
            "/admin/core-files".to_owned(),
            "この種類のファイルをやめました。これまでのファイルは残ります。",
        )
    } else {
        (format!("/admin/core-files/{id}"), "備え付けの定義に戻しました。")
    };
    Ok(redirect_with(&href, &Flash::success(told)))
}

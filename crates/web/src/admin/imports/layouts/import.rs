//! `POST /admin/imports/layouts/import`: a definition that was written out, or by hand, becomes a draft.

use axum::extract::State;
use axum::response::Response;
use madoguchi_import::Layout;
use madoguchi_store::ChangeError;
use madoguchi_store::import_layouts::{self, NewLayout};

use super::create::{TAKEN, is_name};
use super::list::ListPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Takes a definition in. One with a mistake is not taken in, and the mistake is told with its line.
pub(crate) async fn import(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let text = form.raw("content").replace("\r\n", "\n");
    let text = text.trim_start_matches('\u{feff}');
    let mut errors = FormErrors::new();
    if text.trim().is_empty() {
        errors.add("content", "定義の内容を貼り付けてください。");
    } else if let Some((line, told)) = Layout::mistake(text) {
        errors.add("content", format!("{line}行目：{told}"));
    }
    let layout = Layout::parse(text).ok().filter(|_| errors.is_empty());
    if let Some(layout) = &layout
        && !is_name(&layout.id)
    {
        errors.add(
            "content",
            "idは、半角の小文字・数字・ハイフンで40文字までです。備え付けの定義のidは使えないので、変えてください。",
        );
    }
    let Some(layout) = layout.filter(|_| errors.is_empty()) else {
        return Ok(Page::invalid(
            ListPage::load(&mut tx, &officer, &form, &errors).await?,
        ));
    };
    let new = NewLayout {
        name: &layout.id,
        title: &layout.title,
        target: layout.target,
        content: text,
        sample: None,
    };
    let id = match import_layouts::create(&mut tx, new, officer.staff().id).await {
        Ok(id) => id,
        Err(ChangeError::NotAllowed(_)) => {
            errors.add("content", TAKEN);
            return Ok(Page::invalid(
                ListPage::load(&mut tx, &officer, &form, &errors).await?,
            ));
        }
        Err(other) => return Err(other.into()),
    };
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/imports/layouts/{id}"),
        &Flash::success("定義から下書きを作りました。見本を入れると、読まれ方を確かめられます。"),
    ))
}

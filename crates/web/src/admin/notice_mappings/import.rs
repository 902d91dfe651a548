//! `POST /admin/notice-mappings/import`: a definition that was written out, or by hand, becomes a draft.

use axum::extract::State;
use axum::response::Response;
use madoguchi_link::portals::Mapping;
use madoguchi_store::ChangeError;
use madoguchi_store::portal_mappings::{self, NewMapping};

use super::PATH;
use super::create::{TAKEN, is_name};
use super::list::ListPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn import(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let text = form.raw("content").replace("\r\n", "\n");
    let text = text.trim_start_matches('\u{feff}');
    let mut errors = FormErrors::new();
    let mut mapping = None;
    if text.trim().is_empty() {
        errors.add("content", "対応表の内容を貼り付けてください。");
    } else {
        match Mapping::parse(text) {
            Ok(read) if is_name(&read.id) => mapping = Some(read),
            Ok(_) => errors.add(
                "content",
                "idは、半角の英小文字・数字・下線で40文字までです。備え付けの対応表のidは使えないので、変えてください。",
            ),
            Err(error) => errors.add("content", error.to_string()),
        }
    }
    let id = match &mapping {
        None => None,
        Some(mapping) => {
            let new = NewMapping {
                name: &mapping.id,
                title: &mapping.title,
                content: text,
                sample: None,
            };
            match portal_mappings::create(&mut tx, new, officer.staff().id).await {
                Ok(id) => Some(id),
                Err(ChangeError::NotAllowed(_)) => {
                    errors.add("content", TAKEN);
                    None
                }
                Err(other) => return Err(other.into()),
            }
        }
    };
    let Some(id) = id else {
        return Ok(Page::invalid(
            ListPage::load(&mut tx, &officer, &form, &errors).await?,
        ));
    };
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("{PATH}/{id}"),
        &Flash::success("対応表から下書きを作りました。"),
    ))
}

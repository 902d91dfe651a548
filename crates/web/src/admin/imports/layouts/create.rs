//! `POST /admin/imports/layouts`: a first draft from the beginning of a file.

use axum::extract::State;
use axum::response::Response;
use madoguchi_import::Layout;
use madoguchi_store::ChangeError;
use madoguchi_store::import_layouts::{self, NewLayout};

use super::draft::Draft;
use super::list::ListPage;
use super::sample::sample;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::spooled_upload::SpooledUpload;
use crate::state::AppState;

pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    SpooledUpload { form, file }: SpooledUpload,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let standard = Layout::find(form.raw("standard"));
    if standard.is_none() {
        errors.add("standard", "どの業務のファイルか、選んでください。");
    }
    let (name, title) = (form.text("name"), form.text("title"));
    if !is_name(name) {
        errors.add(
            "name",
            "半角の小文字・数字・ハイフンで、40文字までで入れてください。備え付けの定義の名前は使えません。",
        );
    }
    if title.is_empty() || title.chars().count() > 100 {
        errors.add("title", "定義の呼び名を、100文字までで入れてください。");
    }
    let sample = sample(&app, &mut tx, &file).await?;
    if let Err(told) = &sample {
        errors.add("file", told.clone());
    }
    let draft = match (standard, &sample) {
        (Some(standard), Ok(sample)) => match Draft::of_sample(standard, name, title, &sample.bytes) {
            Ok(draft) => Some(draft),
            Err(fault) => {
                errors.add("file", fault.to_string());
                None
            }
        },
        _ => None,
    };
    let (Some(draft), Ok(sample), true) = (draft, sample, errors.is_empty()) else {
        return Ok(Page::invalid(
            ListPage::load(&mut tx, &officer, &form, &errors).await?,
        ));
    };
    let (layout, _) = draft.layout();
    let new = NewLayout {
        name,
        title,
        target: layout.target,
        content: &layout.to_toml(),
        sample: Some(&sample.bytes),
    };
    let created = import_layouts::create(&mut tx, new, officer.staff().id).await;
    let id = match created {
        Ok(id) => id,
        Err(ChangeError::NotAllowed(_)) => {
            errors.add("name", TAKEN);
            return Ok(Page::invalid(
                ListPage::load(&mut tx, &officer, &form, &errors).await?,
            ));
        }
        Err(other) => return Err(other.into()),
    };
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/imports/layouts/{id}"),
        &Flash::success(format!(
            "下書きを作りました。列と項目の組み合わせを確かめてください。{}",
            sample.told()
        )),
    ))
}

/// Why a name cannot be used.
pub(super) const TAKEN: &str =
    "この名前の下書きがあるか、別の業務で使われています。下書きを仕上げるか、別の名前にしてください。";

/// Whether an own layout can have this name: it is part of addresses and of commands.
pub(super) fn is_name(name: &str) -> bool {
    (1..=40).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_')
        && Layout::find(name).is_none()
}

//! `POST /admin/imports/layouts`: a first draft from the beginning of a file.

use std::io::Read as _;

use axum::extract::State;
use axum::response::Response;
use madoguchi_import::{Layout, whole_lines};
use madoguchi_store::ChangeError;
use madoguchi_store::import_layouts::{self, NewLayout};

use super::draft::Draft;
use super::list::ListPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::spooled_upload::{Arrived, SpooledUpload};
use crate::state::AppState;

/// How much of a file is a sample, in bytes.
const SAMPLE: u64 = 256 * 1024;

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
    let sample = sample(&app, &file).await?;
    if let Err(told) = &sample {
        errors.add("file", told.clone());
    }
    let draft = match (standard, &sample) {
        (Some(standard), Ok(sample)) => match Draft::of_sample(standard, name, title, sample) {
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
        sample: Some(&sample),
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
        &Flash::success("下書きを作りました。列と項目の組み合わせを確かめてください。"),
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

/// The first whole lines of an uploaded file, or what is wrong with it. The file itself is not kept.
pub(super) async fn sample(app: &AppState, file: &Arrived) -> Result<Result<Vec<u8>, String>, PageError> {
    let file = match file {
        Arrived::Here(file) if file.bytes > 0 => file.clone(),
        Arrived::Here(_) => return Ok(Err("ファイルが空です。".into())),
        Arrived::Nothing => return Ok(Err("見本にするファイルを選んでください。".into())),
        Arrived::TooLarge => return Ok(Err("ファイルが大きすぎます。初めの1,000行ほどで足ります。".into())),
        Arrived::NoRoom | Arrived::NoSpool => {
            return Ok(Err(
                "ファイルを受け取れませんでした。サーバーの担当者に知らせてください。".into(),
            ));
        }
    };
    let Some(spool) = app.spool.clone() else {
        return Err(PageError::internal("a file without a spool"));
    };
    let read = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        spool
            .files
            .read(&file.key)?
            .take(SAMPLE)
            .read_to_end(&mut bytes)?;
        Ok::<_, std::io::Error>((bytes, file.bytes))
    });
    let (bytes, all) = read
        .await
        .map_err(PageError::internal)?
        .map_err(PageError::internal)?;
    let whole = if all > SAMPLE {
        whole_lines(&bytes).to_vec()
    } else {
        bytes
    };
    Ok(Ok(whole))
}

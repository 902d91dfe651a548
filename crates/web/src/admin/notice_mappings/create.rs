//! `POST /admin/notice-mappings`: a first draft from the beginning of a file.

use axum::extract::State;
use axum::response::Response;
use madoguchi_import::whole_lines;
use madoguchi_link::portals::Mapping;
use madoguchi_store::ChangeError;
use madoguchi_store::portal_mappings::{self, NewMapping};

use super::list::ListPage;
use super::{PATH, draft};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;
use crate::upload::Upload;

/// How large the whole form may be, in bytes.
pub(crate) const LIMIT: usize = 17 * 1024 * 1024;
/// How much of a file is a sample, in bytes.
const SAMPLE: usize = 256 * 1024;

/// Why a name cannot be used.
pub(super) const TAKEN: &str = "この名前の下書きがあります。下書きを仕上げるか、別の名前にしてください。";

/// Whether an own mapping can have this name.
pub(super) fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=40).contains(&name.len()) && name.bytes().all(plain) && Mapping::find(name).is_none()
}

pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    Upload { form, file }: Upload,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let (name, title) = (form.text("name"), form.text("title"));
    if !is_name(name) {
        errors.add(
            "name",
            "半角の英小文字・数字・下線で、40文字までで入れてください。備え付けの対応表の名前は使えません。",
        );
    }
    if title.is_empty() || title.chars().count() > 100 {
        errors.add("title", "対応表の呼び名を、100文字までで入れてください。");
    }
    let sample = match file.get(..SAMPLE) {
        Some(beginning) => whole_lines(beginning),
        None => &file,
    };
    let mut made = None;
    if sample.is_empty() {
        errors.add("file", "見本にするファイルを選んでください。");
    } else {
        match draft::of_sample(name, title, sample) {
            Ok(draft) => made = Some(draft),
            Err(told) => errors.add("file", format!("読み取れませんでした。{told}")),
        }
    }
    let Some(mapping) = made.filter(|_| errors.is_empty()) else {
        return Ok(Page::invalid(
            ListPage::load(&mut tx, &officer, &form, &errors).await?,
        ));
    };
    let content = mapping.to_toml();
    let new = NewMapping {
        name,
        title,
        content: &content,
        sample: Some(sample),
    };
    let id = match portal_mappings::create(&mut tx, new, officer.staff().id).await {
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
        &format!("{PATH}/{id}"),
        &Flash::success("下書きを作りました。列と項目の組み合わせを確かめてください。"),
    ))
}

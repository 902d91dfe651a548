//! `POST /admin/fonts`: a font is read, checked and kept, to be published by another person.

use std::fmt::Write as _;

use axum::extract::State;
use axum::response::Response;
use madoguchi_forms::SuppliedFontError;
use madoguchi_model::supplied_font_state::SuppliedFontState;
use madoguchi_store::supplied_fonts::{self, NewFont};
use sha2::{Digest, Sha256};

use super::list::ListPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;
use crate::supplied_fonts::read;
use crate::upload::Upload;

/// How large the whole form may be, in bytes: a font with some room, so that one a little too large is told so in words.
pub(crate) const LIMIT: usize = 16 * 1024 * 1024;

/// Takes a font in. One with a fault is not taken in, and the fault is told.
pub(crate) async fn upload(
    State(app): State<AppState>,
    officer: Officer,
    Upload { form, file }: Upload,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let hash = Sha256::digest(&file)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
    let mut font = None;
    if file.is_empty() {
        errors.add("font", "フォントのファイル（.ttf、.tte）を選んでください。");
    } else {
        match read(file.to_vec()).await? {
            Ok(read) => font = Some(read),
            Err(error) => errors.add("font", words(&error)),
        }
    }
    let same = supplied_fonts::list(&mut tx).await?.into_iter().find(|font| {
        font.content_hash == hash
            && matches!(
                font.state,
                SuppliedFontState::Uploaded | SuppliedFontState::Published
            )
    });
    if let Some(same) = same {
        errors.add(
            "font",
            format!("同じファイルが第{}版として登録されています。", same.number),
        );
    }
    let remark = form.text("remark");
    if remark.is_empty() || remark.chars().count() > 200 {
        errors.add("remark", "何のためのフォントかを、200文字までで入れてください。");
    }
    let Some(font) = font.filter(|_| errors.is_empty()) else {
        return Ok(Page::invalid(
            ListPage::load(&mut tx, &officer, &form, &errors).await?,
        ));
    };
    let new = NewFont {
        content: &file,
        hash: &hash,
        family: font.family(),
        characters: i32::try_from(font.characters().count()).map_err(PageError::internal)?,
        remark,
    };
    let id = supplied_fonts::upload(&mut tx, new, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/fonts/{id}"),
        &Flash::success("登録しました。字形を確かめてから、ほかの管理者に公開を頼んでください。"),
    ))
}

/// What is wrong with a font, and what to do.
fn words(error: &SuppliedFontError) -> String {
    match error {
        SuppliedFontError::TooLarge { .. } => {
            "ファイルが10MBを超えています。外字だけのフォントにして書き出してください。".into()
        }
        SuppliedFontError::Collection => {
            "複数のフォントをまとめたファイル（TTC）です。1つのフォント（.ttf、.tte）にして選んでください。".into()
        }
        SuppliedFontError::NotTrueType => {
            "TrueTypeの輪郭（glyf）のないフォントです。OpenType（CFF）やWebフォントではなく、TrueTypeで書き出してください。"
                .into()
        }
        SuppliedFontError::Unreadable("sfnt") => "フォントのファイルとして読めません。".into(),
        SuppliedFontError::Unreadable(table) => {
            format!("フォントの中の表「{table}」がないか、壊れています。もう一度書き出してください。")
        }
        SuppliedFontError::EmbeddingForbidden(bits) => format!(
            "このフォントは文書への埋込みが許されていません（OS/2 fsType {bits:#06x}）。使用許諾を確かめ、埋込みのできるフォントを選んでください。"
        ),
        SuppliedFontError::NoPrivateUse => {
            "外字（U+E000からU+F8FFまで、面15・16）が1字もありません。".into()
        }
        SuppliedFontError::Undrawable(character) => format!(
            "U+{:04X}の字形が空か、壊れているか、複雑すぎます。字形を直すか、この文字を除いてください。",
            u32::from(*character)
        ),
    }
}

//! `POST /admin/imports`: a file is taken into the spool, looked at, and ordered to be imported.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use madoguchi_import::{Fault, Layout, Limits, Reader};
use madoguchi_store::imports::{self, Bounds, NewFile, StoredFile};
use madoguchi_store::{TenantTx, import_layouts};

use super::list::ListPage;
use super::words::{is_cut_off, size};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::page::{Page, redirect};
use crate::session::Officer;
use crate::spooled_upload::{Arrived, SpooledFile, SpooledUpload};
use crate::state::AppState;
use madoguchi_link::places::Spool as Files;

/// How long what a file is called may be, in characters.
const NAME: usize = 200;

pub(crate) async fn upload(
    State(app): State<AppState>,
    officer: Officer,
    SpooledUpload { form, file }: SpooledUpload,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let layout = import_layouts::find(&mut tx, form.raw("layout")).await?;
    if layout.is_none() {
        errors.add("layout", "何のファイルか、選んでください。");
    }
    if !matches!(form.raw("rows"), "full" | "difference") {
        errors.add("rows", "全件か差分かを選んでください。");
    }
    if !matches!(form.raw("mode"), "try" | "real") {
        errors.add("mode", "調べるだけか、反映するかを選んでください。");
    }
    if form.text("remark").chars().count() > NAME {
        errors.add("remark", format!("呼び名は{NAME}文字までで入れてください。"));
    }
    let file = match arrived(&app, &file) {
        Ok(file) => Some(file),
        Err(told) => {
            errors.add("file", told);
            None
        }
    };
    if let (Some(layout), Some(file)) = (&layout, &file) {
        if let Err(fault) = look(&app, layout, file).await? {
            errors.add("file", fault.to_string());
        } else if is_busy(&mut tx, layout, file).await? {
            errors.add(
                "layout",
                "同じ種類の別の取り込みが途中で止まっています。下の一覧から開いて取り消すか、同じファイルで終わらせてから、始めてください。",
            );
        }
    }
    let (Some(layout), Some(file), true) = (layout, file, errors.is_empty()) else {
        return Ok(Page::invalid(
            ListPage::load(&app, &mut tx, &officer, &form, &errors).await?,
        ));
    };
    let key = file.key.clone();
    let new = NewFile {
        target: layout.target,
        layout: &layout.id,
        full: form.raw("rows") == "full",
        dry_run: form.raw("mode") == "try",
        bounds: Bounds::default(),
        by: Some(officer.staff().id),
        source: None,
        file: StoredFile {
            place: Files::PLACE,
            key: &key,
            name: form.text("remark"),
            bytes: file.bytes,
            digest: &file.digest,
        },
    };
    let run = imports::enqueue(&mut tx, &new).await?;
    officer.tell("run", serde_json::json!(run));
    officer.commit(tx).await?;
    file.keep();
    Ok(redirect(&format!("/admin/imports/{run}")))
}

/// The file, or what is wrong with it.
fn arrived(app: &AppState, file: &Arrived) -> Result<Arc<SpooledFile>, String> {
    match file {
        Arrived::Here(file) if file.bytes == 0 => {
            Err("ファイルが空です。業務システムで出力し直してください。".into())
        }
        Arrived::Here(file) => Ok(Arc::clone(file)),
        Arrived::Nothing => Err("ファイルを選んでください。".into()),
        Arrived::TooLarge => {
            let largest = app.spool.as_ref().map_or(0, crate::spool::Spool::largest);
            Err(format!(
                "ファイルが大きすぎます（{}まで）。分けて出力するか、サーバーで取り込んでください。",
                size(largest)
            ))
        }
        Arrived::NoRoom => Err(
            "ファイルを受け取れませんでした。サーバーの空き容量を、サーバーの担当者に確かめてください。"
                .into(),
        ),
        Arrived::NoSpool => {
            Err("このサーバーでは、ファイルを受け取れません。サーバーの担当者に知らせてください。".into())
        }
    }
}

/// Whether the beginning of the file is what the layout says: its encoding and its header.
async fn look(
    app: &AppState,
    layout: &Arc<Layout>,
    file: &SpooledFile,
) -> Result<Result<(), Fault>, PageError> {
    let Some(spool) = app.spool.clone() else {
        return Err(PageError::internal("a file without a spool"));
    };
    let (layout, key, today) = (Arc::clone(layout), file.key.clone(), app.clock.today());
    let looked = tokio::task::spawn_blocking(move || {
        let file = spool.files.read(&key)?;
        Reader::new(file, &layout, today, Limits::default()).map(drop)
    });
    looked.await.map_err(PageError::internal)
}

/// Whether a run of another file of this kind was cut off, and nobody but whoever began it can go on with it.
async fn is_busy(tx: &mut TenantTx, layout: &Layout, file: &SpooledFile) -> Result<bool, PageError> {
    let now = tx.now();
    Ok(imports::list(tx, 100).await?.iter().any(|run| {
        run.target == layout.target
            && is_cut_off(run, now)
            && run.stored.is_none()
            && run.file_digest != file.digest
    }))
}

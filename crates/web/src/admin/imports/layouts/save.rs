//! `POST /admin/imports/layouts/{layout_id}`: what was chosen is kept, whether or not it is complete; and
//! `…/sample`: another file to try it with.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::ImportLayoutId;
use madoguchi_store::import_layouts::{self, LayoutState};

use super::draft::Draft;
use super::sample::sample;
use super::show::{refused, saves};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::spooled_upload::SpooledUpload;
use crate::state::AppState;

const FINISHED: &str = "この版は、この画面では変えられません。新しい版を作って変えてください。";

pub(crate) async fn save(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportLayoutId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let stored = import_layouts::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let mut draft = Draft::read(&stored)?;
    if stored.state != LayoutState::Draft || !draft.editable {
        return Err(PageError::Conflict(FINISHED.into()));
    }
    let held = import_layouts::sample(&mut tx, id).await?;
    let mut errors = FormErrors::new();
    draft.apply(&form, held.as_deref(), &mut errors);
    if !errors.is_empty() {
        return refused(&mut tx, &officer, &stored, &draft, &errors).await;
    }
    let (layout, problems) = draft.layout();
    let (content, by) = (layout.to_toml(), officer.staff().id);
    import_layouts::save(&mut tx, id, saves(&form), &layout.title, &content, by).await?;
    officer.commit(tx).await?;
    let flash = if problems.is_empty() {
        Flash::success("保存しました。見本の読まれ方を確かめてください。")
    } else {
        Flash::alert(format!(
            "保存しました。使い始めるには、あと{}つ決めてください。",
            problems.len()
        ))
    };
    Ok(redirect_with(&format!("/admin/imports/layouts/{id}"), &flash))
}

pub(crate) async fn give_sample(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ImportLayoutId>,
    SpooledUpload { form, file }: SpooledUpload,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let stored = import_layouts::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    if stored.state != LayoutState::Draft {
        return Err(PageError::Conflict(FINISHED.into()));
    }
    let sample = match sample(&app, &mut tx, &file).await? {
        Ok(sample) => sample,
        Err(told) => {
            let mut errors = FormErrors::new();
            errors.add("file", told);
            let draft = Draft::read(&stored)?;
            return refused(&mut tx, &officer, &stored, &draft, &errors).await;
        }
    };
    import_layouts::give_sample(&mut tx, id, saves(&form), &sample.bytes).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/imports/layouts/{id}"),
        &Flash::success(format!("見本を入れました。1日で消えます。{}", sample.told())),
    ))
}

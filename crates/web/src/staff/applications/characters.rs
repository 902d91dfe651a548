//! Characters that no font holds: written by hand, or, where the officer chooses so for this paper, printed as a
//! 縮退候補. `POST /cases/{id}/applications/{application}/characters`

use axum::extract::State;
use axum::response::Response;
use madoguchi_forms::fonts::is_private_use;
use madoguchi_forms::{Fonts, Laid, code_points};
use madoguchi_model::ids::{ApplicationId, CaseId};
use madoguchi_model::mj;
use madoguchi_store::applications;

use super::fill::voided_text;
use super::paper::{Paper, find};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::staff::cases::to_change;
use crate::state::AppState;

/// A character that the paper cannot show as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct CharacterRow {
    /// The character as written.
    pub(super) written: String,
    /// Its code points, which also name it in the form: `U+8FBB U+E01EF`.
    pub(super) code_points: String,
    /// MJ文字図形名; empty where the table has not this form.
    pub(super) mj: String,
    /// Labels of its places on the paper.
    pub(super) fields: Vec<String>,
    /// What may be printed instead.
    pub(super) candidates: Vec<String>,
    /// What is printed instead.
    pub(super) chosen: Option<String>,
    /// Its meaning is private to the municipality (外字).
    pub(super) private_use: bool,
}

/// The characters of a paper that no font holds, each once, those that are printed as others too.
pub(super) fn rows(laid: &Laid, fonts: &Fonts) -> Vec<CharacterRow> {
    let missing = laid
        .missing_glyphs
        .iter()
        .map(|one| (&one.cluster, &one.field, None));
    let substituted = laid
        .substituted
        .iter()
        .map(|one| (&one.cluster, &one.field, Some(&one.with)));
    let mut rows: Vec<CharacterRow> = Vec::new();
    for (written, field, chosen) in missing.chain(substituted) {
        if let Some(row) = rows.iter_mut().find(|row| row.written == *written) {
            if !row.fields.contains(field) {
                row.fields.push(field.clone());
            }
        } else {
            rows.push(CharacterRow {
                written: written.clone(),
                code_points: code_points(written),
                mj: mj::find(written).map(|row| row.name()).unwrap_or_default(),
                fields: vec![field.clone()],
                candidates: candidates(written, fonts),
                chosen: chosen.cloned(),
                private_use: written.chars().any(is_private_use),
            });
        }
    }
    rows
}

/// 縮退候補 that the fonts hold.
fn candidates(written: &str, fonts: &Fonts) -> Vec<String> {
    let all = mj::shrink_candidates(written).into_iter();
    all.filter(|candidate| fonts.hold(candidate)).collect()
}

/// Prints a candidate instead of a character on this paper, or takes that back.
pub(crate) async fn choose(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application)): PathId<(CaseId, ApplicationId)>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = to_change(&app, &officer, id).await?;
    let application = find(&file, application)?;
    let paper = Paper::new(&file, application, app.fonts())?;
    let rows = rows(
        &paper.laid,
        &file.materials.fonts(app.fonts(), application.supplied_font),
    );
    let row = rows.iter().find(|row| row.code_points == form.raw("character"));
    let with = Some(form.raw("with")).filter(|with| !with.is_empty());
    let may_stand =
        |row: &&CharacterRow| with.is_none_or(|with| row.candidates.iter().any(|one| one == with));
    let Some(row) = row.filter(may_stand) else {
        return Err(PageError::Conflict(
            "この文字は、選んだ文字で代えて印字できません。前の画面に戻って再読み込みし、もう一度選んでください。".into(),
        ));
    };
    let version = form.raw("version").parse().unwrap_or(0);
    let (paper, by) = (application.id, officer.staff().id);
    let voided = applications::substitute(&mut tx, paper, version, &row.written, with, by).await?;
    officer.commit(tx).await?;
    let flash = match (voided, with) {
        (0, Some(_)) => {
            Flash::success("代えて印字するようにしました。申請書の下に、もとの文字の番号を印字します。")
        }
        (0, None) => Flash::success("代えて印字することをやめました。〓の所に手書きしてください。"),
        (voided, _) => Flash::alert(voided_text(voided)),
    };
    Ok(redirect_with(
        &file.href(&format!("applications/{paper}")),
        &flash,
    ))
}

//! The way of an overlay: `POST /admin/overlays/{overlay_id}/title`, `…/submit`, `…/send-back`, `…/approve`,
//! `…/withdraw`. Who wrote it or asked for approval does not approve it.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use madoguchi_guidance::Release;
use madoguchi_model::ids::OverlayId;
use madoguchi_store::{TenantTx, overlays};

use super::Draft;
use super::draft::version;
use super::show::ShowPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Names a draft anew.
pub(crate) async fn title(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OverlayId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let draft = Draft::to_change(&mut tx, id).await?;
    let title = form.text("title");
    if title.is_empty() {
        return again(
            &mut tx,
            &officer,
            &draft,
            &form,
            "title",
            "何のための設定かを入れてください。",
        )
        .await;
    }
    let mut overlay = draft.overlay.clone();
    title.clone_into(&mut overlay.title);
    draft.save(&mut tx, &officer, &form, &overlay).await?;
    done(&officer, tx, &draft.href(""), "名前を保存しました。").await
}

/// Asks another administrator for approval.
pub(crate) async fn submit(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OverlayId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let draft = Draft::to_change(&mut tx, id).await?;
    if draft.with.is_err() {
        return Err(PageError::Conflict(
            "このままでは使えない誤りがあるため、承認を求められません。画面の「誤り」を直してください。"
                .into(),
        ));
    }
    overlays::submit(&mut tx, id, version(&form), officer.staff().id).await?;
    done(
        &officer,
        tx,
        &draft.href(""),
        "承認を求めました。ほかの管理者が承認すると、施行日から使われます。",
    )
    .await
}

/// Gives it back to be changed, with a reason.
pub(crate) async fn send_back(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OverlayId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let draft = Draft::load(&mut tx, id).await?;
    if form.text("remark").is_empty() {
        return again(
            &mut tx,
            &officer,
            &draft,
            &form,
            "remark",
            "直してほしいことを入れてください。",
        )
        .await;
    }
    overlays::send_back(&mut tx, id, version(&form), form.text("remark")).await?;
    done(&officer, tx, &draft.href(""), "下書きに戻しました。").await
}

/// Lets it come into force on its day.
pub(crate) async fn approve(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OverlayId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let draft = Draft::load(&mut tx, id).await?;
    let own = officer.staff().id;
    if draft.stored.changed_by == own || draft.stored.submitted.is_some_and(|(by, _)| by == own) {
        return Err(PageError::Conflict(
            "作った人と承認を求めた人は承認できません。ほかの管理者に頼んでください。".into(),
        ));
    }
    let from: Result<NaiveDate, _> = form.text("in_force_from").parse();
    let wrong = match from {
        Err(_) => Some("日付を選んでください。文字で入れるときは 2027-04-01 のように入れます。".to_owned()),
        Ok(from) if from < tx.today() => Some("今日より前の日は選べません。".to_owned()),
        // The release of that day may be another than today's.
        Ok(from) => match Release::in_force(from) {
            Err(none) => Some(none.to_string()),
            Ok(release) => release.with_overlay(&draft.stored.content).err().map(|findings| {
                let all: Vec<String> = findings.iter().map(ToString::to_string).collect();
                format!("その日の制度カタログに合いません。{}", all.join("、"))
            }),
        },
    };
    if let Some(wrong) = wrong {
        return again(&mut tx, &officer, &draft, &form, "in_force_from", &wrong).await;
    }
    let from = from.map_err(PageError::internal)?;
    overlays::approve(&mut tx, id, version(&form), from, own).await?;
    done(&officer, tx, &draft.href(""), "承認しました。").await
}

/// Gives a draft up, or takes an approval back before its day.
pub(crate) async fn withdraw(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OverlayId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let draft = Draft::load(&mut tx, id).await?;
    if form.text("remark").is_empty() {
        return again(
            &mut tx,
            &officer,
            &draft,
            &form,
            "remark",
            "理由を入れてください。",
        )
        .await;
    }
    overlays::withdraw(&mut tx, id, version(&form), form.text("remark")).await?;
    done(&officer, tx, "/admin/overlays", "取り消しました。").await
}

async fn again(
    tx: &mut TenantTx,
    officer: &Officer,
    draft: &Draft,
    form: &FormData,
    field: &str,
    message: &str,
) -> Result<Response, PageError> {
    let mut errors = FormErrors::new();
    errors.add(field, message);
    Ok(Page::invalid(
        ShowPage::new(tx, officer, draft, form, &errors).await?,
    ))
}

async fn done(officer: &Officer, tx: TenantTx, href: &str, message: &str) -> Result<Response, PageError> {
    officer.commit(tx).await?;
    Ok(redirect_with(href, &Flash::success(message)))
}

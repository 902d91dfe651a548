//! `POST /queue/{id}/take`, `…/put-back`, `…/provisional` and `…/complete`: moves a piece of work on. They are one
//! file because they differ by a single call.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::hand_off::QueueItem;
use madoguchi_model::ids::QueueItemId;
use madoguchi_store::{TenantTx, queue};

use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

/// 引き取る → 審査中
pub(crate) async fn take(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<QueueItemId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, item) = begin(&app, &officer, id, Action::Take).await?;
    queue::take(&mut tx, id, version(&form), officer.staff().id).await?;
    done(&officer, tx, &item, "引き取りました。審査中です。").await
}

/// 返す → 受付
pub(crate) async fn put_back(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<QueueItemId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, item) = begin(&app, &officer, id, Action::Take).await?;
    queue::put_back(&mut tx, id, version(&form), officer.staff().id, false).await?;
    done(&officer, tx, &item, "処理待ちに返しました。").await
}

/// 仮登録済みにする
pub(crate) async fn enter_provisionally(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<QueueItemId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, item) = begin(&app, &officer, id, Action::Complete).await?;
    queue::enter_provisionally(&mut tx, id, version(&form), officer.staff().id).await?;
    done(
        &officer,
        tx,
        &item,
        "仮登録済みにしました。決裁が済んだら完了にしてください。",
    )
    .await
}

/// 完了
pub(crate) async fn complete(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<QueueItemId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, item) = begin(&app, &officer, id, Action::Complete).await?;
    queue::complete(&mut tx, id, version(&form), officer.staff().id).await?;
    done(&officer, tx, &item, "完了にしました。").await
}

/// Opens a transaction for an action on a piece of work, if the officer may do it in that section.
pub(super) async fn begin(
    app: &AppState,
    officer: &Officer,
    id: QueueItemId,
    action: Action,
) -> Result<(TenantTx, QueueItem), PageError> {
    let mut tx = officer.begin(app).await?;
    let item = queue::get(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    officer.require(officer.relation_to(item.section_id), Resource::QueueItem, action)?;
    Ok((tx, item))
}

/// The version the page showed. A form without it counts as older than everything.
pub(super) fn version(form: &FormData) -> i32 {
    form.raw("version").parse().unwrap_or(0)
}

async fn done(
    officer: &Officer,
    tx: TenantTx,
    item: &QueueItem,
    message: &str,
) -> Result<Response, PageError> {
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/queue/{}", item.id),
        &Flash::success(message),
    ))
}

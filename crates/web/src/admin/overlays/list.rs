//! `GET /admin/overlays`

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use madoguchi_model::ids::StaffId;
use madoguchi_model::overlay_state::OverlayState;
use madoguchi_store::overlays::{self, StoredOverlay};
use madoguchi_store::{TenantTx, staff};

use crate::components::{EmptyState, FormErrors, Status, StatusTone, TextArea};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/overlays/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    in_force: Option<Row>,
    rows: Vec<Row>,
    empty: EmptyState,
    content: TextArea,
    import_open: bool,
}

#[derive(Clone)]
struct Row {
    href: String,
    number: i32,
    title: String,
    status: Status,
    from: String,
    changed: String,
}

impl ListPage {
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        form: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let today = tx.today();
        let names = names(tx).await?;
        let all = overlays::list(tx).await?;
        let in_force = overlays::in_force(tx, today).await?.and_then(|file| {
            let current = |one: &&StoredOverlay| {
                one.state == OverlayState::Approved
                    && one.content_hash == file.hash
                    && one.in_force_from.is_some_and(|from| from <= today)
            };
            all.iter().find(current).map(|one| row(one, &names, today))
        });
        Ok(Self {
            chrome: officer
                .page("手続の設定", Area::Overlays)
                .lead(
                    "全国共通の制度カタログに、この自治体の変更と独自の手続を重ねます。下書き、ほかの管理者の承認、施行日の順に進みます。",
                )
                .errors(errors),
            in_force,
            rows: all.iter().map(|one| row(one, &names, today)).collect(),
            empty: EmptyState::new("まだ設定はありません").line("すべての手続が、全国共通の制度カタログのとおりに判定されます。"),
            content: TextArea::new("content", "設定のファイルの内容")
                .hint("書き出したファイル（.toml）を開いて、すべて写して貼り付けます。")
                .value(form.raw("content"))
                .error(errors.on("content"))
                .required(),
            import_open: !errors.is_empty(),
        })
    }
}

/// Names of the staff, those who left too.
pub(super) async fn names(tx: &mut TenantTx) -> Result<BTreeMap<StaffId, String>, PageError> {
    Ok(staff::list(tx)
        .await?
        .into_iter()
        .map(|person| (person.id, person.display_name))
        .collect())
}

/// The state as people say it: an approved overlay is in force, or will be.
pub(super) fn status(one: &StoredOverlay, today: NaiveDate) -> Status {
    let (tone, word) = match (one.state, one.in_force_from) {
        (OverlayState::Draft, _) => (StatusTone::Progress, "下書き"),
        (OverlayState::Submitted, _) => (StatusTone::Alert, "承認待ち"),
        (OverlayState::Approved, Some(from)) if today < from => (StatusTone::Done, "承認済み（施行前）"),
        (OverlayState::Approved, _) => (StatusTone::Done, "承認済み"),
        (OverlayState::Withdrawn, _) => (StatusTone::Plain, "取消し"),
    };
    Status::new(tone, word)
}

fn row(one: &StoredOverlay, names: &BTreeMap<StaffId, String>, today: NaiveDate) -> Row {
    let by = names.get(&one.changed_by).map_or("", String::as_str);
    Row {
        href: format!("/admin/overlays/{}", one.id),
        number: one.number,
        title: one.title.clone(),
        status: status(one, today),
        from: one.in_force_from.map(time::date).unwrap_or_default(),
        changed: format!("{by}　{}", time::day_and_clock(one.changed_at)),
    }
}

/// Lists the overlays, the newest first.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = ListPage::load(&mut tx, &officer, &FormData::default(), &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

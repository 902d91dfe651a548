//! `POST /admin/event-receivers/{event_receiver_id}/replay`: everything that could not be sent, or everything since a day.

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};
use madoguchi_store::webhooks::{self, Replay};
use uuid::Uuid;

use super::PATH;
use super::fields::Typed;
use super::show::ShowPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Puts events back to be sent.
pub(crate) async fn replay(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let receiver = webhooks::endpoint(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let (mut errors, delivered_too) = (FormErrors::new(), form.raw("what") == "all");
    let since = match form.text("since") {
        // Everything of ninety days, again: nobody wants that by leaving a field empty.
        "" if delivered_too => {
            errors.add(
                "since",
                "届いたものも送り直すときは、いつからかを入れてください。",
            );
            None
        }
        "" => None,
        text => {
            let since = midnight(text);
            if since.is_none() {
                errors.add("since", "日付を入れてください。");
            }
            since
        }
    };
    if !errors.is_empty() {
        let typed = Typed::of_receiver(&receiver);
        let page = ShowPage::load(&app, &mut tx, &officer, &receiver, &typed, &errors).await?;
        return Ok(Page::invalid(page));
    }
    let what = Replay { since, delivered_too };
    let again = webhooks::replay_all(&mut tx, id, &what).await?;
    officer.commit(tx).await?;
    let flash = if again == 0 {
        Flash::alert("送り直すものは、ありませんでした。")
    } else {
        Flash::success(format!("{again}件を送り直します。"))
    };
    Ok(redirect_with(&format!("{PATH}/{id}"), &flash))
}

/// The beginning of a day in Japan.
fn midnight(text: &str) -> Option<DateTime<Utc>> {
    let day: NaiveDate = text.parse().ok()?;
    let japan = FixedOffset::east_opt(9 * 3600)?;
    day.and_time(NaiveTime::MIN)
        .and_local_timezone(japan)
        .single()
        .map(|at| at.to_utc())
}

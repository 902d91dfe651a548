//! `GET /cases/new`: a blank reception page, for a resident's household (`resident=`), for people who move in
//! (`arriving=1`), or for people who move into a resident's household (both); with what a card (`card=`) or a notice (`notice=`) tells.

use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::page::{ReceptionPage, Way, today_line};
use super::{Basis, Known, Typed, from_card, from_notice};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::staff::card::may_be_protected;
use crate::staff::notices;
use crate::state::AppState;

pub(crate) async fn new(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let (resident, arriving) = (query.raw("resident"), query.has("arriving"));
    let basis = Basis::of_resident(&mut tx, &officer, resident, arriving).await?;
    let known = basis.known(app.clock.today());
    let mut typed = Typed::fresh(known.household, arriving, app.random_text::<18>(), known.today);
    if let Some(notice) = from_notice::open(&mut tx, query.raw("notice")).await? {
        typed = typed.with_notice(&notice, known);
        if notices::Known::of(&mut tx, &officer, &notice.prepared)
            .await?
            .protected
        {
            typed = typed.without_addresses();
        }
    }
    if let Some(reading) = from_card::unused(&mut tx, &officer, query.raw("card")).await? {
        typed = typed.with_card(&reading, known, resident.parse().ok());
        if may_be_protected(&mut tx, &officer, &reading.holder).await? {
            typed = typed.without_addresses();
        }
    }
    let chrome = chrome(&officer, known);
    let way = way(resident);
    Ok(Page(ReceptionPage::new(chrome, &typed, known, &FormErrors::new(), way)).into_response())
}

/// The frame of the page that opens a case.
pub(super) fn chrome(officer: &Officer, known: Known<'_>) -> Chrome {
    let title = if known.arriving {
        "転入の受付"
    } else {
        "世帯の受付"
    };
    officer
        .page(title, Area::Cases)
        .lead(today_line(known))
        .above("住民を探す", "/residents")
}

/// Where the page that opens a case goes.
pub(super) fn way(resident: &str) -> Way {
    Way {
        resident: resident.to_owned(),
        action: "/cases/new".into(),
        submit: "受け付けて聞き取りへ",
        back: if resident.is_empty() {
            "/residents".into()
        } else {
            format!("/residents/{resident}")
        },
        back_label: "やめる",
    }
}

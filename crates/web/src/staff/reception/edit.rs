//! `GET` and `POST /cases/{id}/reception`: changing what reception knows. Changed data voids signatures, and the
//! page says so.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::case::Case;
use madoguchi_model::ids::{CaseId, ResidentId};
use madoguchi_model::protection::Operation;
use madoguchi_store::{TenantTx, cases};

use super::basis::Withheld;
use super::page::{ReceptionPage, Way, today_line};
use super::{Basis, Known, Reception, Typed, check, choosing, rows};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::{PathId, QueryData};
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::staff::applications::{refresh, voided_text};
use crate::staff::cases::{CaseFile, CaseFrame, Editing, Place, to_change, to_edit};
use crate::staff::protection::Cautions;
use crate::state::AppState;

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    query: QueryData,
) -> Result<Response, PageError> {
    let (file, editing) = to_edit(&app, &officer, id).await?;
    let mut tx = officer.begin(&app).await?;
    let basis = Basis::of_case(&mut tx, &officer, &file.case, &file.household).await?;
    let known = known(&basis, &file, &app);
    let mut typed = Typed::of(&file.case);
    if known.withheld.is_some() {
        typed = typed.without_addresses();
    }
    let card = file
        .card_readings
        .iter()
        .find(|reading| reading.id.to_string() == query.raw("card"));
    if let Some(reading) = card.filter(|reading| reading.resident_id.is_none() && known.arriving) {
        typed = typed.with_row_of(&reading.holder);
    }
    let page = page(&file, &officer, &editing, &typed, known, &FormErrors::new());
    Ok(Page(page).into_response())
}

pub(crate) async fn save(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = to_change(&app, &officer, id).await?;
    let basis = Basis::of_case(&mut tx, &officer, &file.case, &file.household).await?;
    let known = known(&basis, &file, &app);
    let mut typed = Typed::read(&form).of_people_known_to(&file.case);
    if let Some(row) = rows::changed(&mut typed, &form) {
        let errors = FormErrors::new();
        let page = page(&file, &officer, &Editing::Mine, &typed, known, &errors);
        return Ok(Page(page.with_cursor(&typed, row)).into_response());
    }
    let place = choosing::chosen(&mut typed, &form).unwrap_or_else(|| form.raw("look_up"));
    if !place.is_empty() {
        let choosing = choosing::asked(&mut tx, &typed, known, place).await?;
        let page = page(&file, &officer, &Editing::Mine, &typed, known, &FormErrors::new());
        return Ok(Page(page.choosing(choosing)).into_response());
    }
    let new_id = || ResidentId::new(&*app.clock, &*app.entropy);
    // What is withheld stays, and is not shown again beside an error.
    let whole = if known.withheld.is_some() {
        typed.clone().with_kept(&Typed::of(&file.case))
    } else {
        typed.clone()
    };
    let mut reception = match check(&whole, known, &new_id) {
        Ok(reception) => reception,
        Err(errors) => {
            return Ok(Page::invalid(page(
                &file,
                &officer,
                &Editing::Mine,
                &typed,
                known,
                &errors,
            )));
        }
    };
    if reception.events.iter().any(|event| event.moves()) {
        let moving = reception.members.iter().filter(|member| member.moves);
        let moving: Vec<ResidentId> = moving.map(|member| member.resident_id).collect();
        Cautions::of_residents(&mut tx, &moving)
            .await?
            .refuse(Operation::Receive)?;
    }
    let warning = reception.settle(&mut tx).await?;
    // A form without its version cannot say what it read: it counts as older than everything.
    let case = changed(
        &app,
        &mut tx,
        &file.case,
        reception,
        typed.version.parse().unwrap_or(0),
    )
    .await?;
    let (_, mut voided) = cases::update(&mut tx, &case, officer.staff().id).await?;
    voided += refresh(&app, &mut tx, &officer, id).await?;
    officer.commit(tx).await?;
    let flash = if voided > 0 {
        Flash::alert(voided_text(voided))
    } else if let Some(warning) = warning {
        Flash::alert(format!("受付の内容を保存しました。{warning}"))
    } else {
        Flash::success("受付の内容を保存しました。")
    };
    Ok(redirect_with(&file.href("interview"), &flash))
}

/// What the page is checked against. Addresses of a protected household are not shown, and are kept.
fn known<'a>(basis: &'a Basis, file: &'a CaseFile, app: &AppState) -> Known<'a> {
    let withheld = file.withheld().then_some(Withheld {
        new: file.case.new_address.as_ref(),
        former: file.case.former_address.as_ref(),
    });
    Known {
        withheld,
        ..basis.known(app.clock.today())
    }
}

fn page(
    file: &CaseFile,
    officer: &Officer,
    editing: &Editing,
    typed: &Typed,
    known: Known<'_>,
    errors: &FormErrors,
) -> ReceptionPage {
    let (chrome, frame) = CaseFrame::new(file, officer, editing, Place::Reception, "受付の内容");
    let way = Way {
        resident: String::new(),
        action: file.href("reception"),
        submit: "保存して聞き取りへ",
        back: file.href(""),
        back_label: "やめる",
    };
    ReceptionPage::new(chrome.lead(today_line(known)), typed, known, errors, way).of_case(frame, editing)
}

/// The case with what was typed. A changed 届出日 may need another release or overlay.
async fn changed(
    app: &AppState,
    tx: &mut TenantTx,
    case: &Case,
    reception: Reception,
    version: i32,
) -> Result<Case, PageError> {
    let release = if reception.filed_on == case.filed_on {
        app.catalogues.of_case(tx, case).await?
    } else {
        app.catalogues.in_force(tx, reception.filed_on).await?
    };
    Ok(Case {
        events: reception.events,
        members: reception.members,
        visitor: reception.visitor,
        moved_on: reception.moved_on,
        release_hash: release.hash().to_owned(),
        overlay_hash: release.overlay().map(|overlay| overlay.hash.clone()),
        filed_on: reception.filed_on,
        new_address: reception.new_address,
        former_address: reception.former_address,
        version,
        ..case.clone()
    })
}

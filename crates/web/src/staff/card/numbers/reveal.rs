//! `GET /cases/{id}/card/numbers/{number}`: a 個人番号 in the clear, for the section whose procedure needs it.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_card::bridge::{RawFile, SealedNumber};
use madoguchi_model::field_group::FieldGroup;
use madoguchi_model::ids::{CaseId, IndividualNumberId};
use madoguchi_store::individual_numbers;

use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Chrome, Page, time};
use crate::policy::{Action, Relation, Resource};
use crate::session::Officer;
use crate::staff::card::pair::desk;
use crate::staff::cases::{CaseFile, CaseFrame, Place, to_look};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "staff/card/number.html")]
struct NumberPage {
    chrome: Chrome,
    frame: CaseFrame,
    person: String,
    procedure: String,
    number: String,
    delete_at: String,
}

pub(crate) async fn reveal(
    State(app): State<AppState>,
    officer: Officer,
    PathId((case, id)): PathId<(CaseId, IndividualNumberId)>,
) -> Result<Response, PageError> {
    let (file, editing) = to_look(&app, &officer, case).await?;
    let mut tx = officer.begin(&app).await?;
    let all = individual_numbers::of_case(&mut tx, case).await?;
    let number = all
        .into_iter()
        .find(|number| number.id == id)
        .ok_or(PageError::NotFound)?;
    officer.require(
        relation(&officer, &file, &number.procedure_id),
        Resource::IndividualNumber,
        Action::View,
    )?;
    if !file.viewer.fields.sees(FieldGroup::IndividualNumber) {
        return Err(PageError::Forbidden);
    }
    let sealed = number.sealed.ok_or(PageError::NotFound)?;
    let sealed = SealedNumber {
        encapsulated: RawFile(sealed.encapsulated),
        ciphertext: RawFile(sealed.ciphertext),
    };
    let key = desk(&app)?.numbers.as_ref().ok_or(PageError::NotFound)?;
    let opened = key
        .open(&sealed, id.0)
        .ok_or_else(|| PageError::internal("a kept 個人番号 cannot be opened with the server's key"))?;
    officer.saw([number.resident_id]);
    officer.tell("procedure", number.procedure_id.clone().into());
    let procedure = file.release.procedure(&number.procedure_id);
    let name = procedure.map_or_else(|| number.procedure_id.clone(), |procedure| procedure.name.clone());
    let (chrome, frame) = CaseFrame::new(&file, &officer, &editing, Place::Cards, "個人番号");
    Ok(Page(NumberPage {
        chrome: chrome.above("マイナンバーカード", file.href("card")),
        frame,
        person: file.name_of(number.resident_id).to_owned(),
        procedure: name,
        number: grouped(&opened),
        delete_at: time::day_and_clock(number.delete_at),
    })
    .into_response())
}

/// The officer's own section has the procedure, or has not.
fn relation(officer: &Officer, file: &CaseFile, procedure: &str) -> Relation {
    let own = &officer.section().code;
    let judged = file
        .guidance
        .judgements
        .iter()
        .filter(|judgement| judgement.procedure == procedure);
    let ours = judged
        .flat_map(|judgement| &judgement.sections)
        .any(|section| section.code == *own);
    if ours {
        Relation::OWN
    } else {
        Relation::OTHER_SECTION
    }
}

/// Twelve digits in fours, as they are printed on the card.
fn grouped(digits: &[u8]) -> String {
    let fours = digits
        .chunks(4)
        .map(|four| four.iter().map(|digit| char::from(*digit)).collect());
    fours.collect::<Vec<String>>().join(" ")
}

//! `POST /cases/{id}/card/numbers`: a sealed 個人番号. It is opened once, in memory, to see that it is a number; what is
//! kept is what came, sealed.

use axum::extract::State;
use axum::response::Response;
use madoguchi_card::bridge::PersonalData;
use madoguchi_card::secrets::IndividualNumber;
use madoguchi_model::ids::{CaseId, IndividualNumberId};
use madoguchi_store::individual_numbers::{self, NewNumber, Sealed};

use crate::card_desk::Received;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::staff::card::pair::desk;
use crate::staff::card::receive::taken;
use crate::staff::card::same_person;
use crate::staff::cases::to_change;
use crate::state::AppState;

const UNREADABLE: &str = "個人番号を確かめられませんでした。カードをもう一度読み取ってください。";

pub(crate) async fn keep(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (_, file) = to_change(&app, &officer, id).await?;
    let pairing = taken(&app, &officer, &form, Some(id)).await?;
    let unreadable = || PageError::Conflict(UNREADABLE.into());
    let (resident, procedure) = pairing.is_for.individual_number.clone().ok_or_else(unreadable)?;
    let read: PersonalData = serde_json::from_str(form.raw("read")).map_err(|_| unreadable())?;
    // Whose card it was: the number of somebody else must not stand under this name.
    let today = app.clock.today();
    let holder =
        Received::read(form.raw("read"), &pairing.is_for.challenge, today).map_err(|_| unreadable())?;
    let person = file.resident(resident).ok_or_else(unreadable)?;
    if !same_person(&holder.holder, person) {
        return Err(PageError::Stopped {
            title: "個人番号を預かりませんでした".into(),
            text: format!(
                "このカードは、{}さんのものではありません。カードを確かめて、もう一度読み取ってください。",
                person.names.name.written
            ),
        });
    }
    let sealed = read.individual_number.ok_or_else(unreadable)?;
    let key = desk(&app)?.numbers.as_ref().ok_or_else(unreadable)?;
    // Opened only to see that it is one: a wrong number is worse than none.
    let number = key.open(&sealed, pairing.id.0).ok_or_else(unreadable)?;
    if IndividualNumber::from_digits(&number).is_none() {
        return Err(unreadable());
    }
    let new = NewNumber {
        id: IndividualNumberId(pairing.id.0),
        case: id,
        resident,
        procedure,
        sealed: Sealed {
            encapsulated: sealed.encapsulated.0,
            ciphertext: sealed.ciphertext.0,
        },
    };
    let (mut tx, _) = to_change(&app, &officer, id).await?;
    individual_numbers::keep(&mut tx, &new, officer.staff().id).await?;
    officer.saw([resident]);
    officer.tell("procedure", new.procedure.clone().into());
    officer.commit(tx).await?;
    Ok(redirect_with(
        &file.href("card"),
        &Flash::success("個人番号を読み取りました。封をしたまま預かり、受付が終わると消去します。"),
    ))
}

//! A program opens a case from a notice: what it says, and what the notice tells where it says nothing.

use madoguchi_model::case::LifeEvent;
use madoguchi_store::{TenantTx, portal_notices};
use uuid::Uuid;

use super::open::{Opened, Refused, open};
use super::{Basis, Typed, similar};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::session::Officer;
use crate::staff::notices;
use crate::state::AppState;

/// Opens a case from a notice, for the household of a resident (by the id's text) or, where the notice's people move in,
/// for them. Who of the register takes part is said by who asks, and never taken from names.
pub(crate) async fn open_notice(
    app: &AppState,
    tx: &mut TenantTx,
    officer: &Officer,
    notice: Uuid,
    said: &FormData,
    resident: &str,
) -> Result<Result<Opened, Refused>, PageError> {
    // Held until the end: of two who begin from one notice, the later finds it closed.
    let notice = portal_notices::lock(tx, notice)
        .await?
        .ok_or(PageError::NotFound)?;
    if !notice.state.is_open() {
        let told = format!(
            "この事前の申請は「{}」のため、受付を始められません。",
            notice.state.label()
        );
        return Err(PageError::Conflict(told));
    }
    let sent = Typed::read(said);
    let moves_in = |code: &String| LifeEvent::from_code(code).is_some_and(LifeEvent::moves_in);
    let arriving = if sent.events.is_empty() {
        notice.prepared.events.iter().any(|event| event.moves_in())
    } else {
        sent.events.iter().any(moves_in)
    };
    if !arriving && resident.is_empty() {
        let mut errors = FormErrors::new();
        errors.add(
            "resident_id",
            "どの世帯の受付かを、住民のIDで入れてください。名前からは決めません。",
        );
        return Ok(Err(Refused::Mistakes(errors)));
    }
    let basis = Basis::of_resident(tx, officer, resident, arriving).await?;
    let known = basis.known(app.clock.today());
    let mut typed =
        Typed::fresh(known.household, arriving, sent.key.clone(), known.today).with_notice(&notice, known);
    if notices::Known::of(tx, officer, &notice.prepared).await?.protected {
        typed = typed.without_addresses();
    }
    let typed = typed.said_otherwise(sent);
    let decide = |others: &[_]| similar::decisions(others, said);
    open(app, tx, officer, &basis, &typed, decide).await
}

impl Typed {
    /// The same with everything that was said instead. An address is said as a whole.
    fn said_otherwise(self, said: Self) -> Self {
        let text = |told: String, said: String| if said.trim().is_empty() { told } else { said };
        let here = [&said.postcode, &said.town, &said.block, &said.building];
        let (postcode, town, block, building) = if here.iter().all(|part| part.trim().is_empty()) {
            (self.postcode, self.town, self.block, self.building)
        } else {
            (said.postcode, said.town, said.block, said.building)
        };
        let outside = |told, said: super::typed::TypedOutside| if said.is_blank() { told } else { said };
        Self {
            events: if said.events.is_empty() {
                self.events
            } else {
                said.events
            },
            members: said.members,
            people: if said.people.is_empty() {
                self.people
            } else {
                said.people
            },
            domicile: said.domicile,
            register_head: said.register_head,
            moved_on: text(self.moved_on, said.moved_on),
            filed_on: said.filed_on,
            postcode,
            town,
            block,
            building,
            former: outside(self.former, said.former),
            former_head: said.former_head,
            destination: outside(self.destination, said.destination),
            destination_abroad: said.destination_abroad,
            visitor: text(self.visitor, said.visitor),
            visitor_name: said.visitor_name,
            visitor_address: said.visitor_address,
            phone: text(self.phone, said.phone),
            identity: said.identity,
            power_of_attorney: said.power_of_attorney,
            ..self
        }
    }
}

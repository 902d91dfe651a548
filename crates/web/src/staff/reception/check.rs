//! Checks what was typed at reception. Every error is for the officer, beside its field.

use chrono::NaiveDate;
use madoguchi_model::address::Address;
use madoguchi_model::case::{CaseMember, FormerAddress, LifeEvent, NewAddress, Visitor};
use madoguchi_model::household::Household;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::resident::{Resident, ResidentState};
use madoguchi_store::{StoreError, TenantTx};

use super::{Known, Typed, dates, entered, new_address, outside, visitor};
use crate::components::FormErrors;
use crate::staff::addresses::settle;

/// A checked reception.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Reception {
    /// Life events, at least one.
    pub(super) events: Vec<LifeEvent>,
    /// Everyone of the household, whether they take part, and who was entered.
    pub(super) members: Vec<CaseMember>,
    /// 異動日 or 転出予定日, for a move.
    pub(super) moved_on: Option<NaiveDate>,
    /// 届出日.
    pub(super) filed_on: NaiveDate,
    /// The new address, for a move.
    pub(super) new_address: Option<NewAddress>,
    /// The former address, for people who move in.
    pub(super) former_address: Option<FormerAddress>,
    /// 来庁者.
    pub(super) visitor: Visitor,
}

impl Reception {
    /// Notes what the nation's data say of the addresses. Gives what the officer should look at again, without the
    /// address itself.
    pub(super) async fn settle(&mut self, tx: &mut TenantTx) -> Result<Option<String>, StoreError> {
        let mut differ = Vec::new();
        if let Some(former) = self.former_address.as_mut().filter(|former| !former.abroad) {
            differ.extend(settle(tx, &mut former.address).await?.map(|_| "前の住所"));
        }
        if let Some(new) = self.new_address.as_mut().filter(|new| !new.abroad) {
            differ.extend(settle(tx, &mut new.address).await?.map(|_| "新しい住所"));
        }
        Ok((!differ.is_empty()).then(|| {
            let which = differ.join("と");
            format!("{which}の郵便番号は、別の町のもののようです。「受付の内容」で確かめてください。")
        }))
    }
}

/// Checks the page; all errors at once. `new_id` gives ids to people who were not entered before.
pub(super) fn check(
    typed: &Typed,
    known: Known<'_>,
    new_id: &dyn Fn() -> ResidentId,
) -> Result<Reception, FormErrors> {
    let mut errors = FormErrors::new();
    let events = events(typed, known, &mut errors);
    let moving = events.iter().copied().find(|event| event.moves());
    let mut members = members_here(typed, known.household);
    if known.arriving {
        let people = entered::read(typed, known, &mut errors);
        let entered = people.into_iter().map(|(id, person)| CaseMember {
            resident_id: id.unwrap_or_else(new_id),
            moves: true,
            entered: Some(person),
        });
        members.extend(entered);
    }
    let household = everybody(known.household, &members);
    let taking_part: Vec<&Resident> = taking_part(&members, &household).collect();
    if taking_part.is_empty() && !known.arriving {
        errors.add("members", "対象の人を1人以上選んでください。");
    }
    if !events.contains(&LifeEvent::Death) {
        for dead in taking_part.iter().filter(|one| one.state == ResidentState::Dead) {
            let name = &dead.names.name.written;
            errors.add(
                "members",
                format!("{name}さんは亡くなっています。用件が死亡のときだけ選べます。"),
            );
        }
    }
    let moved_on =
        moving.and_then(|event| dates::moved_on(typed, event, known.today, &taking_part, &mut errors));
    let filed_on = dates::filed_on(typed, moving, known.today, moved_on, &mut errors);
    let former_address = match moving {
        Some(event) if event.moves_in() => {
            outside::former(typed, known, event == LifeEvent::MoveInFromAbroad, &mut errors)
        }
        _ => None,
    };
    let new_address = match moving {
        Some(LifeEvent::MoveOut) => outside::destination(typed, known, &mut errors),
        Some(_) => new_address::read(typed, known, &taking_part, &mut errors),
        None => None,
    };
    let ids: Vec<ResidentId> = taking_part.iter().map(|member| member.id).collect();
    let visitor = visitor::read(typed, &household, &ids, known.today, &mut errors);
    match (filed_on, visitor) {
        (Some(filed_on), Some(visitor)) if errors.is_empty() => Ok(Reception {
            events,
            members,
            moved_on,
            filed_on,
            new_address,
            former_address,
            visitor,
        }),
        _ => Err(errors),
    }
}

fn events(typed: &Typed, known: Known<'_>, errors: &mut FormErrors) -> Vec<LifeEvent> {
    let chosen = |event: &LifeEvent| typed.events.iter().any(|code| code == event.code());
    let events: Vec<LifeEvent> = known.events().into_iter().filter(chosen).collect();
    let moves: Vec<&str> = events
        .iter()
        .filter(|event| event.moves())
        .map(|event| event.label())
        .collect();
    if events.is_empty() {
        errors.add("events", "用件を1つ以上選んでください。");
    } else if moves.len() > 1 {
        let both = moves.join("と");
        errors.add(
            "events",
            format!("{both}は、1件の受付にまとめられません。別々に受け付けてください。"),
        );
    } else if known.arriving && moves.is_empty() {
        errors.add("events", "転入か国外からの転入のどちらかを選んでください。");
    }
    events
}

/// Those of the register who live here, and the dead whose death the visit is about. Who moves in takes part; who
/// lived here before does not.
fn members_here(typed: &Typed, household: &Household) -> Vec<CaseMember> {
    let chosen = |member: &Resident| typed.members.contains(&member.id.to_string());
    let here = household.members.iter().filter(|member| match member.state {
        ResidentState::Current => true,
        ResidentState::Dead => chosen(member),
        ResidentState::MovedOut | ResidentState::Removed => false,
    });
    here.map(|member| CaseMember {
        resident_id: member.id,
        moves: chosen(member),
        entered: None,
    })
    .collect()
}

/// The household with those who were entered.
fn everybody(registered: &Household, members: &[CaseMember]) -> Household {
    let mut household = registered.clone();
    for member in members {
        if let Some(person) = &member.entered {
            let resident =
                person.as_resident(member.resident_id, household.id, i16::MAX, &Address::default());
            household.members.push(resident);
        }
    }
    household
}

fn taking_part<'a>(
    members: &'a [CaseMember],
    household: &'a Household,
) -> impl Iterator<Item = &'a Resident> {
    let moves = |id| {
        members
            .iter()
            .any(|member| member.resident_id == id && member.moves)
    };
    household.members.iter().filter(move |member| moves(member.id))
}

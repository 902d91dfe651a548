//! Checks what was typed at reception. Every error is for the officer, beside its field.

use chrono::NaiveDate;
use madoguchi_model::address::Address;
use madoguchi_model::case::{CaseMember, LifeEvent, NewAddress, Visitor};
use madoguchi_model::household::Household;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::municipality::{Municipality, Town};
use madoguchi_model::resident::{Resident, ResidentState};
use madoguchi_model::wareki;

use super::{Typed, day, town, visitor};
use crate::components::FormErrors;

/// What reception is checked against.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    /// The household that is served.
    pub(crate) household: &'a Household,
    /// The municipality.
    pub(crate) municipality: &'a Municipality,
    /// Its towns.
    pub(crate) towns: &'a [Town],
    /// Today in Japan.
    pub(crate) today: NaiveDate,
    /// The new address of a case whose page must not show it (支援措置): blank fields keep it.
    pub(crate) withheld: Option<&'a NewAddress>,
}

/// A checked reception.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Reception {
    /// Life events, at least one.
    pub(crate) events: Vec<LifeEvent>,
    /// Everyone who lives in the household, and whether they take part.
    pub(crate) members: Vec<CaseMember>,
    /// 異動日, for a move.
    pub(crate) moved_on: Option<NaiveDate>,
    /// 届出日.
    pub(crate) filed_on: NaiveDate,
    /// The new address, for a move.
    pub(crate) new_address: Option<NewAddress>,
    /// 来庁者.
    pub(crate) visitor: Visitor,
}

/// Checks the page; all errors at once.
pub(crate) fn check(typed: &Typed, known: Known<'_>) -> Result<Reception, FormErrors> {
    let mut errors = FormErrors::new();
    let events = events(typed, &mut errors);
    let moving = events.contains(&LifeEvent::MoveWithin);
    let members = members(typed, known.household);
    let taking_part: Vec<&Resident> = taking_part(&members, known.household).collect();
    if taking_part.is_empty() {
        errors.add("members", "対象の人を1人以上選んでください。");
    }
    let moved_on = if moving {
        moved_on(typed, known, &taking_part, &mut errors)
    } else {
        None
    };
    let filed_on = filed_on(typed, known.today, moved_on, &mut errors);
    let new_address = if moving {
        new_address(typed, known, &taking_part, &mut errors)
    } else {
        None
    };
    let ids: Vec<ResidentId> = taking_part.iter().map(|member| member.id).collect();
    let visitor = visitor::read(typed, known.household, &ids, known.today, &mut errors);
    match (filed_on, visitor) {
        (Some(filed_on), Some(visitor)) if errors.is_empty() => Ok(Reception {
            events,
            members,
            moved_on,
            filed_on,
            new_address,
            visitor,
        }),
        _ => Err(errors),
    }
}

fn events(typed: &Typed, errors: &mut FormErrors) -> Vec<LifeEvent> {
    let chosen = |event: &LifeEvent| typed.events.iter().any(|code| code == event.code());
    let events: Vec<LifeEvent> = LifeEvent::ALL.into_iter().filter(chosen).collect();
    if events.is_empty() {
        errors.add("events", "用件を1つ以上選んでください。");
    }
    events
}

fn members(typed: &Typed, household: &Household) -> Vec<CaseMember> {
    let here = household
        .members
        .iter()
        .filter(|member| member.state == ResidentState::Current);
    here.map(|member| CaseMember {
        resident_id: member.id,
        moves: typed.members.contains(&member.id.to_string()),
        entered: None,
    })
    .collect()
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

fn moved_on(
    typed: &Typed,
    known: Known<'_>,
    movers: &[&Resident],
    errors: &mut FormErrors,
) -> Option<NaiveDate> {
    let date = match day::read(&typed.moved_on, known.today) {
        Ok(date) => date,
        Err(_) if typed.moved_on.trim().is_empty() => {
            errors.add("moved_on", "異動日（引っ越した日）を入力してください。");
            return None;
        }
        Err(error) => {
            errors.add("moved_on", error);
            return None;
        }
    };
    if date > known.today {
        errors.add(
            "moved_on",
            format!(
                "異動日が未来の日付です（{}）。転居届は引っ越した後に受け付けます。",
                wareki::format(date)
            ),
        );
    }
    for mover in movers {
        let name = &mover.names.name.written;
        if date < mover.birth_date.range().0 {
            errors.add("moved_on", format!("異動日が{name}さんの生年月日より前です。"));
        } else if date < mover.address_since.range().0 {
            errors.add(
                "moved_on",
                format!("異動日が{name}さんの今の住所を定めた日より前です。"),
            );
        }
    }
    Some(date)
}

fn filed_on(
    typed: &Typed,
    today: NaiveDate,
    moved_on: Option<NaiveDate>,
    errors: &mut FormErrors,
) -> Option<NaiveDate> {
    let date = day::read(&typed.filed_on, today)
        .map_err(|error| errors.add("filed_on", error))
        .ok()?;
    if date > today {
        errors.add(
            "filed_on",
            format!("届出日が未来の日付です（{}）。", wareki::format(date)),
        );
    } else if moved_on.is_some_and(|moved_on| moved_on <= today && date < moved_on) {
        errors.add("filed_on", "届出日が異動日より前です。");
    }
    Some(date)
}

fn new_address(
    typed: &Typed,
    known: Known<'_>,
    movers: &[&Resident],
    errors: &mut FormErrors,
) -> Option<NewAddress> {
    let blank = [&typed.town, &typed.block, &typed.building]
        .iter()
        .all(|field| field.trim().is_empty());
    if let Some(kept) = known.withheld.filter(|_| blank) {
        return Some(kept.clone());
    }
    let town = town::find(known.towns, &typed.town)
        .map_err(|error| errors.add("town", error))
        .ok();
    let block = typed.block.trim();
    if block.is_empty() {
        errors.add("block", "番地・号を入力してください。");
    }
    let town = town?;
    let address = Address {
        municipality_code: known.municipality.code.clone(),
        town_code: town.code.clone(),
        postcode: town.postcode.clone(),
        prefecture: known.municipality.prefecture.clone(),
        city: known.municipality.name.clone(),
        town: town.name.clone(),
        block: block.to_owned(),
        building: typed.building.trim().to_owned(),
    };
    if !movers.is_empty()
        && movers
            .iter()
            .all(|mover| mover.address.one_line() == address.one_line())
    {
        errors.add("block", "新しい住所が今の住所と同じです。");
    }
    Some(NewAddress {
        address,
        abroad: false,
    })
}

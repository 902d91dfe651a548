//! Reception on one page: what for, who, when, from and to where, and who stands at the counter. People of the
//! register are chosen; people who move in are entered once.

mod basis;
mod check;
mod choosing;
mod dates;
mod day;
mod entered;
mod from_card;
mod from_notice;
mod new_address;
mod outside;
mod page;
mod person_card;
mod rows;
mod similar;
mod town;
mod typed;
mod typed_person;
mod visitor;

pub(crate) mod by_notice;
pub(crate) mod create;
pub(crate) mod edit;
pub(crate) mod new;
pub(crate) mod open;

use basis::{Basis, Known};
use check::{Reception, check};
pub(crate) use day::read as read_day;
pub(crate) use person_card::{PersonCard, person_samples};
use typed::Typed;
use typed_person::TypedPerson;

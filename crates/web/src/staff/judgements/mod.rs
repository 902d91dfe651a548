//! The judgements of a case: what has to be done, why, by when, where, and with what; and an officer's overrule
//! beside a judgement.

mod effective;
mod grouped;
mod overrule_form;
mod page;
mod row;

pub(crate) mod overrule;
pub(crate) mod reasoning;
pub(crate) mod show;
pub(crate) mod withdraw_overrule;

pub(crate) use effective::{Decided, decide, subject_text};
pub(crate) use grouped::{Grouped, grouped, grouped_by_name};
pub(crate) use row::{JudgementRow, rows_of};

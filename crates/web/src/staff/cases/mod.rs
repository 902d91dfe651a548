//! Cases: the list, one case at a glance, and what every page of a case shares.

mod editing;
mod file;
mod frame;
mod next;
pub(crate) mod record_changes;
mod restricted;
pub(crate) mod settings;
mod timeline;

pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod summary;
pub(crate) mod take_over;
pub(crate) mod withdraw;

pub(crate) use editing::{Editing, begin_editing, change_in, to_change, to_edit, to_look};
pub(crate) use file::CaseFile;
pub(crate) use frame::{CaseFrame, Place, events, protection};
pub(crate) use next::Next;
pub(crate) use restricted::groups_in;

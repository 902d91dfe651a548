//! Releasing papers for print. A form of our page says that something is printed (`POST`): it is recorded, and the
//! browser is sent on to the file. Looking at a preview prints nothing; its pictures say 「確認用」.

mod bundle;
mod hints;
mod release;
mod sheets;

pub(crate) mod open;
pub(crate) mod print;

pub(crate) use hints::{hints, words};
pub(crate) use sheets::{Mark, Sheet};

//! What every page has around its content: header, navigation, messages; and how a page is answered.

mod area;
mod chrome;
mod csrf_field;
mod display;
mod flash;
mod navigation;
mod render;
pub mod time;

pub use area::Area;
pub use chrome::{Chrome, OfficerLine};
pub use csrf_field::CsrfField;
pub use display::Display;
pub use flash::Flash;
pub use navigation::{NavItem, Navigation};
pub use render::{Page, redirect, redirect_with};

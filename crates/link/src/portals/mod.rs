//! Applications and notices from portals, and what a case can be prepared from.
//!
//! What マイナポータル, 引越しワンストップ, `LoGoフォーム`, Graffer or kintone hand over is CSV, XML, or either in a zip with
//! attachments; which item is what differs by form and municipality. So a [`Mapping`] is data, and [`read`] makes
//! prepared cases by it. Nothing that was told is lost: what no mapping knows is kept under its own name.

pub mod api;
mod embedded;
mod items;
mod mapping;
mod prepare;
mod read;
mod xml;
mod zip;

pub use items::Items;
pub use mapping::{Fields, Mapping, MappingError, PersonFields, Shape};
pub use read::{Bounds, Notices, Problem, ReadError, Taken, read};
pub use zip::{Entry, ZipError, entries};

//! Files for core systems (基幹業務システム), and the files that they answer with.
//!
//! The standard of the register (住民記録システム標準仕様書 1430) obliges core systems to take in CSV of 住民異動届,
//! 住民票の写し等の交付申請書, 転出証明書 and the attributes of a マイナンバーカード. It does not say how such a file is laid
//! out; so a [`Definition`] does, as data.

mod acknowledge;
mod bind;
mod check;
mod definition;
mod embedded;
mod half_kana;
mod key;
mod plan;
mod render;

pub use acknowledge::{Acknowledged, AcknowledgementFault, AcknowledgementRow, read_acknowledgement};
pub use bind::{CardAttributes, FiledApplication, Subject, Visit};
pub use check::Mistake;
pub use definition::{
    AcknowledgementForm, CellForm, Column, DateForm, Definition, DefinitionError, FileForm, Missing, PerRow,
    Quote,
};
pub use key::{Key, Known};
pub use plan::{Plan, plan};
pub(crate) use render::cells_of;
pub use render::{FileHead, RenderError, Rendered, RowHead, RowProblem, render};

//! Who may do what. Every route names a [`Resource`] and an [`Action`]; [`may`] is the only place that decides.

mod action;
mod decision;
mod fields;
mod relation;
mod resource;
mod scopes;

pub use action::Action;
pub use decision::may;
pub use fields::{FieldAccess, default_reach, group_of_fact, group_of_value, reach};
pub use relation::Relation;
pub use resource::Resource;
pub use scopes::scopes_for;

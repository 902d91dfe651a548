//! The catalogue: releases of facts, named conditions, procedures and texts, loaded from data.

mod embedded;
mod fact;
mod fact_set;
mod load;
mod procedure;
mod raw;
mod release;
mod text_file;

pub use embedded::{NoReleaseInForce, all_releases};
pub use fact::{Choice, FactDefinition, FactKind, Place, SubjectKind, Topic, WhoAnswers};
pub(crate) use fact_set::FactSet;
pub use load::{Finding, Severity, load};
pub use procedure::{
    Belonging, Confidence, Deadline, DeadlineRule, Evidence, Fee, Field, FormRule, LegalBasis, Note,
    NoteKind, OutcomeKind, OutcomeRule, Procedure, Rule, SectionRule, TextId,
};
pub(crate) use release::nearest;
pub use release::{Definition, FormName, Impossible, Release, Section};

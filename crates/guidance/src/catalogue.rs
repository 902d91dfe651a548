//! The catalogue: releases of facts, named conditions, procedures and texts, loaded from data.

pub(crate) mod day;
mod embedded;
mod fact;
mod fact_set;
mod law;
mod load;
mod overlay;
mod procedure;
mod raw;
mod release;
mod text_file;

pub use embedded::{NoReleaseInForce, all_releases};
pub use fact::{Choice, FactDefinition, FactKind, Place, SubjectKind, Topic, WhoAnswers};
pub(crate) use fact_set::FactSet;
pub use law::Law;
pub use load::{Finding, Severity, load, overlay_hash};
pub use overlay::{OVERLAY_FILE, OverlayName, SwitchedOff};
pub use procedure::{
    Belonging, Confidence, Deadline, DeadlineRule, Evidence, Fee, Field, FormRule, LegalBasis, Note,
    NoteKind, Origin, OutcomeKind, OutcomeRule, Procedure, Rule, SectionRule, TextId,
};
pub(crate) use release::nearest;
pub use release::{Definition, FormName, Impossible, Release, Section};

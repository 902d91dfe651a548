//! Guidance: catalogue + facts → judgements, reasons, next questions, deadlines; and the static check of a
//! catalogue. Pure: no I/O, no clock. What is judged depends only on (release, situation, settings).
//!
//! - [`Release::in_force`] finds the catalogue release of a day; there is no fallback.
//! - [`Situation`] holds what is known, and why the rest is not.
//! - [`judge`] is three-valued and exact: a judgement is decided if and only if every feasible completion of
//!   the unknown facts gives the same result; a question is asked if and only if its answer can still change
//!   an outcome.

pub mod catalogue;
pub mod check;
pub mod dates;
mod diagram;
pub mod diff;
pub mod explain;
pub mod expression;
pub mod facts;
pub mod households;
pub mod interview;
pub mod judge;
pub mod overlay;
mod residual;
pub mod scenario;
pub mod settings;
pub mod situation;
pub mod trace;

pub use catalogue::{FactDefinition, FactKind, NoReleaseInForce, Procedure, Release};
pub use facts::{Answer, Fact, FactKey, FactValue, MemberKey, Source, Subject, UnknownReason};
pub use interview::{Question, QuestionKind};
pub use judge::{Guidance, Judgement, JudgementResult, judge};
pub use settings::MunicipalitySettings;
pub use situation::{Situation, SituationError};

//! Explains one procedure, with or without a situation.

use thiserror::Error;

use super::applied::applied;
use super::rule::rule;
use crate::catalogue::Release;
use crate::settings::MunicipalitySettings;
use crate::situation::{Situation, SituationError};

/// Why a procedure cannot be explained.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum UnknownProcedure {
    /// The release has no such procedure.
    #[error("手続き「{id}」はこの版（{release}）にありません。ある手続き: {}", known.join("、"))]
    NoSuchProcedure {
        /// The id.
        id: String,
        /// The release.
        release: String,
        /// Every id of the release.
        known: Vec<String>,
    },
    /// The situation cannot be judged.
    #[error(transparent)]
    Situation(#[from] SituationError),
}

/// Explains a procedure: its rule and parts, and, with a situation, how each part of the rule comes out for
/// each person, by which fact from which source.
pub fn procedure(
    release: &Release,
    id: &str,
    situation: Option<(&Situation, &MunicipalitySettings)>,
) -> Result<String, UnknownProcedure> {
    let Some(found) = release.procedure(id) else {
        return Err(UnknownProcedure::NoSuchProcedure {
            id: id.to_owned(),
            release: release.id().to_owned(),
            known: release
                .procedures()
                .iter()
                .map(|procedure| procedure.id.clone())
                .collect(),
        });
    };
    let mut text = rule(release, found);
    if let Some((situation, settings)) = situation {
        text += &applied(release, found, situation, settings)?;
    }
    Ok(text)
}

//! A judging that can be repeated: everything that went in, and what came out.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::catalogue::Release;
use crate::judge::{Guidance, judge};
use crate::settings::MunicipalitySettings;
use crate::situation::{Situation, SituationError};

/// What went into a judging and what came out. The release is named by its hash, so a trace says years later
/// by which rules it was judged.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Trace {
    /// The hash of the release.
    pub release_hash: String,
    /// The hash of the municipality's overlay; none where there was none.
    #[serde(default)]
    pub overlay_hash: Option<String>,
    /// What was known.
    pub situation: Situation,
    /// What the municipality had set.
    pub settings: MunicipalitySettings,
    /// What came out.
    pub guidance: Guidance,
}

/// A trace that does not repeat.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ReplayError {
    /// The release is another one.
    #[error("この記録は別の版の制度カタログ（{0}）で判定されています")]
    OtherRelease(String),
    /// The overlay is another one, or there should be none.
    #[error("この記録は別の自治体設定（{0}）で判定されています")]
    OtherOverlay(String),
    /// The situation cannot be judged.
    #[error(transparent)]
    Situation(#[from] SituationError),
    /// Something else comes out now.
    #[error("もう一度判定すると、記録と違う結果になります")]
    Differs(Box<Guidance>),
}

impl Trace {
    /// Judges and keeps everything.
    pub fn record(
        release: &Release,
        situation: &Situation,
        settings: &MunicipalitySettings,
    ) -> Result<Self, SituationError> {
        Ok(Self {
            release_hash: release.hash().to_owned(),
            overlay_hash: release.overlay().map(|overlay| overlay.hash.clone()),
            situation: situation.clone(),
            settings: settings.clone(),
            guidance: judge(release, situation, settings)?,
        })
    }

    /// Judges again by the same release and checks that the same comes out.
    pub fn replay(&self, release: &Release) -> Result<(), ReplayError> {
        if release.hash() != self.release_hash {
            return Err(ReplayError::OtherRelease(self.release_hash.clone()));
        }
        if release.overlay().map(|overlay| &overlay.hash) != self.overlay_hash.as_ref() {
            return Err(ReplayError::OtherOverlay(
                self.overlay_hash.clone().unwrap_or_default(),
            ));
        }
        let again = judge(release, &self.situation, &self.settings)?;
        if again == self.guidance {
            Ok(())
        } else {
            Err(ReplayError::Differs(Box::new(again)))
        }
    }
}

//! What robots type, for the administrator: which definitions are used, how often they try, and the municipality's own.

pub(crate) mod definition;
pub(crate) mod list;
pub(crate) mod save;

use madoguchi_store::TenantTx;
use madoguchi_store::robot_definitions::{self, RobotSetting};

use crate::error::PageError;

/// What is in force for a kind; of one that nothing was said of, that it is not used.
async fn setting(tx: &mut TenantTx, kind: &str) -> Result<RobotSetting, PageError> {
    let known = robot_definitions::all(tx).await?.into_iter();
    let found = known.into_iter().find(|setting| setting.kind == kind);
    Ok(found.unwrap_or_else(|| RobotSetting {
        kind: kind.to_owned(),
        definition: None,
        active: false,
        attempts: None,
    }))
}

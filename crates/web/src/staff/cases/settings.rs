//! What the municipality sets for itself, put together for judging.

use chrono::{Days, NaiveDate};
use madoguchi_guidance::MunicipalitySettings;
use madoguchi_model::municipality::Municipality;
use madoguchi_model::staff::Section;
use madoguchi_store::{TenantTx, closed_days, tenants};

use crate::error::PageError;

/// The longest deadline counted over closed days, in days.
const HORIZON: u64 = 400;

/// The settings that count for a case filed on a day.
pub(crate) async fn load(
    tx: &mut TenantTx,
    municipality: &Municipality,
    sections: &[Section],
    filed_on: NaiveDate,
) -> Result<MunicipalitySettings, PageError> {
    let own = tenants::settings(tx).await?;
    // A municipality that has set nothing has an empty object; keys of other screens are not for judging.
    let guidance = own.get("guidance").cloned().unwrap_or_default();
    let mut settings: MunicipalitySettings = if guidance.is_null() {
        MunicipalitySettings::default()
    } else {
        serde_json::from_value(guidance).map_err(PageError::internal)?
    };
    settings.code.clone_from(&municipality.code);
    settings.section_names = sections
        .iter()
        .map(|section| (section.code.clone(), section.name.clone()))
        .collect();
    let closed =
        closed_days::between(tx, filed_on - Days::new(HORIZON), filed_on + Days::new(HORIZON)).await?;
    settings.closed_days.extend(closed);
    Ok(settings)
}

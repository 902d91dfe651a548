//! What an officer lets be printed in the place of a character that no font holds, on one application.

use madoguchi_model::ids::{ApplicationId, StaffId};
use serde_json::json as json_value;

use super::{ApplicationState, get, versions};
use crate::case_events::{self, CaseEventKind};
use crate::codec::json;
use crate::{ChangeError, TenantTx, cases, signatures};

/// Prints `with` in the place of `character` (as written) on an application of an open case, or takes that back
/// where there is no `with`. The paper changes, so its signature loses its force: how many did. The officer must
/// have seen the newest version.
pub async fn substitute(
    tx: &mut TenantTx,
    application: ApplicationId,
    version: i32,
    character: &str,
    with: Option<&str>,
    by: StaffId,
) -> Result<u64, ChangeError> {
    let found = get(tx, application).await?.ok_or(ChangeError::NotFound)?;
    cases::open_for_change(tx, found.case_id, by).await?;
    // Read again: nobody changes an application without the lock on its case.
    let mut found = get(tx, application).await?.ok_or(ChangeError::NotFound)?;
    if found.version != version {
        return Err(ChangeError::Stale {
            changed_by: None,
            changed_at: found.changed_at,
            version: found.version,
        });
    }
    if found.state == ApplicationState::Withdrawn {
        return Err(ChangeError::NotAllowed("it is not needed any more".into()));
    }
    let before = match with {
        Some(with) => found.substitutes.insert(character.to_owned(), with.to_owned()),
        None => found.substitutes.remove(character),
    };
    if before.as_deref() == with {
        return Ok(0);
    }
    // The layout stays the one it was made by.
    let kept = versions::version(tx, application, version).await?;
    let edition = kept.map(|kept| kept.form_edition).unwrap_or_default();
    let (tenant, now, substitutes) = (tx.tenant(), tx.now(), json(&found.substitutes));
    sqlx::query!(
        "UPDATE applications SET substitutes = $3, version = version + 1, changed_by = $4, changed_at = $5
         WHERE tenant_id = $1 AND application_id = $2",
        tenant,
        application.0,
        substitutes,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    versions::keep(tx, application, &edition, by).await?;
    let voided = signatures::void_standing(tx, application, by, "印字する文字を変えたため").await?;
    let (kind, detail) = match with {
        Some(with) => (
            CaseEventKind::SubstituteChosen,
            json_value!({ "form": found.form_id, "character": character, "with": with, "voided": voided }),
        ),
        None => (
            CaseEventKind::SubstituteTakenBack,
            json_value!({ "form": found.form_id, "character": character, "voided": voided }),
        ),
    };
    case_events::record(tx, found.case_id, Some(by), kind, &detail).await?;
    Ok(voided)
}

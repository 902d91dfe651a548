//! What happened to a case, for its page. The audit record is another thing.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{CaseId, ResidentId, StaffId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx, webhooks};

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseEventKind {
    /// The case was opened.
    Opened,
    /// What reception knows was changed. `voided`: how many signatures lost their force.
    ReceptionChanged,
    /// An officer decided beside a judgement. `procedure`, `result`.
    Overruled,
    /// Such a decision was withdrawn. `procedure`.
    OverruleWithdrawn,
    /// Applications were made or made anew. `forms`.
    ApplicationsPrepared,
    /// An officer let a character that no font holds be printed as another, on one application. `form`, `character`,
    /// `with`, `voided`.
    SubstituteChosen,
    /// Such a choice was taken back. `form`, `character`, `voided`.
    SubstituteTakenBack,
    /// An application was signed. `form`, `kind`.
    Signed,
    /// A マイナンバーカード was read. `method`.
    CardRead,
    /// An officer said whose card it is. `resident`.
    CardAssigned,
    /// An officer took a reading whose certificate could not be checked. `reason`.
    CardAccepted,
    /// A 個人番号 was read for a procedure whose law needs it. `procedure`, `resident`.
    IndividualNumberRead,
    /// A signature lost its force. `form`, `reason`.
    SignatureVoided,
    /// The resident withdrew an application. `form`, `reason`.
    ApplicationWithdrawn,
    /// Such a withdrawal was taken back. `form`.
    ApplicationRestored,
    /// The case was handed off. `sections`: how many.
    HandedOff,
    /// The sections' queues have received it. `sections`: their names.
    Delivered,
    /// Somebody took a section's work in hand. `section`.
    Taken,
    /// It was put back to the queue. `section`.
    PutBack,
    /// A section sent it back. `section`, `reason`.
    SentBack,
    /// A section entered it provisionally in its core system. `section`.
    EnteredProvisionally,
    /// A section completed its work. `section`.
    ItemCompleted,
    /// Rows of a file for a core system go by hand. `title`, `reason`.
    CoreByHand,
    /// A core system holds it provisionally, by its own answer. `title`.
    CoreProvisional,
    /// A core system accepted it. `title`.
    CoreAccepted,
    /// A core system refused it. `title`, `reason`.
    CoreRefused,
    /// A robot typed it into a core system. `title`, `number`: the core system's.
    RobotTyped,
    /// A core system would not take what a robot typed. `title`, `reason`.
    RobotRefused,
    /// A robot failed too often, or nobody knows whether it typed. `title`, `reason`.
    RobotHeld,
    /// A task for robots goes to a person. `title`, `reason`.
    RobotByHand,
    /// An officer types it rather than a robot. `title`.
    RobotTakenOver,
    /// An officer gave it to the robots again. `title`.
    RobotPutBack,
    /// An officer has typed it. `title`, `number`.
    RobotDoneByHand,
    /// Every section has completed its work.
    Completed,
    /// The case was withdrawn. `reason`.
    Withdrawn,
    /// The editing right was taken over after it had run out.
    TakenOver,
    /// An officer decided whether someone who moves in is a resident of the register. `resident`, `addressee_number`,
    /// `same`.
    SimilarDecided,
    /// A protective measure was lifted for this case. `reason`, `until`.
    ProtectionLifted,
    /// The lift was ended before its time.
    ProtectionRestored,
    /// An officer decided about changes of the register beneath the case. `taken` and `kept`: lists of `resident` and
    /// `field`; `reason`, `voided`.
    RecordDecided,
}

/// One thing that happened.
#[derive(Clone, PartialEq, Debug)]
pub struct CaseEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none for the system.
    pub staff_id: Option<StaffId>,
    /// That person's name.
    pub staff_name: Option<String>,
    /// What.
    pub kind: CaseEventKind,
    /// More about it; which keys is told at each kind.
    pub detail: Value,
}

/// Everything that happened to a case, oldest first.
pub async fn list(tx: &mut TenantTx, case: CaseId) -> Result<Vec<CaseEvent>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        r#"SELECT e.event_id, e.at, e.staff_id, s.display_name AS "staff_name?", e.kind, e.detail
           FROM case_events e LEFT JOIN staff s ON s.tenant_id = e.tenant_id AND s.staff_id = e.staff_id
           WHERE e.tenant_id = $1 AND e.case_id = $2 ORDER BY e.at, e.event_id"#,
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        let kind = Row {
            table: "case_events",
            id: &row.event_id,
        }
        .code("kind", &row.kind)?;
        let staff_id = row.staff_id.map(StaffId);
        Ok(CaseEvent {
            at: row.at,
            staff_id,
            staff_name: row.staff_name,
            kind,
            detail: row.detail,
        })
    })
    .collect()
}

/// Notes that an officer decided whether someone who moves in with a case is a resident of the register who comes back.
/// The same decision is noted once.
pub async fn similar_decided(
    tx: &mut TenantTx,
    case: CaseId,
    by: StaffId,
    resident: ResidentId,
    addressee_number: &str,
    same: bool,
) -> Result<(), ChangeError> {
    if crate::cases::get(tx, case).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let detail = serde_json::json!({
        "resident": resident.to_string(), "addressee_number": addressee_number, "same": same,
    });
    let noted = list(tx, case).await?;
    if noted
        .iter()
        .any(|event| event.kind == CaseEventKind::SimilarDecided && event.detail == detail)
    {
        return Ok(());
    }
    Ok(record(tx, case, Some(by), CaseEventKind::SimilarDecided, &detail).await?)
}

/// Notes what happened, now. The case must be there.
pub(crate) async fn record(
    tx: &mut TenantTx,
    case: CaseId,
    by: Option<StaffId>,
    kind: CaseEventKind,
    detail: &Value,
) -> Result<(), StoreError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let by: Option<Uuid> = by.map(|by| by.0);
    sqlx::query!(
        "INSERT INTO case_events (tenant_id, event_id, case_id, at, staff_id, kind, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tenant,
        id,
        case.0,
        now,
        by,
        code(&kind),
        detail
    )
    .execute(tx.connection())
    .await?;
    webhooks::of_case_event(tx, case, kind).await
}

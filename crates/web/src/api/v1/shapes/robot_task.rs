//! Tasks for robots (RPA).

use chrono::{DateTime, Utc};
use madoguchi_link::robots::TypedField;
use madoguchi_store::robot_tasks::RobotTask;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A task without what is typed.
#[derive(Serialize, ToSchema)]
pub(crate) struct RobotTaskBody {
    /// 引継ぎID.
    id: Uuid,
    /// The definition's id.
    definition: String,
    /// What people call it.
    title: String,
    /// The case.
    case_id: Uuid,
    /// `waiting`, `leased`, `done`, `refused`, `held`, `by_hand`, `done_by_hand`, `unchanged`, `dropped`.
    state: &'static str,
    /// Why it goes by hand, is held, was refused or failed last; empty otherwise.
    reason: String,
    /// How many attempts counted.
    attempts: i32,
    /// Robots get it from then on.
    not_before: DateTime<Utc>,
    /// Until when it is held; null while nobody holds it.
    lease_until: Option<DateTime<Utc>>,
    /// The task of an earlier hand-off that it corrects.
    corrects: Option<Uuid>,
    /// The core system's number; empty until it is typed.
    number: String,
    /// What is typed, for the client that holds it now; null for all others.
    fields: Option<Vec<FieldBody>>,
    /// Counts changes; the `ETag`.
    version: i32,
    /// When it was planned.
    planned_at: DateTime<Utc>,
}

/// One field of the screen, with what is typed into it.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldBody {
    /// What the definition calls it.
    name: String,
    /// What people call it.
    label: String,
    /// What is typed; empty where there is nothing to type.
    value: String,
}

/// Tasks.
#[derive(Serialize, ToSchema)]
pub(crate) struct RobotTaskList {
    /// The oldest first.
    pub(crate) items: Vec<RobotTaskBody>,
    /// The `cursor` of the next page; null on the last.
    pub(crate) next: Option<String>,
}

/// What a robot asks for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskForTasks {
    /// Only tasks of this definition; all of the section's where it is left out.
    #[serde(default)]
    pub(crate) definition: Option<String>,
    /// How many at most; 1 where it is left out.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 20)]
    pub(crate) count: u32,
}

fn one() -> u32 {
    1
}

/// Tasks that the robot holds now.
#[derive(Serialize, ToSchema)]
pub(crate) struct GivenTasks {
    /// The oldest first; empty where nothing waits.
    pub(crate) tasks: Vec<GivenTask>,
}

/// A task that the robot holds.
#[derive(Serialize, ToSchema)]
pub(crate) struct GivenTask {
    /// 引継ぎID: the robot types it as its own reference, and looks for it where `maybe_typed` is true.
    pub(crate) id: Uuid,
    /// The definition's id.
    pub(crate) definition: String,
    /// What the robot shows with everything that it says of the task.
    pub(crate) lease: Uuid,
    /// Until when it holds it; a heartbeat makes it longer.
    pub(crate) lease_until: DateTime<Utc>,
    /// Which attempt this is, from 1.
    pub(crate) attempt: i32,
    /// An earlier attempt ended without an answer: the core system may hold it already.
    pub(crate) maybe_typed: bool,
    /// The task of an earlier hand-off that it corrects; null where it is new.
    pub(crate) corrects: Option<Uuid>,
    /// The core system's number of what it corrects; empty where it is new or was typed by a person without one.
    pub(crate) corrects_number: String,
    /// What is typed, in the screen's order.
    pub(crate) fields: Vec<FieldBody>,
}

/// The lease of a task that the robot holds.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeaseOf {
    /// As it was given with the task.
    pub(crate) lease: Uuid,
}

/// Until when the robot holds the task now.
#[derive(Serialize, ToSchema)]
pub(crate) struct Extended {
    /// Another heartbeat must come before then.
    pub(crate) lease_until: DateTime<Utc>,
}

/// How the robot's work ended.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RobotResult {
    /// As it was given with the task.
    pub(crate) lease: Uuid,
    /// How it ended.
    pub(crate) result: ResultKind,
    /// The core system's number (受付番号); needed with `done`, and only there.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub(crate) number: String,
    /// What the core system said (`refused`), or what happened (`failed`); needed there, and only there. Officers read it.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub(crate) reason: String,
    /// A picture of the screen, for officers.
    #[serde(default)]
    pub(crate) screenshot: Option<ScreenshotPart>,
}

/// How a robot's work ended.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ResultKind {
    /// Typed, and the core system gave a number.
    Done,
    /// The core system would not take it.
    Refused,
    /// It could not be done; another attempt may succeed.
    Failed,
}

/// A picture.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScreenshotPart {
    /// `image/png` or `image/jpeg`; the bytes must be one.
    pub(crate) media_type: String,
    /// The bytes in base64 (RFC 4648 section 4), at most 5 MB of bytes.
    pub(crate) data: String,
}

impl RobotTaskBody {
    pub(crate) fn new(task: &RobotTask, fields: Option<Vec<TypedField>>) -> Self {
        Self {
            id: task.id.0,
            definition: task.kind.clone(),
            title: task.title.clone(),
            case_id: task.case_id.0,
            state: task.state.code(),
            reason: task.reason.clone(),
            attempts: task.attempts,
            not_before: task.not_before,
            lease_until: task.lease.map(|(_, until)| until),
            corrects: task.corrects.map(|id| id.0),
            number: task.core_number.clone(),
            fields: fields.map(|fields| fields.into_iter().map(FieldBody::from).collect()),
            version: task.version,
            planned_at: task.planned_at,
        }
    }
}

impl From<TypedField> for FieldBody {
    fn from(field: TypedField) -> Self {
        Self {
            name: field.name,
            label: field.label,
            value: field.value,
        }
    }
}

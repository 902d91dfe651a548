//! Files for core systems.

use chrono::{DateTime, Utc};
use madoguchi_store::core_files::{CoreFile, CoreRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A file for a core system, as it was made: number, name and bytes never change.
#[derive(Serialize, ToSchema)]
pub(crate) struct CoreFileBody {
    /// Our id.
    id: Uuid,
    /// The kind of file: the id of its definition, for example `move_notice`.
    kind: String,
    /// Counts the files of the kind in the municipality, from 1, without gaps.
    number: i64,
    /// Its name.
    name: String,
    /// How many rows are in it, the header not counted.
    rows: i32,
    /// SHA-256 of its bytes, in hexadecimal.
    sha256: String,
    /// SHA-256 of the definition's text, in hexadecimal: another value means another layout.
    definition_sha256: String,
    /// When it was made.
    made_at: DateTime<Utc>,
    /// When it was last put where files of the kind go; null where it was not.
    placed_at: Option<DateTime<Utc>>,
}

/// Files.
#[derive(Serialize, ToSchema)]
pub(crate) struct CoreFileList {
    /// The newest first.
    pub(crate) items: Vec<CoreFileBody>,
    /// The `cursor` of the next page; null on the last.
    pub(crate) next: Option<String>,
}

/// A row of such a file, and how far it is.
#[derive(Serialize, ToSchema)]
pub(crate) struct CoreRowBody {
    /// 引継ぎID: what stands in the file, and by which the core system answers.
    id: Uuid,
    /// The kind of file.
    kind: String,
    /// The file; null while it waits, or where it goes by hand.
    file_id: Option<Uuid>,
    /// Its place among the file's rows, from 1.
    line: Option<i32>,
    /// The case.
    case_id: Uuid,
    /// What it is about: `person`, `application` or `card`.
    about: String,
    /// The id of the resident, the application or the reading of a card.
    about_id: Option<Uuid>,
    /// The row of an earlier hand-off that it corrects.
    corrects: Option<Uuid>,
    /// `waiting`, `by_hand`, `done_by_hand`, `written`, `provisional`, `accepted`, `refused`, `unchanged`, `dropped`.
    state: &'static str,
    /// Why it goes by hand, or why it was refused; empty otherwise.
    reason: String,
    /// When the core system answered, by its own clock.
    answered_at: Option<DateTime<Utc>>,
}

/// Rows.
#[derive(Serialize, ToSchema)]
pub(crate) struct CoreRowList {
    /// In the order of the file, or of their planning.
    pub(crate) items: Vec<CoreRowBody>,
    /// The `cursor` of the next page; null on the last.
    pub(crate) next: Option<String>,
}

/// Which kind of file is to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MakeCoreFile {
    /// The kind: the id of a definition whose section is the client's.
    #[schema(example = "national_health_insurance")]
    pub(crate) kind: String,
}

/// What came of the rows that waited.
#[derive(Serialize, ToSchema)]
pub(crate) struct MadeCoreFile {
    /// The file; null where nothing was to be written.
    pub(crate) file: Option<CoreFileBody>,
    /// How many rows go by hand instead; their reasons are on the rows.
    pub(crate) by_hand: usize,
    /// How many rows say what earlier ones said, and are not written again.
    pub(crate) unchanged: usize,
    /// Rows are left: ask again, with another key.
    pub(crate) more: bool,
}

/// What a core system answers.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Acknowledgements {
    /// Answers to rows of the file.
    #[schema(min_items = 1, max_items = 5000)]
    pub(crate) answers: Vec<Acknowledgement>,
}

/// The answer to one row.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Acknowledgement {
    /// 引継ぎID of the row.
    pub(crate) row_id: Uuid,
    /// What the core system says.
    pub(crate) result: AcknowledgedAs,
    /// Why; needed for `refused`. It is shown to the section and at the counter.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub(crate) reason: String,
    /// When, by the core system's clock; not more than a day ahead.
    pub(crate) at: DateTime<Utc>,
}

/// What a core system says of a row.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AcknowledgedAs {
    /// 仮登録
    Provisional,
    /// 受理
    Accepted,
    /// 不受理
    Refused,
}

/// What became of the answers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Acknowledged {
    /// These answers were received before, with another key: nothing was done.
    pub(crate) already: bool,
    /// For each answer, in the order in which they were sent.
    pub(crate) results: Vec<AcknowledgedRow>,
}

/// What became of one answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct AcknowledgedRow {
    /// The row.
    pub(crate) row_id: Uuid,
    /// `applied`, `reversed`, `repeated`, `late`, `not_sent`.
    pub(crate) outcome: &'static str,
    /// The row's state now.
    pub(crate) state: &'static str,
}

impl CoreFileBody {
    pub(crate) fn new(file: &CoreFile) -> Self {
        Self {
            id: file.id,
            kind: file.kind.clone(),
            number: file.number,
            name: file.name.clone(),
            rows: file.row_count,
            sha256: file.digest.clone(),
            definition_sha256: file.definition_digest.clone(),
            made_at: file.made_at,
            placed_at: file.placed_at,
        }
    }
}

impl CoreRowBody {
    pub(crate) fn new(row: &CoreRow) -> Self {
        let (about, id) = row.subject.split_once(':').unwrap_or((&row.subject, ""));
        Self {
            id: row.id,
            kind: row.kind.clone(),
            file_id: row.file_id,
            line: row.line,
            case_id: row.case_id.0,
            about: about.to_owned(),
            about_id: id.parse().ok(),
            corrects: row.corrects,
            state: row.state.code(),
            reason: row.reason.clone(),
            answered_at: row.answered_at,
        }
    }
}

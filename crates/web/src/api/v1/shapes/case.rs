//! Cases.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_store::cases::CaseSummary;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::person::{Address, Resident};
use crate::staff::cases::CaseFile;

/// A case in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseItem {
    /// Our id.
    id: Uuid,
    /// 受付番号.
    #[schema(example = "26-00012")]
    number: String,
    /// `open`, `handed_off`, `completed`, `withdrawn`.
    state: &'static str,
    /// Life events.
    events: Vec<&'static str>,
    /// How many people take part.
    people: i64,
    /// Somebody of it is under a protective measure.
    protected: bool,
    /// A section has sent work back.
    sent_back: bool,
    /// 届出日.
    filed_on: NaiveDate,
    /// When it was opened.
    opened_at: DateTime<Utc>,
    /// When reception or state was last changed.
    changed_at: DateTime<Utc>,
}

/// Cases.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseList {
    /// Newest first.
    pub(crate) items: Vec<CaseItem>,
    /// The `cursor` of the next page; null on the last.
    pub(crate) next: Option<String>,
}

/// A case.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseBody {
    /// Our id.
    id: Uuid,
    /// 受付番号.
    number: String,
    /// `open`, `handed_off`, `completed`, `withdrawn`.
    state: &'static str,
    /// Life events.
    events: Vec<&'static str>,
    /// The household of the register; null for people who move in and form one of their own.
    household_id: Option<Uuid>,
    /// Everybody of the household and whoever was entered.
    members: Vec<Member>,
    /// Who came.
    visitor: Visitor,
    /// 異動日.
    moved_on: Option<NaiveDate>,
    /// 届出日.
    filed_on: NaiveDate,
    /// The new address, for a move.
    new_address: Option<Address>,
    /// Where those who move in come from.
    former_address: Option<Address>,
    /// Addresses are withheld because of a protective measure.
    addresses_withheld: bool,
    /// The hash of the release it is judged by.
    release_hash: String,
    /// The hash of the municipality's changes to it.
    overlay_hash: Option<String>,
    /// How many questions are open.
    open_questions: usize,
    /// Counts changes; the `ETag`.
    version: i32,
    /// When it was opened.
    opened_at: DateTime<Utc>,
}

/// A person of a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct Member {
    /// The person.
    resident: Resident,
    /// Takes part in the life event.
    takes_part: bool,
    /// Is in the register; otherwise entered at the counter.
    registered: bool,
}

/// Who came.
#[derive(Serialize, ToSchema)]
pub(crate) struct Visitor {
    /// `self_`, `household_member`, `legal_representative`, `agent`.
    kind: &'static str,
    /// The resident, where the visitor is one.
    resident_id: Option<Uuid>,
    /// The name.
    name: String,
    /// What was shown to prove who they are.
    identity: Option<&'static str>,
}

impl CaseItem {
    pub(crate) fn new(case: &CaseSummary) -> Self {
        Self {
            id: case.id.0,
            number: case.number.clone(),
            state: case.state.code(),
            events: case.events.iter().map(|event| event.code()).collect(),
            people: case.members,
            protected: case.protected,
            sent_back: case.sent_back,
            filed_on: case.filed_on,
            opened_at: case.opened_at,
            changed_at: case.changed_at,
        }
    }
}

impl CaseBody {
    pub(crate) fn new(file: &CaseFile) -> Self {
        let (case, protected) = (&file.case, file.measure().protects());
        let registered = |id| {
            let entered = case.members.iter().filter(|member| member.entered.is_some());
            !entered
                .map(|member| member.resident_id)
                .any(|entered| entered == id)
        };
        Self {
            id: case.id.0,
            number: case.number.clone(),
            state: case.state.code(),
            events: case.events.iter().map(|event| event.code()).collect(),
            household_id: case.household_id.map(|id| id.0),
            members: file
                .household
                .members
                .iter()
                .map(|resident| Member {
                    takes_part: case.takes_part(resident.id),
                    registered: registered(resident.id),
                    resident: Resident::new(resident, protected),
                })
                .collect(),
            visitor: Visitor {
                kind: case.visitor.kind.code(),
                resident_id: case.visitor.resident_id.map(|id| id.0),
                name: file.visitor_name().to_owned(),
                identity: case
                    .visitor
                    .identity
                    .map(madoguchi_model::case::IdentityDocument::code),
            },
            moved_on: case.moved_on,
            filed_on: case.filed_on,
            new_address: case
                .new_address
                .as_ref()
                .map(|new| Address::new(&new.address, protected)),
            former_address: case
                .former_address
                .as_ref()
                .map(|former| Address::new(&former.address, protected)),
            addresses_withheld: protected,
            release_hash: case.release_hash.clone(),
            overlay_hash: case.overlay_hash.clone(),
            open_questions: file.guidance.questions.len(),
            version: case.version,
            opened_at: case.opened_at,
        }
    }
}

//! Notices of portals.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::prepared_case::{Attachment, PreparedPerson};
use madoguchi_store::portal_notices::{Notice, Received};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::person::{Address, RegisterDay, Resident, WrittenName};
use super::reception::{AddressHere, AddressOutside, NewCaseBody, NewPerson, NewVisitor};
use crate::api::problem::FieldError;
use crate::staff::notices::Known;

/// A notice in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeItem {
    /// Our id.
    id: Uuid,
    /// `myna_portal`, `one_stop_move_out`, `one_stop_visit`, `electronic_application`.
    source: &'static str,
    /// 受付番号 there. With the source, what tells one from another.
    receipt_number: String,
    /// `received`, `prepared`, `visited`, `withdrawn`.
    state: &'static str,
    /// What the procedure is called there; empty where it is not told.
    procedure_name: String,
    /// Life events that it is about; empty where the procedure is none.
    events: Vec<&'static str>,
    /// Who applies, as they wrote it.
    applicant: String,
    /// 来庁予定日.
    visit_on: Option<NaiveDate>,
    /// 来庁予定時間帯, as it was told; empty where it was not.
    visit_time: String,
    /// The case that it has become.
    case_id: Option<Uuid>,
    /// Counts what was told, from 1.
    version: i32,
    /// When it first came.
    received_at: DateTime<Utc>,
    /// When it last changed.
    changed_at: DateTime<Utc>,
}

/// Notices.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeList {
    /// Those that came last first.
    pub(crate) items: Vec<NoticeItem>,
    /// The `cursor` of the next page; null on the last.
    pub(crate) next: Option<String>,
}

/// A notice with everything that was told.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeBody {
    /// What stands in the list.
    notice: NoticeItem,
    /// The procedure's code there; empty where it has none.
    procedure_code: String,
    /// People, who applies first, as they wrote it themselves.
    people: Vec<NoticePerson>,
    /// 異動日, or the day it is planned for.
    moved_on: Option<NaiveDate>,
    /// Where they come from.
    former_address: Option<Address>,
    /// Where they go to.
    new_address: Option<Address>,
    /// 電話番号; null where it is withheld.
    phone: Option<String>,
    /// Answers to the interview's questions, by the question's key; null where they are withheld.
    answers: Option<BTreeMap<String, String>>,
    /// Everything else that was told, by the item's name there; null where it is withheld.
    others: Option<BTreeMap<String, String>>,
    /// Files that came with it.
    attachments: Vec<NoticeAttachment>,
    /// Somebody of a protected household may be meant: nothing of where people are is sent.
    withheld: bool,
    /// Residents whom its people may be, by name and birth date. Nobody has checked that.
    residents: Vec<Resident>,
}

/// A person of a notice.
#[derive(Serialize, ToSchema)]
struct NoticePerson {
    /// 氏名.
    name: WrittenName,
    /// 生年月日, if it was told.
    birth_date: Option<RegisterDay>,
    /// `male`, `female`, if it was told.
    sex: Option<&'static str>,
    /// 続柄, if it was told.
    relationship: String,
    /// Comes to the counter.
    visits: bool,
}

/// A file that came with a notice.
#[derive(Serialize, ToSchema)]
struct NoticeAttachment {
    /// Its name there; null where it is withheld.
    name: Option<String>,
    /// How large it is.
    bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    sha256: String,
}

/// What became of a file's applications.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticesTaken {
    /// SHA-256 of the file.
    sha256: String,
    /// Applications that were not known.
    new: u64,
    /// That tell something else than before.
    changed: u64,
    /// That tell what was told before.
    same: u64,
    /// That the resident has taken back.
    withdrawn: u64,
    /// That tell something else after somebody has come, or after they were taken back: nothing was changed.
    closed: u64,
    /// What is wrong, by place (`/row/item`): items that were left out and, with `partial`, applications.
    problems: Vec<FieldError>,
}

/// What a program says of a visit that was told beforehand. What is left out is what the notice tells.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeVisitBody {
    /// The resident whose household is served or joined. Never taken from names; left out only for people who move in and
    /// form a household.
    resident_id: Option<Uuid>,
    /// Ids of the household's members who take part.
    #[serde(default)]
    members: Vec<Uuid>,
    /// Life events, instead of the notice's.
    #[serde(default)]
    #[schema(example = json!(["move_in"]))]
    events: Vec<String>,
    /// People who move in, instead of the notice's.
    #[serde(default)]
    #[schema(max_items = 20)]
    people: Vec<NewPerson>,
    /// 本籍 of those who move in.
    #[serde(default)]
    domicile: String,
    /// 筆頭者 of those who move in.
    #[serde(default)]
    register_head: String,
    /// 異動日, or 転出予定日.
    #[serde(default)]
    #[schema(example = "2026-11-10")]
    moved_on: String,
    /// 届出日; today where it is left out.
    #[serde(default)]
    filed_on: String,
    /// The new address within the municipality.
    new_address: Option<AddressHere>,
    /// Where those who move in come from.
    former_address: Option<AddressOutside>,
    /// 前の世帯主.
    #[serde(default)]
    former_head: String,
    /// Where those go who move out.
    destination: Option<AddressOutside>,
    /// Who comes to the counter.
    visitor: NewVisitor,
    /// Ids of residents like those who move in, who were looked at and are other people.
    #[serde(default)]
    other_people: Vec<Uuid>,
    /// Ids of residents who were looked at and are the very people that move in: they come back.
    #[serde(default)]
    same_people: Vec<Uuid>,
}

impl NoticeItem {
    pub(crate) fn new(notice: &Notice) -> Self {
        let prepared = &notice.prepared;
        let applicant = prepared.people.first();
        Self {
            id: notice.id,
            source: prepared.source.code(),
            receipt_number: prepared.receipt_number.clone(),
            state: notice.state.code(),
            procedure_name: prepared.procedure_name.clone(),
            events: prepared.events.iter().map(|event| event.code()).collect(),
            applicant: applicant.map_or_else(String::new, |person| person.name.written.clone()),
            visit_on: prepared.visit_on,
            visit_time: prepared.visit_time.clone(),
            case_id: notice.case_id.map(|case| case.0),
            version: notice.version,
            received_at: notice.received_at,
            changed_at: notice.changed_at,
        }
    }
}

impl NoticeBody {
    pub(crate) fn new(notice: &Notice, known: &Known) -> Self {
        let (prepared, withheld) = (&notice.prepared, known.protected);
        let address = |address: &madoguchi_model::address::Address| Address::new(address, withheld);
        Self {
            notice: NoticeItem::new(notice),
            procedure_code: prepared.procedure_code.clone(),
            people: prepared.people.iter().map(NoticePerson::new).collect(),
            moved_on: prepared.moved_on,
            former_address: prepared.former_address.as_ref().map(address),
            new_address: prepared.new_address.as_ref().map(address),
            phone: (!withheld).then(|| prepared.phone.clone()),
            answers: (!withheld).then(|| prepared.answers.clone()),
            others: (!withheld).then(|| prepared.others.clone()),
            attachments: prepared
                .attachments
                .iter()
                .map(|file| NoticeAttachment::new(file, withheld))
                .collect(),
            withheld,
            residents: known
                .residents
                .iter()
                .map(|one| Resident::new(one, withheld))
                .collect(),
        }
    }
}

impl NoticePerson {
    fn new(person: &PreparedPerson) -> Self {
        Self {
            name: WrittenName::new(&person.name),
            birth_date: person.birth_date.as_ref().map(RegisterDay::new),
            sex: person.sex.map(madoguchi_model::resident::Sex::code),
            relationship: person.relationship.clone(),
            visits: person.visits,
        }
    }
}

impl NoticeAttachment {
    fn new(file: &Attachment, withheld: bool) -> Self {
        Self {
            name: (!withheld).then(|| file.name.clone()),
            bytes: file.bytes,
            sha256: file.digest.clone(),
        }
    }
}

impl NoticesTaken {
    pub(crate) fn new(received: &Received, sha256: String, problems: Vec<FieldError>) -> Self {
        Self {
            sha256,
            new: received.new,
            changed: received.changed,
            same: received.same,
            withdrawn: received.withdrawn,
            closed: received.closed,
            problems,
        }
    }
}

impl NoticeVisitBody {
    /// The same as a case that is opened without a notice.
    pub(crate) fn into_case(self) -> NewCaseBody {
        NewCaseBody {
            events: self.events,
            resident_id: self.resident_id,
            members: self.members,
            people: self.people,
            domicile: self.domicile,
            register_head: self.register_head,
            moved_on: self.moved_on,
            filed_on: self.filed_on,
            new_address: self.new_address,
            former_address: self.former_address,
            former_head: self.former_head,
            destination: self.destination,
            visitor: self.visitor,
            other_people: self.other_people,
            same_people: self.same_people,
        }
    }
}

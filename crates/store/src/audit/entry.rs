//! One entry of the record.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{OperationId, ResidentId, SectionId, SessionId, StaffId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::StoreError;
use crate::codec::Row;

/// Which log of the register's standard (j1370) an entry belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// 操作ログ
    Operation,
    /// 認証ログ
    Authentication,
    /// 印刷ログ
    Printing,
    /// 設定変更ログ
    Settings,
    /// イベントログ
    Event,
    /// エラーログ
    Error,
}

/// Whether an entry tells of the beginning or of the end.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Before anything was done.
    Begun,
    /// Afterwards.
    Ended,
}

/// How an operation ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was refused: no permission, wrong password, wrong input.
    Refused,
    /// It failed.
    Failed,
    /// Nobody knows; the program ended before it did.
    Unknown,
}

/// One entry.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Our id.
    pub id: Uuid,
    /// The same in the begun and in the ended entry.
    pub operation_id: OperationId,
    /// Beginning or end.
    pub phase: Phase,
    /// 日時.
    pub at: DateTime<Utc>,
    /// Which log.
    pub category: Category,
    /// 操作者; none where nobody had signed in, or for the system.
    pub staff_id: Option<StaffId>,
    /// The session.
    pub session_id: Option<SessionId>,
    /// 場所: the section the person works in.
    pub section_id: Option<SectionId>,
    /// 端末名: what is known of the terminal, usually its network address.
    pub terminal: String,
    /// 機能名, a stable code.
    pub action: String,
    /// 画面名, a stable code, or method and route.
    pub screen: String,
    /// What kind of thing was touched; empty for none.
    pub resource_kind: String,
    /// Which one; empty for none.
    pub resource_id: String,
    /// 個人番号アクセス有無.
    pub individual_number_access: bool,
    /// 対象者: residents seen or changed.
    pub persons: Vec<ResidentId>,
    /// How it ended; none at its beginning.
    pub outcome: Option<Outcome>,
    /// More about it, for example how many copies were printed. Never a name or a number of a person.
    pub detail: Value,
}

/// An entry as its row.
pub(super) struct EntryRow {
    pub(super) entry_id: Uuid,
    pub(super) operation_id: Uuid,
    pub(super) phase: String,
    pub(super) at: DateTime<Utc>,
    pub(super) category: String,
    pub(super) staff_id: Option<Uuid>,
    pub(super) session_id: Option<Uuid>,
    pub(super) section_id: Option<Uuid>,
    pub(super) terminal: String,
    pub(super) action: String,
    pub(super) screen: String,
    pub(super) resource_kind: String,
    pub(super) resource_id: String,
    pub(super) individual_number_access: bool,
    pub(super) persons: Vec<Uuid>,
    pub(super) outcome: String,
    pub(super) detail: Value,
}

impl EntryRow {
    pub(super) fn into_entry(self) -> Result<AuditEntry, StoreError> {
        let row = Row {
            table: "audit_entries",
            id: &self.entry_id,
        };
        let outcome = match &*self.outcome {
            "" => None,
            outcome => Some(row.code("outcome", outcome)?),
        };
        Ok(AuditEntry {
            id: self.entry_id,
            operation_id: OperationId(self.operation_id),
            phase: row.code("phase", &self.phase)?,
            at: self.at,
            category: row.code("category", &self.category)?,
            staff_id: self.staff_id.map(StaffId),
            session_id: self.session_id.map(SessionId),
            section_id: self.section_id.map(SectionId),
            terminal: self.terminal,
            action: self.action,
            screen: self.screen,
            resource_kind: self.resource_kind,
            resource_id: self.resource_id,
            individual_number_access: self.individual_number_access,
            persons: self.persons.into_iter().map(ResidentId).collect(),
            outcome,
            detail: self.detail,
        })
    }
}

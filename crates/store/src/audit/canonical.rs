//! The canonical bytes of an entry, made from its columns. The database's `audit_canonical` makes the same; this
//! one does not trust it.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The columns of an entry that its hash covers; JSON and transaction id as the database writes them.
#[derive(sqlx::FromRow)]
pub(super) struct Columns {
    pub(super) tenant_id: Uuid,
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
    pub(super) detail: String,
    pub(super) xid: String,
}

/// The hash of an entry after the hash of the one before it (32 zero bytes before the first).
pub(super) fn hash(previous: &[u8], entry: &Columns) -> Vec<u8> {
    Sha256::new()
        .chain_update(previous)
        .chain_update(canonical(entry))
        .finalize()
        .to_vec()
}

fn canonical(entry: &Columns) -> String {
    let persons: Vec<String> = entry.persons.iter().map(Uuid::to_string).collect();
    let mut text = String::new();
    let mut field = |value: Option<&str>| match value {
        Some(value) => write!(text, "{}:{value},", value.len()).expect("writing to a string does not fail"),
        None => text.push('-'),
    };
    field(Some(&entry.tenant_id.to_string()));
    field(Some(&entry.entry_id.to_string()));
    field(Some(&entry.operation_id.to_string()));
    field(Some(&entry.phase));
    field(Some(&entry.at.timestamp_micros().to_string()));
    field(Some(&entry.category));
    field(entry.staff_id.map(|id| id.to_string()).as_deref());
    field(entry.session_id.map(|id| id.to_string()).as_deref());
    field(entry.section_id.map(|id| id.to_string()).as_deref());
    field(Some(&entry.terminal));
    field(Some(&entry.action));
    field(Some(&entry.screen));
    field(Some(&entry.resource_kind));
    field(Some(&entry.resource_id));
    field(Some(if entry.individual_number_access {
        "true"
    } else {
        "false"
    }));
    field(Some(&persons.join(" ")));
    field(Some(&entry.outcome));
    field(Some(&entry.detail));
    field(Some(&entry.xid));
    text
}

//! Checking the record against its chain and the chain against the anchors.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use madoguchi_model::ids::TenantId;
use serde::Serialize;
use uuid::Uuid;

use super::anchor::Anchored;
use super::canonical::{Columns, hash};
use super::seal::hex;
use crate::transaction::set_tenant;
use crate::{Owner, StoreError};

/// What is wrong at one place of the record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// The entry is not what was chained, or the chain was changed here, or entries changed places.
    Changed,
    /// The entry was chained and is not there.
    Missing,
    /// A place of the chain itself is not there.
    SealMissing,
    /// The entry is not chained, though later ones are: it was put in afterwards, or its seal was removed.
    NotSealed,
    /// The head that was anchored outside the database is not in the chain: its end was cut off or rewritten.
    Cut,
}

/// One finding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Finding {
    /// The tenant.
    pub tenant: TenantId,
    /// The place in the chain, from 1; none for an entry that is not chained.
    pub seq: Option<i64>,
    /// The entry.
    pub entry_id: Option<Uuid>,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.problem {
            Problem::Changed => "the entry or its place was changed",
            Problem::Missing => "the entry is missing",
            Problem::SealMissing => "the seal is missing",
            Problem::NotSealed => "the entry was put in afterwards, or its seal was removed",
            Problem::Cut => "the anchored head is not in the chain: its end was cut off or rewritten",
        };
        write!(f, "tenant {}", self.tenant)?;
        if let Some(seq) = self.seq {
            write!(f, ", place {seq}")?;
        }
        if let Some(entry) = self.entry_id {
            write!(f, ", entry {entry}")?;
        }
        write!(f, ": {what}")
    }
}

/// What was checked and what was found.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Report {
    /// How many tenants were checked.
    pub tenants: usize,
    /// How many chained entries were checked.
    pub sealed: usize,
    /// How many entries wait to be chained; nothing can be said about them yet.
    pub waiting: usize,
    /// What is wrong; empty when the record is whole.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Nothing is wrong.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }
}

/// How many missing places in a row are told one by one.
const GAPS: usize = 100;

/// Entries and seals read at a time.
const PAGE: i64 = 1_000;

/// Checks the record of every tenant that the database or an anchor knows. Reads in one snapshot; changes
/// nothing.
pub async fn verify(owner: &Owner, anchors: &[Anchored]) -> Result<Report, StoreError> {
    let mut tenants: BTreeSet<TenantId> = anchors.iter().map(|head| head.tenant).collect();
    let known: Vec<Uuid> = sqlx::query_scalar("SELECT * FROM tenant_ids()")
        .fetch_all(owner.pool())
        .await?;
    tenants.extend(known.into_iter().map(TenantId));
    let mut report = Report {
        tenants: tenants.len(),
        ..Report::default()
    };
    for tenant in tenants {
        let heads = anchors
            .iter()
            .filter(|head| head.tenant == tenant)
            .collect::<Vec<_>>();
        verify_tenant(owner, tenant, &heads, &mut report).await?;
    }
    Ok(report)
}

#[derive(sqlx::FromRow)]
struct Sealed {
    seq: i64,
    chained_entry: Uuid,
    chained_hash: Vec<u8>,
    present: bool,
    #[sqlx(flatten)]
    entry: Columns,
}

async fn verify_tenant(
    owner: &Owner,
    tenant: TenantId,
    anchors: &[&Anchored],
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut transaction = owner.pool().begin().await?;
    sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        .execute(&mut *transaction)
        .await?;
    set_tenant(&mut transaction, tenant).await?;
    let mut expected: BTreeMap<i64, Vec<&Anchored>> = BTreeMap::new();
    for head in anchors {
        expected.entry(head.seq).or_default().push(head);
    }
    let (mut previous, mut last) = (vec![0; 32], 0);
    loop {
        let page: Vec<Sealed> = sqlx::query_as(
            "SELECT s.seq, s.entry_id AS chained_entry, s.hash AS chained_hash, e.entry_id IS NOT NULL AS present,
                s.tenant_id, s.entry_id, coalesce(e.operation_id, s.entry_id) AS operation_id,
                coalesce(e.phase, '') AS phase, coalesce(e.at, s.sealed_at) AS at,
                coalesce(e.category, '') AS category, e.staff_id, e.session_id, e.section_id,
                coalesce(e.terminal, '') AS terminal, coalesce(e.action, '') AS action,
                coalesce(e.screen, '') AS screen, coalesce(e.resource_kind, '') AS resource_kind,
                coalesce(e.resource_id, '') AS resource_id,
                coalesce(e.individual_number_access, false) AS individual_number_access,
                coalesce(e.persons, '{}') AS persons, coalesce(e.outcome, '') AS outcome,
                coalesce(e.detail::text, '') AS detail, coalesce(e.xid::text, '') AS xid
             FROM audit_seals s LEFT JOIN audit_entries e ON e.tenant_id = s.tenant_id AND e.entry_id = s.entry_id
             WHERE s.tenant_id = $1 AND s.seq > $2 ORDER BY s.seq LIMIT $3",
        )
        .bind(tenant.0)
        .bind(last)
        .bind(PAGE)
        .fetch_all(&mut *transaction)
        .await?;
        if page.is_empty() {
            break;
        }
        for sealed in page {
            report.sealed += 1;
            let mut found = |seq, entry_id, problem| {
                report.findings.push(Finding {
                    tenant,
                    seq: Some(seq),
                    entry_id,
                    problem,
                });
            };
            for gap in (last + 1..sealed.seq).take(GAPS) {
                found(gap, None, Problem::SealMissing);
            }
            if !sealed.present {
                found(sealed.seq, Some(sealed.chained_entry), Problem::Missing);
            } else if hash(&previous, &sealed.entry) != sealed.chained_hash {
                found(sealed.seq, Some(sealed.chained_entry), Problem::Changed);
            }
            for head in expected.remove(&sealed.seq).unwrap_or_default() {
                if head.hash != hex(&sealed.chained_hash) {
                    found(head.seq, Some(head.entry_id), Problem::Cut);
                }
            }
            // Go on from what the chain says, so that one change is one finding.
            previous = sealed.chained_hash;
            last = sealed.seq;
        }
    }
    for head in expected.into_values().flatten() {
        let (seq, entry_id) = (Some(head.seq), Some(head.entry_id));
        report.findings.push(Finding {
            tenant,
            seq,
            entry_id,
            problem: Problem::Cut,
        });
    }
    unsealed(&mut transaction, tenant, report).await?;
    transaction.commit().await?;
    Ok(())
}

/// Entries without a seal: those behind the head wait, those before it should have one.
async fn unsealed(
    connection: &mut sqlx::PgConnection,
    tenant: TenantId,
    report: &mut Report,
) -> Result<(), StoreError> {
    let rows: Vec<(Uuid, bool)> = sqlx::query_as(
        "SELECT e.entry_id, coalesce((e.xid, e.entry_id) < (head.xid, head.entry_id), false)
         FROM audit_entries e
         LEFT JOIN (SELECT xid, entry_id FROM audit_seals WHERE tenant_id = $1 ORDER BY seq DESC LIMIT 1) head
            ON true
         WHERE e.tenant_id = $1
            AND NOT EXISTS (SELECT FROM audit_seals s WHERE s.tenant_id = $1 AND s.entry_id = e.entry_id)
         ORDER BY e.xid, e.entry_id",
    )
    .bind(tenant.0)
    .fetch_all(connection)
    .await?;
    for (entry_id, before_the_head) in rows {
        if before_the_head {
            let (entry_id, problem) = (Some(entry_id), Problem::NotSealed);
            report.findings.push(Finding {
                tenant,
                seq: None,
                entry_id,
                problem,
            });
        } else {
            report.waiting += 1;
        }
    }
    Ok(())
}

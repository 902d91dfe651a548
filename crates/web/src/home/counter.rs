//! What the front desk sees first: the search box, what was sent back, what is open.

use chrono::TimeDelta;
use madoguchi_model::case::CaseState;
use madoguchi_store::TenantTx;
use madoguchi_store::cases::{self, CaseFilter, CaseSummary};

use crate::components::{EmptyState, InputKind, ProtectionMark, Status, TextField};
use crate::error::PageError;
use crate::page::time;
use crate::session::Officer;

/// The front desk's part of the page.
pub(super) struct Counter {
    pub(super) search: TextField,
    pub(super) sent_back: Vec<CaseRow>,
    pub(super) open: Vec<CaseRow>,
    pub(super) nothing_open: EmptyState,
}

/// One case in a list.
pub(super) struct CaseRow {
    pub(super) href: String,
    pub(super) number: String,
    pub(super) first_member: String,
    pub(super) others: i64,
    pub(super) mark: ProtectionMark,
    pub(super) events: String,
    pub(super) status: Status,
    pub(super) opened_by: String,
    pub(super) opened_at: String,
}

impl From<CaseSummary> for CaseRow {
    fn from(case: CaseSummary) -> Self {
        Self {
            href: format!("/cases/{}", case.id),
            number: case.number,
            first_member: case.first_member,
            others: case.members - 1,
            mark: ProtectionMark::of_a_group(case.protected),
            events: case
                .events
                .iter()
                .map(|event| event.label())
                .collect::<Vec<_>>()
                .join("・"),
            status: case.state.into(),
            opened_by: case.opened_by_name,
            opened_at: time::day_and_clock(case.opened_at),
        }
    }
}

impl Counter {
    pub(super) async fn load(tx: &mut TenantTx, officer: &Officer) -> Result<Self, PageError> {
        let sent_back = CaseFilter {
            sent_back: true,
            limit: 20,
            ..CaseFilter::default()
        };
        let open = CaseFilter {
            opened_by: Some(officer.staff().id),
            states: vec![CaseState::Open],
            opened_from: Some(tx.now() - TimeDelta::days(7)),
            limit: 20,
            ..CaseFilter::default()
        };
        Ok(Self {
            search: TextField::new("q", "住民を探す")
                .hint("カナ・氏名・生年月日（S55.4.1）・住所（本町1-2）・宛名番号。空白で区切って組み合わせられます。")
                .kind(InputKind::Search)
                .autofocus()
                .shortcut("Alt+K"),
            sent_back: rows(tx, officer, &sent_back).await?,
            open: rows(tx, officer, &open).await?,
            nothing_open: EmptyState::new("受付中のものはありません")
                .line("上の欄で住民を探すと、受付を始められます。"),
        })
    }
}

async fn rows(tx: &mut TenantTx, officer: &Officer, filter: &CaseFilter) -> Result<Vec<CaseRow>, PageError> {
    let found = cases::list(tx, filter).await?;
    officer.saw(found.iter().filter_map(|case| case.first_member_id));
    Ok(found.into_iter().map(Into::into).collect())
}

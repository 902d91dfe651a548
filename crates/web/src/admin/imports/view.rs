//! What came of a run, as its page and its order's page show it.

use askama::Template;
use madoguchi_store::imports::{self, Effect, Run, RunState};
use madoguchi_store::{TenantTx, residents};

use super::words::number;
use crate::components::html_safe;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::policy::{Action, Resource};
use crate::session::Officer;

/// How many reasons, and how many people, one page shows.
const SHOWN: u32 = 100;

/// Counts, rejects and changes of a run.
#[derive(Template)]
#[template(path = "admin/imports/run_part.html")]
pub(super) struct RunView {
    id: String,
    /// The page it is on, for its further pages.
    href: String,
    counts: Vec<(&'static str, String)>,
    dry_run: bool,
    rejected: u64,
    rejects: Vec<RejectRow>,
    more_rejects: Option<u64>,
    changes: Vec<ChangeRow>,
    more_changes: Option<String>,
    /// The officer may open residents.
    linked: bool,
    /// A run that can have changed somebody.
    applied: bool,
}
html_safe!(RunView);

struct RejectRow {
    row: u64,
    addressee_number: String,
    item: String,
    reason: &'static str,
    remedy: &'static str,
}

struct ChangeRow {
    effect: &'static str,
    addressee_number: String,
    href: String,
    protected: bool,
}

impl RunView {
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        run: &Run,
        href: &str,
        query: &FormData,
    ) -> Result<Self, PageError> {
        let offset = query.raw("rejects").parse().unwrap_or(0);
        let mut rejects = imports::rejects(tx, run.id, offset, SHOWN + 1).await?;
        let more = rejects.len() > SHOWN as usize;
        rejects.truncate(SHOWN as usize);
        let (changes, more_changes) = changes(tx, officer, run, query).await?;
        let counts = run.counts;
        let of = |label, count| (label, number(count));
        Ok(Self {
            id: run.id.to_string(),
            href: href.to_owned(),
            counts: vec![
                of("増えた", counts.added),
                of("変わった", counts.changed),
                of("同じ", counts.unchanged),
                of("過去の履歴", counts.historical),
                of("消えた", counts.removed),
                of("取り込めない行", run.rejected_rows),
            ],
            dry_run: run.dry_run,
            rejected: run.rejected_rows,
            rejects: rejects
                .into_iter()
                .map(|reject| RejectRow {
                    row: reject.row,
                    addressee_number: reject.addressee_number.unwrap_or_default(),
                    item: reject.item,
                    reason: reject.reason.text(),
                    remedy: reject.reason.remedy(),
                })
                .collect(),
            more_rejects: more.then_some(offset + u64::from(SHOWN)),
            changes,
            more_changes,
            linked: officer.may(Resource::Resident, Action::View),
            applied: run.state == RunState::Applied,
        })
    }
}

/// Whom a run changed: numbers only. Who opens a resident does so on the resident's page, with its protection.
async fn changes(
    tx: &mut TenantTx,
    officer: &Officer,
    run: &Run,
    query: &FormData,
) -> Result<(Vec<ChangeRow>, Option<String>), PageError> {
    let after = query.raw("after").parse().ok();
    let mut changed = imports::changes(tx, run.id, after, SHOWN + 1).await?;
    let more = changed.len() > SHOWN as usize;
    changed.truncate(SHOWN as usize);
    let ids: Vec<_> = changed.iter().map(|(id, _)| *id).collect();
    let people = residents::get_many(tx, &ids).await?;
    officer.saw(ids.iter().copied());
    let marked = officer.may(Resource::ProtectedResident, Action::View);
    let rows = changed
        .iter()
        .map(|(id, effect)| {
            let person = people.iter().find(|person| person.id == *id);
            ChangeRow {
                effect: match effect {
                    Effect::Added => "増えた",
                    Effect::Changed => "変わった",
                    Effect::Removed => "消えた",
                },
                addressee_number: person
                    .and_then(|person| person.addressee_number.clone())
                    .unwrap_or_default(),
                href: format!("/residents/{id}"),
                protected: marked && person.is_some_and(|person| person.protective_measure.protects()),
            }
        })
        .collect();
    let more = changed.last().filter(|_| more).map(|(id, _)| id.to_string());
    Ok((rows, more))
}

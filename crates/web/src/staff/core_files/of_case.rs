//! The rows of one case, as the case's page and the section's work show them.

use askama::Template;
use madoguchi_link::core_files::Subject;
use madoguchi_model::core_file::CoreRowState;
use madoguchi_model::ids::ResidentId;
use madoguchi_store::TenantTx;
use madoguchi_store::core_files::{self, CoreRow};

use super::words::{row_state, subject};
use crate::components::{Status, html_safe};
use crate::error::PageError;
use crate::page::{CsrfField, time};
use crate::policy::{Action, Relation, Resource};
use crate::session::Officer;
use crate::staff::applications::form_title;
use crate::staff::cases::CaseFile;

/// A table of rows; empty where the case gives none.
#[derive(Template)]
#[template(path = "staff/core_files/of_case.html")]
pub(crate) struct CoreRows {
    csrf: CsrfField,
    rows: Vec<Line>,
    /// On the section's own work, where a row can be marked as done.
    work: bool,
}
html_safe!(CoreRows);

struct Line {
    id: String,
    title: String,
    about: String,
    file: String,
    file_href: Option<String>,
    state: Status,
    reason: String,
    at: String,
    by_hand: bool,
}

impl CoreRows {
    /// The rows of a case; with a section, only those for its core system. Those that were given up are left out.
    pub(crate) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        csrf: CsrfField,
        file: &CaseFile,
        section: Option<&str>,
    ) -> Result<Self, PageError> {
        let rows = core_files::of_case(tx, file.case.id).await?;
        let mut lines = Vec::new();
        for row in rows {
            let other = section.is_some_and(|section| row.section != section);
            if other || row.state == CoreRowState::Dropped {
                continue;
            }
            let relation = if officer.section().code == row.section {
                Relation::OWN
            } else {
                Relation::OTHER_SECTION
            };
            let own = officer
                .require(relation, Resource::CoreFile, Action::View)
                .is_ok();
            lines.push(line(tx, file, &row, own).await?);
        }
        Ok(Self {
            csrf,
            rows: lines,
            work: section.is_some_and(|section| officer.section().code == section),
        })
    }

    /// There is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

async fn line(tx: &mut TenantTx, file: &CaseFile, row: &CoreRow, own: bool) -> Result<Line, PageError> {
    let definition = madoguchi_jobs::core_files::definition(tx, &row.kind)
        .await
        .map_err(PageError::internal)?;
    let written = match row.file_id {
        Some(id) => core_files::file(tx, id).await?,
        None => None,
    };
    Ok(Line {
        id: row.id.to_string(),
        title: definition.map_or_else(|| row.kind.clone(), |definition| definition.title),
        about: about(file, row),
        file: written
            .as_ref()
            .map(|written| format!("第{}号", written.number))
            .unwrap_or_default(),
        file_href: written
            .filter(|_| own)
            .map(|written| format!("/core-files/{}", written.id)),
        state: row_state(row.state),
        reason: row.reason.clone(),
        at: time::day_and_clock(row.answered_at.unwrap_or(row.changed_at)),
        by_hand: row.state == CoreRowState::ByHand,
    })
}

/// Whom or what a row is about, by the case's own names.
fn about(file: &CaseFile, row: &CoreRow) -> String {
    let name = |id: ResidentId| file.resident(id).map(|_| file.name_of(id).to_owned());
    let known = match row.subject.parse::<Subject>() {
        Ok(Subject::Person(id)) => name(id),
        Ok(Subject::Application(id)) => file
            .applications
            .iter()
            .find(|one| one.id == id)
            .map(|one| form_title(&one.form_id)),
        Ok(Subject::Card(id)) => file
            .card_readings
            .iter()
            .find(|one| one.id == id)
            .and_then(|one| one.resident_id)
            .and_then(name)
            .map(|name| format!("{name}のカード")),
        Err(_) => None,
    };
    known.unwrap_or_else(|| subject(row).to_owned())
}

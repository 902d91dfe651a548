//! Kinds of files, as far as an officer has to do with them.

use madoguchi_jobs::core_files;
use madoguchi_link::core_files::Definition;
use madoguchi_store::core_files::CoreFile;
use madoguchi_store::{TenantTx, core_files as store, sections};
use uuid::Uuid;

use crate::error::PageError;
use crate::policy::{Action, Relation, Resource};
use crate::session::Officer;

/// A kind of file with the section whose core system takes it.
pub(crate) struct Kind {
    /// How it is laid out.
    pub(crate) definition: Definition,
    /// The section's name; its code where the municipality has no such section.
    pub(crate) section: String,
    /// How the officer stands to that section.
    pub(crate) relation: Relation,
}

impl Kind {
    /// All kinds that the officer may see.
    pub(crate) async fn all(tx: &mut TenantTx, officer: &Officer) -> Result<Vec<Self>, PageError> {
        let known = sections::list(tx).await?;
        let definitions = core_files::definitions(tx).await.map_err(PageError::internal)?;
        let kinds = definitions.into_iter().map(|definition| {
            let section = known.iter().find(|section| section.code == definition.section);
            Self {
                section: section.map_or_else(|| definition.section.clone(), |section| section.name.clone()),
                relation: relation(officer, &definition.section),
                definition,
            }
        });
        Ok(kinds
            .filter(|kind| {
                officer
                    .require(kind.relation, Resource::CoreFile, Action::View)
                    .is_ok()
            })
            .collect())
    }
}

/// How an officer stands to the section with a code.
fn relation(officer: &Officer, section: &str) -> Relation {
    if officer.section().code == section {
        Relation::OWN
    } else {
        Relation::OTHER_SECTION
    }
}

/// A kind that the officer may do this to.
pub(crate) async fn find_kind(
    tx: &mut TenantTx,
    officer: &Officer,
    kind: &str,
    resource: Resource,
    action: Action,
) -> Result<Kind, PageError> {
    let definition = core_files::definition(tx, kind)
        .await
        .map_err(PageError::internal)?
        .ok_or(PageError::NotFound)?;
    let relation = relation(officer, &definition.section);
    officer.require(relation, resource, action)?;
    let section = sections::by_code(tx, &definition.section).await?;
    Ok(Kind {
        section: section.map_or_else(|| definition.section.clone(), |section| section.name),
        relation,
        definition,
    })
}

/// A file that the officer may do this to.
pub(crate) async fn find_file(
    tx: &mut TenantTx,
    officer: &Officer,
    id: Uuid,
    action: Action,
) -> Result<CoreFile, PageError> {
    let file = store::file(tx, id).await?.ok_or(PageError::NotFound)?;
    officer.require(relation(officer, &file.section), Resource::CoreFile, action)?;
    Ok(file)
}

/// How the officer stands to a section by its code, for what has one.
pub(super) fn require(officer: &Officer, section: Option<&str>, action: Action) -> Result<(), PageError> {
    let relation = section.map_or(Relation::OTHER_SECTION, |section| relation(officer, section));
    officer.require(relation, Resource::CoreFile, action)
}

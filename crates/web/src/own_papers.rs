//! The municipality's own papers, ready to be written on. Opening a PDF takes some milliseconds, so each edition is
//! opened once and shared; editions are never changed after they are published, and drafts are not kept here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use madoguchi_forms::own_form::{Ground, OwnForm};
use madoguchi_model::ids::OwnFormId;
use madoguchi_store::{TenantTx, own_forms};

use crate::error::PageError;

/// More than this many are forgotten and opened again. A file has ten megabytes at most, usually a tenth of one.
const KEPT: usize = 100;

/// A paper ready to be written on.
#[derive(Clone, Debug)]
pub(crate) struct OwnPaper {
    /// The form's id, as applications name it where it stands for no form of the catalogue.
    pub(crate) form_id: String,
    /// What is written where.
    pub(crate) form: OwnForm,
    /// The pages.
    pub(crate) ground: Ground,
}

type Known = HashMap<OwnFormId, Arc<OwnPaper>>;

/// Papers that were opened. Cheap to clone.
#[derive(Clone, Default)]
pub struct OwnPapers(Arc<Mutex<Known>>);

impl OwnPapers {
    /// A published edition of the tenant.
    pub(crate) async fn get(&self, tx: &mut TenantTx, id: OwnFormId) -> Result<Arc<OwnPaper>, PageError> {
        let known = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .cloned();
        // What is kept here is every tenant's: whose it is, the database says each time.
        if let Some(known) = known
            && own_forms::exists(tx, id).await?
        {
            return Ok(known);
        }
        let paper = Arc::new(open(tx, id).await?);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(id, Arc::clone(&paper));
        Ok(paper)
    }
}

/// Opens an edition as it is stored now.
pub(crate) async fn open(tx: &mut TenantTx, id: OwnFormId) -> Result<OwnPaper, PageError> {
    let file = own_forms::file(tx, id).await?.ok_or(PageError::NotFound)?;
    Ok(OwnPaper {
        form_id: form_id(file.number),
        form: OwnForm::parse(&file.content).map_err(PageError::internal)?,
        ground: Ground::new(&file.pdf, file.pictures).map_err(PageError::internal)?,
    })
}

/// The id of an own paper that stands for no form of the catalogue.
pub(crate) fn form_id(number: i32) -> String {
    format!("own-{number}")
}

/// The number of the paper with this id, if it is one.
pub(crate) fn number(form_id: &str) -> Option<i32> {
    form_id.strip_prefix("own-")?.parse().ok()
}

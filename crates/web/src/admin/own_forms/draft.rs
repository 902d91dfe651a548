//! An edition of an own paper, read.

use madoguchi_forms::own_form::OwnForm;
use madoguchi_forms::own_form::read::Uploaded;
use madoguchi_model::ids::OwnFormId;
use madoguchi_model::own_form_state::OwnFormState;
use madoguchi_store::own_forms::{self, StoredOwnForm};
use madoguchi_store::{ChangeError, TenantTx};

use crate::error::PageError;
use crate::form_data::FormData;
use crate::session::Officer;

/// An edition with its definition and what was found on its file.
pub(super) struct Edition {
    pub(super) stored: StoredOwnForm,
    pub(super) form: OwnForm,
    pub(super) reading: Uploaded,
}

impl Edition {
    pub(super) async fn load(tx: &mut TenantTx, id: OwnFormId) -> Result<Self, PageError> {
        let stored = own_forms::get(tx, id).await?.ok_or(PageError::NotFound)?;
        Ok(Self {
            form: OwnForm::parse(&stored.content).map_err(PageError::internal)?,
            reading: serde_json::from_value(stored.reading.clone()).map_err(PageError::internal)?,
            stored,
        })
    }

    /// Loads an edition to be changed; refused unless it is a draft.
    pub(super) async fn to_change(tx: &mut TenantTx, id: OwnFormId) -> Result<Self, PageError> {
        let edition = Self::load(tx, id).await?;
        if edition.is_draft() {
            Ok(edition)
        } else {
            Err(ChangeError::NotAllowed("only a draft can be changed".into()).into())
        }
    }

    pub(super) fn is_draft(&self) -> bool {
        self.stored.state == OwnFormState::Draft
    }

    /// The address of a page of this edition.
    pub(super) fn href(&self, page: &str) -> String {
        let id = self.stored.id;
        if page.is_empty() {
            format!("/admin/own-forms/{id}")
        } else {
            format!("/admin/own-forms/{id}/{page}")
        }
    }

    /// 「住民異動届」第2版
    pub(super) fn name(&self) -> String {
        format!("「{}」第{}版", self.stored.title, self.stored.edition)
    }

    /// Width and height of the pages in millimetres.
    pub(super) fn sizes(&self) -> Vec<(f32, f32)> {
        self.reading
            .pages
            .iter()
            .map(|page| (page.width, page.height))
            .collect()
    }

    /// Keeps the definition as it is now. The form says which version it read.
    pub(super) async fn save(
        &self,
        tx: &mut TenantTx,
        officer: &Officer,
        sent: &FormData,
        form: &OwnForm,
    ) -> Result<(), PageError> {
        let content = form.text().map_err(PageError::internal)?;
        let version = version(sent);
        Ok(own_forms::save(
            tx,
            self.stored.id,
            version,
            &form.title,
            &content,
            officer.staff().id,
        )
        .await?)
    }
}

/// The version a form read; one without counts as older than everything.
pub(super) fn version(sent: &FormData) -> i32 {
    sent.raw("version").parse().unwrap_or(0)
}

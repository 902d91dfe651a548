//! An overlay with what it is laid over.

use madoguchi_guidance::Release;
use madoguchi_guidance::catalogue::{Finding, overlay_hash};
use madoguchi_guidance::overlay::{Overlay, WrittenProcedure};
use madoguchi_model::ids::OverlayId;
use madoguchi_model::overlay_state::OverlayState;
use madoguchi_store::overlays::{self, Content, StoredOverlay};
use madoguchi_store::{ChangeError, TenantTx};

use crate::error::PageError;
use crate::form_data::FormData;
use crate::session::Officer;

/// An overlay of the municipality, read and laid over the release of its day.
pub(super) struct Draft {
    pub(super) stored: StoredOverlay,
    pub(super) overlay: Overlay,
    pub(super) release: &'static Release,
    /// The release with the overlay, or what is wrong in it.
    pub(super) with: Result<Release, Vec<Finding>>,
}

impl Draft {
    /// Loads an overlay. One that is not in force yet is tried on the release of today or of its day to come.
    pub(super) async fn load(tx: &mut TenantTx, id: OverlayId) -> Result<Self, PageError> {
        let stored = overlays::get(tx, id).await?.ok_or(PageError::NotFound)?;
        let overlay = Overlay::from_text(&stored.content).map_err(PageError::internal)?;
        let on = stored.in_force_from.unwrap_or_else(|| tx.today());
        let release = Release::in_force(on).map_err(PageError::internal)?;
        let with = release.with_overlay(&stored.content);
        Ok(Self {
            stored,
            overlay,
            release,
            with,
        })
    }

    /// Loads an overlay to be changed; refused unless it is a draft.
    pub(super) async fn to_change(tx: &mut TenantTx, id: OverlayId) -> Result<Self, PageError> {
        let draft = Self::load(tx, id).await?;
        if !draft.is_draft() {
            return Err(ChangeError::NotAllowed("only a draft can be changed".into()).into());
        }
        Ok(draft)
    }

    /// It can still be written.
    pub(super) fn is_draft(&self) -> bool {
        self.stored.state == OverlayState::Draft
    }

    /// The address of a page of this overlay.
    pub(super) fn href(&self, page: &str) -> String {
        let id = self.stored.id;
        if page.is_empty() {
            format!("/admin/overlays/{id}")
        } else {
            format!("/admin/overlays/{id}/{page}")
        }
    }

    /// 第3版「…」
    pub(super) fn name(&self) -> String {
        name(&self.stored)
    }

    /// A procedure as published.
    pub(super) fn published(&self, id: &str) -> Option<WrittenProcedure> {
        let procedure = self.release.procedure(id)?;
        Some(WrittenProcedure::of(procedure, self.release))
    }

    /// A procedure as this overlay has it: one of the municipality's own, or a published one with its change.
    pub(super) fn written(&self, id: &str) -> Option<WrittenProcedure> {
        if let Some(own) = self.overlay.procedure(id) {
            return Some(own.clone());
        }
        let published = self.published(id)?;
        Some(
            self.overlay
                .change(id)
                .map_or(published.clone(), |change| change.applied_to(&published)),
        )
    }

    /// Keeps the overlay as it is now. The form says which version it read.
    pub(super) async fn save(
        &self,
        tx: &mut TenantTx,
        officer: &Officer,
        form: &FormData,
        overlay: &Overlay,
    ) -> Result<(), PageError> {
        let text = overlay.to_text();
        let content = Content {
            title: &overlay.title,
            text: &text,
            hash: &overlay_hash(&text),
        };
        Ok(overlays::save(tx, self.stored.id, version(form), content, officer.staff().id).await?)
    }
}

/// 第3版「…」
pub(super) fn name(stored: &StoredOverlay) -> String {
    format!("第{}版「{}」", stored.number, stored.title)
}

/// The version a form read. A form without one cannot say what it read: it counts as older than everything.
pub(super) fn version(form: &FormData) -> i32 {
    form.raw("version").parse().unwrap_or(0)
}

/// Begins a draft with this content.
pub(super) async fn begin(
    tx: &mut TenantTx,
    officer: &Officer,
    overlay: &Overlay,
) -> Result<OverlayId, PageError> {
    let text = overlay.to_text();
    let content = Content {
        title: &overlay.title,
        text: &text,
        hash: &overlay_hash(&text),
    };
    Ok(overlays::create(tx, content, officer.staff().id).await?)
}

//! The fonts that municipalities supply, read once and shared by all requests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use madoguchi_forms::SuppliedFont;
use madoguchi_model::ids::{SuppliedFontId, TenantId};
use madoguchi_store::{TenantTx, supplied_fonts};

use crate::error::PageError;

/// More fonts than this are forgotten and read again.
const KEPT: usize = 64;

/// Fonts that were read. Cheap to clone. Keyed by tenant too, so that no id reaches another's font.
#[derive(Clone, Default)]
pub struct SuppliedFonts(Arc<Mutex<HashMap<(TenantId, SuppliedFontId), SuppliedFont>>>);

impl SuppliedFonts {
    /// A font of the transaction's tenant.
    pub(crate) async fn load(
        &self,
        tx: &mut TenantTx,
        id: SuppliedFontId,
    ) -> Result<SuppliedFont, PageError> {
        let key = (tx.scope().tenant_id(), id);
        if let Some(known) = self.known().get(&key) {
            return Ok(known.clone());
        }
        let file = supplied_fonts::content(tx, id)
            .await?
            .ok_or(PageError::NotFound)?;
        let font = read(file).await?.map_err(PageError::internal)?;
        let mut known = self.known();
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(key, font.clone());
        Ok(font)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<(TenantId, SuppliedFontId), SuppliedFont>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads and checks a font without holding up other requests.
pub(crate) async fn read(
    file: Vec<u8>,
) -> Result<Result<SuppliedFont, madoguchi_forms::SuppliedFontError>, PageError> {
    tokio::task::spawn_blocking(move || SuppliedFont::read(&file))
        .await
        .map_err(PageError::internal)
}

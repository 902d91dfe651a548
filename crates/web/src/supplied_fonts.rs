//! The fonts that municipalities supply, read once and shared by all requests.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use madoguchi_forms::fonts::is_private_use;
use madoguchi_forms::{Fonts, SuppliedFont};
use madoguchi_model::ids::{SuppliedFontId, TenantId};
use madoguchi_store::applications::Application;
use madoguchi_store::{TenantTx, supplied_fonts};
use serde_json::Value;

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

/// The fonts that the papers of a case are drawn with beside the system's.
#[derive(Clone, Debug, Default)]
pub(crate) struct CaseFonts {
    in_use: Option<SuppliedFontId>,
    fonts: BTreeMap<SuppliedFontId, SuppliedFont>,
}

impl CaseFonts {
    /// Those of the papers that were made, and the one in use today.
    pub(crate) async fn load(
        fonts: &SuppliedFonts,
        tx: &mut TenantTx,
        applications: &[Application],
    ) -> Result<Self, PageError> {
        let in_use = supplied_fonts::in_use(tx).await?;
        let mut loaded = BTreeMap::new();
        let of_papers = applications
            .iter()
            .filter_map(|application| application.supplied_font);
        let ids: BTreeSet<SuppliedFontId> = of_papers.chain(in_use).collect();
        for id in ids {
            loaded.insert(id, fonts.load(tx, id).await?);
        }
        Ok(Self {
            in_use,
            fonts: loaded,
        })
    }

    /// The font in use, if values that are to be printed need one.
    pub(crate) fn needed_for(&self, values: &Value) -> Option<SuppliedFontId> {
        // The text of JSON holds these characters as they are.
        self.in_use
            .filter(|_| values.to_string().chars().any(is_private_use))
    }

    /// The fonts that a paper is drawn with: with the font that was in use when it was made.
    pub(crate) fn of(&self, base: &Fonts, application: &Application) -> Fonts {
        self.with(base, application.supplied_font)
    }

    /// The fonts that a paper is drawn with today.
    pub(crate) fn today(&self, base: &Fonts) -> Fonts {
        self.with(base, self.in_use)
    }

    fn with(&self, base: &Fonts, id: Option<SuppliedFontId>) -> Fonts {
        base.with_supplied(id.and_then(|id| self.fonts.get(&id)).cloned())
    }
}

//! Fonts of pages: a page with characters that terminals lack or would draw in another shape brings a font with exactly
//! these. It is kept in memory under a name that tells nothing of them, and only its tenant's staff can open it.

mod dress;
mod kept;
pub(crate) mod serve;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use madoguchi_forms::ScreenFont;
use madoguchi_model::clock::Entropy;
use madoguchi_model::ids::TenantId;
use sha2::{Digest, Sha256};

pub(crate) use dress::dress;
use kept::Kept;

/// Fonts that pages were sent with. Cheap to clone.
#[derive(Clone, Default)]
pub struct PageFonts(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// Keeps anybody from finding a character by the name of its font.
    secret: OnceLock<[u8; 32]>,
    kept: Mutex<Kept>,
}

impl PageFonts {
    /// The name of a font made of this before.
    fn known(&self, tenant: TenantId, made_of: &str) -> Option<String> {
        self.kept().known(tenant, made_of)
    }

    /// Keeps a font; its name.
    fn keep(&self, tenant: TenantId, made_of: &str, font: ScreenFont, entropy: &dyn Entropy) -> String {
        let secret = self.0.secret.get_or_init(|| {
            let mut bytes = [0; 32];
            entropy.fill(&mut bytes);
            bytes
        });
        let digest = Sha256::new()
            .chain_update(secret)
            .chain_update(tenant.0.as_bytes())
            .chain_update(&font.file)
            .finalize();
        let name = URL_SAFE_NO_PAD.encode(digest.get(..16).unwrap_or_default());
        self.kept().keep(tenant, made_of, &name, font);
        name
    }

    fn find(&self, tenant: TenantId, name: &str) -> Option<Arc<ScreenFont>> {
        self.kept().find(tenant, name)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! The fonts in memory: a bounded number of bytes, the oldest go first.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use madoguchi_forms::ScreenFont;
use madoguchi_model::ids::TenantId;

/// So many bytes of fonts are kept: tens of thousands of usual ones. A page fetches its font at once.
const MOST_BYTES: usize = 64 * 1024 * 1024;

#[derive(Default)]
pub(super) struct Kept {
    fonts: HashMap<(TenantId, String), Arc<ScreenFont>>,
    /// By what a font is made of.
    names: HashMap<(TenantId, String), String>,
    /// Name and making, the oldest first.
    order: VecDeque<(TenantId, String, String)>,
    bytes: usize,
}

impl Kept {
    pub(super) fn known(&self, tenant: TenantId, made_of: &str) -> Option<String> {
        let name = self.names.get(&(tenant, made_of.to_owned()))?;
        self.fonts
            .contains_key(&(tenant, name.clone()))
            .then(|| name.clone())
    }

    pub(super) fn find(&self, tenant: TenantId, name: &str) -> Option<Arc<ScreenFont>> {
        self.fonts.get(&(tenant, name.to_owned())).cloned()
    }

    /// Keeps a font, however large, and lets older ones go for it. Two requests may have made the same: one stays.
    pub(super) fn keep(&mut self, tenant: TenantId, made_of: &str, name: &str, font: ScreenFont) {
        if self.known(tenant, made_of).is_some() {
            return;
        }
        let cost = cost(&font, made_of);
        while self.bytes + cost > MOST_BYTES
            && let Some((tenant, name, made_of)) = self.order.pop_front()
        {
            self.names.remove(&(tenant, made_of.clone()));
            // Another making may have the same font: it goes with the first of them, and is made
            // again.
            if let Some(gone) = self.fonts.remove(&(tenant, name)) {
                self.bytes = self.bytes.saturating_sub(self::cost(&gone, &made_of));
            }
        }
        let font_key = (tenant, name.to_owned());
        if !self.fonts.contains_key(&font_key) {
            self.bytes += cost;
            self.fonts.insert(font_key, Arc::new(font));
        }
        self.order
            .push_back((tenant, name.to_owned(), made_of.to_owned()));
        self.names.insert((tenant, made_of.to_owned()), name.to_owned());
    }
}

/// The font and what it is found by, roughly.
fn cost(font: &ScreenFont, made_of: &str) -> usize {
    font.file.len() + font.unicode_range.len() + 2 * made_of.len() + 512
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn font(bytes: usize) -> ScreenFont {
        ScreenFont {
            file: vec![0; bytes],
            unicode_range: "U+8FBB".into(),
            characters: 1,
        }
    }

    #[test]
    fn the_oldest_go_and_nobody_elses_are_found() {
        let (here, there) = (TenantId(Uuid::from_u128(1)), TenantId(Uuid::from_u128(2)));
        let mut kept = Kept::default();
        for n in 0..5 {
            kept.keep(
                here,
                &format!("of {n}"),
                &format!("name {n}"),
                font(MOST_BYTES / 4),
            );
        }
        assert!(kept.find(here, "name 0").is_none() && kept.known(here, "of 0").is_none());
        assert!(kept.find(here, "name 4").is_some());
        assert_eq!(kept.known(here, "of 4").as_deref(), Some("name 4"));
        assert!(kept.find(there, "name 4").is_none() && kept.known(there, "of 4").is_none());
        assert!(kept.bytes <= MOST_BYTES);
        // Twice the same costs once; one that is too large is kept until the next comes.
        let before = kept.bytes;
        kept.keep(here, "of 4", "name 4", font(MOST_BYTES / 4));
        assert_eq!(kept.bytes, before);
        kept.keep(here, "large", "large", font(2 * MOST_BYTES));
        assert!(kept.find(here, "large").is_some() && kept.find(here, "name 4").is_none());
        kept.keep(here, "small", "small", font(10));
        assert!(kept.find(here, "large").is_none() && kept.find(here, "small").is_some());
    }
}

//! Loading: each font file is mapped into memory once, and shared by all threads.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use krilla::Data;
use memmap2::Mmap;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};

use super::{Face, FontError, SuppliedFont};

/// Where the font files lie.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FontPaths {
    /// `IPAmj明朝`.
    pub ipa_mj_mincho: PathBuf,
    /// `IPAex明朝`.
    pub ipa_ex_mincho: PathBuf,
    /// `IPAexゴシック`.
    pub ipa_ex_gothic: PathBuf,
    /// 花園明朝A.
    pub hanazono_a: PathBuf,
    /// 花園明朝B.
    pub hanazono_b: PathBuf,
}

impl Default for FontPaths {
    /// Where Debian's packages put them.
    fn default() -> Self {
        Self {
            ipa_mj_mincho: "/usr/share/fonts/truetype/ipamj/ipamjm.ttf".into(),
            ipa_ex_mincho: "/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf".into(),
            ipa_ex_gothic: "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf".into(),
            hanazono_a: "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf".into(),
            hanazono_b: "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf".into(),
        }
    }
}

impl FontPaths {
    fn of(&self, face: Face) -> &Path {
        match face {
            Face::IpaMjMincho => &self.ipa_mj_mincho,
            Face::IpaExMincho => &self.ipa_ex_mincho,
            Face::IpaExGothic => &self.ipa_ex_gothic,
            Face::HanazonoA => &self.hanazono_a,
            Face::HanazonoB => &self.hanazono_b,
        }
    }
}

/// One mapped font.
#[derive(Clone)]
struct Loaded {
    data: Arc<Mmap>,
    krilla: krilla::text::Font,
    units_per_em: f32,
}

/// The fonts, mapped into memory, and what one municipality or one paper draws beside them. Cloning is cheap.
#[derive(Clone)]
pub struct Fonts {
    base: Arc<[Loaded]>,
    supplied: Option<SuppliedFont>,
    substitutes: Arc<BTreeMap<String, String>>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").finish_non_exhaustive()
    }
}

impl Fonts {
    /// Maps the files. Fails with one sentence that names the package to install.
    pub fn load(paths: &FontPaths) -> Result<Self, FontError> {
        let load = |face: &Face| Loaded::open(*face, paths.of(*face));
        Ok(Self {
            base: Face::ALL.iter().map(load).collect::<Result<_, _>>()?,
            supplied: None,
            substitutes: Arc::default(),
        })
    }

    /// The same fonts with one that a municipality supplies for its private-use characters (外字).
    #[must_use]
    pub fn with_supplied(&self, font: Option<SuppliedFont>) -> Self {
        Self {
            supplied: font,
            ..self.clone()
        }
    }

    /// The same fonts, drawing these characters in the place of those that no font holds: each as written, with
    /// what an officer chose for it.
    #[must_use]
    pub fn substituting(&self, substitutes: &BTreeMap<String, String>) -> Self {
        Self {
            substitutes: Arc::new(substitutes.clone()),
            ..self.clone()
        }
    }

    /// The font that the municipality supplies.
    #[must_use]
    pub fn supplied(&self) -> Option<&SuppliedFont> {
        self.supplied.as_ref()
    }

    /// What is drawn in the place of a character that no font holds.
    pub(super) fn substitute(&self, cluster: &str) -> Option<&str> {
        self.substitutes.get(cluster).map(String::as_str)
    }

    /// Whether a font holds every character of a text exactly as written; substitutes do not count.
    #[must_use]
    pub fn hold(&self, text: &str) -> bool {
        use super::{Chain, Drawing, clusters};
        clusters(self, Chain::Values, text)
            .iter()
            .all(|cluster| matches!(cluster.drawing, Drawing::Own | Drawing::Supplied(_)))
    }

    fn loaded(&self, face: Face) -> &Loaded {
        &self.base[face as usize]
    }

    /// The font's tables.
    pub(crate) fn tables(&self, face: Face) -> FontRef<'_> {
        FontRef::new(&self.loaded(face).data).expect("the file was a font when it was loaded")
    }

    /// The font as krilla embeds it.
    pub(crate) fn krilla(&self, face: Face) -> krilla::text::Font {
        self.loaded(face).krilla.clone()
    }

    /// The font's file.
    pub(crate) fn data(&self, face: Face) -> Arc<dyn AsRef<[u8]> + Send + Sync> {
        self.loaded(face).data.clone()
    }

    /// Font units in an em.
    pub(crate) fn units_per_em(&self, face: Face) -> f32 {
        self.loaded(face).units_per_em
    }

    /// The glyph the font has for a character, with a variation selector if one is given: the font's own variant
    /// or nothing, never the plain character instead.
    #[must_use]
    pub fn glyph(&self, face: Face, character: char, selector: Option<char>) -> Option<u32> {
        super::itemise::exact_glyph(&self.tables(face).charmap(), character, selector)
    }
}

impl Loaded {
    fn open(face: Face, path: &Path) -> Result<Self, FontError> {
        let unreadable = |source| FontError::Unreadable {
            face,
            path: path.to_owned(),
            source,
        };
        let file = File::open(path).map_err(unreadable)?;
        let data = Arc::new(map(&file).map_err(unreadable)?);
        Self::read(data).ok_or_else(|| FontError::NotTrueType {
            face,
            path: path.to_owned(),
        })
    }

    fn read(data: Arc<Mmap>) -> Option<Self> {
        let font = FontRef::new(&data).ok()?;
        font.glyf().ok()?;
        let units_per_em = f32::from(font.head().ok()?.units_per_em());
        let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = data.clone();
        let krilla = krilla::text::Font::new(Data::from(shared), 0)?;
        Some(Self {
            data,
            krilla,
            units_per_em,
        })
    }
}

#[expect(
    unsafe_code,
    reason = "mapping is what keeps 80 MB of fonts out of the heap; it is unsafe by nature"
)]
fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: a mapping is undefined if the file changes underneath. Font files belong to the system's packages,
    // and dpkg replaces a file by renaming a new one over it: the mapped one stays as it is.
    unsafe { Mmap::map(file) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_font_names_its_package() {
        let paths = FontPaths {
            ipa_mj_mincho: "/nowhere/ipamjm.ttf".into(),
            ..FontPaths::default()
        };
        let error = Fonts::load(&paths).unwrap_err().to_string();
        assert!(
            error.contains("/nowhere/ipamjm.ttf") && error.ends_with("apt-get install fonts-ipamj-mincho")
        );
    }

    #[test]
    fn a_file_that_is_no_font_is_refused() {
        let paths = FontPaths {
            hanazono_b: "/etc/passwd".into(),
            ..FontPaths::default()
        };
        let error = Fonts::load(&paths).unwrap_err().to_string();
        assert!(error.contains("fonts-hanazono"), "{error}");
    }
}

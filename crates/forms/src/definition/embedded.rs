//! The forms that are part of the program.

use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

use super::{DefinitionError, FormDefinition};

static FORMS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../catalogue/forms");

impl FormDefinition {
    /// Reads a definition and checks it.
    pub fn parse(toml: &str) -> Result<Self, DefinitionError> {
        let form: Self = toml::from_str(toml)?;
        form.check()?;
        Ok(form)
    }

    /// Every form of the catalogue, by id.
    ///
    /// # Panics
    /// If the catalogue this program was built with has a wrong form: a test makes sure that it has none.
    #[must_use]
    pub fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<FormDefinition>> = OnceLock::new();
        ALL.get_or_init(|| {
            let mut forms: Vec<Self> = FORMS
                .files()
                .filter(|file| {
                    file.path()
                        .extension()
                        .is_some_and(|extension| extension == "toml")
                })
                .map(|file| {
                    let text = file.contents_utf8().expect("the catalogue is UTF-8");
                    Self::parse(text).unwrap_or_else(|error| panic!("{}: {error}", file.path().display()))
                })
                .collect();
            forms.sort_by(|a, b| a.id.cmp(&b.id));
            forms
        })
    }

    /// The form with this id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|form| form.id == id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// What a release names as its forms.
    #[derive(serde::Deserialize)]
    struct Named {
        form: Vec<Name>,
    }

    #[derive(serde::Deserialize)]
    struct Name {
        id: String,
        name: String,
    }

    #[test]
    fn the_catalogue_is_sound_and_has_the_forms_that_releases_name() {
        let releases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue/releases");
        let mut named = BTreeSet::new();
        for release in std::fs::read_dir(releases).unwrap() {
            let text = std::fs::read_to_string(release.unwrap().path().join("forms.toml")).unwrap();
            let written: Named = toml::from_str(&text).unwrap();
            let mut once = BTreeSet::new();
            for Name { id, name } in written.form {
                assert!(!name.is_empty(), "{id}");
                assert!(once.insert(id.clone()), "{id} is named twice");
            }
            named.extend(once);
        }
        let drawn: BTreeSet<String> = FormDefinition::all().iter().map(|form| form.id.clone()).collect();
        assert_eq!(drawn, named, "forms that are drawn, and forms that are named");
    }
}

//! What the papers of a case are made of beside the system's forms and fonts: the municipality's own font and its own
//! papers. Each paper keeps those it was made with.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use madoguchi_forms::fonts::is_private_use;
use madoguchi_forms::own_form::OwnForm;
use madoguchi_forms::{Fonts, SuppliedFont};
use madoguchi_model::ids::{OwnFormId, SuppliedFontId};
use madoguchi_store::applications::PaperMaterial;
use madoguchi_store::{TenantTx, own_forms, supplied_fonts};
use serde_json::Value;

use crate::error::PageError;
use crate::own_papers::{OwnPaper, OwnPapers, form_id};
use crate::supplied_fonts::SuppliedFonts;

/// An own paper that is used for the cases of a day.
#[derive(Clone, Debug)]
pub(crate) struct InForce {
    /// The edition.
    pub(crate) id: OwnFormId,
    /// The id applications name it by where it stands for no form of the catalogue.
    pub(crate) form_id: String,
    /// What is written where.
    pub(crate) form: OwnForm,
}

/// Where fonts and papers are read from. Cheap to clone.
#[derive(Clone, Default)]
pub struct PaperSources {
    /// The fonts that municipalities supply.
    pub supplied_fonts: SuppliedFonts,
    /// The municipalities' own papers.
    pub own_papers: OwnPapers,
}

/// What the papers of a case are made of.
#[derive(Clone, Debug, Default)]
pub(crate) struct PaperMaterials {
    font_in_use: Option<SuppliedFontId>,
    fonts: BTreeMap<SuppliedFontId, SuppliedFont>,
    in_force: Vec<InForce>,
    papers: BTreeMap<OwnFormId, Arc<OwnPaper>>,
}

impl PaperMaterials {
    /// What papers were made of, and what those made today of a case filed on a day are.
    pub(crate) async fn load(
        sources: &PaperSources,
        tx: &mut TenantTx,
        filed_on: NaiveDate,
        made: &[PaperMaterial],
    ) -> Result<Self, PageError> {
        let font_in_use = supplied_fonts::in_use(tx).await?;
        let in_force = own_forms::in_force(tx, filed_on).await?;
        let in_force = in_force.into_iter().map(|one| {
            Ok(InForce {
                id: one.id,
                form_id: form_id(one.number),
                form: OwnForm::parse(&one.content).map_err(PageError::internal)?,
            })
        });
        let mut materials = Self {
            font_in_use,
            in_force: in_force.collect::<Result<_, PageError>>()?,
            ..Self::default()
        };
        materials.add(sources, tx, made).await?;
        if let Some(id) = font_in_use {
            materials
                .fonts
                .insert(id, sources.supplied_fonts.load(tx, id).await?);
        }
        Ok(materials)
    }

    /// What these papers were made of, and nothing more.
    pub(crate) async fn of(
        sources: &PaperSources,
        tx: &mut TenantTx,
        made: &[PaperMaterial],
    ) -> Result<Self, PageError> {
        let mut materials = Self::default();
        materials.add(sources, tx, made).await?;
        Ok(materials)
    }

    async fn add(
        &mut self,
        sources: &PaperSources,
        tx: &mut TenantTx,
        made: &[PaperMaterial],
    ) -> Result<(), PageError> {
        let fonts: BTreeSet<SuppliedFontId> = made.iter().filter_map(|one| one.supplied_font).collect();
        for id in fonts {
            self.fonts.insert(id, sources.supplied_fonts.load(tx, id).await?);
        }
        let papers: BTreeSet<OwnFormId> = made.iter().filter_map(|one| one.own_form).collect();
        for id in papers {
            self.papers.insert(id, sources.own_papers.get(tx, id).await?);
        }
        Ok(())
    }

    /// The font in use, if values that are to be printed need one.
    pub(crate) fn needed_for(&self, values: &Value) -> Option<SuppliedFontId> {
        // The text of JSON holds these characters as they are.
        self.font_in_use
            .filter(|_| values.to_string().chars().any(is_private_use))
    }

    /// The fonts that a paper is drawn with: with the font that was in use when it was made.
    pub(crate) fn fonts(&self, base: &Fonts, id: Option<SuppliedFontId>) -> Fonts {
        base.with_supplied(id.and_then(|id| self.fonts.get(&id)).cloned())
    }

    /// The fonts that a paper is drawn with today.
    pub(crate) fn fonts_today(&self, base: &Fonts) -> Fonts {
        self.fonts(base, self.font_in_use)
    }

    /// The own paper that a paper was made on.
    pub(crate) fn paper(&self, id: OwnFormId) -> Option<&OwnPaper> {
        self.papers.get(&id).map(Arc::as_ref)
    }

    /// The own papers used for the case.
    pub(crate) fn in_force(&self) -> &[InForce] {
        &self.in_force
    }

    /// The own paper that a form is printed on: the one that stands for it, or the one with this id.
    pub(crate) fn own(&self, form: &str) -> Option<&InForce> {
        self.in_force
            .iter()
            .find(|own| own.form.replaces.as_deref() == Some(form) || own.form_id == form)
    }
}

//! Writes values into places, and keeps account of what could not be written there.

use super::scope::Scope;
use super::{FieldText, Finding, Laid, MissingGlyph, Overflow, Substituted};
use crate::definition::{Field, Rule};
use crate::display::{PageBuilder, Rect};
use crate::fonts::Fonts;
use crate::text::{Missed, Style, fit, set};
use crate::values::Values;

/// Pages under construction with their account.
pub(crate) struct Writer<'a> {
    pub(crate) fonts: &'a Fonts,
    pub(crate) values: &'a Values,
    pub(crate) pages: Vec<PageBuilder>,
    pub(crate) overflow: Vec<Overflow>,
    pub(crate) missing: Vec<MissingGlyph>,
    pub(crate) substituted: Vec<Substituted>,
    pub(crate) fields: Vec<FieldText>,
    pub(crate) findings: Vec<Finding>,
    /// Whose sheet is being laid.
    pub(crate) person: usize,
}

/// A place for a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) scope: Scope<'a>,
    pub(crate) label: &'a str,
    pub(crate) confirm: bool,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(fonts: &'a Fonts, values: &'a Values) -> Self {
        Self {
            fonts,
            values,
            pages: Vec::new(),
            overflow: Vec::new(),
            missing: Vec::new(),
            substituted: Vec::new(),
            fields: Vec::new(),
            findings: Vec::new(),
            person: 0,
        }
    }

    /// The scope outside of tables.
    pub(crate) fn scope(&self) -> Scope<'static> {
        Scope {
            row: None,
            person: self.person,
        }
    }

    /// Draws our own text. It is written to fit; what does not is treated like a value.
    pub(crate) fn print(&mut self, page: &mut PageBuilder, text: &str, rect: Rect, style: &Style) {
        self.put(page, text, rect, style, text);
    }

    /// Draws a text into its place. What does not fit goes whole to the overflow sheet, and its number is drawn.
    pub(crate) fn put(&mut self, page: &mut PageBuilder, text: &str, rect: Rect, style: &Style, label: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(fitted) = fit(self.fonts, text, rect.w, rect.h, style) {
            let missed = set(page, &fitted, rect, style);
            self.miss(missed, label);
            return;
        }
        let number = self.set_aside(label, text);
        let reference = format!("別紙{number}のとおり");
        let style = Style {
            min_size: 3.0,
            wrap: true,
            ..*style
        }
        .gothic();
        if let Some(fitted) = fit(self.fonts, &reference, rect.w, rect.h, &style) {
            set(page, &fitted, rect, &style);
        }
    }

    /// Has a value stand whole on the overflow sheet. Answers with its number there; 0 where there is nothing.
    pub(crate) fn set_aside(&mut self, label: &str, text: &str) -> usize {
        if text.is_empty() {
            return 0;
        }
        let number = self.overflow.len() + 1;
        self.overflow.push(Overflow {
            number,
            field: label.to_owned(),
            text: text.to_owned(),
        });
        number
    }

    /// Records characters that no font holds.
    pub(crate) fn miss(&mut self, missed: Missed, label: &str) {
        let miss = |cluster| MissingGlyph {
            cluster,
            field: label.to_owned(),
        };
        self.missing.extend(missed.missing.into_iter().map(miss));
        // The page being laid is pushed when it is done.
        let page = self.pages.len();
        let substituted = |(cluster, with)| Substituted {
            cluster,
            with,
            field: label.to_owned(),
            page,
        };
        self.substituted
            .extend(missed.substituted.into_iter().map(substituted));
    }

    /// Records a field for the check list.
    pub(crate) fn record(&mut self, place: &Place<'_>, key: &str, label: &str, value: &str) {
        let value = value.to_owned();
        self.fields.push(FieldText {
            key: place.scope.key(key),
            label: label.to_owned(),
            value,
            confirm: place.confirm,
        });
    }

    /// Holds a field's value against the rules of its cell.
    pub(crate) fn check(&mut self, place: &Place<'_>, field: &Field, rules: &[Rule]) {
        let Some(key) = field.checked_key().filter(|_| !rules.is_empty()) else {
            return;
        };
        let value = place.scope.text(self.values, &key);
        let found = rules.iter().filter_map(|rule| rule.broken_by(value));
        self.findings.extend(found.map(|message| Finding {
            field: place.label.to_owned(),
            message: message.to_owned(),
        }));
    }

    pub(crate) fn finish(self, form: &str, title: &str) -> Laid {
        Laid {
            form: form.to_owned(),
            title: title.to_owned(),
            pages: self.pages.into_iter().map(PageBuilder::finish).collect(),
            overflow: self.overflow,
            missing_glyphs: self.missing,
            substituted: self.substituted,
            fields: self.fields,
            findings: self.findings,
            withheld: self.values.withheld().to_vec(),
        }
    }
}

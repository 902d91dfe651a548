//! Addresses, withheld where a protective measure asks for it.

use askama::Template;
use madoguchi_model::address::Address;
use madoguchi_model::resident::{ProtectiveMeasure, Resident};

use crate::components::html_safe;

/// What stands in the place of a withheld address.
pub(super) const WITHHELD: &str = "支援措置のため表示していません";

/// An address on a page, or the note that it is withheld.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(
    source = "{% if withheld %}<strong class=\"withheld\">{{ text }}</strong>{% else %}{{ text }}{% endif %}",
    ext = "html"
)]
pub(crate) struct AddressLine {
    text: String,
    withheld: bool,
}
html_safe!(AddressLine);

impl AddressLine {
    /// The address of someone whose household is under `measure`; shown if a lift is in force.
    pub(crate) fn new(address: &Address, measure: ProtectiveMeasure, lifted: bool) -> Self {
        Self::words(&address.one_line(), measure, lifted)
    }

    /// Other words that lead to where somebody of such a household is: a telephone number, 本籍, a school. Blank words
    /// stay blank.
    pub(crate) fn words(words: &str, measure: ProtectiveMeasure, lifted: bool) -> Self {
        let withheld = measure.protects() && !lifted && !words.is_empty();
        Self {
            text: if withheld { WITHHELD } else { words }.to_owned(),
            withheld,
        }
    }

    /// There is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// The strictest measure of those who live together: the address of one is the address of all.
pub(crate) fn household_measure<'a>(members: impl IntoIterator<Item = &'a Resident>) -> ProtectiveMeasure {
    let strictness = |measure: &ProtectiveMeasure| match measure {
        ProtectiveMeasure::None => 0,
        ProtectiveMeasure::Provisional => 1,
        ProtectiveMeasure::InForce => 2,
    };
    members
        .into_iter()
        .map(|member| member.protective_measure)
        .max_by_key(strictness)
        .unwrap_or(ProtectiveMeasure::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> Address {
        Address {
            town: "本町一丁目".into(),
            block: "2番3号".into(),
            ..Address::default()
        }
    }

    #[test]
    fn a_provisional_measure_withholds_too() {
        for measure in [ProtectiveMeasure::Provisional, ProtectiveMeasure::InForce] {
            let line = AddressLine::new(&address(), measure, false);
            assert!(line.to_string().contains(WITHHELD));
            assert!(!line.to_string().contains("本町"));
        }
    }

    #[test]
    fn other_words_are_withheld_too_and_blanks_stay_blank() {
        let phone = AddressLine::words("090-0000-0000", ProtectiveMeasure::InForce, false);
        assert!(phone.to_string().contains(WITHHELD) && !phone.to_string().contains("090"));
        assert!(AddressLine::words("", ProtectiveMeasure::InForce, false).is_empty());
    }

    #[test]
    fn a_lift_shows_it() {
        assert_eq!(
            AddressLine::new(&address(), ProtectiveMeasure::InForce, true).to_string(),
            "本町一丁目2番3号"
        );
    }
}

//! 支援措置: shown so that nobody can miss it, with a word, a sign and a pattern, not by colour alone.

use askama::Template;
use madoguchi_model::resident::ProtectiveMeasure;

use super::html_safe;

fn word(measure: ProtectiveMeasure) -> &'static str {
    match measure {
        ProtectiveMeasure::None => "",
        ProtectiveMeasure::Provisional => "仮支援措置",
        ProtectiveMeasure::InForce => "支援措置",
    }
}

/// The banner at the top of every page that shows a protected person. Empty for anyone else.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/protection_banner.html")]
pub struct ProtectionBanner {
    word: &'static str,
    lines: Vec<String>,
    lifted_until: String,
}
html_safe!(ProtectionBanner);

impl ProtectionBanner {
    /// The banner for a measure: the strictest of the persons shown.
    pub fn new(measure: ProtectiveMeasure) -> Self {
        Self {
            word: word(measure),
            lines: Vec::new(),
            lifted_until: String::new(),
        }
    }

    /// The banner for several persons: the strictest measure counts.
    pub fn for_all(measures: impl IntoIterator<Item = ProtectiveMeasure>) -> Self {
        let strictest = measures.into_iter().max_by_key(|measure| match measure {
            ProtectiveMeasure::None => 0,
            ProtectiveMeasure::Provisional => 1,
            ProtectiveMeasure::InForce => 2,
        });
        Self::new(strictest.unwrap_or(ProtectiveMeasure::None))
    }

    /// Adds a line, for example who is protected.
    #[must_use]
    pub fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// A lift is in force until this time (as shown on a clock).
    #[must_use]
    pub fn lifted_until(mut self, time: impl Into<String>) -> Self {
        self.lifted_until = time.into();
        self
    }
}

/// The small mark beside a name in a list. Empty for a person without a measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Template)]
#[template(
    source = "{% if !word.is_empty() %}<span class=\"protection-mark\">{{ word }}</span>{% endif %}",
    ext = "html"
)]
pub struct ProtectionMark {
    word: &'static str,
}
html_safe!(ProtectionMark);

impl ProtectionMark {
    /// The mark of a measure.
    pub fn new(measure: ProtectiveMeasure) -> Self {
        Self { word: word(measure) }
    }

    /// The mark of several persons, one of whom has some measure.
    pub fn of_a_group(protected: bool) -> Self {
        Self {
            word: if protected { "支援措置あり" } else { "" },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strictest_measure_counts() {
        use ProtectiveMeasure::{InForce, None, Provisional};
        assert_eq!(
            ProtectionBanner::for_all([None, InForce, Provisional]),
            ProtectionBanner::new(InForce)
        );
    }

    #[test]
    fn nobody_protected_shows_nothing() {
        assert_eq!(ProtectionBanner::for_all([]).to_string().trim(), "");
        assert_eq!(ProtectionMark::new(ProtectiveMeasure::None).to_string(), "");
    }
}

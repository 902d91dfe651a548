//! Our words for codes, and what they mean to people.

use std::collections::BTreeMap;

use madoguchi_model::resident::{
    CareInsurance, ChildBenefit, DisabilityCertificate, HealthInsurance, PensionCategory, ProtectiveMeasure,
    ResidentState, Sex,
};

/// What a word means; a word that is Japanese already is its own meaning.
pub(super) fn meaning(word: &str) -> String {
    let known = None
        .or_else(|| Sex::from_code(word).map(Sex::label))
        .or_else(|| ResidentState::from_code(word).map(ResidentState::label))
        .or_else(|| ProtectiveMeasure::from_code(word).map(ProtectiveMeasure::label))
        .or_else(|| DisabilityCertificate::from_code(word).map(DisabilityCertificate::label))
        .or_else(|| ChildBenefit::from_code(word).map(ChildBenefit::label))
        .or_else(|| PensionCategory::from_code(word).map(PensionCategory::label))
        .or_else(|| HealthInsurance::from_code(word).map(HealthInsurance::label))
        .or(match word {
            "japanese" => Some("日本人住民"),
            "foreign" => Some("外国人住民"),
            "taxed" => Some("課税"),
            "per_capita" => Some("均等割のみ課税"),
            "not_taxed" => Some("非課税"),
            _ => None,
        });
    known.map_or_else(
        || CareInsurance::from_code(word).map_or_else(|| word.to_owned(), CareInsurance::label),
        str::to_owned,
    )
}

/// The words of a code list with their meanings, each once, in the order of the standard's codes.
pub(super) fn vocabulary(list: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let mut words: Vec<(String, String)> = Vec::new();
    for word in list.values() {
        if words.iter().any(|(known, _)| known == word) {
            continue;
        }
        let told = meaning(word);
        // Two words that read alike are told apart by the word itself.
        let told = if words.iter().any(|(_, other)| *other == told) {
            format!("{told}（{word}）")
        } else {
            told
        };
        words.push((word.clone(), told));
    }
    words
}

#[cfg(test)]
mod tests {
    use madoguchi_import::Layout;

    use super::*;

    #[test]
    fn every_word_of_every_standard_list_can_be_read_and_found_again() {
        for layout in Layout::all() {
            for (name, list) in &layout.lists {
                let words = vocabulary(list);
                for (word, told) in &words {
                    assert!(
                        !told.is_ascii(),
                        "{} {name}: {word} is told in no Japanese",
                        layout.id
                    );
                    let same = words.iter().filter(|(_, other)| other == told).count();
                    assert_eq!(same, 1, "{} {name}: {told}", layout.id);
                }
            }
        }
    }
}

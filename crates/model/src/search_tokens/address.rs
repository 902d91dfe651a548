//! Addresses, folded by [`fold`]: two characters in a row of 町字 and 方書. Numbers are left to the decision on a
//! candidate: nearly everybody lives at some 1-2.

use super::Groups;
use crate::address::Address;
use crate::address_key::fold;

/// The tokens of an address.
#[must_use]
pub fn address_tokens(address: &Address) -> Vec<String> {
    let mut all = pairs(&fold(&[&*address.town, &*address.block].concat()));
    all.extend(pairs(&fold(&address.building)));
    all.sort_unstable();
    all.dedup();
    all
}

/// What a part of an address asks for; nothing for a single character or numbers alone.
#[must_use]
pub fn address_groups(typed: &str) -> Groups {
    pairs(&fold(typed)).into_iter().map(|token| vec![token]).collect()
}

fn pairs(key: &str) -> Vec<String> {
    let characters: Vec<char> = key.chars().collect();
    characters
        .windows(2)
        .filter(|pair| pair.iter().any(|c| !c.is_ascii_digit() && *c != '-') && !pair.contains(&'-'))
        .map(|pair| format!("a{}{}", pair[0], pair[1]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_and_buildings_are_found_by_a_part() {
        let address = Address {
            town: "見本台一丁目".into(),
            block: "2番3号".into(),
            building: "コーポ桜 101号室".into(),
            ..Address::default()
        };
        let tokens = address_tokens(&address);
        for typed in ["見本台", "本台1", "本台一丁目", "コーポ", "ポ桜", "桜１０１"] {
            let groups = address_groups(typed);
            assert!(!groups.is_empty(), "{typed}");
            assert!(
                groups.iter().flatten().all(|token| tokens.contains(token)),
                "{typed}"
            );
        }
        assert!(address_groups("1-2").is_empty() && address_groups("台").is_empty());
    }
}

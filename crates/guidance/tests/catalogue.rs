//! The catalogue that is compiled in.

use madoguchi_guidance::catalogue::all_releases;

#[test]
fn every_release_loads() {
    assert!(!all_releases().is_empty());
}

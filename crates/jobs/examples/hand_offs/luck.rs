//! Chance that is the same in every run of a seed, whoever asks first.

/// A number that hangs on the seed and on what is asked, and on nothing else.
pub(crate) fn of(seed: u64, what: u128) -> u64 {
    // SplitMix64, over both halves.
    let bytes = what.to_le_bytes();
    let half = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
    let mut state = seed ^ half(0) ^ half(8).rotate_left(32);
    state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

/// True so many times in a hundred.
pub(crate) fn percent(seed: u64, what: u128, percent: u64) -> bool {
    of(seed, what) % 100 < percent
}

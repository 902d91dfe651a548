//! A password to hand over once; its owner changes it at the first sign-in.

use madoguchi_model::clock::Entropy;

/// Letters and digits that are not mistaken for each other on paper or by voice: 32 of them.
const ALPHABET: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";

/// Sixteen letters in groups of four: 80 random bits.
pub(super) fn generate(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    let letters: Vec<char> = bytes
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect();
    letters
        .chunks(4)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting;

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.iter_mut().zip(0..).for_each(|(byte, value)| *byte = value);
        }
    }

    #[test]
    fn it_reads_in_groups() {
        assert_eq!(generate(&Counting), "2345-6789-abcd-efgh");
    }
}

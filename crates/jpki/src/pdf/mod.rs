//! The signatures of a PDF that came in: every one that is in the file, and how much of the file it covers.
//!
//! The file is a stranger's. Its structure is read with hayro-syntax, which expands compressed objects without a limit:
//! do this where memory and time are limited, as for a municipality's own forms.

mod coverage;
mod find;
mod refusal;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::anchors::Anchors;
use crate::asn1::Items;
use crate::cms::{Document, Rules, VerifiedSignature, verify_detached};
use crate::profile::Profile;

pub use coverage::Coverage;
pub use refusal::PdfRefusal;

/// The largest file that is looked at: bytes.
const LARGEST: usize = 32 * 1024 * 1024;
/// The most signatures that are looked at.
const MOST: usize = 64;

/// One signature of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PdfSignature {
    /// How much of the file it covers.
    pub coverage: Coverage,
    /// Whose it is, or why it is not accepted.
    pub outcome: Result<VerifiedSignature, PdfRefusal>,
}

impl PdfSignature {
    /// Whether it is accepted, and the file is as it was when it was signed.
    pub fn is_over_the_whole(&self) -> bool {
        self.outcome.is_ok() && self.coverage == Coverage::Whole
    }
}

/// Verifies every signature of a PDF, in the order they were made. `at` is when the file was received.
///
/// A file is as its signers left it only if there is at least one and all of them
/// [are over the whole](PdfSignature::is_over_the_whole): what was added after one of them may show something else.
pub fn verify(
    bytes: &[u8],
    anchors: &Anchors,
    profile: &Profile,
    at: DateTime<Utc>,
) -> Result<Vec<PdfSignature>, PdfRefusal> {
    if bytes.len() > LARGEST {
        return Err(PdfRefusal::TooLarge);
    }
    let shared: Arc<Vec<u8>> = Arc::new(bytes.to_vec());
    let found = find::signatures(&shared)?;
    if found.is_empty() {
        return Err(PdfRefusal::NoSignature);
    }
    if found.len() > MOST {
        return Err(PdfRefusal::TooMany);
    }
    let mut signatures = Vec::new();
    let mut gaps = Vec::new();
    for dictionary in &found {
        let range = coverage::Range::check(dictionary, bytes)?;
        if gaps.contains(&range.gap) {
            return Err(PdfRefusal::Duplicate);
        }
        gaps.push(range.gap);
        let coverage = range.coverage(bytes);
        let outcome = signature(dictionary).and_then(|cms| {
            let document = range.signed(bytes);
            let document = Document::Bytes(&document);
            Ok(verify_detached(cms, document, anchors, profile, Rules::PDF, at)?)
        });
        signatures.push((range.end, PdfSignature { coverage, outcome }));
    }
    signatures.sort_by_key(|(end, _)| *end);
    Ok(signatures.into_iter().map(|(_, signature)| signature).collect())
}

/// The CMS in a signature's space: what is left of the space is filled with zeros.
fn signature(dictionary: &find::Dictionary) -> Result<&[u8], PdfRefusal> {
    if !dictionary.is_detached_cms {
        return Err(PdfRefusal::Kind);
    }
    let (cms, rest) = Items::split_first(&dictionary.contents).map_err(|_| PdfRefusal::Contents)?;
    if rest.iter().any(|byte| *byte != 0) {
        return Err(PdfRefusal::Contents);
    }
    Ok(cms)
}

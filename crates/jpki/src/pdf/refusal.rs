//! Why a signed PDF, or one of its signatures, is not accepted.

use std::fmt;

use crate::cms::CmsRefusal;

/// Why a file or one of its signatures is not accepted. [`PdfRefusal::code`] does not change;
/// [`PdfRefusal::message`] is for the officer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PdfRefusal {
    /// It is no PDF, or it is damaged.
    NotPdf,
    /// It is encrypted.
    Encrypted,
    /// It is larger, or has more objects, than is looked at.
    TooLarge,
    /// It has no signature.
    NoSignature,
    /// It has more signatures than are looked at.
    TooMany,
    /// It holds signature data that is not among its signatures.
    Hidden,
    /// Two signatures use the same bytes.
    Duplicate,
    /// A signature's dictionary is not as it must be.
    Dictionary,
    /// A signature's ranges are not as they must be: it does not cover what it should.
    ByteRange,
    /// The bytes between the ranges are not just the signature.
    Contents,
    /// It is a kind of signature that is not supported (a time stamp, an old format).
    Kind,
    /// The signature itself is not accepted.
    Signature(CmsRefusal),
}

impl PdfRefusal {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotPdf => "not_pdf",
            Self::Encrypted => "encrypted",
            Self::TooLarge => "too_large",
            Self::NoSignature => "no_signature",
            Self::TooMany => "too_many_signatures",
            Self::Hidden => "hidden_signature",
            Self::Duplicate => "duplicate_signature",
            Self::Dictionary => "signature_dictionary",
            Self::ByteRange => "byte_range",
            Self::Contents => "signature_contents",
            Self::Kind => "signature_kind",
            Self::Signature(refusal) => refusal.code(),
        }
    }

    /// What it is, in Japanese.
    pub fn message(self) -> &'static str {
        match self {
            Self::NotPdf => "PDFとして読み取れません。",
            Self::Encrypted => "PDFが暗号化されています。",
            Self::TooLarge => "PDFが大きすぎます。",
            Self::NoSignature => "PDFに電子署名がありません。",
            Self::TooMany => "PDFの電子署名が多すぎます。",
            Self::Hidden => "PDFに、表に現れない電子署名のデータが含まれています。",
            Self::Duplicate => "PDFの中で、同じ電子署名が二重に使われています。",
            Self::Dictionary => "PDFの電子署名の形式が正しくありません。",
            Self::ByteRange => "PDFの電子署名が文書全体を対象にしていません。",
            Self::Contents => "PDFの電子署名のデータに余分なものが含まれています。",
            Self::Kind => "PDFの電子署名の種類に対応していません。",
            Self::Signature(refusal) => refusal.message(),
        }
    }
}

impl fmt::Display for PdfRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for PdfRefusal {}

impl From<CmsRefusal> for PdfRefusal {
    fn from(refusal: CmsRefusal) -> Self {
        Self::Signature(refusal)
    }
}

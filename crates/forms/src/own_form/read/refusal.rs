//! Why an uploaded file cannot be used, in the words of the administrator who uploaded it.

use thiserror::Error;

/// Why a file cannot be used, each with what to do about it.
#[derive(Clone, PartialEq, Debug, Error)]
pub enum Refusal {
    /// Nothing was sent.
    #[error("ファイルが空です。PDFのファイルを選んでください。")]
    Empty,
    /// Something else than a PDF.
    #[error("これは{0}です。PDFに変換してから、選び直してください。")]
    OtherKind(&'static str),
    /// No PDF, and nothing that is known.
    #[error("PDFのファイルではありません。PDFのファイルを選んでください。")]
    NotPdf,
    /// More bytes than allowed.
    #[error(
        "ファイルが大きすぎます（{found}MB）。{limit}MBまでにしてください。画像の解像度を下げると小さくなります。"
    )]
    TooLarge {
        /// Its size, in megabytes, rounded up.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// A password is needed to open it.
    #[error(
        "開くのにパスワードが必要なPDFです。作成元のソフトでパスワードを外してから、選び直してください。"
    )]
    Password,
    /// Encrypted in a way that cannot be read.
    #[error("読めない方法で暗号化されたPDFです。暗号化せずに保存し直してから、選び直してください。")]
    Encryption,
    /// Damaged.
    #[error(
        "PDFが壊れています（途中で切れているなど）。元のファイルを開いて保存し直してから、選び直してください。"
    )]
    Broken,
    /// Readable, but without a page.
    #[error("ページのないPDFです。元のファイルを確かめてください。")]
    NoPages,
    /// More pages than a form has.
    #[error("{found}ページあります。様式は{limit}ページまでです。必要なページだけにしてください。")]
    TooManyPages {
        /// How many it has.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// A page larger than A3.
    #[error("{page}ページ目の大きさは{width}×{height}mmです。A3（297×420mm）までにしてください。")]
    PageTooLarge {
        /// The page, from 1.
        page: usize,
        /// Its width in millimetres.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// A page smaller than a postcard.
    #[error("{page}ページ目の大きさは{width}×{height}mmです。はがき（100×148mm）より小さい紙は扱えません。")]
    PageTooSmall {
        /// The page, from 1.
        page: usize,
        /// Its width in millimetres.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// A form that a program makes up as it is opened.
    #[error(
        "開くときに画面を組み立てる形式（XFA）のPDFです。作成元のソフトで、通常のPDFに印刷（保存）し直してください。"
    )]
    Xfa,
    /// Reading it took too much time or memory.
    #[error("複雑すぎて読み取れないPDFです。印刷してスキャンし直すか、簡単な図にしてください。")]
    TooComplex,
}

/// What the first bytes say of a file that is no PDF.
pub(super) fn other_kind(bytes: &[u8]) -> Refusal {
    let known: [(&[u8], &'static str); 9] = [
        (b"PK\x03\x04", "WordやExcelなどのファイル（またはZIP）"),
        (b"\xD0\xCF\x11\xE0", "WordやExcelなどのファイル（旧形式）"),
        (b"\xFF\xD8\xFF", "画像（JPEG）"),
        (b"\x89PNG", "画像（PNG）"),
        (b"GIF8", "画像（GIF）"),
        (b"II*\0", "画像（TIFF）"),
        (b"MM\0*", "画像（TIFF）"),
        (b"{\\rtf", "文書（リッチテキスト）"),
        (b"<", "ウェブページなどの文書"),
    ];
    known
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map_or(Refusal::NotPdf, |(_, name)| Refusal::OtherKind(name))
}

//! What an administrator has to know of a file that can be used.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something to know of an uploaded file. Pages count from 1.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Pages stand turned in the file; here they stand as they are read.
    Rotated(Vec<usize>),
    /// Pages that are one picture.
    Scanned(Vec<usize>),
    /// Encrypted against changes, though anybody can open it.
    Restricted,
    /// It has fields of its own to fill in; they become printed ground.
    Fields(usize),
    /// It carries programs.
    Script,
    /// It was signed; the signature does not survive.
    Signed,
    /// Fonts that it does not carry with it.
    FontsMissing,
    /// Pages of different sizes.
    MixedSizes,
    /// Pictures on it that cannot be drawn.
    PicturesUnreadable,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pages = |numbers: &[usize]| {
            numbers
                .iter()
                .map(usize::to_string)
                .collect::<Vec<_>>()
                .join("・")
        };
        match self {
            Self::Rotated(numbers) => write!(
                f,
                "{}ページ目は回転して保存されています。表示される向きのまま扱います。",
                pages(numbers)
            ),
            Self::Scanned(numbers) => write!(
                f,
                "{}ページ目はスキャンした画像です。罫線から欄を見つけますが、文字は読み取れません。欄の名前を確かめてください。",
                pages(numbers)
            ),
            Self::Restricted => f.write_str(
                "編集を制限した（暗号化された）PDFです。この自治体が使ってよい様式か、確かめてください。",
            ),
            Self::Fields(count) => write!(
                f,
                "入力欄が{count}個あります。位置と名前を、記入欄の候補にしました。入力欄そのもの（初めから入っている文字やボタンを含む）は印刷されません。"
            ),
            Self::Script => f.write_str("PDFの中のプログラム（JavaScript）は使われません。"),
            Self::Signed => f.write_str("PDFの電子署名は、記入して印刷したものには引き継がれません。"),
            Self::FontsMissing => f.write_str(
                "書体が埋め込まれていません。印刷すると、文字の形や幅が変わることがあります。書体を埋め込んで保存し直すと確実です。",
            ),
            Self::MixedSizes => f.write_str("ページによって紙の大きさが違います。プリンターの用紙に気をつけてください。"),
            Self::PicturesUnreadable => {
                f.write_str("画面に表示できない画像があります。試し刷りで確かめてください。")
            }
        }
    }
}

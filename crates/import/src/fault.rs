//! What is wrong with a row, and what is wrong with a whole file. Neither ever quotes a cell: cells are personal data.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A row that was not taken, or a part of why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reject {
    /// The row of the file, 1 for the first; a header counts.
    pub row: u64,
    /// The item; empty where the row as a whole is wrong.
    pub item: String,
    /// Why.
    pub reason: Reason,
    /// 宛名番号 of the row, where it could be read.
    pub addressee_number: Option<String>,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident => $code:literal, $text:literal, $remedy:literal;)+) => {
        /// Why a row was not taken. Texts are Japanese.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Reason { $($(#[$doc])* $name,)+ }

        impl Reason {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stable code, for columns.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The reason in words.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// What to do about it.
            #[must_use]
            pub fn remedy(self) -> &'static str {
                match self { $(Self::$name => $remedy,)+ }
            }
        }
    };
}

reasons! {
    /// A required cell is empty.
    Empty => "empty", "必須の項目が空です。", "業務システムで値を入れて、出力し直してください。";
    /// Fewer or more cells than columns.
    CellCount => "cell_count", "項目の数が合いません。", "余分な区切り文字や、引用符の抜けがないか確かめてください。";
    /// A quoted cell does not end where it should.
    TornQuote => "torn_quote", "引用符が閉じていないか、途中で閉じています。", "その行の引用符の対応を確かめて、出力し直してください。";
    /// A cell is longer than any cell may be.
    TooLong => "too_long", "項目が長すぎます。", "その行の内容を確かめてください。区切り文字や改行が抜けていることがあります。";
    /// Bytes that the encoding does not have.
    WrongEncoding => "wrong_encoding", "文字コードに合わない文字があります。", "文字コードの指定（取込定義の encoding）と、出力の設定を確かめてください。";
    /// NUL or another control character.
    ControlCharacter => "control_character", "使えない文字（制御文字）があります。", "その文字を取り除いて、出力し直してください。";
    /// More characters than the item may have.
    TooManyCharacters => "too_many_characters", "文字数が上限を超えています。", "項目の並びが定義と合っているか確かめてください。";
    /// No 宛名番号 or 世帯番号.
    NotANumber => "not_a_number", "15桁の番号として正しくありません（検査数字を含む）。", "番号が欠けていないか、項目の並びが定義と合っているか確かめてください。";
    /// Not a whole number in its range.
    NotACount => "not_a_count", "数として読めません。", "半角の数字で出力し直してください。";
    /// Other characters than digits.
    NotDigits => "not_digits", "数字だけの項目に、ほかの文字があります。", "半角の数字で出力し直してください。";
    /// No date of a known form.
    NotADate => "not_a_date", "日付として読めません。", "2026-11-28 の形で出力するか、不詳のときは不詳フラグと不詳表記を入れてください。";
    /// A code outside the list.
    UnknownCode => "unknown_code", "コード表にない値です。", "取込定義のコード表に足すか、項目の並びが定義と合っているか確かめてください。";
    /// Neither yes nor no.
    NotAFlag => "not_a_flag", "フラグとして読めません。", "1 か 0 で出力し直してください。";
    /// A 続柄 that the register does not know.
    UnknownRelationship => "unknown_relationship", "続柄として使えない表記です。", "標準の続柄（世帯主、妻、子、子の子、縁故者 など）に直してください。";
    /// A reading in kanji of a name without any.
    Swapped => "swapped", "氏名とフリガナが入れ替わっているようです。", "項目の並びが定義と合っているか確かめてください。";
    /// Born after the day of the entry.
    BornLater => "born_later", "生年月日が、異動年月日より後です。", "日付の項目の並びが定義と合っているか確かめてください。";
    /// A position out of its range.
    OutOfRange => "out_of_range", "値が範囲の外です。", "値を確かめてください。";
    /// The same key twice in one file.
    DuplicateKey => "duplicate_key", "宛名番号と履歴番号が同じ行が、前にもあります。", "どちらが正しいかを確かめ、1行だけにして出力し直してください。";
    /// A household without a head.
    NoHead => "no_head", "世帯主がいない世帯です。世帯の全員を取り込みませんでした。", "業務システムで世帯主を確かめ、世帯の全員を出力し直してください。";
    /// A household with several heads.
    SeveralHeads => "several_heads", "世帯主が2人以上いる世帯です。世帯の全員を取り込みませんでした。", "業務システムで世帯主を確かめ、世帯の全員を出力し直してください。";
    /// The head pointed to is none.
    WrongHead => "wrong_head", "世帯主_宛名番号が指す人が、同じ世帯の世帯主ではありません。世帯の全員を取り込みませんでした。", "世帯主_宛名番号と世帯番号を確かめてください。";
    /// Heads that point at one another.
    Circular => "circular", "世帯主_宛名番号が循環しています。世帯の全員を取り込みませんでした。", "互いを世帯主としている行がないか確かめてください。";
}

impl Reason {
    /// The reason of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.code() == code)
    }
}

impl Reject {
    /// The first line of a list of rejects: CSV with a mark, so that a spreadsheet opens it as UTF-8.
    pub const HEADER: &str = "\u{FEFF}行,項目,理由,直し方\r\n";

    /// Its line: row, item, reason and remedy; never what stood in a cell.
    #[must_use]
    pub fn line(&self) -> String {
        let (reason, remedy) = (self.reason.text(), self.reason.remedy());
        let item = self.item.replace('"', "\"\"");
        format!("{},\"{item}\",\"{reason}\",\"{remedy}\"\r\n", self.row)
    }
}

/// Why a file cannot be taken at all. Each says what to do; nothing of the file has had an effect.
#[derive(Debug, Error)]
pub enum Fault {
    /// The file could not be read.
    #[error("ファイルを読めません：{0}")]
    Unreadable(#[from] std::io::Error),
    /// The mark at the beginning is not what the layout says.
    #[error("ファイルの先頭（BOM）が取込定義と違います。文字コード {0} のファイルか確かめてください。")]
    Mark(&'static str),
    /// The file has the mark of another encoding, or looks like one.
    #[error("文字コードが違うようです。取込定義は {expected} ですが、ファイルは {found} に見えます。")]
    Encoding {
        /// What the layout says.
        expected: &'static str,
        /// What it looks like.
        found: &'static str,
    },
    /// Nothing is in it.
    #[error("ファイルが空です。")]
    Empty,
    /// Required items are missing in the header.
    #[error("1行目に次の項目がありません：{}。取込定義・文字コード・区切り文字を確かめてください。", .0.join("、"))]
    MissingColumns(Vec<String>),
    /// An item stands twice in the header.
    #[error("1行目に同じ項目が2回あります：{0}。")]
    DoubleColumn(String),
    /// The first line is no header.
    #[error("1行目を項目名として読めません。取込定義・文字コード・引用符を確かめてください。")]
    Header,
    /// A quoted cell never ends, where cells may hold line breaks.
    #[error("{0} 行目から始まる引用符が、ファイルの終わりまで閉じていません。")]
    TornQuote(u64),
    /// So many rows were rejected that it cannot be the right layout.
    #[error(
        "取り込めない行が {0} 件を超えたので、止めました。取込定義とファイルの組み合わせを確かめてください。"
    )]
    TooManyRejects(u64),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_words_a_remedy_and_a_code_of_its_own() {
        for reason in Reason::ALL {
            assert!(reason.text().ends_with('。') && reason.remedy().ends_with('。'));
            assert_eq!(Reason::from_code(reason.code()), Some(*reason));
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.code());
        }
    }
}

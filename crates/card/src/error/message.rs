//! What happened and what to do, for the officer.

use super::CardError;
use crate::TransportError;

impl CardError {
    /// What happened and what to do, in Japanese. It repeats nothing that was typed or read.
    pub fn message(self) -> String {
        match self {
            Self::Transport(error) => transport(error).to_owned(),
            Self::OtherCard => "マイナンバーカードとして読み取れません。置いたものがマイナンバーカードか確かめて、もう一度置いてください。".into(),
            Self::Malformed(error) => error.to_string(),
            Self::WrongSecret { secret, remaining: Some(remaining) } => {
                format!("{}が違います。あと{remaining}回間違えるとロックされます。ご本人に確かめてから入力してください。", secret.name())
            }
            Self::WrongSecret { secret, remaining: None } => {
                format!("{}が違います。ご本人に確かめてから入力してください。", secret.name())
            }
            Self::LastTry { secret } => format!(
                "{}は、あと1回間違えるとロックされます。ロックを避けるため、カードへの照合はしていません。別の方法で確認するか、カードの窓口で暗証番号の初期化を案内してください。",
                secret.name()
            ),
            Self::Blocked { secret } => format!(
                "{}はロックされています。カードの窓口で暗証番号の初期化（ロック解除）を案内するか、別の方法で確認してください。",
                secret.name()
            ),
            Self::SecretNeeded => "この情報を読むには、先に暗証番号などの照合が必要です。もう一度最初から読み取ってください。".into(),
            Self::StillShown => {
                "カードに照合した状態が残っているおそれがあります。カードをカードリーダーから取り外してください。".into()
            }
            Self::NoCertificate => "このカードには、必要な電子証明書が入っていません。15歳未満の方や、発行を希望しなかった方のカードには入っていません。別の方法で確認してください。".into(),
            Self::Refused(status) => format!("{}（カードの応答 {status:04X}）", refused(status)),
            Self::ShortAnswer | Self::EndlessAnswer => "カードの応答を読み取れませんでした。カードを置き直して、もう一度読み取ってください。".into(),
            Self::File(_) => "カードの内容を読み取れませんでした。カードを置き直しても同じときは、別の方法で確認してください。".into(),
            Self::Algorithm => "このカードの署名の方式には対応していません。別の方法で確認してください。".into(),
        }
    }
}

fn transport(error: TransportError) -> &'static str {
    match error {
        TransportError::CardRemoved => {
            "読み取りの途中でカードが離れました。カードを置き直して、もう一度読み取ってください。"
        }
        TransportError::ReaderGone => {
            "カードリーダーが見つかりません。接続を確かめて、もう一度読み取ってください。"
        }
        TransportError::InUse => {
            "ほかのソフトがカードを使っています。そのソフトを閉じてから、もう一度読み取ってください。"
        }
        TransportError::Silent => "カードが応答しません。カードを置き直して、もう一度読み取ってください。",
    }
}

/// The status words of JICSAP 2.0 (table 25) and ISO/IEC 7816-4.
fn refused(status: u16) -> &'static str {
    match status {
        0x6281 | 0x6400 | 0x6581 | 0x6F00 => {
            "カードの内部で異常が起きました。カードを置き直しても同じときは、カードの窓口で確認してください。"
        }
        0x6283 => "カードのこの機能は閉じられています。カードの窓口で確認してください。",
        0x6700 | 0x6A80 | 0x6A85..=0x6A87 | 0x6B00 | 0x6D00 | 0x6E00 => {
            "カードがこの操作に対応していません。対応していないカードのおそれがあります。別の方法で確認してください。"
        }
        0x6881 | 0x6882 | 0x6987 | 0x6988 => {
            "カードとの通信の方式が合いません。カードを置き直して、もう一度読み取ってください。"
        }
        0x6981 | 0x6985 | 0x6986 => {
            "カードの状態が変わりました。ほかのソフトがカードを使っていないか確かめて、もう一度読み取ってください。"
        }
        0x6983 | 0x6984 => "暗証番号などがロックされています。カードの窓口で確認してください。",
        0x6A81 | 0x6A82 | 0x6A83 | 0x6A88 => {
            "必要な情報がカードに入っていません。別の方法で確認してください。"
        }
        0x6A84 => "カードの空きが足りません。カードの窓口で確認してください。",
        _ => "カードが操作を受け付けませんでした。カードを置き直して、もう一度読み取ってください。",
    }
}

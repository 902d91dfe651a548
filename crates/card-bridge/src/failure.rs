//! What the officer and the resident are told when nothing was read.

use madoguchi_card::bridge::{Failure, FailureCode};

/// The failure with its Japanese text: what happened and what to do.
pub(crate) fn failure(code: FailureCode, remaining_tries: Option<u8>) -> Failure {
    let mut message = text(code).to_owned();
    if code == FailureCode::WrongSecret
        && let Some(left) = remaining_tries
    {
        message = format!(
            "番号が違います。入力できるのは、あと{left}回です。番号を確かめてから、もう一度はじめてください。"
        );
    }
    Failure {
        code,
        message,
        remaining_tries,
    }
}

fn text(code: FailureCode) -> &'static str {
    match code {
        FailureCode::NoReader => "カードリーダーが見つかりません。リーダーをパソコンにつないでください。",
        FailureCode::NoCard => "カードが置かれていません。マイナンバーカードをリーダーに置いてください。",
        FailureCode::SeveralCards => {
            "2台以上のリーダーにカードがあります。使うリーダーを選ぶか、使わないカードを取ってください。"
        }
        FailureCode::OtherCard => {
            "マイナンバーカードではないカードが置かれています。マイナンバーカードに置き替えてください。"
        }
        FailureCode::CardRemoved => {
            "読み取りの途中でカードが離れました。カードを置き直し、終わるまで動かさずに、もう一度はじめてください。"
        }
        FailureCode::ReaderGone => {
            "カードリーダーが外れたか、パソコンのカードサービスが止まりました。接続を確かめて、もう一度はじめてください。"
        }
        FailureCode::CardInUse => {
            "ほかのプログラムがカードを使っています。そちらを終えてから、もう一度はじめてください。"
        }
        FailureCode::Malformed => {
            "入力された番号の桁数や形が正しくありません。カードにはまだ送っていません。入力し直してください。"
        }
        FailureCode::WrongSecret => "番号が違います。番号を確かめてから、もう一度はじめてください。",
        FailureCode::LastTry => {
            "入力できるのはあと1回です。間違えるとカードがロックされるため、ここでは使いません。暗証番号の再設定を案内するか、カードを使わない方法で進めてください。"
        }
        FailureCode::Blocked => {
            "番号を続けて間違えたため、ロックされています。カードの窓口で暗証番号の初期化をするか、カードを使わない方法で進めてください。"
        }
        FailureCode::NoCertificate => {
            "このカードには、求められた電子証明書が入っていません（15歳未満の方、発行を希望しなかった方など）。カードを使わない方法で進めてください。"
        }
        FailureCode::Unreadable => {
            "カードからの答えを読み取れませんでした。カードの向きと置き方を確かめて、もう一度はじめてください。続くときは、カードを使わない方法で進めてください。"
        }
        FailureCode::Cancelled => "読み取りを取りやめました。カードの内容は読んでいません。",
        FailureCode::TimedOut => {
            "時間内に終わらなかったため、読み取りをやめました。カードを置き直して、もう一度はじめてください。"
        }
        FailureCode::NotAllowed => "この受付では、求められた内容を読み取ることができません。",
    }
}

#[cfg(test)]
pub(crate) const EVERY_CODE: [FailureCode; 16] = [
    FailureCode::NoReader,
    FailureCode::NoCard,
    FailureCode::SeveralCards,
    FailureCode::OtherCard,
    FailureCode::CardRemoved,
    FailureCode::ReaderGone,
    FailureCode::CardInUse,
    FailureCode::Malformed,
    FailureCode::WrongSecret,
    FailureCode::LastTry,
    FailureCode::Blocked,
    FailureCode::NoCertificate,
    FailureCode::Unreadable,
    FailureCode::Cancelled,
    FailureCode::TimedOut,
    FailureCode::NotAllowed,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_failure_has_a_text_of_its_own_that_says_what_to_do() {
        let texts: BTreeSet<_> = EVERY_CODE.iter().map(|code| text(*code)).collect();
        assert_eq!(texts.len(), EVERY_CODE.len());
        assert!(texts.iter().all(|text| text.ends_with('。')));
    }

    #[test]
    fn tries_left_are_said() {
        assert!(
            failure(FailureCode::WrongSecret, Some(2))
                .message
                .contains("あと2回")
        );
        assert_eq!(
            failure(FailureCode::WrongSecret, Some(2)).remaining_tries,
            Some(2)
        );
    }
}

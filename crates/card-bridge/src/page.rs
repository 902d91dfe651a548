//! The window's pages: what the resident reads.

use askama::Template;
use madoguchi_card::bridge::{Failure, FailureCode, Want};
use madoguchi_card::secrets::SecretKind;
use madoguchi_model::wareki::Era;

use crate::plan::Plan;
use crate::readings::Reading;
use crate::typed::{Mistake, field};

/// The page with the fields.
#[derive(Template)]
#[template(path = "window.html")]
pub(crate) struct WindowPage<'a> {
    asker: &'a str,
    origin: &'a str,
    reads: Vec<&'static str>,
    document: Option<&'a str>,
    fields: Vec<Field>,
    number_b: Option<NumberB>,
    mistakes: &'a [Mistake],
}

/// A secret in one field.
struct Field {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    /// What the on-screen keys are: `digits` or `letters`.
    keys: &'static str,
    longest: u8,
    tries: Option<u8>,
    mistake: Option<String>,
}

/// The three fields of 照合番号B.
struct NumberB {
    eras: Vec<(char, &'static str)>,
    tries: Option<u8>,
    birth: Option<String>,
    expiry_year: Option<String>,
    security_code: Option<String>,
}

impl<'a> WindowPage<'a> {
    /// The page of a reading. `asker` is the server's name in the settings.
    pub(crate) fn new(reading: &'a Reading, asker: &'a str, mistakes: &'a [Mistake]) -> Self {
        let typed = reading.plan.typed();
        let tries = |secret| {
            reading
                .tries
                .iter()
                .find(|(known, _)| *known == secret)
                .map(|(_, left)| *left)
        };
        let mistake = |name| {
            mistakes
                .iter()
                .find(|mistake| mistake.field == name)
                .map(|mistake| mistake.message.clone())
        };
        let number_b = typed.contains(&SecretKind::VerificationNumberB).then(|| NumberB {
            eras: Era::all().map(|era| (era.letter(), era.name())).collect(),
            tries: tries(SecretKind::VerificationNumberB),
            birth: mistake("birth"),
            expiry_year: mistake("expiry_year"),
            security_code: mistake("security_code"),
        });
        let fields = typed.iter().filter_map(|secret| {
            let (label, hint, keys, longest) = described(*secret)?;
            let name = field(*secret);
            Some(Field {
                name,
                label,
                hint,
                keys,
                longest,
                tries: tries(*secret),
                mistake: mistake(name),
            })
        });
        let document = reading
            .pairing
            .document
            .as_ref()
            .filter(|_| reading.plan.wants(Want::Signature));
        Self {
            asker,
            origin: &reading.pairing.origin,
            reads: reads(&reading.plan),
            document: document.map(|document| document.title.as_str()),
            fields: fields.collect(),
            number_b,
            mistakes,
        }
    }

    /// What the page is for, as its heading.
    fn heading(&self) -> &'static str {
        if self.document.is_some() {
            "署名用暗証番号を入れてください"
        } else if self.number_b.is_some() {
            "カードに書かれた番号を入れてください"
        } else if self.fields.iter().any(|field| field.name == "number_a") {
            "マイナンバーを入れてください"
        } else {
            "暗証番号を入れてください"
        }
    }
}

fn described(secret: SecretKind) -> Option<(&'static str, &'static str, &'static str, u8)> {
    Some(match secret {
        SecretKind::TextAttributesPin => (
            "券面事項入力補助用の暗証番号",
            "数字4桁です。カードを受け取ったときに決めた番号です。",
            "digits",
            4,
        ),
        SecretKind::AuthenticationPin => (
            "利用者証明用の暗証番号",
            "数字4桁です。コンビニで証明書を取るときに使う番号です。上の番号と同じ方も多くいます。",
            "digits",
            4,
        ),
        SecretKind::SignaturePin => (
            "署名用の暗証番号",
            "英字と数字を合わせて6文字から16文字です。",
            "letters",
            16,
        ),
        SecretKind::VerificationNumberA => (
            "マイナンバー（個人番号）",
            "カードの裏に書かれた数字12桁です。",
            "digits",
            12,
        ),
        SecretKind::VerificationNumberB => return None,
    })
}

/// What will be read, in plain words.
fn reads(plan: &Plan) -> Vec<&'static str> {
    let words = [
        (Want::Attributes, "お名前、住所、生年月日、性別"),
        (Want::Face, "カードに印刷されたお名前と住所、有効期限"),
        (Want::Authentication, "ご本人であることの電子証明書"),
        (Want::IndividualNumber, "マイナンバー（個人番号）"),
        (
            Want::Signature,
            "署名と、署名用の電子証明書（お名前、住所、生年月日、性別が入っています）",
        ),
    ];
    words
        .into_iter()
        .filter(|(want, _)| plan.wants(*want))
        .map(|(_, words)| words)
        .collect()
}

/// A page that only says something.
#[derive(Template)]
#[template(path = "message.html")]
pub(crate) struct MessagePage {
    heading: &'static str,
    text: String,
    /// `done` closes the window by itself; `wait` looks again.
    kind: &'static str,
}

impl MessagePage {
    /// The card is being read.
    pub(crate) fn running() -> Self {
        let text = "カードを動かさないでください。".into();
        Self {
            heading: "カードを読み取っています",
            text,
            kind: "wait",
        }
    }

    /// It was read.
    pub(crate) fn done() -> Self {
        let text = "ありがとうございました。この画面は閉じてかまいません。".into();
        Self {
            heading: "読み取りが終わりました",
            text,
            kind: "done",
        }
    }

    /// It was not.
    pub(crate) fn failed(failure: &Failure) -> Self {
        let heading = match failure.code {
            FailureCode::Cancelled => "読み取りを取りやめました",
            FailureCode::TimedOut => "時間がすぎたため、終わりにしました",
            FailureCode::WrongSecret => "番号がちがいます",
            FailureCode::LastTry => "番号を入れられるのは、あと1回です",
            FailureCode::Blocked => "番号がロックされています",
            _ => "読み取れませんでした",
        };
        let kind = if failure.code == FailureCode::Cancelled {
            "done"
        } else {
            "failed"
        };
        Self {
            heading,
            text: for_residents(failure),
            kind,
        }
    }

    /// There is no such window, or it was used.
    pub(crate) fn gone() -> Self {
        let text = "この画面はもう使えません。閉じて、職員に声をかけてください。".into();
        Self {
            heading: "この画面は終わりました",
            text,
            kind: "gone",
        }
    }

    /// What was sent is no form of ours.
    pub(crate) fn malformed() -> Self {
        let text = "画面を閉じて、職員に声をかけてください。カードには何も送っていません。".into();
        Self {
            heading: "送られた内容を読み取れませんでした",
            text,
            kind: "failed",
        }
    }
}

fn for_residents(failure: &Failure) -> String {
    let staff = "職員に声をかけてください。";
    let text = match failure.code {
        FailureCode::Cancelled => {
            return "カードの内容は読んでいません。この画面は閉じてかまいません。".into();
        }
        FailureCode::TimedOut => "カードの内容は読んでいません。もう一度はじめるときは、",
        FailureCode::WrongSecret => match failure.remaining_tries {
            Some(left) => return format!("あと{left}回入れることができます。番号を思い出してから、{staff}"),
            None => "番号を確かめてから、",
        },
        FailureCode::LastTry => {
            "まちがえるとロックされるので、ここでは使いません。ほかの方法で進められます。"
        }
        FailureCode::Blocked => "新しい番号に決めなおすことができます。ほかの方法でも進められます。",
        FailureCode::CardRemoved | FailureCode::NoCard => {
            "カードがリーダーから離れています。カードを置きなおして、"
        }
        FailureCode::OtherCard => "マイナンバーカードではないカードが置かれているようです。",
        FailureCode::NoCertificate => {
            "このカードには、必要な電子証明書が入っていません。ほかの方法で進められます。"
        }
        _ => "カードはそのままで、",
    };
    format!("{text}{staff}")
}

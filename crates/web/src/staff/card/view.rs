//! A reading as pages show it: whose card, until when it is good, and what was proven.

use chrono::NaiveDate;
use madoguchi_model::card_reading::{
    CardReading, CertificateCheck, CertificateStatus, Genuineness, ReadingMethod, Standing,
};
use madoguchi_model::wareki;

use crate::components::{Banner, Status, StatusTone, Tone};
use crate::page::time;

/// What a page shows of a reading.
pub(crate) struct ReadingView {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) read_at: String,
    pub(crate) method: &'static str,
    pub(crate) has_pictures: bool,
    /// What was found, line by line: what, the words, the sign.
    pub(crate) checks: Vec<(&'static str, String, Status)>,
    /// What it comes to.
    pub(crate) verdict: Banner,
    pub(crate) needs_decision: bool,
}

impl ReadingView {
    pub(crate) fn new(reading: &CardReading, today: NaiveDate) -> Self {
        let standing = reading.standing(today);
        Self {
            id: reading.id.to_string(),
            name: reading.holder.name.clone(),
            read_at: time::day_and_clock(reading.read_at),
            method: match reading.method {
                ReadingMethod::VerificationNumberB => "券面の数字（照合番号B）",
                ReadingMethod::VerificationNumberA => "個人番号（照合番号A）",
                ReadingMethod::Pin => "暗証番号",
            },
            has_pictures: reading.has_pictures,
            checks: checks(reading, today),
            verdict: verdict(reading, standing, today),
            needs_decision: standing == Standing::NeedsDecision,
        }
    }
}

fn good(words: &'static str) -> Status {
    Status::new(StatusTone::Done, words)
}

fn checks(reading: &CardReading, today: NaiveDate) -> Vec<(&'static str, String, Status)> {
    let mut lines = Vec::new();
    if let Some(last) = reading.expires_on {
        let status = if last < today {
            Status::new(StatusTone::Error, "期限切れ")
        } else {
            good("期限内")
        };
        lines.push(("カードの有効期限", wareki::format(last), status));
    }
    let status = match reading.genuineness {
        Genuineness::Proven | Genuineness::Consistent => good("一致"),
        Genuineness::Altered => Status::new(StatusTone::Error, "不一致"),
        Genuineness::NotGiven => Status::new(StatusTone::Plain, "確認なし"),
    };
    lines.push(("読み取った内容", reading.genuineness.label().to_owned(), status));
    match &reading.certificate {
        None => lines.push((
            "利用者証明用電子証明書",
            "読み取っていません（カードにないか、読取りの対象外）".into(),
            Status::new(StatusTone::Plain, "確認なし"),
        )),
        Some(check) => {
            let status = match check.status {
                CertificateStatus::Good => good("有効"),
                CertificateStatus::Revoked => Status::new(StatusTone::Error, "失効"),
                CertificateStatus::Unknown => Status::new(StatusTone::Alert, "未確認"),
                CertificateStatus::Expired => Status::new(StatusTone::Alert, "期限切れ"),
                CertificateStatus::Refused => Status::new(StatusTone::Error, "無効"),
            };
            let mut words = check.reason.clone();
            if words.is_empty() {
                words = check
                    .expires_at
                    .map(|at| format!("有効期限 {}", time::day_and_clock(at)))
                    .unwrap_or_default();
            }
            if !check.source.is_empty() {
                let at = time::day_and_clock(check.checked_at);
                words.extend(["（", &*at, "に", &*check.source, "で確認）"]);
            }
            lines.push(("利用者証明用電子証明書", words, status));
            // An answer says nothing where nobody trusted vouches for the key.
            let vouched = matches!(check.status, CertificateStatus::Good | CertificateStatus::Unknown);
            if check.answered && vouched {
                lines.push((
                    "カードの鍵",
                    "この受付の問いかけに、カードの鍵が正しく答えました。暗証番号を知る人が持っています。"
                        .into(),
                    good("本物"),
                ));
            }
        }
    }
    lines
}

fn is_over(check: &CertificateCheck) -> bool {
    check.status == CertificateStatus::Expired
}

fn verdict(reading: &CardReading, standing: Standing, today: NaiveDate) -> Banner {
    match standing {
        Standing::Proves => {
            let banner = Banner::new(Tone::Success, "本人確認書類として使えます");
            match &reading.decision {
                Some(decision) => banner.line(format!("職員の判断で使います。理由：{}", decision.reason)),
                None if reading.certificate.as_ref().is_some_and(is_over) => banner
                    .line("顔写真と来庁者を見比べてください。")
                    .line("電子証明書は期限切れです。カードの鍵では確かめていませんが、受付は続けられます。更新を案内してください。"),
                None => banner.line("顔写真と来庁者を見比べてください。"),
            }
        }
        Standing::NeedsDecision => Banner::new(Tone::Alert, "電子証明書が失効していないかを確認できません")
            .line("別の本人確認書類で確かめるか、このまま使う理由を記録してください。受付は続けられます。"),
        Standing::Refused => {
            let why = if reading.expires_on.is_some_and(|last| last < today) {
                "カードの有効期限が切れています。"
            } else if reading.genuineness == Genuineness::Altered {
                "読み取った内容が、カード内の記録と合いません。"
            } else {
                "電子証明書が使えません。"
            };
            Banner::new(Tone::Error, "このカードは、本人確認書類として使えません")
                .line(why)
                .line("運転免許証など、別の本人確認書類で受け付けてください。受付は続けられます。")
        }
    }
}

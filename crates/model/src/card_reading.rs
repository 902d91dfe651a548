//! What was read of a マイナンバーカード at the counter, and what that proves.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{CardReadingId, CaseId, ResidentId, StaffId};
use crate::labels::labelled;
use crate::register_date::RegisterDate;
use crate::resident::Sex;

/// The four attributes (基本4情報), exactly as the card holds them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CardHolder {
    /// 氏名. Characters that the card cannot hold are replaced on it; the picture of the name is not.
    pub name: String,
    /// 住所, on one line.
    pub address: String,
    /// 生年月日.
    pub birth_date: RegisterDate,
    /// 性別; none where the card says 不明 or 適用不能.
    pub sex: Option<Sex>,
}

/// How the holder let the card be read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingMethod {
    /// 照合番号B: what is printed on the card. Whoever holds the card in hand can do it.
    VerificationNumberB,
    /// 照合番号A: the 個人番号.
    VerificationNumberA,
    /// The holder typed the PIN.
    Pin,
}

labelled!(ReadingMethod {
    VerificationNumberB => "verification_number_b", "照合番号B";
    VerificationNumberA => "verification_number_a", "照合番号A";
    Pin => "pin", "暗証番号";
});

/// Whether the attributes are those that were written when the card was issued.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Genuineness {
    /// The issuer's signature over them was checked.
    Proven,
    /// They fit the card's own record of them, whose signer is not known to this system.
    Consistent,
    /// They do not fit it: they are not to be trusted.
    Altered,
    /// The card gave nothing to check.
    NotGiven,
}

labelled!(Genuineness {
    Proven => "proven", "発行者の署名を確認";
    Consistent => "consistent", "カード内の記録と一致";
    Altered => "altered", "カード内の記録と不一致";
    NotGiven => "not_given", "確認できる記録なし";
});

/// What was found about the certificate for user authentication.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateStatus {
    /// Issued by a trusted authority, within its time, not revoked.
    Good,
    /// Revoked.
    Revoked,
    /// Whether it is revoked could not be told.
    Unknown,
    /// Its time is over. The card itself may be good for years: it still shows who somebody is, by its picture.
    Expired,
    /// Not trusted: another issuer, not for this purpose, or its answer was wrong.
    Refused,
}

labelled!(CertificateStatus {
    Good => "good", "有効";
    Revoked => "revoked", "失効";
    Unknown => "unknown", "失効を確認できない";
    Expired => "expired", "期限切れ";
    Refused => "refused", "信頼できない";
});

/// The check of a certificate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CertificateCheck {
    /// What was found.
    pub status: CertificateStatus,
    /// Why, in the officer's words; empty where it is good.
    pub reason: String,
    /// Who said whether it is revoked; empty where nobody was asked.
    pub source: String,
    /// When.
    pub checked_at: DateTime<Utc>,
    /// Its serial number, in hexadecimal digits.
    pub serial: String,
    /// The last instant it is good for; none where it could not be read.
    pub expires_at: Option<DateTime<Utc>>,
    /// The card's key answered this reading's own challenge: the chip is the one that was issued, and the holder knew
    /// the PIN.
    pub answered: bool,
}

impl CertificateCheck {
    /// The card holds a certificate that was not revoked; its time may be over.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.status != CertificateStatus::Revoked
    }
}

/// An officer's decision on a reading that could not be checked to the end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReadingDecision {
    /// Why it is taken all the same.
    pub reason: String,
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
}

/// One reading of one card.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CardReading {
    /// Our id.
    pub id: CardReadingId,
    /// The case; none before one is open.
    pub case_id: Option<CaseId>,
    /// Whose card it is, by an officer's decision.
    pub resident_id: Option<ResidentId>,
    /// How it was read.
    pub method: ReadingMethod,
    /// What it says.
    pub holder: CardHolder,
    /// カードの有効期限; none where the face was not read.
    pub expires_on: Option<NaiveDate>,
    /// Whether the attributes are genuine.
    pub genuineness: Genuineness,
    /// The check of the certificate; none where the card holds none or it was not read.
    pub certificate: Option<CertificateCheck>,
    /// The pictures of name and address are kept beside it.
    pub has_pictures: bool,
    /// Who read it.
    pub read_by: StaffId,
    /// When.
    pub read_at: DateTime<Utc>,
    /// The decision to take it though its certificate could not be checked.
    pub decision: Option<ReadingDecision>,
}

/// Whether a reading proves who somebody is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It does.
    Proves,
    /// An officer must decide, with a reason.
    NeedsDecision,
    /// It does not: expired, revoked, altered or not trusted.
    Refused,
}

impl CardReading {
    /// Whether it proves who the holder is, on a day (有効期限 is the last good day).
    #[must_use]
    pub fn standing(&self, on: NaiveDate) -> Standing {
        let expired = self.expires_on.is_some_and(|last| last < on);
        if expired || self.genuineness == Genuineness::Altered {
            return Standing::Refused;
        }
        match self.certificate.as_ref().map(|check| check.status) {
            Some(CertificateStatus::Revoked | CertificateStatus::Refused) => Standing::Refused,
            Some(CertificateStatus::Unknown) if self.decision.is_none() => Standing::NeedsDecision,
            _ => Standing::Proves,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn reading() -> CardReading {
        CardReading {
            id: CardReadingId(Uuid::nil()),
            case_id: None,
            resident_id: None,
            method: ReadingMethod::Pin,
            holder: CardHolder {
                name: "見本　花子".into(),
                address: "見本県見本市本町一丁目1番1号".into(),
                birth_date: RegisterDate::Known("1980-02-17".parse().unwrap()),
                sex: Some(Sex::Female),
            },
            expires_on: Some("2030-02-17".parse().unwrap()),
            genuineness: Genuineness::Consistent,
            certificate: None,
            has_pictures: false,
            read_by: StaffId(Uuid::nil()),
            read_at: DateTime::UNIX_EPOCH,
            decision: None,
        }
    }

    fn with(status: CertificateStatus) -> CardReading {
        CardReading {
            certificate: Some(CertificateCheck {
                status,
                reason: String::new(),
                source: String::new(),
                checked_at: DateTime::UNIX_EPOCH,
                serial: "01".into(),
                expires_at: None,
                answered: true,
            }),
            ..reading()
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_card_proves_through_its_last_day() {
        assert_eq!(reading().standing(day("2030-02-17")), Standing::Proves);
        assert_eq!(reading().standing(day("2030-02-18")), Standing::Refused);
    }

    #[test]
    fn what_was_altered_or_revoked_proves_nothing() {
        let altered = CardReading {
            genuineness: Genuineness::Altered,
            ..reading()
        };
        assert_eq!(altered.standing(day("2026-11-28")), Standing::Refused);
        for status in [CertificateStatus::Revoked, CertificateStatus::Refused] {
            assert_eq!(with(status).standing(day("2026-11-28")), Standing::Refused);
        }
        assert_eq!(
            with(CertificateStatus::Good).standing(day("2026-11-28")),
            Standing::Proves
        );
    }

    #[test]
    fn an_ended_certificate_leaves_the_card_what_it_is() {
        let ended = with(CertificateStatus::Expired);
        assert_eq!(ended.standing(day("2026-11-28")), Standing::Proves);
        assert_eq!(ended.standing(day("2030-02-18")), Standing::Refused);
    }

    #[test]
    fn unknown_waits_for_a_decision() {
        let unknown = with(CertificateStatus::Unknown);
        assert_eq!(unknown.standing(day("2026-11-28")), Standing::NeedsDecision);
        let decided = CardReading {
            decision: Some(ReadingDecision {
                reason: "電話で確かめた".into(),
                by: StaffId(Uuid::nil()),
                at: DateTime::UNIX_EPOCH,
            }),
            ..unknown
        };
        assert_eq!(decided.standing(day("2026-11-28")), Standing::Proves);
        assert_eq!(decided.standing(day("2030-02-18")), Standing::Refused);
    }
}

//! Whose card it is, as data. All of it is synthetic.

use serde::{Deserialize, Serialize};

use crate::date::{BirthDate, Date};
use crate::secret::Secret;

/// The people of a desk: the file that `--people` names.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// In the order in which they are shown.
    pub people: Vec<Person>,
}

/// A person and her or his card.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// What requests name it by: lower-case letters, digits and hyphens.
    pub id: String,
    /// 氏名, as the card writes it: family and given name with U+3000 between.
    pub name: String,
    /// 住所, with full-width digits.
    pub address: String,
    /// `YYYY-MM-DD`; what is 不詳 is `00`, or `0000-00-00` altogether.
    pub birth_date: BirthDate,
    /// 性別.
    pub sex: Sex,
    /// 個人番号, 12 digits. Synthetic.
    pub individual_number: Secret,
    /// 有効期限 of the card.
    pub expires_on: Date,
    /// 全国地方公共団体コード of the issuer, 5 digits without the check digit.
    pub municipality_code: String,
    /// セキュリティコード, 4 digits.
    pub security_code: Secret,
    /// Its PINs.
    #[serde(default)]
    pub pins: Pins,
    /// Where characters of the name are substitutes, one `0` or `1` for each; all `0` if it is left out.
    #[serde(default)]
    pub name_substitutes: Option<String>,
    /// The same for the address.
    #[serde(default)]
    pub address_substitutes: Option<String>,
    /// How many tries are left at first, where not all are.
    #[serde(default)]
    pub tries: Tries,
    /// Which certificates it holds.
    #[serde(default)]
    pub certificates: Certificates,
    /// Whether it holds a certificate for digital signatures: children have none.
    #[serde(default = "yes")]
    pub signature_certificate: bool,
    /// Whether its certificates are revoked at first.
    #[serde(default)]
    pub revoked: bool,
    /// Card or phone.
    #[serde(default)]
    pub token: Token,
    /// Answers `6282` where data end early, instead of `9000`.
    #[serde(default)]
    pub warns_at_end_of_file: bool,
    /// A few words shown beside the name at the desk.
    #[serde(default)]
    pub note: String,
}

fn yes() -> bool {
    true
}

impl Person {
    /// Whether a card can be made of this.
    ///
    /// # Errors
    /// What is wrong, without repeating it.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let digits =
            |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        let fits = |flags: &Option<String>, text: &str| {
            flags.as_ref().is_none_or(|flags| {
                flags.chars().count() == text.chars().count()
                    && flags.chars().all(|flag| matches!(flag, '0' | '1'))
            })
        };
        let id = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let checks = [
            (
                !self.id.is_empty() && self.id.bytes().all(id),
                "id: lower-case letters, digits and hyphens",
            ),
            (
                !self.name.is_empty() && self.name.chars().count() <= 60,
                "name: 1 to 60 characters",
            ),
            (
                !self.address.is_empty() && self.address.chars().count() <= 120,
                "address: 1 to 120 characters",
            ),
            (
                self.individual_number.is_digits(12),
                "individual_number: 12 digits",
            ),
            (digits(&self.municipality_code, 5), "municipality_code: 5 digits"),
            (self.security_code.is_digits(4), "security_code: 4 digits"),
            (self.pins.attributes.is_digits(4), "pins.attributes: 4 digits"),
            (
                self.pins.authentication.is_digits(4),
                "pins.authentication: 4 digits",
            ),
            (
                self.pins.signature.is_signature_pin(),
                "pins.signature: 6 to 16 capital letters and digits",
            ),
            (
                fits(&self.name_substitutes, &self.name),
                "name_substitutes: 0 or 1 for each character",
            ),
            (
                fits(&self.address_substitutes, &self.address),
                "address_substitutes: 0 or 1 for each character",
            ),
        ];
        checks
            .iter()
            .find(|(right, _)| !right)
            .map_or(Ok(()), |(_, wrong)| Err(wrong))
    }
}

/// 性別, as JIS X 0303 counts it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
    /// 適用不能
    NotApplicable,
    /// 不明
    Unknown,
}

impl Sex {
    /// The digit on the card.
    pub(crate) fn digit(self) -> u8 {
        match self {
            Self::Male => b'1',
            Self::Female => b'2',
            Self::NotApplicable => b'9',
            Self::Unknown => b'0',
        }
    }
}

/// The PINs of a card. Those of test cards are no secret: 1234, 1234 and ABC123 if nothing else is said.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pins {
    /// 券面事項入力補助用, 4 digits.
    pub attributes: Secret,
    /// 利用者証明用, 4 digits.
    pub authentication: Secret,
    /// 署名用, 6 to 16 capital letters and digits.
    pub signature: Secret,
}

impl Default for Pins {
    fn default() -> Self {
        Self {
            attributes: "1234".into(),
            authentication: "1234".into(),
            signature: "ABC123".into(),
        }
    }
}

/// Tries left; all of them where nothing is said, and 0 is a blocked PIN.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tries {
    /// Of 券面事項入力補助用暗証番号, 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributes: Option<u8>,
    /// Of 利用者証明用暗証番号, 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authentication: Option<u8>,
    /// Of 署名用暗証番号, 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<u8>,
    /// Of 照合番号A in 券面事項入力補助AP, 10.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_a: Option<u8>,
    /// Of 照合番号B in 券面事項入力補助AP, 10.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_b: Option<u8>,
}

/// What kind of certificates a card holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certificates {
    /// In force.
    #[default]
    Valid,
    /// Their time is over.
    Expired,
    /// Of a certificate authority that nobody knows, under the known one's name.
    UnknownAuthority,
}

/// What the certificates are kept in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Token {
    /// The card.
    #[default]
    Card,
    /// An Android phone: only 公的個人認証AP, and a PIN also for reading the certificate.
    Android,
    /// An iPhone: the same.
    Iphone,
}

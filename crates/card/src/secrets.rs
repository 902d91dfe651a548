//! What is shown to the card: PINs and numbers, checked for their form, wiped from memory when they are no longer
//! needed, and never printed.

mod digits;
mod numbers;
mod pins;

pub use numbers::{IndividualNumber, VerificationNumberA, VerificationNumberB};
pub use pins::{Pin, SignaturePin};

/// The secrets of a card. Each has a count of tries of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SecretKind {
    /// 券面事項入力補助用暗証番号, 4 digits, 3 tries.
    TextAttributesPin,
    /// 利用者証明用暗証番号, 4 digits, 3 tries.
    AuthenticationPin,
    /// 署名用暗証番号, 6 to 16 letters and digits, 5 tries.
    SignaturePin,
    /// 照合番号A, the 個人番号, 10 tries.
    VerificationNumberA,
    /// 照合番号B, 14 digits, 10 tries.
    VerificationNumberB,
}

impl SecretKind {
    /// What it is called on screens.
    pub fn name(self) -> &'static str {
        match self {
            Self::TextAttributesPin => "暗証番号（券面事項入力補助用）",
            Self::AuthenticationPin => "暗証番号（利用者証明用）",
            Self::SignaturePin => "署名用暗証番号",
            Self::VerificationNumberA => "個人番号",
            Self::VerificationNumberB => "生年月日・有効期限・セキュリティコード",
        }
    }
}

/// Why a text is no such secret. The text is a Japanese sentence that says what to do; it repeats nothing typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SecretError {
    /// Not 4 digits.
    #[error("暗証番号は数字4桁で入力してください。")]
    NotFourDigits,
    /// Not 6 to 16 letters and digits.
    #[error("署名用暗証番号は英数字6文字以上16文字以下で入力してください。")]
    NotSixToSixteen,
    /// No letter, or no digit.
    #[error("署名用暗証番号には英字と数字の両方が入ります。入力を確かめてください。")]
    NotLettersAndDigits,
    /// Not 12 digits.
    #[error("個人番号は数字12桁で入力してください。")]
    NotTwelveDigits,
    /// The check digit does not fit.
    #[error("個人番号の検査用数字が合いません。番号を確かめてください。")]
    WrongCheckDigit,
    /// Not 14 digits.
    #[error(
        "照合番号Bは、生年月日6桁・有効期限の西暦4桁・セキュリティコード4桁の、合わせて数字14桁で入力してください。"
    )]
    NotFourteenDigits,
    /// The birth date has no place in the number: the card writes it in a 元号.
    #[error("生年月日を確かめてください。")]
    WrongBirthDate,
    /// The year is not 4 digits.
    #[error("有効期限の年は、西暦4桁で入力してください。")]
    WrongExpiryYear,
    /// Not 4 digits.
    #[error("セキュリティコードは数字4桁で入力してください。")]
    WrongSecurityCode,
}

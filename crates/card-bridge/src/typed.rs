//! What the resident typed into the window, read into secrets; or what is wrong with it, field by field.

use chrono::NaiveDate;
use madoguchi_card::secrets::{
    Pin, SecretError, SecretKind, SignaturePin, VerificationNumberA, VerificationNumberB,
};
use madoguchi_model::wareki::Era;

use crate::form::Form;
use crate::work::Secrets;

/// A field of the window and what is wrong with what was typed into it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mistake {
    pub(crate) field: &'static str,
    pub(crate) message: String,
}

/// The name of the field that a secret is typed into; of its first one for 照合番号B.
pub(crate) fn field(secret: SecretKind) -> &'static str {
    match secret {
        SecretKind::TextAttributesPin => "pin",
        SecretKind::AuthenticationPin => "authentication_pin",
        SecretKind::SignaturePin => "signature_pin",
        SecretKind::VerificationNumberA => "number_a",
        SecretKind::VerificationNumberB => "birth",
    }
}

/// The secrets of a form.
pub(crate) fn read(form: &Form, typed: &[SecretKind]) -> Result<Secrets, Vec<Mistake>> {
    let mut secrets = Secrets::default();
    let mut mistakes = Vec::new();
    for secret in typed {
        let name = field(*secret);
        let text = form.get(name).trim();
        let read = match secret {
            SecretKind::TextAttributesPin => Pin::new(text).map(|pin| secrets.pin = Some(pin)),
            SecretKind::AuthenticationPin => Pin::new(text).map(|pin| secrets.authentication_pin = Some(pin)),
            SecretKind::SignaturePin => SignaturePin::new(text).map(|pin| secrets.signature_pin = Some(pin)),
            SecretKind::VerificationNumberA => {
                VerificationNumberA::new(text).map(|number| secrets.number_a = Some(number))
            }
            SecretKind::VerificationNumberB => number_b(form).map(|number| secrets.number_b = Some(number)),
        };
        if let Err(error) = read {
            mistakes.push(Mistake {
                field: place(error, name),
                message: error.to_string(),
            });
        }
    }
    if mistakes.is_empty() {
        Ok(secrets)
    } else {
        Err(mistakes)
    }
}

/// The field that a mistake belongs to: 照合番号B has three.
fn place(error: SecretError, field: &'static str) -> &'static str {
    match error {
        SecretError::WrongExpiryYear => "expiry_year",
        SecretError::WrongSecurityCode => "security_code",
        _ => field,
    }
}

fn number_b(form: &Form) -> Result<VerificationNumberB, SecretError> {
    let birth = birth(form).ok_or(SecretError::WrongBirthDate)?;
    let year = number(form, "expiry_year").ok_or(SecretError::WrongExpiryYear)?;
    VerificationNumberB::from_face(birth, year, form.get("security_code").trim())
}

/// The day of birth as the card writes it, in an era that it lies in.
fn birth(form: &Form) -> Option<NaiveDate> {
    let era = Era::all().find(|era| era.letter().to_string() == form.get("era"))?;
    let year = era.western_year(number(form, "year")?);
    let day = NaiveDate::from_ymd_opt(year, number(form, "month")?.into(), number(form, "day")?.into())?;
    era.contains(day).then_some(day)
}

/// A small number, in half-width or full-width digits.
fn number(form: &Form, name: &str) -> Option<u16> {
    let text = form.get(name).trim();
    if text.is_empty() || text.chars().count() > 4 {
        return None;
    }
    text.chars().try_fold(0_u16, |number, character| {
        let digit = match character {
            '０'..='９' => u32::from(character) - u32::from('０'),
            character => character.to_digit(10)?,
        };
        Some(number * 10 + u16::try_from(digit).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> Form {
        Form::parse(text.as_bytes()).unwrap()
    }

    fn mistakes(text: &str, typed: &[SecretKind]) -> Vec<&'static str> {
        match read(&form(text), typed) {
            Ok(_) => vec![],
            Err(mistakes) => mistakes.into_iter().map(|mistake| mistake.field).collect(),
        }
    }

    #[test]
    fn each_mistake_stands_at_its_field() {
        use SecretKind::{AuthenticationPin, SignaturePin, TextAttributesPin, VerificationNumberA};
        let both = [TextAttributesPin, AuthenticationPin];
        assert_eq!(
            mistakes("pin=1234&authentication_pin=%EF%BC%91234", &both),
            Vec::<&str>::new()
        );
        assert_eq!(
            mistakes("pin=123&authentication_pin=12345", &both),
            ["pin", "authentication_pin"]
        );
        assert_eq!(mistakes("", &[SignaturePin]), ["signature_pin"]);
        assert_eq!(
            mistakes("number_a=000000000001", &[VerificationNumberA]),
            ["number_a"]
        );
    }

    #[test]
    fn the_numbers_of_the_face_are_read_as_they_are_printed() {
        let read = |text: &str| mistakes(text, &[SecretKind::VerificationNumberB]);
        let rest = "&expiry_year=2035&security_code=2285";
        assert_eq!(
            read(&format!("era=S&year=55&month=2&day=17{rest}")),
            Vec::<&str>::new()
        );
        assert_eq!(read(&format!("era=S&year=64&month=1&day=8{rest}")), ["birth"]);
        assert_eq!(read(&format!("era=X&year=55&month=2&day=17{rest}")), ["birth"]);
        assert_eq!(read(&format!("era=S&year=55&month=2&day=30{rest}")), ["birth"]);
        assert_eq!(
            read("era=S&year=55&month=2&day=17&expiry_year=35&security_code=2285"),
            ["expiry_year"]
        );
        assert_eq!(
            read("era=S&year=55&month=2&day=17&expiry_year=2035&security_code=22"),
            ["security_code"]
        );
    }
}

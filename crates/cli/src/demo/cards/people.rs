//! The holders of the demonstration's virtual cards: people worth looking at, someone who moves in, and cards with
//! something wrong.

use std::path::{Path, PathBuf};

use madoguchi_model::household::Household;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{Resident, ResidentState, Sex};
use serde_json::{Value, json};

/// The list, as the virtual reader takes it.
pub(crate) fn file(state: &Path) -> PathBuf {
    state.join("cards.json")
}

/// Cards of the households with these names, of someone from elsewhere, and with something wrong.
pub(crate) fn of(households: &[(&str, &Household)], municipality_code: &str) -> Value {
    let mut people = Vec::new();
    for (name, household) in households {
        for (n, member) in household.members.iter().enumerate() {
            let id = format!("{}-{}", name.replace('_', "-"), n + 1);
            if member.state == ResidentState::Current {
                people.extend(card(&id, member, municipality_code, people.len()));
            }
        }
    }
    let wrong = people
        .first()
        .cloned()
        .map(|first| faulty(&first))
        .unwrap_or_default();
    people.extend(wrong);
    people.push(mover());
    json!({ "people": people })
}

/// A resident's card, where the resident holds one.
fn card(id: &str, resident: &Resident, municipality_code: &str, n: usize) -> Option<Value> {
    let holding = resident.card()?;
    let birth = match &resident.birth_date {
        RegisterDate::Known(day) => day.to_string(),
        RegisterDate::Unknown { .. } => "0000-00-00".into(),
    };
    Some(json!({
        "id": id,
        "name": resident.names.name.written,
        "address": full_width(&resident.address.one_line()),
        "birth_date": birth,
        "sex": match resident.sex {
            Sex::Male => "male",
            Sex::Female => "female",
        },
        "individual_number": individual_number(n),
        "expires_on": holding.expires_on,
        "municipality_code": municipality_code.get(..5).unwrap_or_default(),
        "security_code": format!("{:04}", 1234 + n),
        "signature_certificate": holding.certificate_expires_on.is_some(),
    }))
}

/// The first card with something wrong with it.
fn faulty(first: &Value) -> Vec<Value> {
    let with = |id: &str, note: &str, changes: Value| {
        let mut card = first.clone();
        card["id"] = id.into();
        card["note"] = note.into();
        if let (Some(card), Value::Object(changes)) = (card.as_object_mut(), changes) {
            card.extend(changes);
        }
        card
    };
    vec![
        with(
            "expired",
            "電子証明書の期限切れ",
            json!({ "certificates": "expired" }),
        ),
        with("revoked", "電子証明書が失効", json!({ "revoked": true })),
        with(
            "unknown-authority",
            "別の認証局",
            json!({ "certificates": "unknown_authority" }),
        ),
        with(
            "last-try",
            "暗証番号の残り1回",
            json!({ "tries": { "attributes": 1, "authentication": 1, "signature": 1 } }),
        ),
        with(
            "blocked",
            "暗証番号がロック済み",
            json!({ "tries": { "attributes": 0, "authentication": 0, "signature": 0 } }),
        ),
        with(
            "old-card",
            "カードの期限切れ",
            json!({ "expires_on": "2020-01-31" }),
        ),
    ]
}

/// Someone whom the register does not know.
fn mover() -> Value {
    json!({
        "id": "mover",
        "name": "例示　移子",
        "address": "千葉県船橋市本町一丁目２番３号　例示荘１０１",
        "birth_date": "1992-05-05",
        "sex": "female",
        "individual_number": individual_number(900),
        "expires_on": "2032-05-05",
        "municipality_code": "12204",
        "security_code": "9876",
        "note": "転入する人",
    })
}

/// Digits as the card writes them in addresses.
fn full_width(text: &str) -> String {
    let wide = |c: char| {
        let digit = c.to_digit(10).filter(|_| c.is_ascii_digit());
        digit
            .and_then(|digit| char::from_u32(0xFF10 + digit))
            .unwrap_or(c)
    };
    text.chars().map(wide).collect()
}

/// A made-up number with the check digit of 行政手続における特定の個人を識別するための番号の利用等に関する法律施行規則
/// （番号の生成）: nobody's, since it is counted up from a number of nines.
fn individual_number(n: usize) -> String {
    let digits = format!("{:011}", 99_999_900_000_usize + n % 100_000);
    let weighted: u32 = digits
        .bytes()
        .rev()
        .zip(1_u32..)
        .map(|(digit, place)| u32::from(digit - b'0') * if place <= 6 { place + 1 } else { place - 5 })
        .sum();
    let check = match weighted % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    };
    format!("{digits}{check}")
}

#[cfg(test)]
mod tests {
    use madoguchi_card::secrets::IndividualNumber;

    use super::*;

    #[test]
    fn numbers_have_their_check_digit() {
        for n in [0, 1, 7, 900, 12_345] {
            let number = individual_number(n);
            assert!(IndividualNumber::from_digits(number.as_bytes()).is_some(), "{n}");
        }
        assert_ne!(individual_number(1), individual_number(2));
    }

    #[test]
    fn digits_of_addresses_are_wide() {
        assert_eq!(full_width("本町一丁目2番3号"), "本町一丁目２番３号");
    }
}

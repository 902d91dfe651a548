//! Card and register side by side. Nothing is changed by comparing: an officer decides.

use madoguchi_model::address_key::fold;
use madoguchi_model::card_reading::CardReading;
use madoguchi_model::name::Names;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{Resident, Sex};
use madoguchi_model::variants::may_match;
use madoguchi_model::wareki;

use crate::components::{Status, StatusTone};

/// How two values stand to one another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// Equal, spaces and widths aside.
    Same,
    /// Other characters that may stand for one another: 異体字, or what the card puts in the place of a rare one.
    Variant,
    /// Different.
    Different,
    /// The one is part of the other (旧氏 or 通称 beside the name, 方書 left out).
    Partly,
    /// The card does not say.
    Unsaid,
}

impl Verdict {
    pub(super) fn status(self) -> Status {
        match self {
            Self::Same => Status::new(StatusTone::Done, "一致"),
            Self::Variant => Status::new(StatusTone::Alert, "字体の違い"),
            Self::Partly => Status::new(StatusTone::Alert, "一部が違う"),
            Self::Different => Status::new(StatusTone::Error, "違う"),
            Self::Unsaid => Status::new(StatusTone::Plain, "カードに記載なし"),
        }
    }
}

/// One line of the comparison.
pub(super) struct Difference {
    pub(super) label: &'static str,
    pub(super) card: String,
    pub(super) register: String,
    pub(super) verdict: Verdict,
}

/// The four attributes side by side. Both addresses are left out where they are withheld.
pub(super) fn compare(reading: &CardReading, resident: &Resident, withheld: bool) -> Vec<Difference> {
    let holder = &reading.holder;
    let address = if withheld {
        Difference {
            label: "住所",
            card: WITHHELD.into(),
            register: WITHHELD.into(),
            verdict: address(&holder.address, &resident.address.one_line()),
        }
    } else {
        Difference {
            label: "住所",
            card: holder.address.clone(),
            register: resident.address.one_line(),
            verdict: address(&holder.address, &resident.address.one_line()),
        }
    };
    let mut lines = vec![
        Difference {
            label: "氏名",
            card: holder.name.clone(),
            register: written(&resident.names),
            verdict: name(&holder.name, &resident.names),
        },
        Difference {
            label: "生年月日",
            card: wareki::format_register(&holder.birth_date),
            register: wareki::format_register(&resident.birth_date),
            verdict: birth(&holder.birth_date, &resident.birth_date),
        },
        Difference {
            label: "性別",
            card: holder.sex.map_or("記載なし", Sex::label).into(),
            register: resident.sex.label().into(),
            verdict: match holder.sex {
                None => Verdict::Unsaid,
                Some(sex) if sex == resident.sex => Verdict::Same,
                Some(_) => Verdict::Different,
            },
        },
        address,
    ];
    lines.extend(certificate(reading, resident));
    lines
}

/// The certificate's serial number beside the one that the core system knows, where both are there: the surest sign that
/// it is this person's present card.
fn certificate(reading: &CardReading, resident: &Resident) -> Option<Difference> {
    let known = resident.card()?.certificate_serial.as_ref()?;
    let read = &reading.certificate.as_ref()?.serial;
    let same = digits(known) == digits(read);
    Some(Difference {
        label: "電子証明書",
        card: "発行番号を読取り済み".into(),
        register: "発行番号あり".into(),
        verdict: if same { Verdict::Same } else { Verdict::Different },
    })
}

/// Hexadecimal digits without leading zeros and colons.
fn digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    digits.trim_start_matches('0').to_ascii_lowercase()
}

const WITHHELD: &str = "支援措置のため表示していません";

/// 氏名 with 旧氏 and 通称 as the register holds them.
fn written(names: &Names) -> String {
    let mut text = names.name.written.clone();
    if let Some(former) = &names.former_family_name {
        text.extend(["［旧氏：", &former.written, "］"]);
    }
    if let Some(alias) = &names.alias {
        text.extend(["（通称：", &alias.written, "）"]);
    }
    text
}

/// Letters without what makes no difference: spaces, selectors, the case of the alphabet.
fn letters(text: &str) -> Vec<char> {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(*c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'))
        .flat_map(char::to_uppercase)
        .collect()
}

/// How the card's name stands to the register's.
pub(super) fn name(card: &str, names: &Names) -> Verdict {
    let known = [Some(&names.name.written), names.alphabet.as_ref()];
    let verdicts = known.into_iter().flatten().map(|known| spelled(card, known));
    let best = verdicts
        .min_by_key(|verdict| rank(*verdict))
        .unwrap_or(Verdict::Different);
    if best != Verdict::Different {
        return best;
    }
    // 旧氏 stands in brackets between family and given name, 通称 in brackets behind the name.
    let plain = without_brackets(card);
    let known = [
        Some(&names.name.written),
        names.alphabet.as_ref(),
        names.alias.as_ref().map(|alias| &alias.written),
    ];
    let partly = plain != card
        && known
            .into_iter()
            .flatten()
            .any(|known| spelled(&plain, known) != Verdict::Different);
    if partly {
        Verdict::Partly
    } else {
        Verdict::Different
    }
}

fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Same => 0,
        Verdict::Variant => 1,
        Verdict::Partly => 2,
        Verdict::Different | Verdict::Unsaid => 3,
    }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    text.chars()
        .filter(|c| match c {
            '［' | '[' | '（' | '(' => {
                depth += 1;
                false
            }
            '］' | ']' | '）' | ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

fn spelled(one: &str, other: &str) -> Verdict {
    if one == other {
        return Verdict::Same;
    }
    let (a, b) = (letters(one), letters(other));
    if a.len() != b.len() || a.is_empty() {
        return Verdict::Different;
    }
    if a == b {
        let exact = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        return if exact(one).to_uppercase() == exact(other).to_uppercase() {
            Verdict::Same
        } else {
            Verdict::Variant
        };
    }
    if a.iter().zip(&b).all(|(one, other)| may_match(*one, *other)) {
        Verdict::Variant
    } else {
        Verdict::Different
    }
}

/// How two birth dates stand to one another. Of unknown ones the days they can be are compared.
pub(super) fn birth(card: &RegisterDate, register: &RegisterDate) -> Verdict {
    if card.range() == register.range() {
        return Verdict::Same;
    }
    let ((a, b), (c, d)) = (card.range(), register.range());
    let meet = a <= d && c <= b;
    if meet { Verdict::Partly } else { Verdict::Different }
}

fn address(card: &str, register: &str) -> Verdict {
    let (card, register) = (fold(card), fold(register));
    if card == register {
        Verdict::Same
    } else if !card.is_empty()
        && !register.is_empty()
        && (card.starts_with(&register) || register.starts_with(&card))
    {
        Verdict::Partly
    } else {
        Verdict::Different
    }
}

#[cfg(test)]
mod tests {
    use madoguchi_model::name::WrittenName;

    use super::*;

    fn names(written: &str) -> Names {
        Names {
            name: WrittenName {
                written: written.into(),
                ..WrittenName::default()
            },
            ..Names::default()
        }
    }

    #[test]
    fn a_variant_is_told_from_another_name() {
        for (card, register, verdict) in [
            ("見本　花子", "見本　花子", Verdict::Same),
            ("見本 花子", "見本　花子", Verdict::Same),
            ("高橋　一郎", "髙橋　一郎", Verdict::Variant),
            ("辻　一郎", "辻\u{E0100}　一郎", Verdict::Variant),
            ("高橋　一郎", "高橋　二郎", Verdict::Different),
            ("高橋　一", "高橋　一郎", Verdict::Different),
            ("", "高橋　一郎", Verdict::Different),
        ] {
            assert_eq!(name(card, &names(register)), verdict, "{card} {register}");
        }
    }

    #[test]
    fn a_former_family_name_and_an_alias_are_part_of_it() {
        assert_eq!(name("見本［例示］花子", &names("見本　花子")), Verdict::Partly);
        let alphabet = Names {
            alphabet: Some("NGUYEN VAN A".into()),
            ..names("グエン　ヴァン　アー")
        };
        assert_eq!(name("Nguyen Van A", &alphabet), Verdict::Same);
        assert_eq!(name("NGUYEN VAN A（見本　一郎）", &alphabet), Verdict::Partly);
        assert_eq!(name("NGUYEN VAN B（見本　一郎）", &alphabet), Verdict::Different);
    }

    #[test]
    fn serial_numbers_are_one_however_they_are_written() {
        assert_eq!(digits("00:0A:ff"), digits("aFF"));
        assert_ne!(digits("0AFE"), digits("0AFF"));
    }

    #[test]
    fn an_address_may_lack_its_building() {
        for (card, register, verdict) in [
            (
                "見本県見本市本町一丁目２番３号",
                "見本県見本市本町一丁目2番3号",
                Verdict::Same,
            ),
            (
                "見本県見本市本町1-2-3",
                "見本県見本市本町一丁目2番3号",
                Verdict::Same,
            ),
            (
                "見本県見本市本町一丁目2番3号",
                "見本県見本市本町一丁目2番3号　見本荘101",
                Verdict::Partly,
            ),
            (
                "見本県見本市本町一丁目2番4号",
                "見本県見本市本町一丁目2番3号",
                Verdict::Different,
            ),
            ("", "見本県見本市本町一丁目2番3号", Verdict::Different),
        ] {
            assert_eq!(address(card, register), verdict, "{card}");
        }
    }

    #[test]
    fn unknown_birth_dates_meet() {
        let day = |text: &str| RegisterDate::Known(text.parse().unwrap());
        let year = RegisterDate::Unknown {
            earliest: "1980-01-01".parse().unwrap(),
            latest: "1980-12-31".parse().unwrap(),
            text: "昭和55年月日不詳".into(),
        };
        assert_eq!(birth(&day("1980-02-17"), &day("1980-02-17")), Verdict::Same);
        assert_eq!(birth(&day("1980-02-17"), &day("1980-02-18")), Verdict::Different);
        assert_eq!(birth(&year, &day("1980-12-31")), Verdict::Partly);
        assert_eq!(birth(&year, &day("1981-01-01")), Verdict::Different);
    }
}

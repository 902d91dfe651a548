//! Fixed households of old people, and the one of long names.

use chrono::NaiveDate;
use madoguchi_model::household::Household;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{
    CareInsurance, DisabilityCertificate, ForeignStatus, HealthInsurance, PensionCategory, Sex,
};

use super::person::{Person, address, household, name, years_before};
use crate::people::Numbers;
use crate::places::Place;
use crate::random::Dice;

/// 𠮷田　茂 and 和子.
pub(super) fn elderly_couple(numbers: &mut Numbers, dice: &mut Dice, on: NaiveDate) -> Household {
    use HealthInsurance::LateStageElderly;
    let address = address(Place::Mihon, "桜木町", "9番1号", "");
    let husband = Person::new(
        "世帯主",
        Sex::Male,
        "\u{20BB7}田\u{3000}茂",
        "ヨシダ\u{3000}シゲル",
        years_before(on, 84, 7, 1),
    )
    .insured(LateStageElderly, PensionCategory::None)
    .with(|person| {
        person.circumstances_mut().care = CareInsurance::CareRequired(2);
        person.circumstances_mut().disability = vec![DisabilityCertificate::Physical];
        person.circumstances_mut().seal_registered = true;
    });
    let wife = Person::new(
        "妻",
        Sex::Female,
        "\u{20BB7}田\u{3000}和子",
        "ヨシダ\u{3000}カズコ",
        years_before(on, 79, 3, 31),
    )
    .insured(LateStageElderly, PensionCategory::None)
    .card(years_before(on, -4, 3, 31), years_before(on, -4, 3, 31))
    .with(|person| person.circumstances_mut().care = CareInsurance::SupportRequired(1));
    let domicile = "みほん県みほん市桜木町9番地";
    household(
        numbers,
        dice,
        &address,
        years_before(on, 51, 11, 20),
        domicile,
        vec![husband, wife],
    )
}

/// 左衛門三郎　宗右衛門之助, his wife with a 旧氏, and a lodger with a very long name in the alphabet.
pub(super) fn long_names(numbers: &mut Numbers, dice: &mut Dice, on: NaiveDate) -> Household {
    let building = "ロイヤルレジデンス・ザ・みほんステーションフロント弐番館\u{3000}1204号（左衛門三郎様方）";
    let address = address(Place::Mihon, "駅前町", "1番1号", building);
    let head = Person::new(
        "世帯主",
        Sex::Male,
        "左衛門三郎\u{3000}宗右衛門之助",
        "サエモンサブロウ\u{3000}ソウエモンノスケ",
        years_before(on, 66, 2, 3),
    )
    .insured(HealthInsurance::National, PensionCategory::None)
    .with(|person| {
        person.circumstances_mut().care = CareInsurance::Insured;
        person.circumstances_mut().seal_registered = true;
    });
    let wife = Person::new(
        "妻",
        Sex::Female,
        "左衛門三郎\u{3000}都留子",
        "サエモンサブロウ\u{3000}ツルコ",
        years_before(on, 63, 8, 19),
    )
    .insured(HealthInsurance::National, PensionCategory::None)
    .card(years_before(on, -1, 8, 19), years_before(on, -1, 8, 19))
    .with(|person| person.names.former_family_name = Some(name("勘解由小路", "カデノコウジ")));
    let alphabet = "VENKATANARASIMHARAJUVARIPETA KRISHNAMURTHY SUBRAMANIAN";
    let lodger = Person::new(
        "同居人",
        Sex::Male,
        alphabet,
        "ヴェンカタナラシンハラジュヴァリペタ\u{3000}クリシュナムルティ\u{3000}スブラマニアン",
        years_before(on, 41, 5, 26),
    )
    .insured(HealthInsurance::Employees, PensionCategory::Second)
    .with(|person| {
        person.names.alphabet = Some(alphabet.into());
        person.names.name.kana_confirmed = false;
        person.foreign = Some(ForeignStatus {
            nationality: "インド".into(),
            residence_status: "永住者".into(),
            expires_on: None.into(),
        });
    });
    let people = vec![head, wife, lodger];
    household(
        numbers,
        dice,
        &address,
        years_before(on, 9, 9, 9),
        "ひびき県うみべ町大字浜77番地",
        people,
    )
}

/// 葛󠄀西　キヨ, of whose birth the register only knows 「昭和15年頃」.
pub(super) fn unknown_birth(numbers: &mut Numbers, dice: &mut Dice, on: NaiveDate) -> Household {
    let day = |month, day| NaiveDate::from_ymd_opt(1940, month, day).expect("a day of the calendar");
    let address = address(Place::Mihon, "大字亀ケ谷", "310番地", "");
    let person = Person::new(
        "世帯主",
        Sex::Female,
        "葛\u{E0100}西\u{3000}キヨ",
        "カサイ\u{3000}キヨ",
        day(1, 1),
    )
    .insured(HealthInsurance::LateStageElderly, PensionCategory::None)
    .with(|person| {
        person.birth_date = RegisterDate::Unknown {
            earliest: day(1, 1),
            latest: day(12, 31),
            text: "昭和15年頃".into(),
        };
        person.circumstances_mut().care = CareInsurance::Insured;
    });
    let domicile = "みほん県みほん市大字亀ケ谷310番地";
    household(
        numbers,
        dice,
        &address,
        years_before(on, 60, 4, 10),
        domicile,
        vec![person],
    )
}

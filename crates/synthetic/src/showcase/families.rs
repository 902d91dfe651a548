//! Fixed households with children.

use chrono::NaiveDate;
use madoguchi_model::age::fiscal_year;
use madoguchi_model::household::Household;
use madoguchi_model::resident::{
    CareInsurance, ChildBenefit, DisabilityCertificate, ForeignStatus, HealthInsurance, PensionCategory,
    ProtectiveMeasure, Sex,
};

use super::person::{Person, address, household, name, years_before};
use crate::people::Numbers;
use crate::places::Place;
use crate::random::Dice;

/// 辻󠄀　健一, 美咲, 蓮 (小学4年) and 咲良 (born on 1 April: 小学1年 with the children born before).
pub(super) fn family_of_four(numbers: &mut Numbers, dice: &mut Dice, on: NaiveDate) -> Household {
    use HealthInsurance::National;
    use PensionCategory::First;
    let address = address(Place::Mihon, "本町一丁目", "2番3号", "コーポ青空\u{3000}201号");
    let school_year = |years, month, day| {
        NaiveDate::from_ymd_opt(fiscal_year(on) - years, month, day).expect("a day of every year")
    };
    let father = Person::new(
        "世帯主",
        Sex::Male,
        "辻\u{E0100}\u{3000}健一",
        "ツジ\u{3000}ケンイチ",
        years_before(on, 42, 5, 14),
    )
    .insured(National, First)
    .benefit(ChildBenefit::Recipient)
    .card(years_before(on, -3, 5, 14), years_before(on, -3, 5, 14))
    .with(|person| {
        person.circumstances_mut().seal_registered = true;
        person.circumstances_mut().owns_dog = true;
    });
    let mother = Person::new(
        "妻",
        Sex::Female,
        "辻\u{E0100}\u{3000}美咲",
        "ツジ\u{3000}ミサキ",
        years_before(on, 39, 9, 2),
    )
    .insured(National, First)
    .with(|person| person.names.former_family_name = Some(name("葛\u{E0100}西", "カサイ")));
    let son = Person::new(
        "子",
        Sex::Male,
        "辻\u{E0100}\u{3000}蓮",
        "ツジ\u{3000}レン",
        school_year(10, 7, 15),
    )
    .benefit(ChildBenefit::Child)
    .card(years_before(on, -2, 7, 15), years_before(on, -2, 7, 15))
    .school("みほん市立本町小学校");
    let daughter = Person::new(
        "子",
        Sex::Female,
        "辻\u{E0100}\u{3000}咲良",
        "ツジ\u{3000}サクラ",
        school_year(6, 4, 1),
    )
    .benefit(ChildBenefit::Child)
    .school("みほん市立本町小学校");
    let people = vec![father, mother, son, daughter];
    household(
        numbers,
        dice,
        &address,
        years_before(on, 7, 3, 20),
        "みほん県みほん市本町三丁目15番地",
        people,
    )
}

/// 髙橋　大輔, NGUYEN THI LAN with an alias, and their daughter 葵.
pub(super) fn mixed_family(numbers: &mut Numbers, dice: &mut Dice, on: NaiveDate) -> Household {
    use HealthInsurance::Employees;
    let address = address(Place::Mihon, "緑が丘二丁目", "11番8号", "");
    let stay_ends = years_before(on, -2, 6, 30);
    let father = Person::new(
        "世帯主",
        Sex::Male,
        "髙橋\u{3000}大輔",
        "タカハシ\u{3000}ダイスケ",
        years_before(on, 38, 1, 30),
    )
    .insured(Employees, PensionCategory::Second)
    .benefit(ChildBenefit::Recipient)
    .card(years_before(on, -5, 1, 30), years_before(on, 0, 1, 30));
    let mother = Person::new(
        "妻",
        Sex::Female,
        "NGUYEN THI LAN",
        "グエン\u{3000}ティ\u{3000}ラン",
        years_before(on, 34, 2, 28),
    )
    .insured(Employees, PensionCategory::Third)
    .card(stay_ends, stay_ends)
    .with(|person| {
        person.names.alphabet = Some("NGUYEN THI LAN".into());
        person.names.alias = Some(name("髙橋\u{3000}蘭", "タカハシ\u{3000}ラン"));
        person.foreign = Some(ForeignStatus {
            nationality: "ベトナム".into(),
            residence_status: "日本人の配偶者等".into(),
            expires_on: Some(stay_ends).into(),
        });
    });
    let daughter = Person::new(
        "子",
        Sex::Female,
        "髙橋\u{3000}葵",
        "タカハシ\u{3000}アオイ",
        years_before(on, 3, 8, 8),
    )
    .insured(Employees, PensionCategory::None)
    .benefit(ChildBenefit::Child);
    let people = vec![father, mother, daughter];
    household(
        numbers,
        dice,
        &address,
        years_before(on, 4, 10, 1),
        "みほん県みほん市緑が丘二丁目40番地",
        people,
    )
}

/// 渡邉　香織 and 陽翔: nobody may learn their address.
pub(super) fn protected_family(numbers: &mut Numbers, dice: &mut Dice, on: NaiveDate) -> Household {
    let address = address(Place::Mihon, "青葉台一丁目", "5番12号", "ハイム緑\u{3000}103号");
    let protected =
        |person: Person| person.with(|person| person.protective_measure = ProtectiveMeasure::InForce);
    let mother = Person::new(
        "世帯主",
        Sex::Female,
        "渡邉\u{3000}香織",
        "ワタナベ\u{3000}カオリ",
        years_before(on, 36, 12, 1),
    )
    .insured(HealthInsurance::National, PensionCategory::First)
    .benefit(ChildBenefit::Recipient);
    let son = Person::new(
        "子",
        Sex::Male,
        "渡邉\u{3000}陽翔",
        "ワタナベ\u{3000}ハルト",
        years_before(on, 8, 6, 6),
    )
    .benefit(ChildBenefit::Child)
    .school("みほん市立青葉台小学校");
    let people = vec![protected(mother), protected(son)];
    household(
        numbers,
        dice,
        &address,
        years_before(on, 1, 8, 17),
        "はるか県はるか市中央一丁目8番地",
        people,
    )
}

/// 濵田　浩 with his mother and his son's family.
pub(super) fn three_generations(numbers: &mut Numbers, dice: &mut Dice, on: NaiveDate) -> Household {
    use HealthInsurance::{Employees, LateStageElderly, National};
    let address = address(Place::Mihon, "大字鶴見沢", "1023番地4", "");
    let head = Person::new(
        "世帯主",
        Sex::Male,
        "濵田\u{3000}浩",
        "ハマダ\u{3000}ヒロシ",
        years_before(on, 61, 3, 3),
    )
    .insured(National, PensionCategory::None)
    .with(|person| {
        person.circumstances_mut().disability =
            vec![DisabilityCertificate::Mental, DisabilityCertificate::MedicalCare];
        person.circumstances_mut().seal_registered = true;
    });
    let wife = Person::new(
        "妻",
        Sex::Female,
        "濵田\u{3000}惠子",
        "ハマダ\u{3000}ケイコ",
        years_before(on, 59, 1, 7),
    )
    .insured(National, PensionCategory::First);
    let son = Person::new(
        "子",
        Sex::Male,
        "濵田\u{3000}直樹",
        "ハマダ\u{3000}ナオキ",
        years_before(on, 33, 10, 10),
    )
    .insured(Employees, PensionCategory::Second)
    .benefit(ChildBenefit::Recipient)
    .with(|person| person.family_register_head = "濵田\u{3000}直樹".into());
    let sons_wife = Person::new(
        "子の妻",
        Sex::Female,
        "濵田\u{3000}桃子",
        "ハマダ\u{3000}モモコ",
        years_before(on, 32, 4, 4),
    )
    .insured(Employees, PensionCategory::Third)
    .with(|person| person.family_register_head = "濵田\u{3000}直樹".into());
    let grandchild = Person::new(
        "子の子",
        Sex::Male,
        "濵田\u{3000}湊",
        "ハマダ\u{3000}ミナト",
        years_before(on, 2, 2, 22),
    )
    .insured(Employees, PensionCategory::None)
    .benefit(ChildBenefit::Child)
    .with(|person| person.family_register_head = "濵田\u{3000}直樹".into());
    let mother = Person::new(
        "母",
        Sex::Female,
        "濵田\u{3000}ミツ",
        "ハマダ\u{3000}ミツ",
        years_before(on, 86, 11, 3),
    )
    .insured(LateStageElderly, PensionCategory::None)
    .with(|person| person.circumstances_mut().care = CareInsurance::CareRequired(1));
    let people = vec![head, wife, son, sons_wife, grandchild, mother];
    household(
        numbers,
        dice,
        &address,
        years_before(on, 25, 4, 1),
        "みほん県みほん市大字鶴見沢1023番地4",
        people,
    )
}

/// 辻󠄀　健一 of あさひ町, who only shares his name and his 宛名番号 with the one of みほん市.
pub(super) fn namesake(numbers: &mut Numbers, dice: &mut Dice, on: NaiveDate) -> Household {
    let address = address(Place::Asahi, "旭台", "8番地2", "");
    let person = Person::new(
        "世帯主",
        Sex::Male,
        "辻\u{E0100}\u{3000}健一",
        "ツジ\u{3000}ケンイチ",
        years_before(on, 55, 2, 11),
    )
    .insured(HealthInsurance::Employees, PensionCategory::Second);
    household(
        numbers,
        dice,
        &address,
        years_before(on, 12, 5, 5),
        "みほん県あさひ町旭台8番地",
        vec![person],
    )
}

//! Sections and staff accounts.

use madoguchi_model::staff::{Role, Section, Staff};

use crate::names::{family_name, given_name};
use crate::places::Plan;
use crate::random::Dice;

/// Code, name, place, extension, the word its sign-in names begin with.
const SECTIONS: [(&str, &str, &str, &str, &str); 14] = [
    ("resident_affairs", "民課", "1階 1番窓口", "1101", "shimin"),
    ("insurance_pension", "保険年金課", "1階 3番窓口", "1131", "hoken"),
    ("care_insurance", "介護保険課", "1階 5番窓口", "1151", "kaigo"),
    ("child_support", "子育て支援課", "2階 1番窓口", "1211", "kosodate"),
    ("school_affairs", "学校教育課", "3階 2番窓口", "1321", "gakko"),
    (
        "disability_welfare",
        "障害福祉課",
        "1階 6番窓口",
        "1161",
        "shogai",
    ),
    ("environment", "環境課", "2階 4番窓口", "1241", "kankyo"),
    ("water", "上下水道局", "別館1階", "1911", "suido"),
    ("housing", "住宅課", "3階 5番窓口", "1351", "jutaku"),
    ("tax", "税務課", "1階 8番窓口", "1181", "zeimu"),
    ("childcare", "保育課", "2階 2番窓口", "1221", "hoiku"),
    (
        "maternal_health",
        "母子保健課",
        "保健センター1階",
        "1811",
        "boshi",
    ),
    ("health", "健康課", "保健センター2階", "1821", "kenko"),
    ("election", "選挙管理委員会", "3階 8番窓口", "1381", "senkyo"),
];

/// The sections, in the order of the catalogue's codes above.
pub(crate) fn sections(plan: &Plan, dice: &mut Dice) -> Vec<Section> {
    SECTIONS
        .iter()
        .map(|&(code, name, place, phone, _)| Section {
            id: dice.id(),
            code: code.into(),
            // 市民課, 町民課 or 村民課
            name: if code == "resident_affairs" {
                format!("{}{name}", plan.kind)
            } else {
                name.into()
            },
            place: place.into(),
            phone: format!("内線 {phone}"),
        })
        .collect()
}

/// The accounts: two at the front desk (`uketsuke1`, `uketsuke2`), one and a chief in each section (`hoken`,
/// `hoken-kacho` …), two administrators (`kanri`, `kanri2`), because one has to approve what the other writes. Passwords are whoever loads the data's.
pub(crate) fn staff(sections: &[Section], dice: &mut Dice) -> Vec<Staff> {
    let mut all = Vec::new();
    let front = &sections[0];
    for name in ["uketsuke1", "uketsuke2"] {
        all.push(account(dice, name.into(), Role::FrontDesk, front));
    }
    for (section, (.., word)) in sections.iter().zip(SECTIONS) {
        all.push(account(dice, word.into(), Role::BackOffice, section));
        all.push(account(
            dice,
            format!("{word}-kacho"),
            Role::SectionChief,
            section,
        ));
    }
    for name in ["kanri", "kanri2"] {
        all.push(account(dice, name.into(), Role::Administrator, front));
    }
    all
}

fn account(dice: &mut Dice, sign_in_name: String, role: Role, section: &Section) -> Staff {
    let family = family_name(dice);
    let sex = *dice.pick(&madoguchi_model::resident::Sex::ALL);
    let born = chrono::NaiveDate::from_ymd_opt(1985, 1, 1).expect("a day of the calendar");
    let given = given_name(dice, sex, born);
    Staff {
        id: dice.id(),
        sign_in_name,
        display_name: format!("{}\u{3000}{}", family.0, given.0),
        role,
        section_id: section.id,
        active: true,
    }
}

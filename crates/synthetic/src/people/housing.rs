//! Where a household lives.

use madoguchi_model::address::Address;

use crate::places::{PREFECTURE, Plan};
use crate::random::Dice;

/// Names of buildings, the last two long ones.
const BUILDINGS: &[&str] = &[
    "コーポ青空",
    "みほんハイツ",
    "メゾン桜",
    "ハイム緑",
    "第二若葉荘",
    "サンライズみほん",
    "グリーンコート",
    "パークサイド翠",
    "市営住宅第三団地2号棟",
    "ロイヤルレジデンス・ザ・みほんステーションフロント弐番館",
];

/// Some address of a municipality.
pub(crate) fn address(plan: &Plan, dice: &mut Dice) -> Address {
    let (code, name, _, postcode) = *dice.pick(plan.towns);
    let block = if name.starts_with("大字") || name.ends_with('原') {
        match dice.below(3) {
            0 => format!("{}番地", dice.between(1, 2400)),
            _ => format!("{}番地{}", dice.between(1, 2400), dice.between(1, 30)),
        }
    } else {
        format!("{}番{}号", dice.between(1, 28), dice.between(1, 25))
    };
    let building = if plan.kind == "市" && dice.chance(360) {
        format!(
            "{}\u{3000}{}{:02}号",
            dice.pick(BUILDINGS),
            dice.between(1, 9),
            dice.between(1, 12)
        )
    } else {
        String::new()
    };
    Address {
        municipality_code: plan.code.into(),
        town_code: code.into(),
        postcode: postcode.into(),
        prefecture: PREFECTURE.into(),
        city: plan.name.into(),
        town: name.into(),
        block,
        building,
    }
}

/// A 本籍, in this municipality or in another invented one.
pub(crate) fn registered_domicile(plan: &Plan, dice: &mut Dice) -> String {
    if dice.chance(600) {
        let (_, town, ..) = *dice.pick(plan.towns);
        format!("{PREFECTURE}{}{town}{}番地", plan.name, dice.between(1, 900))
    } else {
        let elsewhere = [
            "はるか県はるか市中央一丁目",
            "ひびき県うみべ町大字浜",
            "みなと府みなと市東区元町二丁目",
        ];
        format!("{}{}番地", dice.pick(&elsewhere), dice.between(1, 900))
    }
}

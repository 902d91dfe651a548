//! A few fixed households for demonstrations and browser tests. They are the first ones of みほん市 and look the
//! same for every seed; only their ids differ. Ages follow the reference date.
//!
//! | household | head | what it shows |
//! |---|---|---|
//! | [`FAMILY_OF_FOUR`] | 辻󠄀　健一 | moves within the city: school children (one born on 1 April), 国保, cards, a dog |
//! | [`MIXED_FAMILY`] | 髙橋　大輔 | wife with a name in the alphabet, an alias and a period of stay |
//! | [`PROTECTED_FAMILY`] | 渡邉　香織 | mother and child under a 支援措置 in force |
//! | [`ELDERLY_COUPLE`] | 𠮷田　茂 | 後期高齢者医療, 要介護2 and 要支援1, 身体障害者手帳 |
//! | [`LONG_NAMES`] | 左衛門三郎　宗右衛門之助 | the longest names, a 旧氏, a foreign lodger, a long building |
//! | [`UNKNOWN_BIRTH`] | 葛󠄀西　キヨ | born 「昭和15年頃」 |
//! | [`THREE_GENERATIONS`] | 濵田　浩 | 子, 子の妻, 子の子 and 母; 厚生年金, 第3号, 障害 |
//!
//! In あさひ町 lives a namesake of 辻󠄀　健一 with the same 宛名番号: no municipality may ever see the other's.

mod elders;
mod families;
mod person;

use chrono::NaiveDate;
use madoguchi_model::household::Household;

use crate::people::Numbers;
use crate::places::Place;
use crate::random::Dice;

/// 宛名番号 of 辻󠄀　健一, head of the family of four.
pub const FAMILY_OF_FOUR: &str = "000000000000019";
/// 宛名番号 of 髙橋　大輔, head of the mixed family.
pub const MIXED_FAMILY: &str = "000000000000051";
/// 宛名番号 of 渡邉　香織, the protected mother.
pub const PROTECTED_FAMILY: &str = "000000000000086";
/// 宛名番号 of 𠮷田　茂, head of the elderly couple.
pub const ELDERLY_COUPLE: &str = "000000000000108";
/// 宛名番号 of 左衛門三郎　宗右衛門之助, head of the household of long names.
pub const LONG_NAMES: &str = "000000000000124";
/// 宛名番号 of 葛󠄀西　キヨ, whose date of birth nobody knows.
pub const UNKNOWN_BIRTH: &str = "000000000000159";
/// 宛名番号 of 濵田　浩, head of the three generations.
pub const THREE_GENERATIONS: &str = "000000000000167";

/// The showcase households of a place, in the order of the table above.
pub(crate) fn households(
    place: Place,
    numbers: &mut Numbers,
    dice: &mut Dice,
    on: NaiveDate,
) -> Vec<Household> {
    match place {
        Place::Mihon => vec![
            families::family_of_four(numbers, dice, on),
            families::mixed_family(numbers, dice, on),
            families::protected_family(numbers, dice, on),
            elders::elderly_couple(numbers, dice, on),
            elders::long_names(numbers, dice, on),
            elders::unknown_birth(numbers, dice, on),
            families::three_generations(numbers, dice, on),
        ],
        Place::Asahi => vec![families::namesake(numbers, dice, on)],
        Place::Wakaba => Vec::new(),
    }
}

//! The nation's data of places for the demonstration: the invented municipalities whole, and a handful of towns outside
//! them to move from and to, in the files' own forms, so that they go the way that the real files go.

use std::fmt::Write;

use crate::places::{PREFECTURE, Place};

/// Towns outside, as 郵便番号データ have them: code, 郵便番号, readings and names.
const OUTSIDE: [(&str, &str, [&str; 3], [&str; 3]); 8] = [
    (
        "01101",
        "0600042",
        [
            "ホッカイドウ",
            "サッポロシチュウオウク",
            "オオドオリニシ(1-19チョウメ)",
        ],
        ["北海道", "札幌市中央区", "大通西（１～１９丁目）"],
    ),
    (
        "12204",
        "2730000",
        ["チバケン", "フナバシシ", "イカニケイサイガナイバアイ"],
        ["千葉県", "船橋市", "以下に掲載がない場合"],
    ),
    (
        "12204",
        "2730005",
        ["チバケン", "フナバシシ", "ホンチョウ"],
        ["千葉県", "船橋市", "本町"],
    ),
    (
        "13101",
        "1000001",
        ["トウキョウト", "チヨダク", "チヨダ"],
        ["東京都", "千代田区", "千代田"],
    ),
    (
        "13104",
        "1600023",
        [
            "トウキョウト",
            "シンジュクク",
            "ニシシンジュク(ツギノビルヲノゾク)",
        ],
        ["東京都", "新宿区", "西新宿（次のビルを除く）"],
    ),
    (
        "14104",
        "2310017",
        ["カナガワケン", "ヨコハマシナカク", "ミナトチョウ"],
        ["神奈川県", "横浜市中区", "港町"],
    ),
    (
        "27127",
        "5300001",
        ["オオサカフ", "オオサカシキタク", "ウメダ"],
        ["大阪府", "大阪市北区", "梅田"],
    ),
    (
        "40133",
        "8100001",
        ["フクオカケン", "フクオカシチュウオウク", "テンジン"],
        ["福岡県", "福岡市中央区", "天神"],
    ),
];

/// The reading of the invented prefecture.
const PREFECTURE_KANA: &str = "ミホンケン";

/// `utf_ken_all.csv` of the demonstration.
#[must_use]
pub fn postcodes() -> String {
    let mut text = String::new();
    let mut row = |code: &str, postcode: &str, kana: [&str; 3], names: [&str; 3]| {
        let old = postcode.get(..3).unwrap_or_default();
        let (kana, names) = (kana.join("\",\""), names.join("\",\""));
        // A String takes everything.
        let _ = write!(
            text,
            "{code},\"{old}  \",\"{postcode}\",\"{kana}\",\"{names}\",0,0,0,0,0,0\r\n"
        );
    };
    for place in Place::ALL {
        let plan = place.plan();
        let code = plan.code.get(..5).unwrap_or_default();
        for &(_, name, kana, postcode) in plan.towns {
            row(
                code,
                postcode,
                [PREFECTURE_KANA, plan.kana, kana],
                [PREFECTURE, plan.name, name],
            );
        }
    }
    for (code, postcode, kana, names) in OUTSIDE {
        row(code, postcode, kana, names);
    }
    text
}

/// `mt_town_all.csv` of the demonstration: the invented municipalities only.
#[must_use]
pub fn towns() -> String {
    let mut text = String::from(
        "lg_code,machiaza_id,machiaza_type,pref,pref_kana,county,city,city_kana,ward,oaza_cho,oaza_cho_kana,chome,\
         chome_kana,koaza,koaza_kana,koaza_aka_code,rsdt_addr_flg,efct_date,ablt_date,post_code\r\n",
    );
    for place in Place::ALL {
        let plan = place.plan();
        for &(code, name, kana, postcode) in plan.towns {
            let (oaza, chome) = parted(name);
            let (oaza_kana, chome_kana) = kana
                .find(char::is_numeric)
                .and_then(|at| kana.split_at_checked(at))
                .unwrap_or((kana, ""));
            let kind = if chome.is_empty() { 1 } else { 2 };
            let display = u8::from(!name.starts_with("大字"));
            let _ = write!(
                text,
                "{},{code},{kind},{PREFECTURE},{PREFECTURE_KANA},,{},{},,{oaza},{oaza_kana},{chome},{chome_kana},,,0,{display},\
                 1947-04-17,,{postcode}\r\n",
                plan.code, plan.name, plan.kana
            );
        }
    }
    text
}

/// 本町一丁目 is 本町 and 一丁目.
fn parted(name: &str) -> (&str, &str) {
    if !name.ends_with("丁目") {
        return (name, "");
    }
    let at = name
        .trim_end_matches("丁目")
        .trim_end_matches(|c| "一二三四五六七八九十".contains(c))
        .len();
    name.split_at_checked(at).unwrap_or((name, ""))
}

/// `mt_rsdtdsp_rsdt_all.csv` of the demonstration: the first blocks of every town with 住居表示.
#[must_use]
pub fn residences() -> String {
    let mut text = String::from(
        "lg_code,machiaza_id,blk_id,rsdt_id,rsdt2_id,blk_num,rsdt_num,rsdt_num2,rsdt_addr_flg,efct_date,ablt_date\r\n",
    );
    each_town(|code, town, name| {
        if name.starts_with("大字") {
            return;
        }
        for block in 1..=8 {
            for house in 1..=6 {
                let _ = write!(
                    text,
                    "{code},{town},{block:03},{house:03},,{block},{house},,1,1970-01-01,\r\n"
                );
            }
        }
    });
    text
}

/// `mt_parcel_city992011.csv` and its neighbours: 地番 of every town without 住居表示.
#[must_use]
pub fn parcels() -> String {
    let mut text = String::from(
        "lg_code,machiaza_id,prc_id,prc_num1,prc_num2,prc_num3,rsdt_addr_flg,efct_date,ablt_date\r\n",
    );
    each_town(|code, town, name| {
        if !name.starts_with("大字") {
            return;
        }
        for number in 1..=30 {
            for branch in ["", "1", "2"] {
                let _ = write!(
                    text,
                    "{code},{town},{number:05}{branch:0>5}00000,{number},{branch},,0,1947-04-17,\r\n"
                );
            }
        }
    });
    text
}

fn each_town(mut row: impl FnMut(&str, &str, &str)) {
    for place in Place::ALL {
        let plan = place.plan();
        for &(town, name, ..) in plan.towns {
            row(plan.code, town, name);
        }
    }
}

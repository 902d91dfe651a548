//! A 町域 of 郵便番号データ as places. It is written for sorting letters, not for addresses: brackets hold lists,
//! exceptions, floors and streets.

use super::chome::{chome, jiwari, kanji, names, wide};
use super::postcode::Raw;
use super::rows::{PlaceRow, PostcodeRow};

/// Makes places of 町域. Remembers towns whose buildings follow.
#[derive(Default)]
pub(super) struct Expansion {
    /// 市区町村, name and reading of towns that have 「次のビルを除く」.
    with_buildings: Vec<(String, String, String)>,
}

/// A part of what a 町域 is.
#[derive(Default)]
struct Place {
    town: String,
    kana: String,
    condition: String,
    building: String,
}

impl Expansion {
    /// The places of a row: one or more.
    pub(super) fn rows(&mut self, raw: &Raw) -> Vec<PlaceRow> {
        self.places(raw)
            .into_iter()
            .map(|place| {
                PlaceRow::Postcode(PostcodeRow {
                    postcode: raw.postcode.clone(),
                    municipality_code: raw.code.clone(),
                    prefecture: raw.prefecture.clone(),
                    city: raw.city.clone(),
                    town: place.town,
                    kana: place.kana,
                    condition: place.condition,
                    building: place.building,
                    ..PostcodeRow::default()
                })
            })
            .collect()
    }

    fn places(&mut self, raw: &Raw) -> Vec<Place> {
        let town = &*raw.town;
        if town.is_empty() || town.starts_with("以下に掲載がない場合") {
            return vec![Place::default()];
        }
        if town.contains("の次に") && town.contains("番地") && town.contains("がくる場合") {
            return vec![Place {
                condition: town.to_owned(),
                ..Place::default()
            }];
        }
        // 多賀町一円 is a town of that name; 「利島村一円」 is all of 利島村.
        if let Some(all) = town.strip_suffix("一円").filter(|all| !all.is_empty())
            && raw.city.ends_with(all)
        {
            return vec![Place::default()];
        }
        let (base, inner) = bracket(town);
        let (kana, inner_kana) = bracket(&raw.kana);
        let plain = |condition: &str| Place {
            town: base.to_owned(),
            kana: kana.to_owned(),
            condition: condition.to_owned(),
            ..Place::default()
        };
        if let Some(parts) = parts(base, kana, inner) {
            return parts;
        }
        let Some(inner) = inner else {
            return vec![plain("")];
        };
        if inner == "全域" {
            return vec![plain("")];
        }
        if inner.contains("ビルを除く") {
            self.with_buildings
                .push((raw.code.clone(), base.to_owned(), kana.to_owned()));
            return vec![plain(inner)];
        }
        if let Some(floor) = floor(inner) {
            return vec![self.in_building(raw, base, kana, &floor, inner)];
        }
        // In 京都市 brackets hold streets, which stand before the town.
        if raw.code.starts_with("261") {
            return vec![plain(inner)];
        }
        if let Some(list) = chome(inner) {
            let one = |n| Place {
                town: format!("{base}{}丁目", kanji(n)),
                kana: format!("{kana}{n}チョウメ"),
                ..Place::default()
            };
            return list.into_iter().map(one).collect();
        }
        if let Some(list) = names(inner) {
            let readings: Vec<&str> = inner_kana.unwrap_or_default().split(['、', ',']).collect();
            let fits = readings.len() == list.len();
            let one = |(at, name): (usize, &str)| Place {
                town: format!("{base}{name}"),
                kana: format!("{kana}{}", readings.get(at).filter(|_| fits).unwrap_or(&"")),
                ..Place::default()
            };
            return list.into_iter().enumerate().map(one).collect();
        }
        vec![plain(inner)]
    }

    /// A building with floors: its name begins with the town it stands in.
    fn in_building(&self, raw: &Raw, base: &str, kana: &str, floor: &str, inner: &str) -> Place {
        let town = self
            .with_buildings
            .iter()
            .filter(|(code, town, _)| *code == raw.code && base.starts_with(&**town) && base != town)
            .max_by_key(|(_, town, _)| town.len());
        match town {
            Some((_, town, kana)) => Place {
                town: town.clone(),
                kana: kana.clone(),
                building: format!("{}{floor}", base.get(town.len()..).unwrap_or_default()),
                condition: inner.to_owned(),
            },
            None => Place {
                town: base.to_owned(),
                kana: kana.to_owned(),
                condition: inner.to_owned(),
                building: String::new(),
            },
        }
    }
}

/// 地割 in the name or in the brackets after it, and 丁目 without brackets.
fn parts(base: &str, kana: &str, inner: Option<&str>) -> Option<Vec<Place>> {
    let (stem, numbers, condition) = if base.contains("地割") {
        let (stem, numbers) = jiwari(base)?;
        (stem, numbers, inner.unwrap_or_default())
    } else {
        let (stem, numbers) = jiwari(inner?).filter(|(stem, _)| stem.is_empty())?;
        debug_assert!(stem.is_empty(), "the name is before the bracket");
        (base, numbers, "")
    };
    let end = kana.find("ダイ").filter(|at| {
        let after = kana.get(at + "ダイ".len()..).unwrap_or_default();
        after.starts_with(|c: char| c.is_ascii_digit())
    });
    let end = end.or_else(|| kana.find(|c: char| c.is_ascii_digit()));
    let kana = end.and_then(|end| kana.get(..end)).unwrap_or(kana);
    let dai = if base.contains('第') || inner.is_some_and(|inner| inner.starts_with('第')) {
        "第"
    } else {
        ""
    };
    let one = |n| Place {
        town: format!("{stem}{dai}{}地割", wide(n)),
        kana: format!("{kana}{}{n}チワリ", if dai.is_empty() { "" } else { "ダイ" }),
        condition: condition.to_owned(),
        ..Place::default()
    };
    Some(numbers.into_iter().map(one).collect())
}

/// What is before the first bracket, and what is in it.
fn bracket(text: &str) -> (&str, Option<&str>) {
    match text.split_once(['（', '(']) {
        Some((base, rest)) => {
            let inner = rest.trim_end();
            (base, Some(inner.strip_suffix(['）', ')']).unwrap_or(inner)))
        }
        None => (text, None),
    }
}

/// A floor as part of the name of a building: 「１階」 is 「1階」; empty for 「地階・階層不明」. None for other texts.
fn floor(inner: &str) -> Option<String> {
    if inner.contains("階層不明") {
        return Some(String::new());
    }
    let number = inner.strip_suffix('階')?;
    let plain = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
        '0'..='9' | '地' | '下' => Some(c),
        _ => None,
    };
    let number: String = number.chars().map(plain).collect::<Option<_>>()?;
    (!number.is_empty()).then(|| format!("　{number}階"))
}

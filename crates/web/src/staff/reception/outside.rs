//! Addresses outside the municipality: where people come from and where they go.

use madoguchi_model::address::Address;
use madoguchi_model::case::{FormerAddress, NewAddress};
use madoguchi_model::municipality_code::{in_prefecture, named};
use madoguchi_model::postcode;

use super::typed::TypedOutside;
use super::{Known, Typed};
use crate::components::FormErrors;

/// How many municipalities a message names.
const NAMED: usize = 5;

/// 前の住所.
pub(super) fn former(
    typed: &Typed,
    known: Known<'_>,
    abroad: bool,
    errors: &mut FormErrors,
) -> Option<FormerAddress> {
    let kept = known.withheld.and_then(|withheld| withheld.former);
    if let Some(kept) = kept.filter(|kept| typed.former.is_blank() && kept.abroad == abroad) {
        return Some(kept.clone());
    }
    Some(FormerAddress {
        address: address(&typed.former, "former", known, abroad, errors)?,
        abroad,
        head: typed.former_head.trim().to_owned(),
    })
}

/// 転出先. The house number is often not known yet.
pub(super) fn destination(typed: &Typed, known: Known<'_>, errors: &mut FormErrors) -> Option<NewAddress> {
    let kept = known.withheld.and_then(|withheld| withheld.new);
    if let Some(kept) = kept.filter(|_| typed.destination.is_blank()) {
        return Some(kept.clone());
    }
    let abroad = typed.destination_abroad;
    Some(NewAddress {
        address: address(&typed.destination, "destination", known, abroad, errors)?,
        abroad,
    })
}

fn address(
    typed: &TypedOutside,
    stem: &str,
    known: Known<'_>,
    abroad: bool,
    errors: &mut FormErrors,
) -> Option<Address> {
    let rest = Address {
        // A foreign postcode has another form, and stays in the text.
        postcode: if abroad {
            String::new()
        } else {
            postcode::parse(&typed.postcode).unwrap_or_default()
        },
        town: typed.rest.trim().to_owned(),
        building: typed.building.trim().to_owned(),
        ..Address::default()
    };
    let city = typed.city.trim();
    if abroad {
        if city.is_empty() {
            errors.add(format!("{stem}_city"), "国名を入力してください。");
            return None;
        }
        return Some(Address {
            city: city.to_owned(),
            ..rest
        });
    }
    let found = municipality(city).map_err(|error| errors.add(format!("{stem}_city"), error));
    if stem == "former" && rest.town.is_empty() {
        errors.add("former_rest", "前の住所の町名・番地を入力してください。");
    }
    let found = found.ok()?;
    if found.municipality_code == known.municipality.code {
        errors.add(
            format!("{stem}_city"),
            format!(
                "{}の中での引っ越しは、転居として受け付けてください。",
                known.municipality.name
            ),
        );
    }
    Some(Address {
        postcode: rest.postcode,
        town: rest.town,
        building: rest.building,
        ..found
    })
}

/// 都道府県 and 市区町村 of what was typed, with the code where the national table knows it. The error is for the
/// person who typed.
fn municipality(typed: &str) -> Result<Address, String> {
    let found = named(typed);
    if let Some(address) = within_county(typed).filter(|_| found.is_empty()) {
        return Ok(address);
    }
    match found.as_slice() {
        [(code, only)] => Ok(Address {
            municipality_code: code.as_str().to_owned(),
            prefecture: only.prefecture.to_owned(),
            city: only.name.replace(' ', ""),
            ..Address::default()
        }),
        [] => match in_prefecture(typed) {
            // A name that is too new or too old for the table.
            Some((prefecture, city)) if !city.trim().is_empty() => Ok(Address {
                prefecture: prefecture.to_owned(),
                city: city.trim().to_owned(),
                ..Address::default()
            }),
            _ if typed.is_empty() => Err("市区町村を入力してください。".into()),
            _ => Err(format!(
                "「{typed}」という市区町村は見つかりません。都道府県から入力してください。例：千葉県船橋市"
            )),
        },
        several => {
            let names: Vec<String> = several
                .iter()
                .take(NAMED)
                .map(|(_, row)| format!("{}{}", row.prefecture, row.name.replace(' ', "")))
                .collect();
            let more = if several.len() > NAMED { "など" } else { "" };
            Err(format!(
                "「{typed}」に当たる市区町村が{}件あります（{}{more}）。都道府県から入力してください。",
                several.len(),
                names.join("、")
            ))
        }
    }
}

/// 町 or 村 with its 郡, as 郵便番号データ and addresses have it: 「茨城県猿島郡境町」. The national table has no 郡.
fn within_county(typed: &str) -> Option<Address> {
    let (prefecture, city) = in_prefecture(typed)?;
    let (_, name) = city.split_once('郡')?;
    let found = named(&[prefecture, name].concat());
    let [(code, only)] = &found[..] else { return None };
    (only.name == name && name.ends_with(['町', '村'])).then(|| Address {
        municipality_code: code.as_str().to_owned(),
        prefecture: prefecture.to_owned(),
        city: city.to_owned(),
        ..Address::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_municipality_is_read_however_it_is_typed() {
        for typed in ["船橋市", "ふなばし", "千葉県船橋市"] {
            let read = municipality(typed).unwrap();
            assert_eq!((&*read.prefecture, &*read.city), ("千葉県", "船橋市"));
            assert_eq!(read.municipality_code, "122041");
        }
        assert_eq!(municipality("大阪市北区").unwrap().city, "大阪市北区");
        let county = municipality("茨城県猿島郡境町").unwrap();
        assert_eq!(
            (&*county.municipality_code, &*county.city),
            ("085464", "猿島郡境町")
        );
        assert_eq!(municipality("福島県郡山市").unwrap().city, "郡山市");
        let unknown = municipality("千葉県みらい市").unwrap();
        assert_eq!((&*unknown.city, &*unknown.municipality_code), ("みらい市", ""));
    }

    #[test]
    fn what_is_not_one_municipality_is_an_error_that_helps() {
        assert!(
            municipality("府中市")
                .unwrap_err()
                .contains("東京都府中市、広島県府中市")
        );
        assert!(municipality("どこか市").unwrap_err().contains("どこか市"));
        assert!(municipality("").is_err());
    }
}

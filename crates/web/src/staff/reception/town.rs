//! Finds the 町字 that was typed or picked for the new address.

use madoguchi_model::address_key::fold;
use madoguchi_model::municipality::Town;

/// How many towns a message names.
const NAMED: usize = 5;

/// The town with this name or reading, or the only one that begins so. The error is for the person who typed.
pub(crate) fn find<'t>(towns: &'t [Town], typed: &str) -> Result<&'t Town, String> {
    let wanted = fold(typed);
    if wanted.is_empty() {
        return Err("町字を選んでください。".into());
    }
    let keys = |town: &Town| [fold(&town.name), fold(&town.kana)];
    if let Some(exact) = towns
        .iter()
        .find(|town| town.code == wanted || keys(town).contains(&wanted))
    {
        return Ok(exact);
    }
    let near: Vec<&Town> = towns
        .iter()
        .filter(|town| keys(town).iter().any(|key| key.starts_with(&wanted)))
        .collect();
    match near.as_slice() {
        [only] => Ok(only),
        [] => Err(format!(
            "「{typed}」という町字はありません。一覧から選んでください。"
        )),
        several => {
            let names: Vec<&str> = several
                .iter()
                .take(NAMED)
                .map(|town| town.name.as_str())
                .collect();
            let more = if several.len() > NAMED { "など" } else { "" };
            Err(format!(
                "「{typed}」に当たる町字が{}件あります（{}{more}）。1つに絞ってください。",
                several.len(),
                names.join("、")
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn towns() -> Vec<Town> {
        [
            ("0001001", "本町一丁目", "ホンチョウイッチョウメ"),
            ("0001002", "本町二丁目", "ホンチョウニチョウメ"),
            ("0001012", "本町十二丁目", "ホンチョウジュウニチョウメ"),
            ("0002000", "三ツ木", "ミツギ"),
        ]
        .map(|(code, name, kana)| Town {
            code: code.into(),
            name: name.into(),
            kana: kana.into(),
            postcode: String::new(),
        })
        .into()
    }

    #[test]
    fn a_town_is_found_however_it_is_typed() {
        for (typed, code) in [
            ("本町一丁目", "0001001"),
            ("本町１丁目", "0001001"),
            ("本町1", "0001001"),
            ("本町十二丁目", "0001012"),
            ("ほんちょうに", "0001002"),
            ("みつぎ", "0002000"),
            ("三ツ", "0002000"),
        ] {
            assert_eq!(find(&towns(), typed).map(|town| &*town.code), Ok(code), "{typed}");
        }
    }

    #[test]
    fn what_is_not_one_town_is_an_error_that_helps() {
        assert!(find(&towns(), "本町").unwrap_err().contains("3件"));
        assert!(find(&towns(), "東町").unwrap_err().contains("東町"));
        assert!(find(&towns(), " ").is_err());
    }
}

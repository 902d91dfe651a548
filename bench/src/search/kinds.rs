//! The kinds of words that officers search by.

use madoguchi_model::resident::{Resident, Sex};

use super::people::People;

/// Searches of a kind that are not counted.
pub(crate) const WARM_UP: usize = 5;

/// One kind of search.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) searches: Vec<String>,
}

impl Kind {
    /// One of its searches.
    pub(crate) fn example(&self) -> &str {
        self.searches.first().map_or("", |words| words)
    }
}

/// Every kind, with so many searches.
#[expect(clippy::too_many_lines, reason = "a line or two for each kind")]
pub(crate) fn all(people: &People, searches: usize) -> Vec<Kind> {
    let of = |name, list: &[Resident], words: &dyn Fn(&Resident) -> Option<String>| {
        let all: Vec<String> = list.iter().filter_map(words).collect();
        Kind {
            name,
            searches: all
                .iter()
                .cycle()
                .take(if all.is_empty() { 0 } else { searches + WARM_UP })
                .cloned()
                .collect(),
        }
    };
    let any = &people.anybody;
    vec![
        of("reading: beginning", any, &|one| {
            Some(first(family(&one.names.name.kana), 2))
        }),
        of("reading: family name", any, &|one| {
            Some(family(&one.names.name.kana).to_owned())
        }),
        of("reading: given name", any, &|one| {
            given(&one.names.name.kana).map(str::to_owned)
        }),
        of("reading: a part within", any, &|one| {
            given(&one.names.name.kana).map(|name| within(name, 2))
        }),
        of("reading: whole", any, &|one| {
            Some(one.names.name.kana.replace('\u{3000}', ""))
        }),
        of("reading: one kana", any, &|one| {
            Some(first(&one.names.name.kana, 1))
        }),
        of("name: family", any, &|one| {
            Some(family(&one.names.name.written).to_owned())
        }),
        of("name: given", any, &|one| {
            given(&one.names.name.written).map(str::to_owned)
        }),
        of("name: whole", any, &|one| {
            Some(one.names.name.written.replace('\u{3000}', ""))
        }),
        of("name: one character", any, &|one| {
            given(&one.names.name.written).map(|name| first(name, 1))
        }),
        of("name: alphabet", &people.foreign, &|one| {
            word(one.names.alphabet.as_deref()?)
        }),
        of("name: alias", &people.alias, &|one| {
            Some(one.names.alias.as_ref()?.written.clone())
        }),
        of("name: former", &people.former, &|one| {
            Some(one.names.former_family_name.as_ref()?.written.clone())
        }),
        of("address: town", any, &|one| Some(one.address.town.clone())),
        of("address: town and block", any, &|one| {
            Some(format!("{}{}", one.address.town, one.address.block))
        }),
        of("address: building", &people.building, &|one| {
            Some(one.address.building.clone())
        }),
        of("address: former", any, &|one| {
            Some(format!("{}9番9号", one.address.town))
        }),
        of("born: day", any, &|one| {
            Some(one.birth_date.known()?.format("%Y-%m-%d").to_string())
        }),
        of("born: year", any, &|one| {
            Some(one.birth_date.known()?.format("%Y年").to_string())
        }),
        of("born: year and month", any, &|one| {
            Some(one.birth_date.known()?.format("%Y-%m").to_string())
        }),
        of("born: month and day", any, &|one| {
            Some(one.birth_date.known()?.format("%-m月%-d日").to_string())
        }),
        of("number: whole", any, &|one| one.addressee_number.clone()),
        of("number: beginning", any, &|one| {
            Some(first(one.addressee_number.as_deref()?, 11))
        }),
        of("number: end", any, &|one| {
            Some(one.addressee_number.as_deref()?.get(10..)?.to_owned())
        }),
        Kind {
            name: "number: household",
            searches: people
                .households
                .iter()
                .take(searches + WARM_UP)
                .map(|number| format!("世帯{number}"))
                .collect(),
        },
        Kind {
            name: "telephone",
            searches: (0..searches + WARM_UP)
                .map(|n| format!("090-0000-{n:04}"))
                .collect(),
        },
        of("family name, day of birth", any, &|one| {
            Some(format!(
                "{} {}",
                family(&one.names.name.written),
                one.birth_date.known()?.format("%Y%m%d")
            ))
        }),
        of("reading, year of birth", any, &|one| {
            Some(format!(
                "{} {}",
                family(&one.names.name.kana),
                one.birth_date.known()?.format("%Y年")
            ))
        }),
        of("family name, town", any, &|one| {
            Some(format!(
                "{} {}",
                family(&one.names.name.written),
                one.address.town
            ))
        }),
        of("part of reading, town", any, &|one| {
            Some(format!(
                "{} {}",
                within(given(&one.names.name.kana)?, 2),
                one.address.town
            ))
        }),
        of("given name, sex", any, &|one| {
            let sex = if one.sex == Sex::Male { "男" } else { "女" };
            Some(format!("{} {sex}", given(&one.names.name.written)?))
        }),
        of("birthday, part of reading", any, &|one| {
            let born = one.birth_date.known()?.format("%-m月%-d日");
            Some(format!("{born} {}", within(given(&one.names.name.kana)?, 2)))
        }),
        of("nobody", any, &|one| {
            Some(format!("{}ヌヌヰ", given(&one.names.name.kana)?))
        }),
    ]
}

fn family(name: &str) -> &str {
    name.split('\u{3000}').next().unwrap_or(name)
}

fn given(name: &str) -> Option<&str> {
    name.split('\u{3000}').nth(1)
}

fn first(text: &str, count: usize) -> String {
    text.chars().take(count).collect()
}

/// A part that is not the beginning, where there is one.
fn within(text: &str, count: usize) -> String {
    let start = usize::from(text.chars().count() > count);
    text.chars().skip(start).take(count).collect()
}

fn word(text: &str) -> Option<String> {
    text.split([' ', '\u{3000}'])
        .find(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
}

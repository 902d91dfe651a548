//! One application's items as a prepared case.

use chrono::NaiveDate;
use madoguchi_model::address::Address;
use madoguchi_model::kana::katakana;
use madoguchi_model::name::WrittenName;
use madoguchi_model::prepared_case::{Attachment, PreparedCase, PreparedPerson};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::Sex;
use madoguchi_model::wareki;

use super::Items;
use super::mapping::Mapping;

/// Items that are wrong, and why.
type Problems = Vec<(String, &'static str)>;

/// The case, and what is wrong; none where it has no number or no name.
pub(super) fn prepare(
    mapping: &Mapping,
    mut items: Items,
    attachments: &[Attachment],
) -> (Option<PreparedCase>, Problems) {
    let fields = &mapping.fields;
    let mut problems = Problems::new();
    let receipt_number = items.take(&fields.receipt_number);
    let written = items.take(&fields.name);
    for (value, item) in [
        (&receipt_number, &fields.receipt_number),
        (&written, &fields.name),
    ] {
        if value.is_empty() {
            problems.push((item.clone(), "値がありません。"));
        }
    }
    if receipt_number.chars().count() > 100 || receipt_number.chars().any(char::is_control) {
        problems.push((fields.receipt_number.clone(), "受付番号の形ではありません。"));
    }
    if !problems.is_empty() {
        return (None, problems);
    }
    let mut or_fixed = |item: &str, field: &str| {
        let told = items.take(item);
        if told.is_empty() {
            mapping.fixed.get(field).cloned().unwrap_or_default()
        } else {
            told
        }
    };
    let (procedure_code, procedure_name) = (
        or_fixed(&fields.procedure_code, "procedure_code"),
        or_fixed(&fields.procedure_name, "procedure_name"),
    );
    let mut events = mapping.events.clone();
    for key in [&procedure_code, &procedure_name] {
        for event in mapping.events_of.get(key).into_iter().flatten() {
            if !events.contains(event) {
                events.push(*event);
            }
        }
    }
    let applicant = PreparedPerson {
        name: name(&written, &items.take(&fields.kana)),
        birth_date: birth(&mut items, &fields.birth_date, &mut problems),
        sex: sex(mapping, &mut items, &fields.sex, &mut problems),
        relationship: String::new(),
        visits: true,
    };
    let mut people = vec![applicant];
    others(mapping, &mut items, &mut people, &mut problems);
    let former = [
        &fields.former_code,
        &fields.former_postcode,
        &fields.former_prefecture,
        &fields.former_city,
        &fields.former_town,
        &fields.former_block,
        &fields.former_building,
    ];
    let new = [
        &fields.new_code,
        &fields.new_postcode,
        &fields.new_prefecture,
        &fields.new_city,
        &fields.new_town,
        &fields.new_block,
        &fields.new_building,
    ];
    let state = items.take(&fields.state);
    let case = PreparedCase {
        source: mapping.source,
        receipt_number,
        procedure_code,
        procedure_name,
        events,
        people,
        former_address: address(&mut items, former),
        new_address: address(&mut items, new),
        moved_on: date(&mut items, &fields.moved_on, &mut problems),
        visit_on: date(&mut items, &fields.visit_on, &mut problems),
        visit_time: items.take(&fields.visit_time),
        phone: items.take(&fields.phone),
        answers: mapping
            .answers
            .iter()
            .map(|(fact, item)| (fact.clone(), items.take(item)))
            .filter(|(_, answer)| !answer.is_empty())
            .collect(),
        withdrawn: mapping.withdrawn.contains(&state),
        attachments: attachments.to_vec(),
        others: items.rest(),
    };
    (Some(case), problems)
}

fn others(mapping: &Mapping, items: &mut Items, people: &mut Vec<PreparedPerson>, problems: &mut Problems) {
    let person = &mapping.person;
    for n in 1..=person.most {
        let item = |field: &str| field.replace("{n}", &n.to_string());
        let written = items.take(&item(&person.name));
        if written.is_empty() {
            continue;
        }
        let name = name(&written, &items.take(&item(&person.kana)));
        let birth_date = birth(items, &item(&person.birth_date), problems);
        let relationship = items.take(&item(&person.relationship));
        let visits = !items.take(&item(&person.visits)).is_empty();
        let sex = sex(mapping, items, &item(&person.sex), problems);
        // Who applies stands in many lists of the household again.
        let again = people.first_mut().filter(|first| {
            same(&first.name.written, &name.written)
                && (first.birth_date == birth_date || birth_date.is_none())
        });
        match again {
            Some(first) => first.relationship = relationship,
            None => people.push(PreparedPerson {
                name,
                birth_date,
                sex,
                relationship,
                visits,
            }),
        }
    }
}

fn same(one: &str, other: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    bare(one) == bare(other)
}

/// The name with family and given name parted by one full-width space, as the register parts them; the reading in
/// katakana. Characters of the name stay as they are.
fn name(written: &str, kana: &str) -> WrittenName {
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join("\u{3000}");
    WrittenName {
        written: spaced(written),
        kana: spaced(kana).chars().map(katakana).collect(),
        kana_confirmed: false,
    }
}

fn date(items: &mut Items, item: &str, problems: &mut Problems) -> Option<NaiveDate> {
    let text = items.take(item);
    if text.is_empty() {
        return None;
    }
    // A time after the day is left out.
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let read = wareki::parse(&text).or_else(|_| wareki::parse(day)).ok();
    if read.is_none() {
        problems.push((item.to_owned(), "日付として読めません。"));
    }
    read
}

fn birth(items: &mut Items, item: &str, problems: &mut Problems) -> Option<RegisterDate> {
    date(items, item, problems).map(RegisterDate::Known)
}

fn sex(mapping: &Mapping, items: &mut Items, item: &str, problems: &mut Problems) -> Option<Sex> {
    let text = items.take(item);
    let known = mapping.sexes.get(&text).copied().or(match &*text {
        "男" | "男性" | "1" => Some(Sex::Male),
        "女" | "女性" | "2" => Some(Sex::Female),
        _ => None,
    });
    if known.is_none() && !text.is_empty() {
        problems.push((item.to_owned(), "性別として読めません。"));
    }
    known
}

fn address(items: &mut Items, parts: [&String; 7]) -> Option<Address> {
    let [
        municipality_code,
        postcode,
        prefecture,
        city,
        town,
        block,
        building,
    ] = parts.map(|item| items.take(item));
    let address = Address {
        municipality_code,
        town_code: String::new(),
        postcode: postcode.chars().filter(char::is_ascii_digit).collect(),
        prefecture,
        city,
        town,
        block,
        building,
    };
    (address != Address::default()).then_some(address)
}

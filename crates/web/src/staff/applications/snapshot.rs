//! The values of a form as they are stored: what was printed and signed stays, whatever the record says later.

use madoguchi_forms::own_form::OwnForm;
use madoguchi_forms::values::{DateParts, DateValue, Value as FormValue};
use madoguchi_forms::{FormDefinition, Values};
use madoguchi_model::ids::OwnFormId;
use madoguchi_model::municipality::Municipality;
use madoguchi_model::wareki::Era;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stored {
    Text(String),
    Date {
        text: String,
        parts: Option<[String; 4]>,
    },
}

/// The values a paper prints, as JSON: what it does not print is not kept with it, and does not undo its signature.
/// Signatures are kept apart from what is signed.
pub(super) fn store(form: &FormDefinition, values: &Values) -> Value {
    kept(form.printed_keys(), form.lists(), values)
}

/// The same of a municipality's own paper, which it names.
pub(super) fn store_own(id: OwnFormId, form: &OwnForm, values: &Values) -> Value {
    let mut stored = kept(form.printed_keys(), form.lists(), values);
    if let Some(stored) = stored.as_object_mut() {
        stored.insert(OWN_FORM.into(), json!(id));
    }
    stored
}

/// The own paper that stored values were filled for.
pub(super) fn own_form(stored: &Value) -> Option<OwnFormId> {
    serde_json::from_value(stored.get(OWN_FORM)?.clone()).ok()
}

/// Where stored values name the own paper; the database looks it up by the same name.
const OWN_FORM: &str = "own_form";

fn kept<'l>(prints: impl Fn(&str) -> bool, lists: impl Iterator<Item = &'l str>, values: &Values) -> Value {
    let fields = values
        .iter()
        .filter(|(key, _)| prints(key))
        .filter_map(|(key, value)| Some((key.to_owned(), stored(value)?)));
    let fields: Map<String, Value> = fields.collect();
    let counts = lists.map(|list| (list.to_owned(), json!(values.count(list))));
    json!({ "values": fields, "people": counts.collect::<Map<_, _>>() })
}

/// Leaves every value blank whose key begins so.
pub(super) fn blank(stored: &mut Value, beginning: &str) {
    if let Some(fields) = stored.get_mut("values").and_then(Value::as_object_mut) {
        fields.retain(|key, _| !key.starts_with(beginning));
    }
}

fn stored(value: &FormValue) -> Option<Value> {
    let stored = match value {
        FormValue::Text(text) => Stored::Text(text.clone()),
        FormValue::Date(date) => Stored::Date {
            text: date.text.clone(),
            parts: date
                .parts
                .clone()
                .map(|parts| [parts.era.to_owned(), parts.year, parts.month, parts.day]),
        },
        FormValue::Signature(_) => return None,
    };
    serde_json::to_value(stored).ok()
}

/// The values of stored JSON. What cannot be read is printed blank.
pub(super) fn load(stored: &Value, municipality: &Municipality) -> Values {
    let mut values = Values::blank(municipality);
    for (key, field) in stored
        .get("values")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        match serde_json::from_value(field.clone()) {
            Ok(Stored::Text(text)) => values.text(key, text),
            Ok(Stored::Date { text, parts }) => {
                values.date(
                    key,
                    DateValue {
                        text,
                        parts: parts.and_then(date_parts),
                    },
                );
            }
            Err(_) => {}
        }
    }
    for (list, count) in stored
        .get("people")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        values.people(
            list,
            count
                .as_u64()
                .and_then(|count| usize::try_from(count).ok())
                .unwrap_or(0),
        );
    }
    values
}

fn date_parts([era, year, month, day]: [String; 4]) -> Option<DateParts> {
    let era = Era::all().map(Era::name).find(|name| **name == era)?;
    Some(DateParts {
        era,
        year,
        month,
        day,
    })
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn values_come_back_as_they_were() {
        let municipality = Municipality {
            code: "999997".into(),
            prefecture: "みほん県".into(),
            name: "みほん市".into(),
            kana: "ミホンシ".into(),
        };
        let mut values = Values::blank(&municipality);
        values.text("concerned.0.name", "辻\u{E0100}\u{3000}一");
        values.date(
            "case.moved_on",
            DateValue::japanese(NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()),
        );
        values.date(
            "concerned.0.birth_date",
            DateValue::western(NaiveDate::from_ymd_opt(1990, 2, 3).unwrap()),
        );
        values.people("concerned", 1);
        let form = FormDefinition::find("resident_movement_notification").unwrap();
        assert_eq!(load(&store(form, &values), &municipality), values);

        // What this form does not print is not kept with it.
        let mut more = values.clone();
        more.text("answers.owns_dog", "yes");
        assert_eq!(load(&store(form, &more), &municipality), values);
    }
}

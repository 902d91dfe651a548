//! The description as a page, without anything from outside.

use askama::Template;
use serde_json::Value;

use crate::page::Chrome;

/// The page.
#[derive(Template)]
#[template(path = "api/docs.html")]
pub(super) struct DocsPage {
    chrome: Chrome,
    groups: Vec<Group>,
    schemas: Vec<Schema>,
}

struct Group {
    label: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    text: String,
    scopes: String,
    parameters: Vec<Row>,
    body: Option<Link>,
    answers: Vec<Answer>,
}

struct Answer {
    status: String,
    text: String,
    body: Option<Link>,
}

struct Link {
    name: String,
}

struct Schema {
    name: String,
    text: String,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    kind: String,
    required: bool,
    text: String,
}

impl DocsPage {
    pub(super) fn new(chrome: Chrome, all: &Value) -> Self {
        Self {
            chrome,
            groups: groups(all),
            schemas: schemas(all),
        }
    }
}

fn groups(all: &Value) -> Vec<Group> {
    let tags = all["tags"].as_array().into_iter().flatten();
    tags.map(|tag| {
        let name = text(&tag["name"]);
        Group {
            label: text(&tag["description"]),
            operations: operations(all, &name),
        }
    })
    .collect()
}

fn operations(all: &Value, tag: &str) -> Vec<Operation> {
    let paths = all["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().into_iter().flatten();
            methods.map(move |(method, operation)| (path, method, operation))
        })
        .filter(|(.., operation)| operation["tags"][0] == tag)
        .map(|(path, method, operation)| Operation {
            id: text(&operation["operationId"]),
            method: method.to_uppercase(),
            path: path.clone(),
            summary: text(&operation["summary"]),
            text: text(&operation["description"]),
            scopes: names(&operation["security"][0]["client"]),
            parameters: parameters(operation),
            body: link(&operation["requestBody"]["content"]["application/json"]["schema"]),
            answers: answers(operation),
        })
        .collect()
}

fn parameters(operation: &Value) -> Vec<Row> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    parameters
        .map(|parameter| Row {
            name: text(&parameter["name"]),
            kind: format!("{}、{}", text(&parameter["in"]), kind(&parameter["schema"])),
            required: parameter["required"] == true,
            text: text(&parameter["description"]),
        })
        .collect()
}

fn answers(operation: &Value) -> Vec<Answer> {
    let answers = operation["responses"].as_object().into_iter().flatten();
    answers
        .map(|(status, answer)| Answer {
            status: status.clone(),
            text: text(&answer["description"]),
            body: answer["content"]
                .as_object()
                .and_then(|content| content.values().next())
                .and_then(|content| link(&content["schema"])),
        })
        .collect()
}

fn schemas(all: &Value) -> Vec<Schema> {
    let schemas = all["components"]["schemas"].as_object().into_iter().flatten();
    schemas
        .map(|(name, schema)| Schema {
            name: name.clone(),
            text: text(&schema["description"]),
            rows: rows(schema),
        })
        .collect()
}

fn rows(schema: &Value) -> Vec<Row> {
    if let Some(parts) = schema["allOf"].as_array() {
        return parts.iter().flat_map(rows).collect();
    }
    let required = schema["required"].as_array();
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties
        .map(|(name, property)| Row {
            name: name.clone(),
            kind: kind(property),
            required: required.is_some_and(|all| all.iter().any(|one| one == name)),
            text: text(&property["description"]),
        })
        .collect()
}

/// The type of a value in words.
fn kind(schema: &Value) -> String {
    if let Some(link) = link(schema) {
        return link.name;
    }
    let format = schema["format"].as_str();
    match &schema["type"] {
        Value::Array(all) => all.iter().map(text).collect::<Vec<_>>().join("・"),
        Value::String(one) if one == "array" => format!("{} の配列", kind(&schema["items"])),
        Value::String(one) => format.map_or_else(|| one.clone(), |format| format!("{one}（{format}）")),
        _ => schema["oneOf"]
            .as_array()
            .map(|all| all.iter().map(kind).collect::<Vec<_>>().join("・"))
            .unwrap_or_default(),
    }
}

fn link(schema: &Value) -> Option<Link> {
    let reference = schema["$ref"].as_str()?;
    let name = reference.rsplit('/').next()?.to_owned();
    Some(Link { name })
}

fn names(list: &Value) -> String {
    let list = list.as_array().into_iter().flatten();
    list.map(text).collect::<Vec<_>>().join("、")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

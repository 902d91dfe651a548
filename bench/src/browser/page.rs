//! The little that a visit needs to know of a page: its form fields.

/// One `<input>`.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) value: String,
    pub(crate) checked: bool,
}

/// All inputs of a page, in its order.
pub(crate) fn inputs(html: &str) -> Vec<Input> {
    let tags = html.split("<input ").skip(1);
    tags.map(|tag| {
        let tag = tag.split('>').next().unwrap_or_default();
        Input {
            name: attribute(tag, "name"),
            kind: attribute(tag, "type"),
            value: attribute(tag, "value"),
            checked: tag.ends_with(" checked") || tag.contains(" checked "),
        }
    })
    .collect()
}

/// The value of the first input of this name.
pub(crate) fn value(html: &str, name: &str) -> String {
    let found = inputs(html).into_iter().find(|input| input.name == name);
    found.map(|input| input.value).unwrap_or_default()
}

fn attribute(tag: &str, name: &str) -> String {
    let after = tag.split(&format!("{name}=\"")).nth(1).unwrap_or_default();
    after.split('"').next().unwrap_or_default().to_owned()
}

//! The forms of a page, as a browser would send them without anything being typed.

use crate::testing::Answer;

/// One form that changes something.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Form {
    pub(super) action: String,
    pub(super) fields: Vec<(String, String)>,
}

/// Every form of a page that is sent by POST. The token is the browser's.
pub(super) fn of(page: &Answer) -> Vec<Form> {
    let forms = page.html.split("<form ").skip(1);
    forms
        .filter_map(|form| {
            let (head, rest) = form.split_once('>')?;
            let action = attribute(head, "action")?;
            let body = rest.split("</form>").next()?;
            (attribute(head, "method")? == "post").then(|| Form {
                action,
                fields: fields(body),
            })
        })
        .collect()
}

fn fields(body: &str) -> Vec<(String, String)> {
    let inputs = body.split("<input ").skip(1).filter_map(|input| {
        let head = input.split('>').next()?;
        let kind = attribute(head, "type").unwrap_or_default();
        let chosen =
            !matches!(&*kind, "checkbox" | "radio") || head.split_whitespace().any(|w| w == "checked");
        let name = attribute(head, "name")?;
        (chosen && name != "csrf").then(|| (name, attribute(head, "value").unwrap_or_default()))
    });
    let areas = body.split("<textarea ").skip(1).filter_map(|area| {
        let (head, rest) = area.split_once('>')?;
        let text = rest.split("</textarea>").next()?;
        Some((attribute(head, "name")?, text.to_owned()))
    });
    inputs.chain(areas).collect()
}

fn attribute(head: &str, name: &str) -> Option<String> {
    let start = format!(" {name}=\"");
    let head = format!(" {head}");
    let value = head.split(start.as_str()).nth(1)?.split('"').next()?;
    Some(value.replace("&amp;", "&").replace("&#38;", "&"))
}

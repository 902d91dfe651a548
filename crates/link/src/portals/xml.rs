//! XML as items: the text of every innermost element under the names of those around it.

use roxmltree::{Document, Node, ParsingOptions};

use super::Items;

/// Elements within elements beyond which nothing is read.
const DEPTH: usize = 32;

/// The applications of a document; none where it is no XML. Document types, and with them entities that grow, are
/// refused.
pub(super) fn applications(text: &str, element: &str) -> Option<Vec<Items>> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: 200_000,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).ok()?;
    let root = document.root_element();
    let found: Vec<Node<'_, '_>> = if element.is_empty() {
        vec![root]
    } else {
        root.descendants()
            .filter(|node| node.is_element() && node.tag_name().name() == element)
            .collect()
    };
    Some(
        found
            .into_iter()
            .map(|application| {
                let mut items = Items::default();
                collect(application, "", 0, &mut items);
                items
            })
            .collect(),
    )
}

fn collect(node: Node<'_, '_>, path: &str, depth: usize, items: &mut Items) {
    if depth > DEPTH {
        return;
    }
    for child in node.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        let path = if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}/{name}")
        };
        if child.children().any(|inner| inner.is_element()) {
            collect(child, &path, depth + 1, items);
        } else {
            items.add(&path, child.text().unwrap_or_default());
        }
    }
}

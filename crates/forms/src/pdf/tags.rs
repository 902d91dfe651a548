//! The logical structure of pages → the tag tree.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::tagging::{Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagKind};

use crate::display::{Element, Node, Page, Role, Scope};

/// A form as a part of the document: a section per page.
pub(super) fn part(pages: &[(&Page, Vec<Option<Identifier>>)]) -> TagGroup {
    let mut part = TagGroup::new(Tag::Part);
    for (page, identifiers) in pages {
        let mut section = TagGroup::new(Tag::Section);
        push(&mut section, &page.tree, identifiers);
        part.push(section);
    }
    part
}

fn push(group: &mut TagGroup, nodes: &[Node], identifiers: &[Option<Identifier>]) {
    for node in nodes {
        match node {
            Node::Element(element) => group.push(element_group(element, identifiers)),
            Node::Content(index) => {
                if let Some(identifier) = identifiers.get(*index).copied().flatten() {
                    group.push(identifier);
                }
            }
        }
    }
}

fn element_group(element: &Element, identifiers: &[Option<Identifier>]) -> TagGroup {
    let mut group = TagGroup::new(tag(&element.role));
    if element.role == Role::ListItem {
        let mut body = TagGroup::new(Tag::LBody);
        push(&mut body, &element.children, identifiers);
        group.push(body);
    } else {
        push(&mut group, &element.children, identifiers);
    }
    group
}

fn tag(role: &Role) -> TagKind {
    let span = |n: u32| NonZeroU32::new(n).filter(|n| n.get() > 1);
    match role {
        Role::Section => Tag::Section.into(),
        Role::Heading(level, text) => Tag::Hn(
            NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN),
            Some(text.clone()),
        )
        .into(),
        Role::Paragraph => Tag::P.into(),
        Role::Table => Tag::Table.into(),
        Role::Row => Tag::TR.into(),
        Role::Header { scope, columns, rows } => {
            let scope = match scope {
                Scope::Row => TableHeaderScope::Row,
                Scope::Column => TableHeaderScope::Column,
            };
            Tag::TH(scope)
                .with_col_span(span(*columns))
                .with_row_span(span(*rows))
                .into()
        }
        Role::Cell { columns } => Tag::TD.with_col_span(span(*columns)).into(),
        Role::List => Tag::L(ListNumbering::None).into(),
        Role::ListItem => Tag::LI.into(),
        Role::Figure(text) => Tag::Figure(Some(text.clone())).into(),
    }
}

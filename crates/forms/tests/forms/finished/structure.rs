//! The tree of the structure.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{dictionary, get, text};

/// An element of the structure.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Element {
    /// What it is, for example `TD`.
    pub(crate) kind: String,
    /// The description of a figure.
    pub(crate) alt: Option<String>,
    /// `Row` or `Column`, of a header.
    pub(crate) scope: Option<String>,
    /// Columns and rows that a cell spans.
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    /// Its parts, in reading order.
    pub(crate) kids: Vec<Kid>,
}

/// A part of an element.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Kid {
    Element(Element),
    /// What is drawn on a page, by its place from 0, under a mark.
    Mark(usize, i64),
}

impl Element {
    /// The elements right below it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.kids.iter().filter_map(|kid| match kid {
            Kid::Element(element) => Some(element),
            Kid::Mark(..) => None,
        })
    }

    /// Every mark below it, in reading order.
    pub(crate) fn marks(&self) -> Vec<(usize, i64)> {
        let marks = self.kids.iter().flat_map(|kid| match kid {
            Kid::Element(element) => element.marks(),
            Kid::Mark(page, mark) => vec![(*page, *mark)],
        });
        marks.collect()
    }

    /// It and every element below it.
    pub(crate) fn all(&self) -> Vec<&Element> {
        let below = self.elements().flat_map(Element::all);
        std::iter::once(self).chain(below).collect()
    }
}

pub(super) fn parts(document: &Document, pages: &[ObjectId]) -> Vec<Element> {
    let catalog = document.catalog().expect("a catalogue");
    let root = get(document, catalog, "StructTreeRoot").and_then(|root| root.as_dict().ok());
    kids(document, root.expect("a structure"), None, pages)
        .into_iter()
        .map(|kid| match kid {
            Kid::Element(element) => element,
            Kid::Mark(..) => panic!("the root has elements only"),
        })
        .collect()
}

fn kids(document: &Document, element: &Dictionary, page: Option<usize>, pages: &[ObjectId]) -> Vec<Kid> {
    let page = element
        .get(b"Pg")
        .and_then(Object::as_reference)
        .ok()
        .and_then(|id| pages.iter().position(|page| *page == id))
        .or(page);
    let all = match get(document, element, "K") {
        Some(Object::Array(all)) => all.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let kid = |object: &Object| match document.dereference(object).expect("what is referred to").1 {
        Object::Integer(mark) => Kid::Mark(page.expect("the page of a mark"), *mark),
        Object::Dictionary(kid) if kid.has_type(b"MCR") => {
            let id = kid.get(b"Pg").and_then(Object::as_reference).expect("a page");
            let page = pages
                .iter()
                .position(|page| *page == id)
                .expect("a page of the file");
            Kid::Mark(page, kid.get(b"MCID").and_then(Object::as_i64).expect("a mark"))
        }
        Object::Dictionary(kid) => Kid::Element(read(document, kid, page, pages)),
        other => panic!("{other:?} is not in our files"),
    };
    all.into_iter().map(kid).collect()
}

fn read(document: &Document, element: &Dictionary, page: Option<usize>, pages: &[ObjectId]) -> Element {
    let kind = get(document, element, "S").and_then(|kind| kind.as_name().ok());
    let alt = get(document, element, "Alt").and_then(|alt| alt.as_str().ok());
    let attributes: Vec<&Dictionary> = match get(document, element, "A") {
        Some(Object::Array(all)) => all.iter().filter_map(|one| dictionary(document, one)).collect(),
        Some(one) => dictionary(document, one).into_iter().collect(),
        None => Vec::new(),
    };
    let attribute = |key: &str| attributes.iter().find_map(|one| one.get(key.as_bytes()).ok());
    let span = |key: &str| {
        let span = attribute(key).map_or(1, |span| span.as_i64().expect("a count"));
        usize::try_from(span).expect("a count")
    };
    Element {
        kind: String::from_utf8_lossy(kind.expect("a kind")).into_owned(),
        alt: alt.map(text),
        scope: attribute("Scope")
            .and_then(|scope| scope.as_name().ok())
            .map(|scope| String::from_utf8_lossy(scope).into_owned()),
        columns: span("ColSpan"),
        rows: span("RowSpan"),
        kids: kids(document, element, page, pages),
    }
}

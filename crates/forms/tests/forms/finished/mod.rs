//! Reads a finished file as a reader of its structure does: what is drawn under which mark, and which element of the
//! structure holds it. Knows nothing of the display list the file was made from.

mod content;
mod font;
mod structure;

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

pub(crate) use content::Drawn;
pub(crate) use structure::{Element, Kid};

/// A finished file.
pub(crate) struct Finished {
    /// Its pages.
    pub(crate) pages: Vec<Page>,
    /// The parts of the structure's root.
    pub(crate) parts: Vec<Element>,
}

/// What is drawn on a page.
pub(crate) struct Page {
    /// What stands under each mark, by its number.
    pub(crate) marked: BTreeMap<i64, Drawn>,
    /// Numbers of marks that were opened more than once.
    pub(crate) twice: Vec<i64>,
    /// What is drawn outside of every mark and artifact.
    pub(crate) loose: usize,
    /// The text of artifacts.
    pub(crate) artifacts: String,
}

impl Finished {
    /// Reads a file that is taken to be sound.
    pub(crate) fn read(file: &[u8]) -> Self {
        let document = Document::load_mem(file).expect("a readable file");
        let ids: Vec<_> = document.page_iter().collect();
        let pages = ids.iter().map(|id| content::page(&document, *id)).collect();
        let parts = structure::parts(&document, &ids);
        Self { pages, parts }
    }

    /// The text under a mark, as it is read out.
    pub(crate) fn text(&self, page: usize, mark: i64) -> &str {
        self.pages[page].marked.get(&mark).map_or("", |drawn| &drawn.text)
    }
}

/// What a key stands for, with references followed.
fn get<'d>(document: &'d Document, dictionary: &'d Dictionary, key: &str) -> Option<&'d Object> {
    let object = dictionary.get(key.as_bytes()).ok()?;
    document.dereference(object).ok().map(|(_, object)| object)
}

fn dictionary<'d>(document: &'d Document, object: &'d Object) -> Option<&'d Dictionary> {
    let (_, object) = document.dereference(object).ok()?;
    object.as_dict().ok()
}

/// A string of a file as text: UTF-16 with its mark, or the older encoding, of which only ASCII is taken.
fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        ascii => {
            assert!(ascii.is_ascii(), "{ascii:?}");
            String::from_utf8_lossy(ascii).into_owned()
        }
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16(&units).expect("sound UTF-16")
}

fn number(object: &Object) -> f32 {
    object.as_float().expect("a number")
}

/// The fonts in a file, by their names.
pub(crate) fn programs(file: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let document = Document::load_mem(file).expect("a readable file");
    let descriptors = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    let program = |descriptor: &Dictionary| {
        let name = get(&document, descriptor, "FontName")?.as_name().ok()?;
        let program = get(&document, descriptor, "FontFile2")?.as_stream().ok()?;
        let program = program.decompressed_content().expect("readable");
        Some((String::from_utf8_lossy(name).into_owned(), program))
    };
    descriptors.filter_map(program).collect()
}

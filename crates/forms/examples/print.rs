//! Prints every form for looking at: `cargo run -p madoguchi-forms --example print -- DIRECTORY`, or only the
//! definitions in the files that are named after the directory.

#[path = "../tests/forms/support/mod.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

use std::path::PathBuf;

use madoguchi_forms::{FormDefinition, Laid, blank, guide_sheet, layout, pdf, svg};
use support::{Persona, arriving, fonts, long, meta, municipality, rare, short, strokes};

fn main() {
    let directory = PathBuf::from(std::env::args().nth(1).expect("a directory to write to"));
    let fonts = fonts();
    let write = |name: &str, laid: &Laid| {
        let path = directory.join(name);
        let bytes = pdf(std::slice::from_ref(laid), &fonts, &meta(&laid.title)).expect("a conforming PDF");
        std::fs::write(path.with_extension("pdf"), bytes).expect("written");
        for page in 0..laid.pages.len() {
            let text = svg(laid, page, &fonts).expect("a page");
            std::fs::write(path.with_extension(format!("{page}.svg")), text).expect("written");
        }
        println!(
            "{name}: {} pages, overflow {:?}, missing {:?}",
            laid.pages.len(),
            laid.overflow,
            laid.missing_glyphs
        );
    };
    let signed = |mut persona: Persona| {
        persona.signature = Some(strokes());
        persona
    };
    write("guide_sheet", &guide_sheet(&support::guide(), &fonts));
    let named: Vec<FormDefinition> = std::env::args()
        .skip(2)
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a readable file");
            FormDefinition::parse(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
        })
        .collect();
    let forms = if named.is_empty() {
        FormDefinition::all()
    } else {
        &named
    };
    for form in forms {
        write(
            &format!("{}_blank", form.id),
            &blank(form, &municipality(), &fonts),
        );
        for (name, persona) in [
            ("short", signed(short())),
            ("arriving", arriving()),
            ("rare", rare()),
            ("long", long()),
        ] {
            write(
                &format!("{}_{name}", form.id),
                &layout(form, &persona.values(), &fonts),
            );
        }
    }
}

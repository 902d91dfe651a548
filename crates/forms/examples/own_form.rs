//! Writes synthetic uploads, and what is found on them, for looking at:
//! `cargo run -p madoguchi-forms --example own_form -- DIRECTORY`. Every place that is found is filled with its label.

#[path = "../tests/forms/support/mod.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

use std::path::PathBuf;

use madoguchi_forms::own_form::read::{Uploaded, read};
use madoguchi_forms::own_form::{Ground, OwnForm, Placement, PlacementKind, lay, suggest};
use madoguchi_forms::{Values, pdf};
use support::{fonts, meta, municipality, uploads};

fn main() {
    let directory = PathBuf::from(std::env::args().nth(1).expect("a directory to write to"));
    let fonts = fonts();
    for (name, bytes) in [
        ("fillable", uploads::fillable()),
        ("turned", uploads::turned(90)),
        ("exported", uploads::exported()),
        ("scanned", uploads::scanned()),
        ("password", uploads::encrypted("open", "change")),
    ] {
        let path = directory.join(name);
        std::fs::write(path.with_extension("pdf"), &bytes).expect("written");
        let uploaded = match read(&bytes, &fonts) {
            Ok(uploaded) => uploaded,
            Err(refusal) => {
                println!("{name}: {refusal}");
                continue;
            }
        };
        for notice in &uploaded.notices {
            println!("{name}: {notice}");
        }
        for (n, page) in uploaded.pages.iter().enumerate() {
            std::fs::write(path.with_extension(format!("{n}.png")), &page.picture).expect("written");
            for found in &page.found {
                println!("{name} {n}: {:?} {:?} {}", found.source, found.area, found.label);
            }
        }
        let pictures = uploaded.pages.iter().map(|page| page.picture.clone()).collect();
        let ground = Ground::new(&bytes, pictures).expect("readable");
        let laid = lay(
            name,
            &labelled(&uploaded),
            &ground,
            &Values::blank(&municipality()),
            &fonts,
        );
        let filled = pdf(&[laid], &fonts, &meta(name)).expect("a PDF");
        std::fs::write(path.with_extension("filled.pdf"), filled).expect("written");
    }
}

/// A form that writes into each place what was understood of it.
fn labelled(uploaded: &Uploaded) -> OwnForm {
    let mut form = OwnForm {
        title: "見本".into(),
        ..OwnForm::default()
    };
    for (n, page) in uploaded.pages.iter().enumerate() {
        for found in &page.found {
            let suggestion = suggest(found);
            let key = suggestion.kind.key().unwrap_or_default().to_owned();
            form.placements.push(Placement {
                page: n + 1,
                area: found.area,
                label: suggestion.label.clone(),
                confirm: false,
                repeat: None,
                kind: PlacementKind::Printed {
                    text: format!("{}→{key}", suggestion.label),
                },
            });
        }
    }
    form
}

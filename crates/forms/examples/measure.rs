//! Measures how long warm forms take: `cargo run --release -p madoguchi-forms --example measure`.

#[path = "../tests/forms/support/mod.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

use std::time::Instant;

use madoguchi_forms::{FormDefinition, guide_sheet, layout, pdf, svg};
use support::{fonts, guide, meta, rare};

const TIMES: u32 = 50;

fn measure(what: &str, mut work: impl FnMut() -> usize) {
    let bytes = work();
    let start = Instant::now();
    for _ in 0..TIMES {
        std::hint::black_box(work());
    }
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0 / f64::from(TIMES);
    println!(
        "{what:58} {milliseconds:7.2} ms  {:7.1} KB",
        f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1024.0
    );
}

fn main() {
    let start = Instant::now();
    let fonts = fonts();
    println!("fonts mapped in {:.2} ms", start.elapsed().as_secs_f64() * 1000.0);
    let values = rare().values();
    for form in FormDefinition::all() {
        measure(&format!("{} layout", form.id), || {
            layout(form, &values, &fonts).pages.len()
        });
        let laid = layout(form, &values, &fonts);
        let pages = laid.pages.len();
        measure(&format!("{} PDF ({pages} p.)", form.id), || {
            pdf(std::slice::from_ref(&laid), &fonts, &meta(&laid.title)).map_or(0, |bytes| bytes.len())
        });
        measure(&format!("{} SVG (1 p.)", form.id), || {
            svg(&laid, 0, &fonts).map_or(0, |text| text.len())
        });
    }
    let sheet = guide();
    measure("guide sheet layout", || guide_sheet(&sheet, &fonts).pages.len());
    let laid = guide_sheet(&sheet, &fonts);
    measure("guide sheet PDF", || {
        pdf(std::slice::from_ref(&laid), &fonts, &meta("受付案内票")).map_or(0, |bytes| bytes.len())
    });
    let all: Vec<_> = FormDefinition::all()
        .iter()
        .map(|form| layout(form, &values, &fonts))
        .collect();
    measure("all forms in one PDF", || {
        pdf(&all, &fonts, &meta("申請書")).map_or(0, |bytes| bytes.len())
    });
}

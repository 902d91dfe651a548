//! Measures the CPU time that each form costs, warm: `cargo run --release -p madoguchi-forms --example measure`.

#[path = "../tests/forms/support/mod.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

use std::hint::black_box;
use std::time::Duration;

use madoguchi_forms::{Fonts, FormDefinition, Laid, guide_sheet, layout, pdf, svg};
use support::{fonts, guide, meta, rare};

const TIMES: u32 = 30;

fn main() {
    each_form();
}

/// The CPU time of this thread so far.
fn cpu_time() -> Duration {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux tells it");
    let nanoseconds = schedule
        .split_whitespace()
        .next()
        .and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.expect("a number"))
}

/// Milliseconds of CPU a piece of work takes, warm.
fn milliseconds(mut work: impl FnMut()) -> f64 {
    work();
    let start = cpu_time();
    for _ in 0..TIMES {
        work();
    }
    cpu_time().saturating_sub(start).as_secs_f64() * 1000.0 / f64::from(TIMES)
}

fn made(laid: &Laid, fonts: &Fonts) -> Vec<u8> {
    pdf(std::slice::from_ref(laid), fonts, &meta(&laid.title)).expect("a conforming file")
}

fn each_form() {
    let fonts = fonts();
    println!(
        "{:66} {:>5} {:>8} {:>8} {:>8} {:>8}",
        "", "pages", "layout", "PDF", "SVG", "KB"
    );
    let values = rare().values();
    let mut of_one_page = Vec::new();
    for form in FormDefinition::all() {
        let laid = layout(form, &values, &fonts);
        let layout = milliseconds(|| drop(black_box(layout(form, &values, &fonts))));
        let pdf = milliseconds(|| drop(black_box(made(&laid, &fonts))));
        let svg = milliseconds(|| drop(black_box(svg(&laid, 0, &fonts))));
        line(&form.id, &laid, [layout, pdf, svg], made(&laid, &fonts).len());
        if laid.pages.len() == 1 {
            of_one_page.push(layout + pdf);
        }
    }
    let sheet = guide_sheet(&guide(), &fonts);
    let layout = milliseconds(|| drop(black_box(guide_sheet(&guide(), &fonts))));
    let pdf = milliseconds(|| drop(black_box(made(&sheet, &fonts))));
    line(
        "guide_sheet",
        &sheet,
        [layout, pdf, 0.0],
        made(&sheet, &fonts).len(),
    );
    of_one_page.sort_by(f64::total_cmp);
    println!(
        "layout and PDF of the {} forms that fill one page: median {:.2} ms, most {:.2} ms of CPU",
        of_one_page.len(),
        of_one_page[of_one_page.len() / 2],
        of_one_page.last().copied().unwrap_or_default()
    );
}

fn line(name: &str, laid: &Laid, [layout, pdf, svg]: [f64; 3], bytes: usize) {
    let kilobytes = bytes / 1024;
    println!(
        "{name:66} {:>5} {layout:8.2} {pdf:8.2} {svg:8.2} {kilobytes:8}",
        laid.pages.len()
    );
}

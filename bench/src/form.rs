//! One application as a PDF, from the case to the bytes.

use std::collections::BTreeMap;
use std::hint::black_box;

use madoguchi_forms::{FilledCase, FontPaths, Fonts, FormDefinition, PdfMeta, layout, pdf};

use crate::family;
use crate::stopwatch::repeated;

const TIMES: usize = 100;

pub(crate) fn run() -> Result<(), String> {
    let (municipality, household, case) = family::of_five();
    let fonts = Fonts::load(&FontPaths::default()).map_err(|error| error.to_string())?;
    let answers = BTreeMap::new();
    for form in FormDefinition::all() {
        let filled = FilledCase {
            case: &case,
            household: &household,
            municipality: &municipality,
            sections: &[],
            staff_name: "見本　花子",
            answers: &answers,
            concerned: &[],
            new_head: None,
            signature: None,
            today: family::today(),
        };
        let meta = PdfMeta {
            title: form.title.clone(),
            created_at: chrono::DateTime::UNIX_EPOCH,
            document_id: "bench".into(),
            author: municipality.name.clone(),
        };
        let mut size = 0;
        let mut times = repeated(TIMES, || {
            let laid = layout(form, &filled.values(), &fonts);
            let bytes = pdf(std::slice::from_ref(&laid), &fonts, &meta);
            size = black_box(bytes).map_or(0, |bytes| bytes.len());
        });
        println!("{} ({} KB): {}", form.title, size / 1024, times.line());
    }
    Ok(())
}

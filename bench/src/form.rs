//! Applications as PDF, from the case to the bytes.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;

use madoguchi_forms::{FilledCase, FontPaths, Fonts, FormDefinition, PdfMeta, layout, pdf};

use madoguchi_model::case::Case;
use madoguchi_model::household::Household;
use madoguchi_model::municipality::Municipality;
use serde_json::json;

use crate::stopwatch::repeated;
use crate::{family, process};

const TIMES: usize = 100;

/// Every form once in a while, or many of one: `many N FOLDER`.
pub(crate) fn run(words: &[String]) -> Result<(), String> {
    match words {
        [] => each(),
        [many, count, folder] if many == "many" => {
            let count = count.parse().map_err(|_| "how many?")?;
            println!("{}", self::many(count, Path::new(folder))?);
            Ok(())
        }
        _ => Err("form, or form many N FOLDER".into()),
    }
}

fn each() -> Result<(), String> {
    let (municipality, household, case) = family::of_five();
    let fonts = Fonts::load(&FontPaths::default()).map_err(|error| error.to_string())?;
    let mut of_one_page = Vec::new();
    for form in FormDefinition::all() {
        let mut size = 0;
        let start = process::cpu_time()?;
        let mut times = repeated(TIMES, || {
            let bytes = made(form, &fonts, &municipality, &household, &case);
            size = black_box(bytes).map_or(0, |bytes| bytes.len());
        });
        let spent = process::cpu_time()?.saturating_sub(start).as_secs_f64() * 1000.0;
        // One more than counted: the first warms up.
        let each = spent / f64::from(u32::try_from(TIMES + 1).unwrap_or(u32::MAX));
        println!(
            "{} ({} KB): {each:.2} ms of CPU; {}",
            form.title,
            size / 1024,
            times.line()
        );
        if !form.sheet_per_person {
            of_one_page.push(each);
        }
    }
    of_one_page.sort_by(f64::total_cmp);
    let median = of_one_page
        .get(of_one_page.len() / 2)
        .copied()
        .unwrap_or_default();
    let most = of_one_page.last().copied().unwrap_or_default();
    println!(
        "the {} forms without a sheet for each person: median {median:.2} ms of CPU, most {most:.2}",
        of_one_page.len()
    );
    Ok(())
}

fn made(
    form: &FormDefinition,
    fonts: &Fonts,
    municipality: &Municipality,
    household: &Household,
    case: &Case,
) -> Result<Vec<u8>, String> {
    let filled = FilledCase {
        case,
        household,
        municipality,
        sections: &[],
        staff_name: "見本　花子",
        answers: &BTreeMap::new(),
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
    let laid = layout(form, &filled.values(), fonts);
    pdf(std::slice::from_ref(&laid), fonts, &meta).map_err(|error| error.to_string())
}

/// Makes so many 住民異動届 one after the other, each for people with other names, and writes the first to a folder.
/// Answers with a line of JSON for `bench/peers/forms`.
fn many(count: u32, folder: &Path) -> Result<String, String> {
    let form = FormDefinition::find("resident_movement_notification").ok_or("no such form")?;
    let (municipality, mut household, mut case) = family::of_five_in_a_village();
    let fonts = Fonts::load(&FontPaths::default()).map_err(|error| error.to_string())?;
    let mut work = |n: u32| {
        case.number = format!("08-{n:06}");
        for (place, member) in (0..).zip(&mut household.members) {
            let letter = |offset: u32| {
                let code = 0x4E00 + (n * 7 + place * 131 + offset * 977) % 5000;
                char::from_u32(code).unwrap_or('一')
            };
            member.names.name.written = [letter(0), letter(1), '\u{3000}', letter(2), letter(3)]
                .into_iter()
                .collect();
        }
        made(form, &fonts, &municipality, &household, &case)
    };
    let first = work(0)?;
    std::fs::write(folder.join("madoguchi.pdf"), &first).map_err(|error| error.to_string())?;
    for n in 1..=20 {
        black_box(work(n)?);
    }
    let start = process::cpu_time()?;
    for n in 0..count {
        black_box(work(20 + n)?);
    }
    let spent = process::cpu_time()?.saturating_sub(start).as_secs_f64() * 1000.0;
    let line = json!({
        "engine": "Madoguchi",
        "documents": count,
        "cpu_ms": spent / f64::from(count),
        "resident_kb": process::kilobytes("VmHWM:")?,
        "own_kb": process::kilobytes("RssAnon:")?,
        "bytes": first.len(),
    });
    Ok(line.to_string())
}

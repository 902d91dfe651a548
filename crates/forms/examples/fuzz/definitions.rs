//! Definitions with mistakes of every kind → refused, or pages → PDF and preview.

use madoguchi_forms::{FormDefinition, Values, layout};

use crate::Run;
use crate::random::Random;
use crate::support::{fonts, rare};
use crate::values::{papers, values};

pub(crate) fn open() -> Run {
    let fonts = fonts();
    let known = rare().values();
    let keys: Vec<String> = known.iter().map(|(key, _)| key.to_owned()).collect();
    let texts = catalogue();
    Box::new(move |random| {
        let text = mutated(random, &texts);
        let Ok(form) = FormDefinition::parse(&text) else {
            return Ok("refused");
        };
        let values = match random.below(3) {
            0 => Values::default(),
            1 => known.clone(),
            _ => values(random, &known, &keys),
        };
        papers(&layout(&form, &values, &fonts), &fonts)
    })
}

/// The definitions of the catalogue, as texts.
fn catalogue() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue/forms");
    let entries = std::fs::read_dir(folder).expect("the catalogue");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read = |path| std::fs::read_to_string(path).expect("a readable definition");
    paths.into_iter().map(read).collect()
}

/// A definition with one to eight mistakes.
fn mutated(random: &mut Random, texts: &[String]) -> String {
    let mut lines: Vec<String> = random.of(texts).lines().map(str::to_owned).collect();
    for _ in 0..=random.below(8) {
        if lines.is_empty() {
            break;
        }
        let at = random.below(lines.len());
        match random.below(12) {
            0 => {
                lines.remove(at);
            }
            1 => lines.insert(at, lines[at].clone()),
            2 => {
                let other = random.of(texts);
                let other: Vec<&str> = other.lines().collect();
                lines.insert(at, random.of(&other).to_owned());
            }
            3 => {
                let other = random.below(lines.len());
                lines.swap(at, other);
            }
            4 => lines.truncate(at),
            5 => {
                // A whole block again, which may not fit any more.
                let end = (at + 1 + random.below(30)).min(lines.len());
                let block = lines[at..end].to_vec();
                lines.splice(at..at, block);
            }
            6 | 7 => {
                if let Some((key, _)) = lines[at].split_once(" = ") {
                    lines[at] = format!("{key} = {}", value(random));
                }
            }
            8 => lines[at] = with_other_numbers(random, &lines[at]),
            9 => {
                let place = random.below(lines[at].chars().count() + 1);
                let place = lines[at]
                    .char_indices()
                    .nth(place)
                    .map_or(lines[at].len(), |(place, _)| place);
                lines[at].insert(place, random.character());
            }
            10 => {
                if let Some((before, after)) = lines[at]
                    .split_once('"')
                    .map(|(a, b)| (a.to_owned(), b.to_owned()))
                {
                    let rest = after.split_once('"').map_or("", |(_, rest)| rest);
                    lines[at] = format!("{before}{:?}{rest}", random.text());
                }
            }
            _ => {
                let line = lines.iter().position(|line| {
                    line.starts_with("height") || line.starts_with("row") || line.starts_with("width")
                });
                if let Some(line) = line {
                    lines[line] = with_other_numbers(random, &lines[line]);
                }
            }
        }
    }
    lines.join("\n")
}

fn value(random: &mut Random) -> String {
    match random.below(4) {
        0 => number(random),
        1 => random
            .of(&[
                "true",
                "false",
                "[]",
                "{}",
                "\"\"",
                "[1, 2]",
                "1979-05-27",
                "\"portrait\"",
                "\"landscape\"",
            ])
            .to_owned(),
        2 => format!("{:?}", random.text()),
        _ => {
            let kind = random.of(&[
                "text",
                "name",
                "date",
                "boxes",
                "choice",
                "signature",
                "printed",
                "address",
            ]);
            let n = number(random);
            format!(
                "{{ kind = \"{kind}\", key = \"row.name\", kana = \"x\", groups = [{n}], columns = {n}, size = {n} }}"
            )
        }
    }
}

fn number(random: &mut Random) -> String {
    let odd = [
        "0",
        "-1",
        "1",
        "0.001",
        "-0.0",
        "nan",
        "-nan",
        "inf",
        "-inf",
        "1e30",
        "1e-30",
        "255",
        "256",
        "65536",
        "4294967296",
        "9223372036854775807",
        "3",
        "12.5",
        "100",
        "297",
        "1000",
    ];
    random.of(&odd).to_owned()
}

/// The line with one of its numbers replaced.
fn with_other_numbers(random: &mut Random, line: &str) -> String {
    let Some(start) = line.find(|c: char| c.is_ascii_digit()) else {
        return line.to_owned();
    };
    let digits = line[start..].find(|c: char| !(c.is_ascii_digit() || c == '.'));
    let end = digits.map_or(line.len(), |length| start + length);
    format!("{}{}{}", &line[..start], number(random), &line[end..])
}

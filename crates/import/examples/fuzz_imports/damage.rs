//! Files of every layout, and layouts, with damage of every kind.

use madoguchi_import::{Layout, Limits, Outcome, Reader, Target, Writer, entries, synthetic_facts};
use madoguchi_synthetic::{Place, Spec, generate};

use crate::random::Random;

/// A layout's text and a sound file of it.
pub(crate) struct Sound {
    text: String,
    file: Vec<u8>,
}

/// The day all files are read on.
fn today() -> chrono::NaiveDate {
    "2026-11-28".parse().expect("a day of the calendar")
}

/// A sound file of every layout, the register's in every encoding.
pub(crate) fn files() -> Vec<Sound> {
    let spec = Spec {
        place: Place::Mihon,
        seed: 5,
        reference_date: today(),
        residents: 60,
    };
    let people = generate(&spec).households;
    let mut files = Vec::new();
    for layout in Layout::all() {
        let text = Layout::text(&layout.id).expect("its text is part of the program");
        let encodings: &[&str] = if layout.target == Target::Residents {
            &["utf-8", "shift_jis", "utf-16le", "utf-16be"]
        } else {
            &["utf-8"]
        };
        for encoding in encodings {
            let text = text.replace("encoding = \"utf-8\"", &format!("encoding = \"{encoding}\""));
            let layout = Layout::parse(&text).expect("a sound layout");
            let mut writer = Writer::new(Vec::new(), &layout).expect("memory takes it");
            for household in &people {
                for entry in entries(household)
                    .iter()
                    .filter(|_| layout.target == Target::Residents)
                {
                    writer.resident(entry).expect("memory takes it");
                }
                let rows = household
                    .members
                    .iter()
                    .flat_map(|member| synthetic_facts(&layout, member, today()));
                for row in rows {
                    writer.row(&row).expect("memory takes it");
                }
            }
            let file = writer.finish().expect("memory takes it");
            files.push(Sound { text, file });
        }
    }
    files
}

/// One damaged file by one layout, which may be damaged too.
pub(crate) fn run(random: &mut Random, files: &[Sound]) -> Result<&'static str, String> {
    let sound = &files[random.below(files.len())];
    let text = if random.one_in(4) {
        damaged_text(random, &sound.text)
    } else {
        sound.text.clone()
    };
    let Ok(layout) = Layout::parse(&text) else {
        return Ok("layout refused");
    };
    let bytes = damaged(random, &sound.file);
    let limits = Limits {
        cell_bytes: 1 + random.below(40_000),
        cells: 1 + random.below(1_000),
        rejected_rows: random.next() % 200,
    };
    let Ok(reader) = Reader::new(&*bytes, &layout, today(), limits) else {
        return Ok("file refused");
    };
    let mut last = 0;
    let mut word = "read";
    for outcome in reader {
        match outcome {
            Ok(Outcome::Entry(_)) => {}
            Ok(Outcome::Rejected(rejects)) => {
                word = "read with rejects";
                let rows: Vec<u64> = rejects.iter().map(|reject| reject.row).collect();
                if rows.is_empty() || rows.iter().any(|row| *row <= last) {
                    return Err("a reject without a row of its own".into());
                }
                last = rows[0];
            }
            Err(_) => return Ok("stopped"),
        }
    }
    Ok(word)
}

fn damaged_text(random: &mut Random, text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=random.below(3) {
        let at = random.below(lines.len());
        match random.below(4) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => {
                let other = random.below(lines.len());
                lines.swap(at, other);
            }
            _ => {
                let text = random.text();
                if let Some((key, _)) = lines[at].split_once(" = ") {
                    lines[at] = format!("{key} = {text:?}");
                }
            }
        }
        if lines.is_empty() {
            break;
        }
    }
    lines.join("\n")
}

fn damaged(random: &mut Random, file: &[u8]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for _ in 0..random.below(8) {
        if bytes.len() < 64 {
            break;
        }
        let at = random.below(bytes.len() - 32);
        match random.below(10) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << random.below(8),
            2 => drop(bytes.drain(at..=at + random.below(31))),
            3 => {
                let piece = bytes[at..at + 32].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            4 => {
                let odd: [&[u8]; 8] = [
                    b"\"",
                    b"\"\"",
                    b"\r",
                    b"\n",
                    b"\0",
                    b",",
                    b"\xEF\xBB\xBF",
                    b"\xFF",
                ];
                bytes.splice(at..at, odd[random.below(odd.len())].iter().copied());
            }
            5 => {
                let text = random.text();
                bytes.splice(at..at, text.into_bytes());
            }
            6 => bytes[at..at + 8].fill(b'9'),
            7 => {
                let long = vec![b'x'; random.below(200_000)];
                bytes.splice(at..at, long);
            }
            8 => {
                for byte in &mut bytes[at..at + 32] {
                    *byte = u8::try_from(random.below(256)).unwrap_or(0);
                }
            }
            _ => {
                bytes = (0..random.below(5_000))
                    .map(|_| u8::try_from(random.below(256)).unwrap_or(0))
                    .collect();
            }
        }
    }
    bytes
}

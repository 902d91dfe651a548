//! A municipality's own paper: what is found on it, what is refused, and that values stand on it where they were put.

use std::collections::BTreeSet;

use madoguchi_forms::own_form::read::{Area, Notice, Refusal, Source, Uploaded, read};
use madoguchi_forms::own_form::{
    DatePart, Ground, Mark, OwnForm, Placement, PlacementKind, Repeat, lay, suggest,
};
use madoguchi_forms::{Laid, pdf, svg};

use crate::support::{fonts, long, meta, rare, short, uploads};
use crate::tools::{run, written};

fn labels(uploaded: &Uploaded) -> BTreeSet<&str> {
    uploaded.pages[0]
        .found
        .iter()
        .map(|found| &*found.label)
        .collect()
}

fn text(key: &str) -> PlacementKind {
    PlacementKind::Text {
        key: key.into(),
        wrap: true,
        centred: false,
    }
}

fn placement(area: Area, label: &str, kind: PlacementKind) -> Placement {
    Placement {
        page: 1,
        area,
        label: label.into(),
        confirm: true,
        repeat: None,
        kind,
    }
}

fn form(placements: Vec<Placement>) -> OwnForm {
    OwnForm {
        title: "犬の登録事項変更届".into(),
        replaces: None,
        procedures: Vec::new(),
        placements,
    }
}

fn words_of(name: &str, laid: &Laid) -> String {
    let path = written(name, std::slice::from_ref(laid));
    run(
        "pdftotext",
        &["-raw", "-enc", "UTF-8", path.to_str().expect("a path"), "-"],
    )
    .chars()
    .filter(|c| !c.is_whitespace())
    .collect()
}

#[test]
fn fields_of_a_fillable_file_are_found_with_names_for_people() {
    let uploaded = read(&uploads::fillable(), &fonts()).expect("usable");
    assert!((uploaded.pages[0].width - 210.0).abs() < 0.5 && (uploaded.pages[0].height - 297.0).abs() < 0.5);
    let by_source: Vec<(&Source, &str)> = uploaded.pages[0]
        .found
        .iter()
        .map(|found| (&found.source, &*found.label))
        .collect();
    for wanted in [
        (Source::TextField("owner.name".into()), "所有者の氏名"),
        (Source::TextField("owner.address".into()), "所有者の住所"),
        (Source::TextField("tel".into()), "電話番号"),
        (Source::BoxField("zip".into(), 7), "郵便番号"),
        (Source::TickField("moved_in".into(), "Yes".into()), "転入"),
        (Source::TickBox, "転居"),
    ] {
        assert!(
            by_source.contains(&(&wanted.0, wanted.1)),
            "{wanted:?} in {by_source:?}"
        );
    }
    assert!(
        !by_source.iter().any(|(_, label)| *label == "印刷する"),
        "a button is no place to write"
    );
    assert!(
        uploaded.notices.contains(&Notice::Fields(5)) && uploaded.notices.contains(&Notice::FontsMissing)
    );
    let name = uploaded.pages[0]
        .found
        .iter()
        .find(|found| found.label == "所有者の氏名")
        .expect("found");
    assert!(
        (name.area.x - 60.7).abs() < 0.3 && (name.area.y - 40.2).abs() < 0.5,
        "{:?}",
        name.area
    );
    assert_eq!(suggest(name).kind.key(), Some("concerned.0.name"));
}

#[test]
fn pages_that_are_stored_turned_are_taken_as_they_are_seen() {
    let uploaded = read(&uploads::turned(90), &fonts()).expect("usable");
    let page = &uploaded.pages[0];
    assert!(page.width > page.height, "{} × {}", page.width, page.height);
    assert!(uploaded.notices.contains(&Notice::Rotated(vec![1])));
    let found = labels(&uploaded);
    assert!(
        found.contains("使用者氏名") && found.contains("新住所"),
        "{found:?}"
    );
    let parts: Vec<&Source> = page
        .found
        .iter()
        .map(|found| &found.source)
        .filter(|source| matches!(source, Source::DatePart(_)))
        .collect();
    assert_eq!(
        parts,
        [
            &Source::DatePart(DatePart::Year),
            &Source::DatePart(DatePart::Month),
            &Source::DatePart(DatePart::Day)
        ]
    );
}

#[test]
fn boxes_of_an_exported_and_of_a_scanned_form_are_the_same_boxes() {
    let fonts = fonts();
    let exported = read(&uploads::exported(), &fonts).expect("usable");
    let scanned = read(&uploads::scanned(), &fonts).expect("usable");
    assert_eq!(exported.notices, []);
    assert_eq!(scanned.notices, [Notice::Scanned(vec![1])]);
    let found = labels(&exported);
    assert!(
        found.contains("氏名") || found.contains("氏　名") || found.iter().any(|l| l.contains("氏名")),
        "{found:?}"
    );
    // A scan has the boxes of labels too, for it has no words: each box of the original must be among them.
    let ruled = |uploaded: &Uploaded| -> Vec<Area> {
        let ruled = uploaded.pages[0]
            .found
            .iter()
            .filter(|found| found.source == Source::Ruled);
        ruled.map(|found| found.area).collect()
    };
    let (wanted, seen) = (ruled(&exported), ruled(&scanned));
    let holds = |a: &Area, b: &Area| {
        let w = a.right().min(b.right()) - a.x.max(b.x);
        let h = a.bottom().min(b.bottom()) - a.y.max(b.y);
        w.max(0.0) * h.max(0.0) > 0.8 * a.w * a.h
    };
    let matched = wanted
        .iter()
        .filter(|a| seen.iter().any(|b| holds(a, b) && b.h < a.h + 12.0))
        .count();
    assert!(
        wanted.len() > 8 && matched * 10 >= wanted.len() * 9,
        "{matched} of {} boxes",
        wanted.len()
    );
}

#[test]
fn files_that_cannot_be_used_are_told_apart() {
    let fonts = fonts();
    let refused = |bytes: &[u8]| read(bytes, &fonts).expect_err("refused");
    let good = uploads::exported();
    assert_eq!(refused(b""), Refusal::Empty);
    assert!(matches!(refused(b"PK\x03\x04rest"), Refusal::OtherKind(name) if name.contains("Word")));
    assert!(matches!(refused(b"\xFF\xD8\xFF\xE0"), Refusal::OtherKind(name) if name.contains("JPEG")));
    assert_eq!(refused("ただの文字".as_bytes()), Refusal::NotPdf);
    assert_eq!(refused(b"%PDF-1.7\nnothing"), Refusal::Broken);
    assert_eq!(refused(&good[..200]), Refusal::Broken);
    assert_eq!(refused(&uploads::encrypted("open", "change")), Refusal::Password);
    assert_eq!(refused(&uploads::xfa()), Refusal::Xfa);
    assert_eq!(
        refused(&uploads::sized(595.0, 842.0, 21)),
        Refusal::TooManyPages { found: 21, limit: 20 }
    );
    assert!(matches!(
        refused(&uploads::sized(2000.0, 3000.0, 1)),
        Refusal::PageTooLarge {
            page: 1,
            width: 706,
            ..
        }
    ));
    assert!(matches!(
        refused(&uploads::sized(100.0, 100.0, 1)),
        Refusal::PageTooSmall { page: 1, .. }
    ));
    let mut large = good.clone();
    large.resize(11 * 1024 * 1024, b' ');
    assert_eq!(refused(&large), Refusal::TooLarge { found: 11, limit: 10 });
    // What anybody can open may be used, and is told.
    let restricted = read(&uploads::encrypted("", "change"), &fonts).expect("usable");
    assert!(restricted.notices.contains(&Notice::Restricted));
    assert!(labels(&restricted).contains("所有者の氏名"));
}

#[test]
fn values_stand_where_they_were_put_and_nothing_is_lost() {
    let fonts = fonts();
    let bytes = uploads::fillable();
    let uploaded = read(&bytes, &fonts).expect("usable");
    let ground = Ground::new(&bytes, vec![uploaded.pages[0].picture.clone()]).expect("readable");
    let area = |x, y, w, h| Area { x, y, w, h };
    let rows = Placement {
        repeat: Some(Repeat {
            list: "concerned".into(),
            rows: 2,
            pitch: 8.0,
        }),
        ..placement(area(20.0, 120.0, 60.0, 7.0), "氏名", text("row.name"))
    };
    let mark = |value: &str, x| {
        let kind = PlacementKind::Mark {
            key: "movement.kind".into(),
            value: value.into(),
            mark: Mark::Ring,
        };
        placement(area(x, 94.0, 16.0, 6.0), value, kind)
    };
    let boxes = PlacementKind::Boxes {
        key: "new_address.postcode".into(),
        boxes: 7,
    };
    let part = |part, x| {
        let kind = PlacementKind::DatePart {
            key: "case.moved_on".into(),
            part,
        };
        placement(area(x, 110.0, 8.0, 5.0), "異動日", kind)
    };
    let form = form(vec![
        placement(
            area(61.0, 40.3, 114.0, 8.9),
            "所有者の氏名",
            text("applicant.name"),
        ),
        placement(area(61.0, 200.0, 3.0, 2.0), "小さな欄", text("new_address.line")),
        rows,
        mark("move_in", 22.0),
        mark("move_out", 60.0),
        placement(area(61.0, 82.0, 45.0, 7.0), "郵便番号", boxes),
        part(DatePart::EraYear, 100.0),
        part(DatePart::Month, 110.0),
        part(DatePart::Day, 120.0),
    ]);
    assert_eq!(form.check(&[(210.0, 297.0)]), []);
    for (name, persona) in [("own_short", short()), ("own_rare", rare()), ("own_long", long())] {
        let values = persona.values();
        let laid = lay("own", &form, &ground, &values, &fonts);
        assert!(laid.on_own_paper());
        let printed = words_of(name, &laid);
        for n in 0..values.count("concerned") {
            let key = format!("concerned.{n}.name");
            let written = values
                .get(&key)
                .and_then(|value| value.as_text())
                .expect("a name");
            let written: String = written.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(printed.contains(&written), "{name}: {written} in {printed}");
        }
        assert!(
            laid.overflow.iter().any(|overflow| overflow.field == "小さな欄"),
            "{:?}",
            laid.overflow
        );
        let chosen = |label: &str| {
            laid.fields
                .iter()
                .any(|field| field.label == label && field.value == "該当")
        };
        let kind = values
            .get("movement.kind")
            .and_then(|value| value.as_text())
            .unwrap_or_default();
        assert_eq!(
            (chosen("move_in"), chosen("move_out")),
            (kind.contains("move_in"), kind.contains("move_out"))
        );
        let picture = svg(&laid, 0, &fonts).expect("a page");
        assert!(
            picture.contains("data:image/png;base64,"),
            "the ground is on the preview"
        );
    }
}

#[test]
fn the_file_is_whole_and_says_nothing_untrue_of_itself() {
    let fonts = fonts();
    let bytes = uploads::turned(270);
    let ground = Ground::new(&bytes, Vec::new()).expect("readable");
    let form = form(vec![placement(
        Area {
            x: 70.0,
            y: 20.0,
            w: 80.0,
            h: 8.0,
        },
        "使用者氏名",
        text("applicant.name"),
    )]);
    let laid = lay("own", &form, &ground, &short().values(), &fonts);
    let path = written("own_turned", std::slice::from_ref(&laid));
    run("qpdf", &["--check", path.to_str().expect("a path")]);
    let file = pdf(&[laid], &fonts, &meta("水道使用開始届")).expect("a PDF");
    let has = |word: &[u8]| file.windows(word.len()).any(|window| window == word);
    assert!(has(b"/MarkInfo") && has(b"/StructTreeRoot"), "it is tagged");
    assert!(!has(b"pdfaid:part"), "it does not claim to be PDF/A");
}

#[test]
fn whatever_is_done_to_a_file_it_is_read_or_refused() {
    let fonts = fonts();
    for source in [uploads::fillable(), uploads::turned(90)] {
        for n in 0..60usize {
            let mut bytes = source.clone();
            let place = n * 7919 % bytes.len();
            match n % 3 {
                0 => bytes.truncate(place),
                1 => bytes[place] ^= 0x5A,
                _ => {
                    bytes.drain(place..(place + 40).min(source.len()));
                }
            }
            if let Ok(uploaded) = read(&bytes, &fonts) {
                assert!(
                    !uploaded.pages.is_empty() && uploaded.pages.iter().all(|page| !page.picture.is_empty())
                );
            }
        }
    }
}

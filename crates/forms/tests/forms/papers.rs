//! What leaves on paper beside the forms themselves: the time of signing, lines over the pages, watermarks on
//! pictures, and the cover sheet.

use madoguchi_forms::cover_sheet::{CoverPaper, CoverSection};
use madoguchi_forms::display::Mark;
use madoguchi_forms::{CoverSheet, Laid, cover_sheet, layout, marked_svg, stamp, svg};

use crate::conformance::conforms;
use crate::glyphs::runs;
use crate::support::{day, find, fonts, long, short, strokes};
use crate::tools::{file, run, written};

const SIGNED: &str = "署名　2026年11月28日 10:12";

fn cover() -> CoverSheet {
    CoverSheet {
        municipality: "みほん市".into(),
        number: "08-000123".into(),
        date: day(2026, 11, 28),
        papers: vec![
            CoverPaper {
                title: "住民異動届".into(),
                version: 2,
                pages: 1,
                signature: "画面に署名　2026/11/28 10:12".into(),
            },
            CoverPaper {
                title: "個人番号カード・電子証明書等関係届出書".into(),
                version: 1,
                pages: 2,
                signature: "まだ".into(),
            },
        ],
        sections: vec![CoverSection {
            name: "市民課　1階1番窓口".into(),
            procedures: vec!["転居届".into(), "マイナンバーカードの住所変更".into()],
        }],
        missing: vec!["「個人番号カード・電子証明書等関係届出書」の署名".into()],
    }
}

/// The content's text without spaces, one string for each page.
fn texts(laid: &Laid) -> Vec<String> {
    let text = |page: &madoguchi_forms::display::Page| {
        let runs = page.items.iter().filter_map(|item| match &item.mark {
            Mark::Text(run) => Some(run.text.replace(['\u{3000}', ' '], "")),
            Mark::Shape(_) => None,
        });
        runs.collect::<String>()
    };
    laid.pages.iter().map(text).collect()
}

#[test]
fn the_time_of_signing_stands_beside_the_strokes() {
    let mut persona = short();
    persona.signature = Some(strokes());
    for form in madoguchi_forms::FormDefinition::all() {
        let plain = layout(form, &persona.values(), &fonts());
        let mut values = persona.values();
        values.text("signature.signed_at", SIGNED);
        let laid = layout(form, &values, &fonts());
        let fields = laid.fields.iter().filter(|field| field.key == "signature");
        let said: Vec<&str> = fields.map(|field| &*field.value).collect();
        if said.is_empty() {
            continue;
        }
        assert!(
            said.iter().all(|said| said.contains("10:12")),
            "{}: {said:?}",
            form.id
        );
        assert!(
            texts(&laid).concat().contains("署名2026年11月28日10:12"),
            "{}",
            form.id
        );
        assert_eq!(laid.overflow, plain.overflow, "{}", form.id);
        assert_eq!(laid.pages.len(), plain.pages.len(), "{}", form.id);
    }
    let form = find("resident_movement_notification");
    let mut values = persona.values();
    values.text("signature.signed_at", SIGNED);
    conforms("signed_at", &[layout(form, &values, &fonts())]);
}

#[test]
fn every_field_knows_its_key() {
    let laid = layout(
        find("resident_movement_notification"),
        &short().values(),
        &fonts(),
    );
    let value = |key: &str| {
        laid.fields
            .iter()
            .find(|field| field.key == key)
            .map(|field| &*field.value)
    };
    assert_eq!(
        value("concerned.0.name"),
        short().values().get("concerned.0.name").unwrap().as_text()
    );
    assert!(value("new_address").unwrap().contains('〒'));
}

#[test]
fn a_line_is_on_every_page_and_all_else_stays() {
    let form = find("resident_movement_notification");
    let before = layout(form, &long().values(), &fonts());
    assert!(before.pages.len() > 1);
    let mut after = before.clone();
    stamp(&mut after, "再印刷（2回目）　2026年11月28日", &fonts());
    for (old, new) in before.pages.iter().zip(&after.pages) {
        assert_eq!(
            new.items[..old.items.len()],
            old.items[..],
            "nothing else changes"
        );
        let added: String = new.items[old.items.len()..]
            .iter()
            .filter_map(|item| match &item.mark {
                Mark::Text(run) => Some(&*run.text),
                Mark::Shape(_) => None,
            })
            .collect();
        assert_eq!(added, "再印刷（2回目）　2026年11月28日");
        for item in &new.items[old.items.len()..] {
            // In the margin, above everything a form draws.
            if let Mark::Text(run) = &item.mark {
                assert!(run.y < 28.0 && run.y - run.size > 8.0, "{run:?}");
            }
        }
    }
    conforms("stamped", &[after]);
}

#[test]
fn a_watermark_is_in_the_picture_alone() {
    let laid = layout(
        find("resident_movement_notification"),
        &short().values(),
        &fonts(),
    );
    let plain = svg(&laid, 0, &fonts()).unwrap();
    let marked = marked_svg(&laid, 0, "確認用", &fonts()).unwrap();
    let mark = marked
        .find("<g id=\"resident_movement_notification-1-watermark\"")
        .unwrap();
    // Three letters in four places, over everything else.
    assert_eq!(marked[mark..].matches("<use ").count(), 12);
    assert!(
        marked[..mark].contains(
            plain
                .split("<path fill=\"#fff\"")
                .nth(1)
                .unwrap()
                .trim_end_matches("</svg>")
        )
    );
    assert!(marked_svg(&laid, 9, "確認用", &fonts()).is_none());
}

#[test]
fn a_cover_sheet_with_forms_conforms_and_tells_what_lies_below() {
    let sheet = cover_sheet(&cover(), &fonts());
    assert!(sheet.overflow.is_empty() && sheet.missing_glyphs.is_empty());
    let text = texts(&sheet).concat();
    for said in [
        "送付票",
        "08-000123",
        "一緒に送る申請書（2件・3枚）",
        "第2版",
        "市民課1階1番窓口",
        "転居届",
        "まだそろっていないもの",
        "関係届出書」の署名",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let form = layout(
        find("resident_movement_notification"),
        &short().values(),
        &fonts(),
    );
    conforms("bundle", &[sheet, form]);
}

#[test]
fn the_code_of_the_cover_sheet_is_the_receipt_number_alone() {
    let path = written("cover_qr", &[cover_sheet(&cover(), &fonts())]);
    let picture = file("cover_qr");
    let (path, target) = (path.to_str().unwrap(), picture.to_str().unwrap());
    run("pdftoppm", &["-r", "150", "-singlefile", "-png", path, target]);
    let picture = picture.with_extension("png");
    let read = run("zbarimg", &["-q", "--raw", picture.to_str().unwrap()]);
    assert_eq!(read.trim(), "08-000123");
}

#[test]
fn a_cover_of_many_papers_goes_on_over_pages() {
    let mut many = cover();
    many.papers = (0..90)
        .map(|n| CoverPaper {
            title: format!("様式{n}号"),
            ..many.papers[0].clone()
        })
        .collect();
    many.missing.clear();
    let laid = cover_sheet(&many, &fonts());
    assert!(laid.pages.len() > 2);
    let text: String = runs(&laid).map(|run| &*run.text).collect();
    assert!((0..90).all(|n| text.contains(&format!("様式{n}号"))));
    assert!(text.contains("ありません。"));
}

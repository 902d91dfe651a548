//! Fields beyond plain values: postcodes in boxes, places for seals, codes that readers read, areas for the staff, and
//! what the rules of a form find.

use madoguchi_forms::display::{Element, Node, Role};
use madoguchi_forms::{Finding, FormDefinition, Laid, Values, blank, layout};

use crate::conformance::conforms;
use crate::glyphs::runs;
use crate::support::{fonts, municipality, short};
use crate::tools::{file, run, written};

const HEAD: &str = r#"
id = "every_field"
title = "見本様式"
edition = "2026-12"
orientation = "portrait"
own_layout = true
legal_basis = "見本条例"
addressee = "{municipality.mayor}"
preamble = "次のとおり届け出ます。"
date = { label = "届出日", key = "case.filed_on" }
"#;

const BLOCKS: &str = r#"
[[block]]
kind = "grid"
[[block.row]]
height = 14
[[block.row.cell]]
label = "郵便番号"
width = 80
field = { kind = "postcode", key = "post" }
rules = [{ check = "required", message = "郵便番号が空欄です。" }]
[[block.row.cell]]
label = "住所"
field = { kind = "address", key = "home", postcode_boxes = true }
[[block.row]]
height = 30
[[block.row.cell]]
label = "印"
width = 60
field = { kind = "seal", caption = "印" }
[[block.row.cell]]
label = "QRコード"
width = 60
field = { kind = "qr", key = "code", description = "整理番号のQRコード" }
[[block.row.cell]]
field = { kind = "seal", shape = "area", caption = "受付印" }
[[block.row]]
height = 14
[[block.row.cell]]
label = "整理番号"
width = 95
field = { kind = "barcode", key = "code", description = "整理番号のバーコード" }
[[block.row.cell]]
label = "NW-7"
field = { kind = "barcode", key = "digits", symbology = "nw7", description = "番号のバーコード" }
rules = [
  { check = "digits", message = "数字で書きます。" },
  { check = "max_length", max = 5, message = "5桁までです。" },
  { check = "pattern", pattern = "[0-9-]*", message = "数字とハイフンだけです。" },
]
[[block]]
kind = "office"
heading = "処理欄（職員が記入します）"
height = 22
boxes = ["受付", "入力"]
stamp = "受付印"
"#;

fn form() -> FormDefinition {
    FormDefinition::parse(&[HEAD, BLOCKS].concat()).expect("a sound definition")
}

/// The values, and no receipt number, whose barcode would be read too.
fn values(pairs: &[(&str, &str)]) -> Values {
    let mut values = Values::blank(&municipality());
    for (key, value) in pairs {
        values.text(*key, *value);
    }
    values
}

/// What a reader reads on the first page, with the kind of code.
fn read(name: &str, laid: Laid) -> Vec<String> {
    let path = written(name, &[laid]);
    let picture = file(name);
    let (path, picture_path) = (path.to_str().expect("UTF-8"), picture.to_str().expect("UTF-8"));
    let arguments = [
        "-r",
        "200",
        "-f",
        "1",
        "-l",
        "1",
        "-singlefile",
        "-png",
        path,
        picture_path,
    ];
    run("pdftoppm", &arguments);
    let picture = picture.with_extension("png");
    let read = run(
        "zbarimg",
        &["-q", "-Scodabar.enable", picture.to_str().expect("UTF-8")],
    );
    let mut lines: Vec<String> = read.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

fn figures(laid: &Laid) -> Vec<&str> {
    fn of<'l>(nodes: &'l [Node], found: &mut Vec<&'l str>) {
        for node in nodes {
            if let Node::Element(Element { role, children }) = node {
                if let Role::Figure(text) = role {
                    found.push(text);
                }
                of(children, found);
            }
        }
    }
    let mut found = Vec::new();
    laid.pages.iter().for_each(|page| of(&page.tree, &mut found));
    found
}

#[test]
fn every_field_conforms_filled_blank_and_with_what_it_cannot_show() {
    let fonts = fonts();
    let filled = [
        ("post", "9990001"),
        ("home.postcode", "999-0001"),
        ("home.line", "みほん市"),
        ("code", "08-000123"),
        ("digits", "12345"),
    ];
    let odd = [
        ("post", "不明"),
        ("home.postcode", "SW1A 1AA"),
        ("code", "受付番号"),
        ("digits", "一二三"),
    ];
    let long = "1".repeat(200);
    let much = [("post", &*long), ("code", &*long), ("digits", &*long)];
    for (name, pairs) in [("filled", &filled[..]), ("odd", &odd[..]), ("much", &much[..])] {
        let laid = layout(&form(), &values(pairs), &fonts);
        conforms(&format!("fields_{name}"), &[laid]);
    }
    conforms("fields_blank", &[blank(&form(), &municipality(), &fonts)]);
}

#[test]
fn codes_are_read_as_what_they_say() {
    let fonts = fonts();
    let ascii: String = (' '..='~').collect();
    for (n, text) in [
        "08-000123",
        "1234567890",
        "A1234",
        "12345",
        ascii.get(..24).unwrap(),
        ascii.get(24..48).unwrap(),
        ascii.get(48..72).unwrap(),
        ascii.get(72..).unwrap(),
    ]
    .into_iter()
    .enumerate()
    {
        let laid = layout(&form(), &values(&[("code", text)]), &fonts);
        let lines = read(&format!("code_{n}"), laid);
        assert_eq!(lines, [format!("CODE-128:{text}"), format!("QR-Code:{text}")]);
    }
    let laid = layout(&form(), &values(&[("digits", "0123456789-$:/.+")]), &fonts);
    assert_eq!(read("nw7", laid), ["Codabar:A0123456789-$:/.+A"]);
}

#[test]
fn the_receipt_number_of_every_paper_can_be_read_by_a_machine() {
    let laid = layout(&form(), &short().values(), &fonts());
    assert!(figures(&laid).contains(&"受付番号のバーコード　08-000123"));
    assert_eq!(read("receipt_number", laid), ["CODE-128:08-000123"]);
    let none = blank(&form(), &municipality(), &fonts());
    assert!(
        !figures(&none).iter().any(|text| text.contains("バーコード")),
        "a blank form has no number"
    );
}

#[test]
fn what_a_code_cannot_say_is_written_out() {
    let laid = layout(
        &form(),
        &values(&[("digits", "一二三"), ("code", "受付")]),
        &fonts(),
    );
    let text: String = runs(&laid).map(|run| &*run.text).collect();
    assert!(text.contains("一二三") && text.contains("受付"));
    // The QR code says it; the bars cannot.
    let figures = figures(&laid);
    assert!(
        figures.contains(&"整理番号のQRコード　受付")
            && !figures.iter().any(|text| text.contains("バーコード"))
    );
}

#[test]
fn places_for_seals_and_stamps_say_what_belongs_there() {
    let laid = blank(&form(), &municipality(), &fonts());
    assert_eq!(
        figures(&laid),
        ["印を押す場所", "受付印を押す場所", "受付印を押す場所"]
    );
    for id in [
        "resident_movement_notification",
        "national_health_insurance_change_notification",
    ] {
        let laid = blank(crate::support::find(id), &municipality(), &fonts());
        assert_eq!(figures(&laid), ["受付印を押す場所"], "{id}");
    }
}

#[test]
fn a_postcode_has_a_box_per_digit_and_loses_nothing() {
    let laid = layout(&form(), &values(&[("post", "9990001")]), &fonts());
    let recorded = laid
        .fields
        .iter()
        .find(|field| field.label == "郵便番号")
        .unwrap();
    assert_eq!(recorded.value, "999-0001");
    let digits =
        runs(&laid).filter(|run| run.text.len() == 1 && run.text.bytes().all(|b| b.is_ascii_digit()));
    assert_eq!(digits.map(|run| &*run.text).collect::<String>(), "9990001");
    let odd = layout(&form(), &values(&[("post", "SW1A 1AA")]), &fonts());
    assert!(runs(&odd).any(|run| run.text == "SW1A 1AA"));
}

#[test]
fn rules_tell_what_to_look_at_and_stop_nothing() {
    let found = |pairs: &[(&str, &str)]| layout(&form(), &values(pairs), &fonts()).findings;
    let finding = |field: &str, message: &str| Finding {
        field: field.into(),
        message: message.into(),
    };
    assert_eq!(found(&[("post", "9990001"), ("digits", "123")]), []);
    assert_eq!(
        found(&[("digits", "12-34-56")]),
        [
            finding("郵便番号", "郵便番号が空欄です。"),
            finding("NW-7", "数字で書きます。"),
            finding("NW-7", "5桁までです。"),
        ]
    );
    assert_eq!(
        blank(&form(), &municipality(), &fonts()).findings,
        [],
        "nothing is written on a blank form yet"
    );
}

#[test]
fn rules_of_a_table_look_at_those_who_have_a_row() {
    let form = crate::support::find("resident_movement_notification");
    assert_eq!(layout(form, &short().values(), &fonts()).findings, []);
    let mut persona = short();
    persona.household.members[2].names.name.written = String::new();
    persona.case.visitor.phone = String::new();
    persona.case.moved_on = None;
    let found: Vec<(String, String)> = layout(form, &persona.values(), &fonts())
        .findings
        .into_iter()
        .map(|finding| (finding.field, finding.message))
        .collect();
    let expected = [
        ("異動日・転出予定日", "異動日が空欄です。"),
        ("電話", "日中に連絡のつく電話番号が空欄です。"),
        ("3人目　氏名", "氏名が空欄です。"),
    ];
    assert_eq!(
        found,
        expected.map(|(field, message)| (field.to_owned(), message.to_owned()))
    );
}

#[test]
fn a_rule_that_cannot_be_understood_is_refused() {
    let with = |rule: &str| {
        let cell = format!(
            "[[block]]\nkind = \"grid\"\n[[block.row]]\nheight = 9\n[[block.row.cell]]\nlabel = \"甲\"\n{rule}\n"
        );
        FormDefinition::parse(&[HEAD, &cell].concat())
    };
    let field = "field = { kind = \"text\", key = \"a\" }";
    assert!(
        with(&format!(
            "{field}\nrules = [{{ check = \"digits\", message = \"数字\" }}]"
        ))
        .is_ok()
    );
    for bad in [
        format!("{field}\nrules = [{{ check = \"pattern\", pattern = \"[\", message = \"式\" }}]"),
        format!("{field}\nrules = [{{ check = \"digits\", message = \"\" }}]"),
        "rules = [{ check = \"digits\", message = \"数字\" }]".to_owned(),
    ] {
        let error = with(&bad).unwrap_err().to_string();
        assert!(error.contains("a rule cannot be understood"), "{bad}: {error}");
    }
    assert!(
        with(&format!(
            "{field}\nrules = [{{ check = \"odd\", message = \"奇数\" }}]"
        ))
        .is_err()
    );
}

#[test]
fn no_form_claims_to_be_the_one_an_ordinance_draws() {
    for form in FormDefinition::all() {
        assert!(form.own_layout, "{}", form.id);
        let laid = blank(form, &municipality(), &fonts());
        let text: String = runs(&laid).map(|run| &*run.text).collect();
        assert!(
            text.contains("この様式はみほん市独自のもの"),
            "{}: {text}",
            form.id
        );
        assert!(!text.contains("法令で定められたもの"), "{}", form.id);
        if let Some(ordinance) = &form.ordinance_form {
            assert!(
                text.contains(&format!("{ordinance}ではありません")),
                "{}: {text}",
                form.id
            );
        }
    }
    let named: Vec<&str> = FormDefinition::all()
        .iter()
        .filter(|form| form.ordinance_form.is_some())
        .map(|form| &*form.id)
        .collect();
    for id in [
        "child_benefit_claim",
        "special_disability_allowance_claim",
        "child_rearing_allowance_claim",
    ] {
        assert!(named.contains(&id), "{id}");
    }
}

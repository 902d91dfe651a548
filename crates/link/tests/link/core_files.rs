//! Files for core systems: what they hold, in every form, and what never goes into them.

use madoguchi_import::{FileForm, Limits, Row, Rows};
use madoguchi_link::core_files::{
    Definition, FileHead, Plan, Rendered, RowHead, Subject, Visit, plan, render,
};
use madoguchi_model::hand_off::HandedProcedure;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::resident::ProtectiveMeasure;

use crate::support::{id, visit};

fn written(definition: &Definition, visit: &Visit) -> Rendered {
    let rows: Vec<(RowHead, &Visit)> = plan(definition, visit)
        .subjects
        .into_iter()
        .zip(1_u128..)
        .map(|(subject, number)| {
            let row = RowHead {
                id: id(900 + number),
                corrects: None,
                subject,
                unless: None,
            };
            (row, visit)
        })
        .collect();
    let head = FileHead {
        number: 7,
        made_at: "2026-11-28T16:00:00Z".parse().unwrap(),
    };
    render(definition, "000019", head, &rows).unwrap()
}

/// The cells of an item in every row.
fn cells(file: &Rendered, form: &FileForm, item: &str) -> Vec<String> {
    let mut rows = Rows::new(&*file.bytes, form, Limits::default())
        .unwrap()
        .map(|row| match row.unwrap().1 {
            Row::Cells(cells) => cells,
            Row::Broken(reason) => panic!("{reason:?}"),
        });
    let header = rows.next().unwrap();
    let place = header
        .iter()
        .position(|cell| cell == item)
        .unwrap_or_else(|| panic!("{item}"));
    rows.map(|cells| cells[place].clone()).collect()
}

fn of(id: &str) -> &'static Definition {
    Definition::find(id).unwrap()
}

fn changed(id: &str, changes: &[(&str, &str)]) -> Definition {
    let text = changes
        .iter()
        .fold(Definition::text(id).unwrap().to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
    Definition::parse(&text).unwrap()
}

#[test]
fn a_move_is_a_row_for_each_person() {
    let file = written(of("move_notice"), &visit());
    let cells = |item| cells(&file, &FileForm::default(), item);
    assert_eq!(file.name, "IDO_000019_000007_20261129.csv", "the day in Japan");
    assert_eq!(file.rows.len(), 2);
    assert!(file.problems.is_empty(), "{:?}", file.problems);
    assert_eq!(cells("引継ぎID"), [id(901).to_string(), id(902).to_string()]);
    assert_eq!(
        cells("氏名"),
        ["辻\u{e0100}\u{3000}太郎", "辻\u{e0100}\u{3000}花子"],
        "as written"
    );
    assert_eq!(cells("異動事由"), ["03", "03"], "the move, not the pregnancy");
    assert_eq!(cells("生年月日"), ["1984-04-02", ""], "no deemed date");
    assert_eq!(cells("生年月日不詳フラグ"), ["0", "1"]);
    assert_eq!(cells("生年月日不詳表記"), ["", "昭和15年頃"]);
    assert_eq!(cells("異動後住所_番地号"), ["2番3号", "2番3号"]);
    assert_eq!(cells("異動前住所_番地号"), ["1番1号", "1番1号"]);
    assert_eq!(cells("全部一部"), ["1", "1"]);
    assert_eq!(cells("届出人電話番号"), ["00000000000", "00000000000"]);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for definition in Definition::all() {
        let (one, other) = (written(definition, &visit()), written(definition, &visit()));
        assert_eq!(one, other);
        assert_eq!(one.digest.len(), 64);
    }
}

#[test]
fn applications_cards_and_sections_have_rows_of_their_own() {
    let mut visit = visit();
    let request = written(of("certificate_request"), &visit);
    assert_eq!(cells(&request, &FileForm::default(), "世帯全員の通数"), ["2"]);
    assert_eq!(cells(&request, &FileForm::default(), "様式"), ["1"]);
    let card = written(of("card_attributes"), &visit);
    assert_eq!(
        cells(&card, &FileForm::default(), "住所"),
        ["見本県みほん市本町一丁目1番1号"]
    );

    let pension = of("national_health_insurance");
    assert_eq!(
        plan(pension, &visit),
        Plan::default(),
        "nothing was handed to the section"
    );
    let handed = |procedure: &str, residents| HandedProcedure {
        procedure: procedure.into(),
        name: "国民健康保険の住所変更".into(),
        residents,
    };
    visit.handed = vec![
        handed("TK-03", vec![ResidentId(id(2))]),
        handed("XX-99", Vec::new()),
    ];
    let expected = vec![Subject::Person(ResidentId(id(2)))];
    assert_eq!(
        plan(pension, &visit).subjects,
        expected,
        "whom the procedure concerns"
    );
    let file = written(pension, &visit);
    assert_eq!(
        cells(&file, &FileForm::default(), "氏名"),
        ["辻\u{e0100}\u{3000}花子"]
    );
    assert_eq!(cells(&file, &FileForm::default(), "手続番号"), ["TK-03;XX-99"]);
}

#[test]
fn nothing_of_a_protected_persons_case_is_written() {
    let mut visit = visit();
    visit.household.members[1].protective_measure = ProtectiveMeasure::Provisional;
    for definition in Definition::all() {
        let planned = plan(definition, &visit);
        assert_eq!(planned.by_hand, !planned.subjects.is_empty(), "{}", definition.id);
        let file = written(definition, &visit);
        assert!(file.rows.is_empty());
        assert_eq!(file.problems.len(), planned.subjects.len());
        let text = String::from_utf8(file.bytes).unwrap();
        assert!(
            !text.contains('辻') && !text.contains("2番3号"),
            "{}",
            definition.id
        );
    }
}

#[test]
fn files_are_written_in_every_form() {
    for (encoding, read) in [
        ("utf-16le", "utf-16le"),
        ("utf-16be", "utf-16be"),
        ("utf-8", "utf-8"),
    ] {
        let definition = changed(
            "move_notice",
            &[
                (
                    "encoding = \"utf-8\"",
                    &format!("encoding = \"{encoding}\"\nbom = true\ndelimiter = \"\\t\""),
                ),
                ("quote = \"always\"", "quote = \"needed\""),
                ("line_end = \"crlf\"", "line_end = \"lf\""),
            ],
        );
        let file = written(&definition, &visit());
        let form: FileForm = toml::from_str(&format!(
            "encoding = \"{read}\"\nbom = \"required\"\ndelimiter = \"\\t\"\nline_end = \"lf\""
        ))
        .unwrap();
        assert_eq!(
            cells(&file, &form, "氏名")[0],
            "辻\u{e0100}\u{3000}太郎",
            "{encoding}"
        );
    }
}

#[test]
fn what_an_encoding_does_not_have_goes_by_hand_or_becomes_a_geta() {
    let shift_jis = |more: &str| {
        changed(
            "move_notice",
            &[(
                "encoding = \"utf-8\"",
                &format!("encoding = \"shift_jis\"\n{more}"),
            )],
        )
    };
    let refused = written(&shift_jis(""), &visit());
    assert!(refused.rows.is_empty());
    assert_eq!(refused.problems.len(), 2);
    assert_eq!(refused.problems[0].item, "届出人氏名");
    assert!(
        !refused.problems[0].problem.contains('辻'),
        "a problem does not quote what stood there"
    );

    let geta = written(&shift_jis("missing = \"geta\""), &visit());
    assert_eq!(geta.with_geta.len(), 2);
    let form: FileForm = toml::from_str("encoding = \"shift_jis\"").unwrap();
    assert_eq!(cells(&geta, &form, "氏名")[0], "辻〓\u{3000}太郎");
}

#[test]
fn a_row_that_says_what_an_earlier_one_said_is_not_written_again() {
    let (definition, visit) = (of("move_notice"), visit());
    let first = written(definition, &visit);
    let (earlier, content) = first.rows[0];
    let head = FileHead {
        number: 8,
        made_at: "2026-11-29T16:00:00Z".parse().unwrap(),
    };
    let row = RowHead {
        id: id(950),
        corrects: Some(earlier),
        subject: Subject::Person(ResidentId(id(1))),
        unless: Some(content),
    };
    let again = render(definition, "000019", head, &[(row, &visit)]).unwrap();
    assert_eq!((again.unchanged, again.rows.len()), (vec![id(950)], 0));

    let mut moved = visit;
    moved.case.moved_on = Some("2026-11-21".parse().unwrap());
    let corrected = render(definition, "000019", head, &[(row, &moved)]).unwrap();
    assert_eq!(corrected.rows.len(), 1);
    assert_eq!(cells(&corrected, &FileForm::default(), "処理区分"), ["2"]);
    assert_eq!(
        cells(&corrected, &FileForm::default(), "訂正前引継ぎID"),
        [earlier.to_string()]
    );
}

#[test]
fn what_does_not_fit_its_column_goes_by_hand() {
    let mut visit = visit();
    visit.household.members[0].names.name.written = "長".repeat(101);
    visit.household.members[1].registered_domicile = "本\r\n籍".into();
    let file = written(of("move_notice"), &visit);
    let items: Vec<&str> = file.problems.iter().map(|problem| &*problem.item).collect();
    assert_eq!(items, ["氏名", "本籍"]);
    assert!(file.rows.is_empty());
}

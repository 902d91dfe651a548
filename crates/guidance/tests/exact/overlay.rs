//! A municipality's overlay as it is edited.

use madoguchi_guidance::catalogue::SubjectKind;
use madoguchi_guidance::overlay::{Change, Clause, Comparison, Condition, Overlay, WrittenProcedure};

use super::{loaded, release, with};

fn change(id: &str, name: &str) -> Change {
    Change {
        id: id.to_owned(),
        name: (!name.is_empty()).then(|| name.to_owned()),
        ..Change::default()
    }
}

fn own(id: &str, name: &str) -> WrittenProcedure {
    WrittenProcedure {
        name: name.to_owned(),
        ..WrittenProcedure::new(id.to_owned())
    }
}

fn overlay() -> Overlay {
    Overlay {
        title: "例".to_owned(),
        changes: vec![change("PP-01", "甲"), change("PP-02", "乙")],
        procedures: vec![own("L-01", "丙"), own("L-02", "丁")],
    }
}

fn changes(overlay: &Overlay) -> Vec<(&str, Option<&str>)> {
    let changes = overlay.changes.iter();
    changes
        .map(|change| (&*change.id, change.name.as_deref()))
        .collect()
}

fn procedures(overlay: &Overlay) -> Vec<(&str, &str)> {
    let procedures = overlay.procedures.iter();
    procedures
        .map(|procedure| (&*procedure.id, &*procedure.name))
        .collect()
}

#[test]
fn a_file_is_read_as_it_was_written() {
    let written = overlay().to_text();
    assert_eq!(Overlay::from_text(&written).unwrap(), overlay());
    assert!(Overlay::from_text("title = 1").is_err());
}

#[test]
fn a_change_takes_the_place_of_the_one_of_the_same_procedure() {
    let mut edited = overlay();
    edited.set_change(change("PP-02", "戊"));
    assert_eq!(changes(&edited), [("PP-01", Some("甲")), ("PP-02", Some("戊"))]);
    edited.set_change(change("PP-03", "己"));
    assert_eq!(edited.changes.len(), 3);
    // One that changes nothing is none.
    edited.set_change(change("PP-02", ""));
    edited.set_change(change("PP-04", ""));
    assert_eq!(changes(&edited), [("PP-01", Some("甲")), ("PP-03", Some("己"))]);
    assert_eq!(edited.change("PP-03"), Some(&change("PP-03", "己")));
    assert_eq!(edited.change("PP-02"), None);
}

#[test]
fn only_a_change_of_nothing_is_empty() {
    assert!(change("PP-01", "").is_empty());
    assert!(!change("PP-01", "甲").is_empty());
    let off = Change {
        off: Some(String::new()),
        ..change("PP-01", "")
    };
    assert!(!off.is_empty());
}

#[test]
fn a_procedure_takes_the_place_of_the_one_of_the_same_number() {
    let mut edited = overlay();
    edited.set_procedure(own("L-02", "戊"));
    edited.set_procedure(own("L-03", "己"));
    assert_eq!(
        procedures(&edited),
        [("L-01", "丙"), ("L-02", "戊"), ("L-03", "己")]
    );
    assert_eq!(edited.procedure("L-02"), Some(&own("L-02", "戊")));
    assert_eq!(edited.procedure("L-04"), None);
}

#[test]
fn what_is_taken_out_is_gone_alone() {
    let mut edited = overlay();
    assert!(edited.remove("PP-01"));
    assert_eq!(changes(&edited), [("PP-02", Some("乙"))]);
    assert_eq!(edited.procedures, overlay().procedures);
    assert!(edited.remove("L-02"));
    assert_eq!(procedures(&edited), [("L-01", "丙")]);
    assert_eq!(changes(&edited), [("PP-02", Some("乙"))]);
    let before = edited.clone();
    assert!(!edited.remove("L-02"));
    assert_eq!(edited, before);
    assert!(!Overlay::default().remove("PP-01"));
}

#[test]
fn the_first_free_number_is_next() {
    assert_eq!(Overlay::default().next_id(), "L-01");
    assert_eq!(overlay().next_id(), "L-03");
    let mut gap = overlay();
    gap.remove("L-01");
    assert_eq!(gap.next_id(), "L-01");
}

#[test]
fn numbers_of_added_procedures_have_letters_digits_and_hyphens() {
    let release = release(&[("PP-01", "visit", "va", "")]);
    let added = |id: &str| {
        let text = with(&[(id, "visit", "va", "")])[&format!("procedures/move_in/{id}.toml")].clone();
        let (head, rows) = text.split_once("[[deadline]]").unwrap();
        let rows = format!("[[deadline]]{rows}").replace("[[", "[[procedure.");
        release.with_overlay(&format!("title = \"t\"\n[[procedure]]\n{head}{rows}"))
    };
    for id in ["L-1", "L-a-1", "L-Z"] {
        let with = added(id).unwrap_or_else(|findings| panic!("{findings:#?}"));
        assert_eq!(with.procedure(id).unwrap().id, id);
    }
    for id in ["L-", "L", "X-1", "L-1_", "L-あ"] {
        let findings = added(id).unwrap_err();
        let told: Vec<_> = findings
            .iter()
            .map(|finding| (finding.line, &*finding.problem))
            .collect();
        assert_eq!(
            told,
            [(3, &*format!("「{id}」は自治体の手続きの番号にできません"))]
        );
    }
}

fn clause(fact: &str, comparison: Comparison) -> Clause {
    Clause {
        fact: fact.to_owned(),
        comparison,
    }
}

fn is(choice: &str, not: bool) -> Comparison {
    Comparison::Is {
        choice: choice.to_owned(),
        not,
    }
}

#[test]
fn clauses_are_read_aloud() {
    let mut files = with(&[("PP-01", "visit", "va", "")]);
    let facts = files.get_mut("facts/1.toml").unwrap();
    *facts = facts.replace("\"mb\"", "\"birth_date\"");
    let release = loaded(&files);
    let attains = |not| Comparison::Attains { age: 20, not };
    for (clause, label) in [
        (clause("va", Comparison::Holds(true)), "va：VA"),
        (clause("va", Comparison::Holds(false)), "va：not VA"),
        (clause("mc", is("y", false)), "mc：Y"),
        (clause("mc", is("y", true)), "mc：「Y」以外"),
        (clause("mc", is("none", false)), "mc：none"),
        (clause("va", is("y", false)), "va：y"),
        (clause("birth_date", attains(false)), "年齢：20歳以上"),
        (clause("birth_date", attains(true)), "年齢：20歳未満"),
        (
            clause("vd", Comparison::HasCome(true)),
            "vd：届出日までに来ている",
        ),
        (clause("vd", Comparison::HasCome(false)), "vd：届出日より後"),
        (clause("mc", Comparison::Holds(true)), "mc"),
        (clause("gone", Comparison::Holds(true)), "gone"),
    ] {
        assert_eq!(clause.label(&release), label);
    }
}

#[test]
fn codes_say_the_same_as_clauses_and_nothing_else() {
    let mut files = with(&[("PP-01", "visit", "va", "")]);
    let facts = files.get_mut("facts/1.toml").unwrap();
    *facts = facts.replace("\"mb\"", "\"birth_date\"");
    let release = loaded(&files);
    for code in [
        "va:holds:true",
        "va:holds:false",
        "mc:is:x:true",
        "mc:is:z:false",
        "birth_date:attains:1:false",
        "birth_date:attains:120:true",
        "vd:come:true",
        "birth_date:come:false",
    ] {
        let clause = Clause::from_code(code, &release).expect(code);
        assert_eq!(clause.code(), code);
    }
    for code in [
        "gone:holds:true",
        "va:holds:yes",
        "va:holds",
        "va:is:x:true",
        "va:come:true",
        "mc:holds:true",
        "mc:is:none:true",
        "mc:is:x",
        "mc:is:x:yes",
        "vd:attains:20:false",
        "vd:holds:true",
        "birth_date:attains:0:false",
        "birth_date:attains:121:false",
        "birth_date:attains:20",
        "vd:come:1",
        "",
    ] {
        assert_eq!(Clause::from_code(code, &release), None, "{code}");
    }
}

#[test]
fn each_kind_of_fact_has_its_clauses() {
    let mut files = with(&[("PP-01", "visit", "va", "")]);
    let facts = files.get_mut("facts/1.toml").unwrap();
    *facts = facts.replace("\"mb\"", "\"birth_date\"");
    let release = loaded(&files);
    let all = |fact: &str| -> Vec<String> {
        let clauses = Clause::all_of(release.fact(fact).unwrap());
        clauses.iter().map(Clause::code).collect()
    };
    assert_eq!(all("va"), ["va:holds:true", "va:holds:false"]);
    assert_eq!(
        all("mc"),
        [
            "mc:is:x:false",
            "mc:is:y:false",
            "mc:is:z:false",
            "mc:is:x:true",
            "mc:is:y:true",
            "mc:is:z:true"
        ]
    );
    assert_eq!(all("vd"), ["vd:come:true", "vd:come:false"]);
    assert_eq!(all("birth_date"), Vec::<String>::new());
}

#[test]
fn conditions_are_read_as_far_as_clauses_go() {
    let release = release(&[("PP-01", "visit", "va", "")]);
    // Text, whether it is about the visit, and how it is written again; none where clauses cannot say it.
    for (text, subject, again) in [
        ("true", SubjectKind::Visit, Some("true")),
        ("va", SubjectKind::Visit, Some("va")),
        ("not va", SubjectKind::Visit, Some("not va")),
        ("va and not vb", SubjectKind::Visit, Some("va and not vb")),
        ("va or vb", SubjectKind::Visit, Some("va or vb")),
        (
            "mc is x and mc is not y",
            SubjectKind::Member,
            Some("mc is x and mc is not y"),
        ),
        (
            "vd <= reference_date",
            SubjectKind::Visit,
            Some("vd <= reference_date"),
        ),
        (
            "vd > reference_date",
            SubjectKind::Visit,
            Some("vd > reference_date"),
        ),
        (
            "any member (ma or mc is x)",
            SubjectKind::Visit,
            Some("any member (ma or mc is x)"),
        ),
        (
            "any member (ma and mc is x)",
            SubjectKind::Visit,
            Some("any member (ma and mc is x)"),
        ),
        ("any member (ma)", SubjectKind::Visit, Some("any member (ma)")),
        (
            "va or any member (ma or mc is x)",
            SubjectKind::Visit,
            Some("va or any member (ma or mc is x)"),
        ),
        (
            "va and any member (ma)",
            SubjectKind::Visit,
            Some("va and any member (ma)"),
        ),
        ("va and any member (ma or mc is x)", SubjectKind::Visit, None),
        ("all members (ma)", SubjectKind::Visit, None),
        ("va and (vb or vc)", SubjectKind::Visit, None),
        ("not (va and vb)", SubjectKind::Visit, None),
        ("not mc is x", SubjectKind::Member, None),
        ("not vd <= reference_date", SubjectKind::Visit, None),
        ("mc in [x, y]", SubjectKind::Member, None),
        ("vd <= 2026-04-01", SubjectKind::Visit, None),
        ("vd < reference_date", SubjectKind::Visit, None),
        ("vd <= reference_date - 1 days", SubjectKind::Visit, None),
        ("vd <= reference_date - 1 months", SubjectKind::Visit, None),
        // An age is asked of the date of birth alone.
        ("mb attains 20", SubjectKind::Member, None),
        ("gone", SubjectKind::Visit, None),
        ("va and", SubjectKind::Visit, None),
    ] {
        let read = Condition::read(text, &release).map(|condition| condition.text(subject, &release));
        assert_eq!(read.as_deref(), again, "{text}");
    }
}

#[test]
fn conditions_are_made_of_what_is_asked_at_the_counter() {
    let mut files = with(&[("PP-01", "visit", "va", "")]);
    let facts = files.get_mut("facts/1.toml").unwrap();
    *facts = facts.replacen(
        "who = \"visitor\"",
        "who = \"municipality\"\nmunicipal_default = true",
        1,
    );
    facts.push_str("built_in = true\n");
    let release = loaded(&files);
    assert_eq!(release.facts().len(), 7);
    let ids: Vec<_> = Condition::facts(&release).map(|fact| &*fact.id).collect();
    assert_eq!(ids, ["vb", "vc", "vd", "ma", "mb"]);
}

/// A published procedure with something of everything, as it is edited.
#[test]
fn a_procedure_is_written_with_all_its_rows() {
    let rows = "[[deadline]]\ntext = \"e\"\nfrom = \"vd\"\nmonths = 2\ninitial_day = \"included\"\n\
        closed_last_day = \"stays\"\nwhen = \"vb\"\n\
        [[deadline]]\ntext = \"g\"\nfrom = \"vd\"\ndays = 5\ninitial_day = \"excluded\"\n\
        [[deadline]]\ntext = \"h\"\non = \"vd\"\n\
        [[section]]\ncode = \"u\"\nwhen = \"vc\"\n[[fee]]\ntext = \"300円\"\nwhen = \"vb\"\n\
        [[form]]\nid = \"f\"\nwhen = \"vb\"\n[[note]]\ntext = \"n\"\nkind = \"warning\"\nwhen = \"vb\"\n\
        [[belonging]]\ntext = \"印鑑\"\nreason = \"r\"\nwhen = \"vb\"\n";
    let release = release(&[("PP-01", "visit", "va", rows)]);
    let written = WrittenProcedure::of(release.procedure("PP-01").unwrap(), &release);
    let deadlines: Vec<_> = written
        .deadlines
        .iter()
        .map(|row| {
            (
                &*row.text,
                &*row.basis,
                row.from.as_deref(),
                row.on.as_deref(),
                (row.months, row.days),
                row.initial_day.is_some(),
                row.closed_last_day.is_some(),
                row.when.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        deadlines,
        [
            ("d", "甲法施行令5条", None, None, (None, None), false, false, None),
            ("e", "", Some("vd"), None, (Some(2), None), true, true, Some("vb")),
            ("g", "", Some("vd"), None, (None, Some(5)), true, false, None),
            ("h", "", None, Some("vd"), (None, None), false, false, None),
        ]
    );
    let sections: Vec<_> = written
        .sections
        .iter()
        .map(|row| (&*row.code, row.when.as_deref()))
        .collect();
    assert_eq!(sections, [("s", None), ("u", Some("vc"))]);
    assert_eq!(
        (&*written.fees[0].text, written.fees[0].when.as_deref()),
        ("300円", Some("vb"))
    );
    assert_eq!(
        (&*written.forms[0].id, written.forms[0].when.as_deref()),
        ("f", Some("vb"))
    );
    assert_eq!(
        (&*written.notes[0].text, written.notes[0].when.as_deref()),
        ("n", Some("vb"))
    );
    let own = WrittenProcedure {
        id: "L-1".to_owned(),
        ..written
    };
    let overlay = Overlay {
        title: "t".to_owned(),
        changes: Vec::new(),
        procedures: vec![own.clone()],
    };
    let with = release.with_overlay(&overlay.to_text()).unwrap();
    assert_eq!(WrittenProcedure::of(with.procedure("L-1").unwrap(), &with), own);
    let hash = &with.overlay().unwrap().hash;
    assert_eq!(
        *hash,
        madoguchi_guidance::catalogue::overlay_hash(&overlay.to_text())
    );
    assert!(
        hash.len() == 64 && hash.chars().all(|c| c.is_ascii_hexdigit()),
        "{hash}"
    );
    let other = release
        .with_overlay(&overlay.to_text().replace("title = \"t\"", "title = \"u\""))
        .unwrap();
    assert_ne!(*hash, other.overlay().unwrap().hash);
}

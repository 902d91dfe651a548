//! A small release without findings, for changing one thing of it.

use madoguchi_guidance::Release;
use madoguchi_guidance::catalogue::load;
use std::collections::BTreeMap;

/// The files of a small release without findings.
pub(crate) fn files() -> BTreeMap<String, String> {
    let kinds = [
        ("va", "visit", "type = \"bool\"\nyes = \"VA\"\nno = \"not VA\""),
        ("vb", "visit", "type = \"bool\"\nyes = \"VB\"\nno = \"not VB\""),
        ("vc", "visit", "type = \"bool\"\nyes = \"VC\"\nno = \"not VC\""),
        ("vd", "visit", "type = \"date\"\nnot_future = true"),
        ("ma", "member", "type = \"bool\"\nyes = \"MA\"\nno = \"not MA\""),
        ("mb", "member", "type = \"date\"\nnot_future = true"),
        (
            "mc",
            "member",
            "type = \"choice\"\nchoices = [{ id = \"x\", label = \"X\" }, { id = \"y\", label = \"Y\" }, { id = \"z\", label = \"Z\" }]",
        ),
    ];
    let facts = kinds.map(|(id, subject, kind)| {
        format!(
            "[[fact]]\nid = \"{id}\"\nsubject = \"{subject}\"\n{kind}\nlabel = \"{id}\"\nquestion = \"?\"\nplain = \"?\"\nhelp = \"h\"\n\
             topic = \"t\"\nwho = \"visitor\"\n"
        )
    });
    let laws = "[[law]]\nname = \"甲法\"\nfull = \"甲に関する法律\"\n[[law]]\nname = \"甲法施行令\"\n[[law]]\nname = \"乙法\"\n";
    let files = [
        (
            "release.toml",
            "id = \"r\"\ntitle = \"r\"\nvalid_from = 2026-01-01\n".to_owned(),
        ),
        ("topics.toml", "[[topic]]\nid = \"t\"\nlabel = \"t\"\n".to_owned()),
        (
            "sections.toml",
            "[[section]]\ncode = \"s\"\nname = \"s\"\n[[section]]\ncode = \"u\"\nname = \"u\"\n".to_owned(),
        ),
        ("forms.toml", "[[form]]\nid = \"f\"\nname = \"f\"\n".to_owned()),
        ("laws.toml", laws.to_owned()),
        ("facts/1.toml", facts.concat()),
        (
            "procedures/move_in/PP-01.toml",
            procedure("PP-01", "visit", "va", ""),
        ),
        // Names every fact and law.
        (
            "procedures/move_in/PP-99.toml",
            procedure(
                "PP-99",
                "member",
                "ma and mb attains 20 and mc is x",
                "[[note]]\ntext = \"n\"\nwhen = \"va or vb or vc or vd <= reference_date - 1 months\"\n",
            )
            .replace("\"甲法\"", "\"乙法\"")
            .replace("甲法施行令5条", ""),
        ),
    ];
    files.map(|(path, text)| (path.to_owned(), text)).into()
}

pub(crate) fn procedure(id: &str, subject: &str, condition: &str, rows: &str) -> String {
    format!(
        "id = \"{id}\"\nname = \"{id}\"\nlife_events = [\"move_in\", \"birth\"]\nsubject = \"{subject}\"\ncondition = \"{condition}\"\n\
         summary = \"s\"\nplain = \"p\"\nconfidence = \"M\"\nevidence = \"e\"\nlegal_basis = [{{ law = \"甲法\", articles = [\"23条\"] }}]\n\
         [[deadline]]\ntext = \"d\"\nbasis = \"甲法施行令5条\"\n[[section]]\ncode = \"s\"\n{rows}"
    )
}

pub(crate) fn loaded(files: &BTreeMap<String, String>) -> Release {
    let files: Vec<(String, &[u8])> = files
        .iter()
        .map(|(path, text)| (path.clone(), text.as_bytes()))
        .collect();
    load(&files).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

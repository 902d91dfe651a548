//! What is said of a source, as a form.

use chrono::NaiveTime;
use madoguchi_import::{Layout, Target};
use madoguchi_store::TenantTx;
use madoguchi_store::import_layouts::{self, LayoutState};
use madoguchi_store::import_sources::{Mistake, Schedule, SourceFields};

use crate::components::{
    Choice, Choices, FormErrors, InputKind, SelectField, SelectOption, TextField, Width,
};
use crate::error::PageError;
use crate::form_data::FormData;

/// The fields of the form.
pub(super) struct SourceForm {
    pub(super) name: TextField,
    pub(super) layout: SelectField,
    pub(super) rows: Choices,
    pub(super) place: TextField,
    pub(super) folder: TextField,
    pub(super) file_names: TextField,
    pub(super) max_rejects: TextField,
    pub(super) kind: Choices,
    pub(super) minutes: TextField,
    pub(super) at: TextField,
    pub(super) active: Choices,
}

/// What a source says, as fields of the form.
pub(super) fn typed(fields: &SourceFields) -> FormData {
    let (minutes, at) = match fields.schedule {
        Schedule::Every(minutes) => (minutes.to_string(), String::new()),
        Schedule::Daily(at) => (String::new(), at.format("%H:%M").to_string()),
    };
    let pairs = [
        ("name", fields.name.clone()),
        ("layout", fields.layout.clone()),
        ("rows", if fields.full { "full" } else { "difference" }.to_owned()),
        ("place", fields.place.clone()),
        ("folder", fields.folder.clone()),
        ("file_names", fields.file_names.clone()),
        ("max_rejects", fields.max_rejects.to_string()),
        ("kind", if at.is_empty() { "every" } else { "at" }.to_owned()),
        ("minutes", minutes),
        ("at", at),
        ("active", if fields.active { "yes" } else { "no" }.to_owned()),
    ];
    FormData::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value)))
}

/// A new source, as fields of the form.
pub(super) fn fresh() -> FormData {
    let pairs = [
        ("rows", "difference"),
        ("file_names", "*.csv"),
        ("max_rejects", "10000"),
        ("kind", "at"),
        ("minutes", "30"),
        ("at", "03:00"),
        ("active", "yes"),
    ];
    FormData::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())))
}

/// What was typed, or what is wrong with it.
pub(super) async fn read(
    tx: &mut TenantTx,
    form: &FormData,
    errors: &mut FormErrors,
) -> Result<SourceFields, PageError> {
    // Named without a version: a newer one is used as soon as it is active.
    let layout = import_layouts::find(tx, form.raw("layout")).await?;
    let target = layout.as_ref().map_or(Target::Residents, |layout| layout.target);
    if layout.is_none() {
        errors.add("layout", "何のファイルか、選んでください。");
    }
    let at = NaiveTime::parse_from_str(form.text("at"), "%H:%M").ok();
    let schedule = match (form.raw("kind"), at) {
        ("at", Some(at)) => Schedule::Daily(at),
        ("at", None) => {
            errors.add("at", "時刻を「03:00」の形で入れてください。");
            Schedule::Every(1)
        }
        _ => Schedule::Every(form.text("minutes").parse().unwrap_or(0)),
    };
    let max_rejects = form.text("max_rejects").parse();
    if max_rejects.is_err() {
        errors.add("max_rejects", "0以上の数を入れてください。");
    }
    let fields = SourceFields {
        name: form.text("name").to_owned(),
        target,
        layout: form.raw("layout").to_owned(),
        full: form.raw("rows") == "full",
        place: form.text("place").to_owned(),
        folder: form.text("folder").to_owned(),
        file_names: form.text("file_names").to_owned(),
        max_rejects: max_rejects.unwrap_or(0),
        schedule,
        active: form.raw("active") == "yes",
    };
    for mistake in fields.check() {
        let field = match mistake {
            Mistake::Name => "name",
            Mistake::Place => "place",
            Mistake::Folder => "folder",
            Mistake::FileNames => "file_names",
            Mistake::Schedule => "minutes",
        };
        errors.add(field, mistake.text());
    }
    Ok(fields)
}

impl SourceForm {
    pub(super) async fn new(
        tx: &mut TenantTx,
        form: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let own = import_layouts::list(tx).await?;
        let standard = Layout::all()
            .iter()
            .map(|layout| SelectOption::new(&*layout.id, format!("{}（備え付け）", layout.title)));
        let own = own.iter().filter(|one| one.state == LayoutState::Active);
        let own = own.map(|one| SelectOption::new(&*one.name, format!("{}（自治体の定義）", one.title)));
        let options: Vec<SelectOption> = standard.chain(own).collect();
        let text = |name: &str, label: &str| {
            TextField::new(name, label)
                .value(form.raw(name))
                .error(errors.on(name))
        };
        let one = |name: &str, label: &str, choices: Vec<Choice>| {
            Choices::one(name, label, choices)
                .selected([form.raw(name)])
                .error(errors.on(name))
        };
        Ok(Self {
            name: text("name", "取込元の名前")
                .hint("例：住民記録 夜間の差分")
                .width(Width::Full)
                .required(),
            layout: SelectField::new("layout", "何のファイルか（取込定義）", options)
                .blank("選んでください")
                .value(form.raw("layout"))
                .error(errors.on("layout"))
                .required(),
            rows: one(
                "rows",
                "ファイルの範囲",
                vec![Choice::new("full", "全件"), Choice::new("difference", "差分")],
            ),
            place: text("place", "置き場")
                .hint("サーバーの担当者が決めた、フォルダーやオブジェクトストレージの名前")
                .required(),
            folder: text("folder", "置き場の中のフォルダー")
                .hint("例：juki/sabun。全体を見るときは空にします。"),
            file_names: text("file_names", "ファイル名の型")
                .hint("「*」は何文字でもよいことを表します。例：JUKI_*.csv")
                .required(),
            max_rejects: text("max_rejects", "取り込めない行の上限")
                .kind(InputKind::Digits)
                .width(Width::Short)
                .hint("これを超えると、反映しません。"),
            kind: one(
                "kind",
                "いつ見に行くか",
                vec![
                    Choice::new("at", "毎日、決まった時刻"),
                    Choice::new("every", "決まった間隔"),
                ],
            ),
            minutes: text("minutes", "間隔（分）")
                .kind(InputKind::Digits)
                .width(Width::Short),
            at: text("at", "時刻").width(Width::Short).hint("例：03:00"),
            active: one(
                "active",
                "見に行く",
                vec![Choice::new("yes", "行う"), Choice::new("no", "止めておく")],
            ),
        })
    }
}

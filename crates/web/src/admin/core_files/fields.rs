//! Where files of a kind go and when, as a form.

use chrono::NaiveTime;
use madoguchi_store::core_files::DestinationFields;
use madoguchi_store::import_sources::Schedule;

use crate::components::{
    Choice, Choices, FormErrors, InputKind, SelectField, SelectOption, TextField, Width,
};
use crate::form_data::FormData;
use crate::state::AppState;

/// The fields of the form.
pub(super) struct DestinationForm {
    pub(super) place: SelectField,
    pub(super) folder: TextField,
    pub(super) when: Choices,
    pub(super) minutes: TextField,
    pub(super) at: TextField,
    pub(super) answers: Choices,
    pub(super) answers_folder: TextField,
}

/// What is set, as fields of the form; what is offered where nothing is.
pub(super) fn typed(fields: Option<&DestinationFields>) -> FormData {
    let schedule = fields.and_then(|fields| fields.schedule);
    let (when, minutes, at) = match schedule {
        Some(Schedule::Every(minutes)) => ("every", minutes.to_string(), "18:00".into()),
        Some(Schedule::Daily(at)) => ("at", "60".into(), at.format("%H:%M").to_string()),
        None => ("no", "60".into(), "18:00".into()),
    };
    let folder = |folder: Option<&str>, usual: &str| folder.unwrap_or(usual).to_owned();
    let answers = fields.and_then(|fields| fields.answers_folder.as_deref());
    let pairs = [
        ("place", folder(fields.map(|fields| &*fields.place), "")),
        ("folder", folder(fields.map(|fields| &*fields.folder), "to-core")),
        ("when", when.to_owned()),
        ("minutes", minutes),
        ("at", at),
        ("answers", if answers.is_some() { "yes" } else { "no" }.to_owned()),
        ("answers_folder", folder(answers, "from-core")),
    ];
    FormData::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value)))
}

/// What was typed; none where files are to go nowhere. What is wrong is in `errors`.
pub(super) fn read(app: &AppState, form: &FormData, errors: &mut FormErrors) -> Option<DestinationFields> {
    let place = form.raw("place");
    if place.is_empty() {
        if form.raw("when") != "no" {
            errors.add("place", "自動で作るときは、置き場を選んでください。");
        }
        return None;
    }
    if !app.places.titles().any(|(name, _)| name == place) {
        errors.add("place", "一覧から選んでください。");
    }
    let schedule = match form.raw("when") {
        "every" => {
            let minutes = form.text("minutes").parse().unwrap_or(0);
            if !(1..=1440).contains(&minutes) {
                errors.add("minutes", "間隔は1分から1440分（1日）までの数で入れてください。");
            }
            Some(Schedule::Every(minutes))
        }
        "at" => {
            let at = NaiveTime::parse_from_str(form.text("at"), "%H:%M").ok();
            if at.is_none() {
                errors.add("at", "時刻を「18:00」の形で入れてください。");
            }
            at.map(Schedule::Daily)
        }
        "no" => None,
        _ => {
            errors.add("when", "いつ作るかを選んでください。");
            None
        }
    };
    let answers = form.raw("answers") == "yes";
    let (folder, answers_folder) = (form.text("folder"), form.text("answers_folder"));
    for (name, folder) in [("folder", folder), ("answers_folder", answers_folder)] {
        if app.places.at(place, "0", folder).is_err() && errors.on("place").is_none() {
            errors.add(name, "「..」や先頭の「/」は使えません。例：juki/out");
        }
    }
    if answers && folder == answers_folder {
        errors.add(
            "answers_folder",
            "出すファイルとは別のフォルダーにしてください。同じだと、出したファイルを応答として読んでしまいます。",
        );
    }
    Some(DestinationFields {
        place: place.to_owned(),
        folder: folder.to_owned(),
        schedule,
        answers_folder: answers.then(|| answers_folder.to_owned()),
    })
}

impl DestinationForm {
    pub(super) fn new(app: &AppState, form: &FormData, errors: &FormErrors) -> Self {
        let places: Vec<SelectOption> = app
            .places
            .titles()
            .map(|(name, title)| SelectOption::new(name, title))
            .collect();
        let text = |name: &str, label: &str| {
            TextField::new(name, label)
                .value(form.raw(name))
                .error(errors.on(name))
        };
        Self {
            place: SelectField::new("place", "置き場", places)
                .blank("決めない（画面から保存するだけ）")
                .value(form.raw("place"))
                .hint("サーバーの担当者が設定した、フォルダーやオブジェクトストレージです。")
                .error(errors.on("place")),
            folder: text("folder", "置き場の中のフォルダー")
                .hint("例：juki/out。フォルダーは、先に作っておいてください。"),
            when: Choices::one(
                "when",
                "いつ作るか",
                [
                    Choice::new("no", "自動では作らない").note("「今すぐ作る」を押したときだけ"),
                    Choice::new("at", "毎日、決まった時刻"),
                    Choice::new("every", "決まった間隔"),
                ],
            )
            .selected([form.raw("when")])
            .error(errors.on("when")),
            minutes: text("minutes", "間隔（分）")
                .kind(InputKind::Digits)
                .width(Width::Short),
            at: text("at", "時刻").width(Width::Short).hint("例：18:00"),
            answers: Choices::one(
                "answers",
                "応答ファイル",
                [
                    Choice::new("yes", "置き場から読む").note("ファイルを作るときに、いっしょに見に行きます"),
                    Choice::new("no", "画面で受け取る"),
                ],
            )
            .selected([form.raw("answers")])
            .error(errors.on("answers")),
            answers_folder: text("answers_folder", "応答ファイルのフォルダー")
                .hint("読んだファイルは、その中の「済」へ、読めなかったファイルは「未」へ移します。"),
        }
    }
}

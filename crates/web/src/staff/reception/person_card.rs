//! The row of one person who moves in, as the page shows it.

use askama::Template;
use madoguchi_model::relationship::{HEAD, LODGER};
use madoguchi_model::resident::Sex;

use super::TypedPerson;
use super::typed_person::field;
use crate::components::{Choice, Choices, FormErrors, TextField, Width, html_safe};

/// Relationships offered while typing; others can be typed.
const RELATIONSHIPS: [&str; 9] = [HEAD, "妻", "夫", "子", "父", "母", "妻の子", "子の子", LODGER];

/// 在留資格 offered while typing.
const RESIDENCE_STATUSES: [&str; 12] = [
    "永住者",
    "特別永住者",
    "日本人の配偶者等",
    "永住者の配偶者等",
    "定住者",
    "技術・人文知識・国際業務",
    "経営・管理",
    "技能",
    "特定技能1号",
    "技能実習1号ロ",
    "留学",
    "家族滞在",
];

/// One row.
#[derive(Template)]
#[template(path = "staff/reception/person.html")]
pub(crate) struct PersonCard {
    row: usize,
    id: String,
    id_field: String,
    can_remove: bool,
    name: TextField,
    kana: TextField,
    birth: TextField,
    sex: Choices,
    relationship: TextField,
    foreign: Choices,
    nationality: TextField,
    residence_status: TextField,
    residence_until: TextField,
    alias: TextField,
    alias_kana: TextField,
    former_name: TextField,
    former_kana: TextField,
    protected: Choices,
    more_open: bool,
}
html_safe!(PersonCard);

impl PersonCard {
    /// The row, with the cursor in it where it has just been added.
    pub(super) fn new(
        row: usize,
        person: &TypedPerson,
        only: bool,
        cursor: Option<usize>,
        errors: &FormErrors,
    ) -> Self {
        let text = |name: &str, label: &str, value: &str| {
            let name = field(row, name);
            TextField::new(&*name, label).value(value).error(errors.on(&name))
        };
        let has_cursor = cursor == Some(row);
        // How to fill in is said once, in the first row.
        let hint = |words: &'static str| if row == 0 { words } else { "" };
        let name = text("name", "氏名", &person.name)
            .hint(hint("姓と名の間に空白"))
            .person_name()
            .required();
        Self {
            row,
            id: person.id.clone(),
            id_field: field(row, "id"),
            can_remove: !only,
            name: if has_cursor { name.autofocus() } else { name },
            kana: text("kana", "フリガナ", &person.kana).hint(hint("ひらがなでも可")),
            birth: text("birth", "生年月日", &person.birth)
                .hint(hint("例：S60.4.1"))
                .width(Width::Short)
                .required(),
            sex: Choices::one(
                field(row, "sex"),
                "性別",
                Sex::ALL.map(|sex| Choice::new(sex.code(), sex.label())),
            )
            .selected([person.sex.as_str()])
            .error(errors.on(&field(row, "sex")))
            .required()
            .inline(),
            relationship: text("relationship", "続柄", &person.relationship)
                .hint(hint("世帯主から見て"))
                .width(Width::Short)
                .suggestions(RELATIONSHIPS.map(str::to_owned))
                .required(),
            foreign: tick(row, "foreign", "国籍", "外国人住民", person.foreign),
            nationality: text("nationality", "国籍・地域", &person.nationality).width(Width::Short),
            residence_status: text("residence_status", "在留資格", &person.residence_status)
                .suggestions(RESIDENCE_STATUSES.map(str::to_owned)),
            residence_until: text("residence_until", "在留期間の満了の日", &person.residence_until)
                .hint("期限のない人は空欄")
                .width(Width::Short),
            alias: text("alias", "通称", &person.alias).person_name(),
            alias_kana: text("alias_kana", "通称のフリガナ", &person.alias_kana),
            former_name: text("former_name", "旧氏", &person.former_name).person_name(),
            former_kana: text("former_kana", "旧氏のフリガナ", &person.former_kana),
            protected: tick(
                row,
                "protected",
                "支援措置",
                "受けている、又は申し出る",
                person.protected,
            ),
            more_open: person.protected || !person.former_name.is_empty(),
        }
    }

    /// 「1人目」.
    fn heading(&self) -> String {
        ordinal(self.row)
    }
}

/// Rows in every state, for the style guide.
pub(crate) fn person_samples() -> Vec<PersonCard> {
    let japanese = TypedPerson {
        name: "辻\u{E0100}\u{3000}健一".into(),
        kana: "ツジ\u{3000}ケンイチ".into(),
        birth: "S60.4.1".into(),
        sex: "male".into(),
        relationship: HEAD.into(),
        protected: true,
        ..TypedPerson::default()
    };
    let foreign = TypedPerson {
        name: "NGUYEN THI HOA".into(),
        birth: "1990-02-30".into(),
        foreign: true,
        nationality: "ベトナム".into(),
        residence_status: "永住者".into(),
        ..TypedPerson::default()
    };
    let mut errors = FormErrors::new();
    errors.add(field(1, "birth"), "2人目：2月30日という日はありません。");
    errors.add(field(1, "sex"), "2人目：性別を選んでください。");
    vec![
        PersonCard::new(0, &japanese, true, None, &errors),
        PersonCard::new(1, &foreign, false, None, &errors),
    ]
}

/// 「1人目」, for a row from 0.
pub(super) fn ordinal(row: usize) -> String {
    format!("{}人目", row + 1)
}

fn tick(row: usize, name: &str, legend: &str, label: &str, ticked: bool) -> Choices {
    Choices::several(field(row, name), legend, [Choice::new("yes", label)])
        .selected(ticked.then_some("yes"))
        .inline()
}

//! The fields of a connection, read and shown. A secret is never shown again.

use madoguchi_link::portals::Mapping;
use madoguchi_link::portals::api::Definition;
use madoguchi_link::webhooks::{Guard, Refused};
use madoguchi_store::portal_connections::{Connection, NewConnection};

use crate::components::{
    Choice, Choices, FormErrors, InputKind, SelectField, SelectOption, TextField, Width,
};
use crate::form_data::FormData;

/// The longest name, in characters.
const LONGEST_NAME: usize = 100;
/// The longest id, in characters.
const LONGEST_ID: usize = 200;
/// The longest secret, in bytes.
const LONGEST_SECRET: usize = 1_000;
/// A day, in minutes.
const LONGEST_INTERVAL: i32 = 1_440;

/// The fields as the form shows them.
pub(super) struct PortalFields {
    pub(super) name: TextField,
    pub(super) base_url: TextField,
    pub(super) definition: SelectField,
    pub(super) mapping: SelectField,
    pub(super) client_id: TextField,
    pub(super) secret: TextField,
    pub(super) every: TextField,
    pub(super) active: Choices,
    pub(super) reports: Choices,
}

/// What was typed, or what is kept.
pub(super) struct Typed {
    name: String,
    base_url: String,
    definition: String,
    mapping: String,
    client_id: String,
    /// What was typed; never what is kept.
    secret: String,
    every: String,
    active: bool,
    reports: bool,
    /// There is a secret already: a blank field keeps it.
    kept: bool,
}

/// What was typed, checked.
pub(super) struct Checked<'a> {
    pub(super) settings: NewConnection<'a>,
    /// None: the one that is kept.
    pub(super) secret: Option<&'a str>,
}

impl Typed {
    pub(super) fn empty() -> Self {
        Self {
            name: String::new(),
            base_url: String::new(),
            definition: Definition::all()
                .first()
                .map(|one| one.id.clone())
                .unwrap_or_default(),
            mapping: "myna_portal".into(),
            client_id: String::new(),
            secret: String::new(),
            every: "15".into(),
            active: true,
            reports: true,
            kept: false,
        }
    }

    pub(super) fn of_form(form: &FormData, kept: bool) -> Self {
        Self {
            name: form.text("name").into(),
            base_url: form.text("base_url").into(),
            definition: form.raw("definition").into(),
            mapping: form.raw("mapping").into(),
            client_id: form.text("client_id").into(),
            secret: form.text("secret").into(),
            every: form.text("every").into(),
            active: form.raw("active") == "on",
            reports: form.raw("reports") == "on",
            kept,
        }
    }

    pub(super) fn of_connection(connection: &Connection) -> Self {
        Self {
            name: connection.name.clone(),
            base_url: connection.base_url.clone(),
            definition: connection.definition.clone(),
            mapping: connection.mapping.clone(),
            client_id: connection.client_id.clone(),
            secret: String::new(),
            every: connection.every_minutes.to_string(),
            active: connection.active,
            reports: connection.reports,
            kept: true,
        }
    }

    /// Reads the fields; what is wrong goes to `errors`. The name of the address is looked up when it is called: here it is
    /// seen whether the address can be one at all.
    pub(super) fn check(
        &self,
        guard: &Guard,
        mappings: &[Mapping],
        errors: &mut FormErrors,
    ) -> Option<Checked<'_>> {
        let mut text = |field: &str, value: &str, most: usize, words: &str| {
            if value.is_empty() {
                errors.add(field, format!("{words}を入れてください。"));
            } else if value.chars().count() > most || value.chars().any(char::is_control) {
                errors.add(field, format!("{words}は{most}字までにしてください。"));
            }
        };
        text("name", &self.name, LONGEST_NAME, "接続の名前");
        text("client_id", &self.client_id, LONGEST_ID, "クライアントID");
        if self.base_url.contains('?') {
            errors.add(
                "base_url",
                "アドレスに「?」は使えません。パスまでを入れてください。",
            );
        } else if let Err(refused) = guard.target(&self.base_url) {
            errors.add(
                "base_url",
                match refused {
                    Refused::Url => {
                        "https:// で始まる、正しいアドレスを入れてください。利用者名・パスワード・「#」は使えません。"
                            .to_owned()
                    }
                    Refused::Http | Refused::Address => refused.to_string().replace("送り先", "つなぐ先"),
                },
            );
        }
        if Definition::find(&self.definition).is_none() {
            errors.add("definition", "接続の定義を選んでください。");
        }
        if mappings.iter().all(|one| one.id != self.mapping) {
            errors.add("mapping", "届くファイルの種類を選んでください。");
        }
        if self.secret.is_empty() && !self.kept {
            errors.add("secret", "秘密（クライアントシークレット）を入れてください。");
        } else if self.secret.len() > LONGEST_SECRET || self.secret.chars().any(char::is_control) {
            errors.add(
                "secret",
                format!("秘密は{LONGEST_SECRET}文字までにしてください。"),
            );
        }
        let every = self
            .every
            .parse()
            .ok()
            .filter(|every| (1..=LONGEST_INTERVAL).contains(every));
        if every.is_none() {
            errors.add(
                "every",
                format!("間隔は、1から{LONGEST_INTERVAL}までの分で入れてください。"),
            );
        }
        if !errors.is_empty() {
            return None;
        }
        Some(Checked {
            settings: NewConnection {
                name: &self.name,
                definition: &self.definition,
                mapping: &self.mapping,
                base_url: &self.base_url,
                client_id: &self.client_id,
                active: self.active,
                every_minutes: every?,
                reports: self.reports,
            },
            secret: (!self.secret.is_empty()).then_some(&*self.secret),
        })
    }

    pub(super) fn fields(&self, mappings: &[Mapping], errors: &FormErrors) -> PortalFields {
        let mappings = mappings
            .iter()
            .map(|mapping| SelectOption::new(mapping.id.clone(), mapping.title.clone()));
        let definitions = Definition::all()
            .iter()
            .map(|definition| SelectOption::new(definition.id.clone(), definition.title.clone()));
        let secret = if self.kept {
            "空のままなら、今の秘密を使い続けます。入れ直した秘密は、保存した後は表示できません。"
        } else {
            "つなぐ先から受け取ったもの。保存した後は表示できません。"
        };
        let mut secret = TextField::new("secret", "秘密（クライアントシークレット）")
            .kind(InputKind::Password)
            .hint(secret)
            .error(errors.on("secret"));
        if !self.kept {
            secret = secret.required();
        }
        PortalFields {
            name: TextField::new("name", "接続の名前")
                .hint("画面に表示します。例：マイナポータル")
                .value(&*self.name)
                .error(errors.on("name"))
                .required(),
            base_url: TextField::new("base_url", "つなぐ先のアドレス（URL）")
                .hint("https:// で始まるアドレス。接続の定義にあるパスより前の部分。")
                .width(Width::Full)
                .value(&*self.base_url)
                .error(errors.on("base_url"))
                .required(),
            definition: SelectField::new("definition", "接続の定義", definitions)
                .value(&self.definition)
                .hint("ログイン・トークン・一覧・取得の、パスと項目の名前。")
                .error(errors.on("definition"))
                .required(),
            mapping: SelectField::new("mapping", "届くファイルの種類", mappings)
                .value(&self.mapping)
                .error(errors.on("mapping"))
                .required(),
            client_id: TextField::new("client_id", "クライアントID")
                .value(&*self.client_id)
                .error(errors.on("client_id"))
                .required(),
            secret,
            every: TextField::new("every", "取りに行く間隔（分）")
                .kind(InputKind::Digits)
                .width(Width::Short)
                .value(&*self.every)
                .error(errors.on("every"))
                .required(),
            active: Choices::one(
                "active",
                "定期的に取りに行くか",
                [
                    Choice::new("on", "取りに行く").checked(self.active),
                    Choice::new("off", "止める")
                        .note("画面から受付番号で取り寄せることはできます。")
                        .checked(!self.active),
                ],
            ),
            reports: Choices::one(
                "reports",
                "申請の状況（受付済・処理中・完了・差戻し）を伝えるか",
                [
                    Choice::new("on", "伝える").checked(self.reports),
                    Choice::new("off", "伝えない").checked(!self.reports),
                ],
            ),
        }
    }
}

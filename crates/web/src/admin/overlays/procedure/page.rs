//! The page of one procedure.

use askama::Template;
use madoguchi_guidance::catalogue::SubjectKind;
use madoguchi_guidance::explain;
use madoguchi_guidance::overlay::WrittenProcedure;
use madoguchi_model::case::LifeEvent;

use super::super::Draft;
use super::condition::{ConditionForm, Typed};
use super::fields::{Builder, Group};
use super::is_own;
use super::read::subject;
use crate::components::{Choice, Choices, FormErrors, InputKind, TextArea, TextField, Width};
use crate::form_data::FormData;
use crate::page::{Area, Chrome};
use crate::session::Officer;

#[derive(Template)]
#[template(path = "admin/overlays/procedure.html")]
pub(super) struct ProcedurePage {
    chrome: Chrome,
    href: String,
    back: String,
    version: i32,
    editable: bool,
    /// Something of it is in the overlay already.
    kept: bool,
    own: Option<OwnForm>,
    off: bool,
    off_reason: TextField,
    /// The condition read aloud, which the overlay does not change.
    rule: String,
    name: TextField,
    summary: TextArea,
    plain: TextArea,
    groups: Vec<Group>,
}

/// What only procedures of the municipality's own have.
struct OwnForm {
    events: Choices,
    subject: Choices,
    condition: ConditionForm,
    law: TextField,
    articles: TextField,
    forms: Choices,
    valid_to: TextField,
    discreet: bool,
}

impl ProcedurePage {
    /// The page with what is kept, or with what was typed.
    pub(super) fn new(
        officer: &Officer,
        draft: &Draft,
        base: &WrittenProcedure,
        form: Option<&FormData>,
        errors: &FormErrors,
    ) -> Self {
        let mut shown = base.clone();
        if let Some(form) = form.filter(|_| is_own(&base.id)) {
            shown.subject = subject(form);
        }
        let builder = Builder {
            base: &shown,
            release: draft.release,
            form,
            errors,
        };
        let change = draft.overlay.change(&base.id);
        let kept_reason = change.and_then(|change| change.off.clone());
        let title = if base.name.is_empty() {
            "独自の手続を加える".to_owned()
        } else {
            format!("{} {}", base.id, base.name)
        };
        let area = |name: &str, label: &str, kept: &str| {
            TextArea::new(name, label)
                .value(builder.value(name, kept))
                .error(errors.on(name))
                .required()
        };
        Self {
            chrome: officer
                .page(title, Area::Overlays)
                .above("手続の設定", "/admin/overlays")
                .above(draft.name(), draft.href(""))
                .errors(errors),
            href: draft.href(&format!("procedures/{}", base.id)),
            back: draft.href(""),
            version: draft.stored.version,
            editable: draft.is_draft(),
            kept: change.is_some() || draft.overlay.procedure(&base.id).is_some(),
            own: is_own(&base.id).then(|| own(&builder, draft)),
            off: form.map_or(kept_reason.is_some(), |form| form.has("off")),
            off_reason: builder.text("off_reason", "使わない理由", &kept_reason.unwrap_or_default()),
            rule: explain::condition(draft.release, &base.condition, base.subject).unwrap_or_default(),
            name: builder.text("name", "手続の名前", &base.name).required(),
            summary: area("summary", "どのような手続か", &base.summary),
            plain: area("plain", "やさしい日本語での説明", &base.plain)
                .hint("言葉の間を空け、短い文で書きます。例：「バスの 定期券を 作りなおします。」"),
            groups: builder.groups(),
        }
    }
}

fn own(builder: &Builder<'_>, draft: &Draft) -> OwnForm {
    let (base, form) = (builder.base, builder.form);
    let typed = form.map_or_else(
        || Typed::of(base, draft.release),
        |form| Typed::read(base, draft.release, form),
    );
    let chosen = |name: &str, kept: Vec<String>| -> Vec<String> {
        form.map_or(kept, |form| form.all(name).map(str::to_owned).collect())
    };
    let events = chosen(
        "events",
        base.life_events
            .iter()
            .map(|event| event.code().to_owned())
            .collect(),
    );
    let forms = chosen("forms", base.forms.iter().map(|form| form.id.clone()).collect());
    let basis = base.legal_basis.first();
    OwnForm {
        events: Choices::several(
            "events",
            "案内するライフイベント",
            LifeEvent::ALL.map(|event| Choice::new(event.code(), event.label())),
        )
        .selected(events.iter().map(String::as_str))
        .error(builder.errors.on("events"))
        .inline()
        .required(),
        subject: Choices::one(
            "subject",
            "だれについての手続か",
            [
                Choice::new("visit", "来庁した世帯で一度").checked(base.subject == SubjectKind::Visit),
                Choice::new("member", "世帯の一人ひとり").checked(base.subject == SubjectKind::Member),
            ],
        )
        .inline(),
        condition: ConditionForm::new(&typed, draft.release, form),
        law: builder
            .text(
                "law",
                "根拠（条例・規則・要綱の名前）",
                basis.map_or("", |basis| &basis.law),
            )
            .required(),
        articles: builder
            .text(
                "articles",
                "条",
                &basis.map_or_else(String::new, |basis| basis.articles.join("、")),
            )
            .hint("例：3条、5条"),
        forms: Choices::several(
            "forms",
            "使う様式",
            draft
                .release
                .forms()
                .iter()
                .map(|form| Choice::new(&*form.id, &*form.name)),
        )
        .selected(forms.iter().map(String::as_str))
        .inline(),
        valid_to: builder
            .text(
                "valid_to",
                "いつまで案内するか",
                &base.valid_to.map_or_else(String::new, |day| day.to_string()),
            )
            .kind(InputKind::Date)
            .width(Width::Short)
            .hint("終わりが決まっているときだけ入れます。"),
        discreet: form.map_or(base.discreet, |form| form.has("discreet")),
    }
}

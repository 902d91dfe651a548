//! The form in a row to overrule one of its judgements.

use super::{Grouped, subject_text};
use crate::components::{Choice, Choices, FormErrors, TextArea};
use crate::form_data::FormData;

/// The form.
#[derive(Default)]
pub(crate) struct OverruleForm {
    /// It was sent with errors.
    pub(crate) open: bool,
    /// The only subject; empty where one has to be chosen.
    pub(crate) only_subject: String,
    /// Who it is about.
    pub(crate) subject: Choices,
    /// 必要 or 不要.
    pub(crate) result: Choices,
    /// Why.
    pub(crate) reason: TextArea,
}

impl OverruleForm {
    /// The form of a group's row. `typed` and `errors` are those of the form that was sent, if it was this row's.
    pub(super) fn new(group: &Grouped<'_>, typed: &FormData, errors: &FormErrors) -> Self {
        let procedure = &group.first().judgement.procedure;
        let subjects: Vec<(String, String)> = group
            .all
            .iter()
            .map(|one| {
                let person = one.judgement.person.as_ref().map(|person| person.name.clone());
                (subject_text(&one.judgement.subject), person.unwrap_or_default())
            })
            .collect();
        let subject = typed.raw("subject");
        let of_group = subject.is_empty() || subjects.iter().any(|(text, _)| text == subject);
        let sent = !errors.is_empty() && typed.raw("procedure") == procedure && of_group;
        // Ids on the page must differ; the errors above the page lead to the form that was sent.
        let name = |field: &str| {
            if sent {
                field.to_owned()
            } else {
                format!("{field}-{}", group.places[0])
            }
        };
        let value = |field: &str| if sent { typed.raw(field) } else { "" };
        let error = |field: &str| errors.on(field).filter(|_| sent);
        let people = subjects
            .iter()
            .map(|(text, person)| Choice::new(text, person).person_name());
        Self {
            open: sent,
            only_subject: if subjects.len() == 1 {
                subjects[0].0.clone()
            } else {
                String::new()
            },
            subject: Choices::one(name("subject"), "だれの判定を変えるか", people)
                .selected([value("subject")])
                .error(error("subject"))
                .required(),
            result: Choices::one(
                name("result"),
                "職員の判断",
                [
                    Choice::new("required", "必要"),
                    Choice::new("not_required", "不要"),
                ],
            )
            .selected([value("result")])
            .error(error("result"))
            .required()
            .inline(),
            reason: TextArea::new(name("reason"), "理由")
                .value(value("reason"))
                .hint("あとで見た人に分かるように書いてください。")
                .error(error("reason"))
                .required(),
        }
    }
}

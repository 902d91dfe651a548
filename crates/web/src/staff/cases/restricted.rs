//! Restricted fields in a case: what its officer sees of facts, reasons and papers.

use madoguchi_guidance::facts::FactKey;
use madoguchi_guidance::judge::{Reason, ReasonFact};
use madoguchi_model::field_group::FieldGroup;
use madoguchi_model::staff::Role;
use madoguchi_store::applications::Application;
use serde_json::Value;

use super::CaseFile;
use crate::components::Shown;
use crate::error::PageError;
use crate::policy::{FieldAccess, group_of_fact, group_of_value};

/// What the one who opened a case may see of it.
#[derive(Clone, Debug)]
pub(crate) struct Viewer {
    /// The groups of fields.
    pub(crate) fields: FieldAccess,
    /// The code of the officer's section.
    pub(crate) section: String,
    /// The case was handed to that section.
    pub(crate) handed: bool,
    /// The officer's role.
    pub(crate) role: Role,
}

impl CaseFile {
    /// The group a fact belongs to, by the release the case is judged by.
    pub(crate) fn group_of(&self, fact: &str) -> Option<FieldGroup> {
        self.release.fact(fact).and_then(group_of_fact)
    }

    /// A fact of the record is kept from the officer.
    pub(crate) fn hides(&self, fact: &str) -> bool {
        self.group_of(fact)
            .is_some_and(|group| !self.viewer.fields.sees(group))
    }

    /// An answer is kept from the officer: whoever serves at the counter heard it.
    pub(crate) fn hides_answer(&self, key: &FactKey) -> bool {
        self.viewer.role == Role::BackOffice && self.hides(&key.fact)
    }

    /// What a reason says. Where it rests on something the officer may not see, it does not tell what that is.
    pub(crate) fn reason_text(&self, reason: &Reason) -> Shown {
        if reason.facts.iter().any(|fact| self.hides(&fact.key.fact)) {
            Shown::Hidden
        } else {
            Shown::open(reason.text.clone())
        }
    }

    /// The value of a fact in a reason.
    pub(crate) fn fact_value(&self, fact: &ReasonFact, words: impl FnOnce() -> String) -> Shown {
        self.viewer.fields.words(self.group_of(&fact.key.fact), words)
    }

    /// Stops an officer who may not see what stands on a paper. A section sees the papers that its own work is done on.
    pub(crate) fn refuse_paper(&self, form: &str, values: &Value) -> Result<(), PageError> {
        let unseen = self.unseen_on(form, values);
        if unseen.is_empty() {
            return Ok(());
        }
        let groups: Vec<&str> = unseen.iter().map(|group| group.label()).collect();
        Err(PageError::Stopped {
            title: "権限がないため表示・印刷できません".into(),
            text: format!(
                "この申請書には「{}」が載っています。あなたの課では、これを見ることができません。必要なときは、市民課に頼むか、管理者に「項目の閲覧権限」を確かめてください。",
                groups.join("」「")
            ),
        })
    }

    /// The officer may see and print an application.
    pub(crate) fn may_see(&self, application: &Application) -> bool {
        self.unseen_on(&application.form_id, &application.values)
            .is_empty()
    }

    fn unseen_on(&self, form: &str, values: &Value) -> Vec<FieldGroup> {
        let viewer = &self.viewer;
        let on_paper = groups_in(values).into_iter();
        let unseen: Vec<FieldGroup> = on_paper.filter(|group| !viewer.fields.sees(*group)).collect();
        if unseen.is_empty() || (viewer.handed && self.is_work_of(form, &viewer.section)) {
            return Vec::new();
        }
        unseen
    }

    /// A section has a procedure of the case that this form belongs to.
    fn is_work_of(&self, form: &str, section: &str) -> bool {
        self.guidance.judgements.iter().any(|judgement| {
            judgement.forms.iter().any(|known| *known == form)
                && judgement.sections.iter().any(|known| known.code == section)
        })
    }
}

/// The groups that stored values of a paper belong to, each once; blank values belong to none.
pub(crate) fn groups_in(values: &Value) -> Vec<FieldGroup> {
    let fields = values.get("values").and_then(Value::as_object);
    let mut groups: Vec<FieldGroup> = fields
        .into_iter()
        .flatten()
        .filter(|(_, value)| value.as_str() != Some(""))
        .filter_map(|(key, _)| group_of_value(key))
        .collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn blank_values_restrict_nothing() {
        let values =
            json!({ "values": { "registered_domicile": "", "concerned.0.foreign": "ベトナム", "a": "b" } });
        assert_eq!(groups_in(&values), [FieldGroup::ResidenceStatus]);
    }
}

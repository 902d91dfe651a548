//! What is looked at before a case is handed off. An error stops; an alert is confirmed.

use madoguchi_guidance::JudgementResult;
use madoguchi_store::applications::ApplicationState;

use crate::staff::applications::{is_made, title_of, wanted_forms};
use crate::staff::cases::CaseFile;

/// The findings.
#[derive(Default)]
pub(super) struct Findings {
    /// Must be put right first: what, where, and the words of the link.
    pub(super) errors: Vec<(String, String, &'static str)>,
    /// Must be confirmed.
    pub(super) alerts: Vec<String>,
}

/// Looks at everything.
pub(super) fn check(file: &CaseFile, unknown_sections: &[String]) -> Findings {
    let mut found = Findings::default();
    if file.case.visitor.identity.is_none() {
        found.error(
            "来庁者の本人確認書類がまだ選ばれていません。",
            file.href("reception"),
            "受付の内容を開く",
        );
    }
    for wanted in wanted_forms(file).iter().filter(|wanted| !is_made(file, wanted)) {
        let text = format!(
            "「{}」がまだ作成されていません。",
            title_of(file, &wanted.form_id)
        );
        found.error(text, file.href("applications"), "申請書を作成する");
    }
    for application in file
        .applications
        .iter()
        .filter(|application| application.state != ApplicationState::Signed)
    {
        let text = format!("「{}」の署名がまだです。", title_of(file, &application.form_id));
        let href = file.href(&format!("applications/{}/signature", application.id));
        found.error(text, href, "署名をもらう");
    }
    for withdrawn in &file.withdrawn {
        if withdrawn.by_resident.is_some() {
            found.alerts.push(format!(
                "「{}」は取り下げられています。手続そのものが要らなくなったときは、判定を「不要」に変えてください。",
                title_of(file, &withdrawn.form_id)
            ));
        }
    }
    let changes = file.undecided_changes();
    if changes > 0 {
        found.alerts.push(format!(
            "受付のあとで住民記録が変わり、{changes}項目がまだ確かめられていません（受付のときの内容で引き継ぎます）。"
        ));
    }
    if !file.guidance.questions.is_empty() {
        found.alerts.push(format!(
            "まだ答えのない質問が{}件あります。",
            file.guidance.questions.len()
        ));
    }
    let undetermined = file
        .decided()
        .into_iter()
        .filter(|judgement| judgement.result() == JudgementResult::Undetermined);
    found.alerts.extend(undetermined.map(|judgement| {
        let person = judgement.judgement.person.as_ref();
        let whose = person
            .map(|person| format!("（{}）", person.name))
            .unwrap_or_default();
        format!("「{}」{whose}は要確認のままです。", judgement.judgement.name)
    }));
    found.alerts.extend(
        file.guidance
            .conflicts
            .iter()
            .map(|conflict| format!("食い違いがあります：{}", conflict.text)),
    );
    found.alerts.extend(
        unknown_sections
            .iter()
            .map(|name| format!("{name}を担当する課が登録されていません。引き継がれません。")),
    );
    found
}

/// What stops a hand-off, and what has to be confirmed first, in words.
pub(crate) fn look(file: &CaseFile, unknown_sections: &[String]) -> (Vec<String>, Vec<String>) {
    let found = check(file, unknown_sections);
    let errors = found.errors.into_iter().map(|(text, ..)| text);
    (errors.collect(), found.alerts)
}

impl Findings {
    fn error(&mut self, text: impl Into<String>, href: String, label: &'static str) {
        self.errors.push((text.into(), href, label));
    }
}

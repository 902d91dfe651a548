//! The page of judgements.

use askama::Template;
use madoguchi_guidance::JudgementResult;

use super::grouped;
use super::overrule_form::OverruleForm;
use super::row::JudgementRow;
use crate::components::{Banner, FormErrors, Tone};
use crate::form_data::FormData;
use crate::page::Chrome;
use crate::session::Officer;
use crate::staff::cases::{CaseFile, CaseFrame, Editing, Next, Place};

/// The page.
#[derive(Template)]
#[template(path = "staff/judgements/show.html")]
pub(super) struct JudgementsPage {
    chrome: Chrome,
    frame: CaseFrame,
    may_edit: bool,
    open_questions: Option<Banner>,
    next: Option<(&'static str, String)>,
    groups: Vec<(&'static str, bool, Vec<JudgementRow>)>,
    release: String,
}

impl JudgementsPage {
    /// The page with what was typed into an overrule's form.
    pub(super) fn new(
        file: &CaseFile,
        officer: &Officer,
        editing: &Editing,
        typed: &FormData,
        errors: &FormErrors,
    ) -> Self {
        let (chrome, frame) = CaseFrame::new(file, officer, editing, Place::Judgements, "判定");
        let decided = file.decided();
        let groups = grouped(&decided);
        let rows = |result| {
            let of_result = groups.iter().filter(move |group| group.result() == result);
            of_result
                .map(|group| JudgementRow::new(file, group, OverruleForm::new(group, typed, errors)))
                .collect()
        };
        let open = file.guidance.questions.len();
        Self {
            chrome: chrome.errors(errors),
            frame,
            may_edit: editing.allowed(),
            open_questions: (open > 0).then(|| {
                Banner::new(Tone::Alert, format!("まだ答えのない質問が{open}件あります"))
                    .line("聞き取りの答えによって、下の判定は変わることがあります。")
            }),
            next: Next::of(file)
                .button()
                .map(|(label, page)| (label, file.href(page))),
            groups: vec![
                ("必要な手続", true, rows(JudgementResult::Required)),
                ("要確認の手続", true, rows(JudgementResult::Undetermined)),
                ("不要な手続", false, rows(JudgementResult::NotRequired)),
            ],
            release: release_line(file),
        }
    }
}

/// By what was judged, for whoever has to say so later.
fn release_line(file: &CaseFile) -> String {
    let guidance = &file.guidance;
    let release = format!(
        "制度カタログ {}（{}）",
        guidance.release,
        &guidance.release_hash[..12]
    );
    match file.release.overlay() {
        None => release,
        Some(overlay) => format!(
            "{release}　自治体の設定「{}」（{}）",
            overlay.title,
            &overlay.hash[..12]
        ),
    }
}

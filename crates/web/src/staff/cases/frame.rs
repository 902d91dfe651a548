//! What every page of a case has at its top: who and what, the steps, who is editing, and protection.

use madoguchi_model::case::CaseState;

use super::{CaseFile, Editing, Next};
use crate::components::{Banner, ProtectionBanner, Status, Step, StepState, Steps, Tone};
use crate::page::{Area, Chrome, CsrfField, time};
use crate::session::Officer;

/// A page of a case, in the order of the visit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Place {
    /// The whole case at a glance.
    Overview,
    /// 受付
    Reception,
    /// マイナンバーカード, beside the steps.
    Cards,
    /// 聞き取り
    Interview,
    /// 判定
    Judgements,
    /// 申請書・署名
    Applications,
    /// 受付案内票
    GuideSheet,
    /// 引継ぎ
    HandOff,
    /// 支援措置の一時解除, beside the steps.
    Lift,
    /// 住民記録の変更, beside the steps.
    RecordChanges,
}

/// The steps with their addresses below the case.
const STEPS: [(Place, &str, &str); 6] = [
    (Place::Reception, "受付", "reception"),
    (Place::Interview, "聞き取り", "interview"),
    (Place::Judgements, "判定", "judgements"),
    (Place::Applications, "申請書・署名", "applications"),
    (Place::GuideSheet, "受付案内票", "guide-sheet"),
    (Place::HandOff, "引継ぎ", "hand-off"),
];

/// The top of a page of a case. Templates include `staff/cases/frame.html`.
pub(crate) struct CaseFrame {
    pub(crate) id: String,
    pub(crate) csrf: CsrfField,
    pub(crate) protection: ProtectionBanner,
    pub(crate) number: String,
    pub(crate) events: String,
    pub(crate) people: String,
    pub(crate) state: Status,
    pub(crate) steps: Steps,
    pub(crate) editor: Option<Banner>,
    pub(crate) can_take_over: bool,
    /// The register has changed beneath the case; none where nothing is to be decided.
    pub(crate) record: Option<Banner>,
}

impl CaseFrame {
    /// The page's chrome and the case's frame.
    pub(crate) fn new(
        file: &CaseFile,
        officer: &Officer,
        editing: &Editing,
        place: Place,
        title: &str,
    ) -> (Chrome, Self) {
        let mut chrome = officer.page(title, Area::Cases).above("受付", "/cases");
        if place != Place::Overview {
            chrome = chrome.above(format!("受付 {}", file.case.number), file.href(""));
        }
        let frame = Self {
            id: file.case.id.to_string(),
            csrf: chrome.csrf.clone(),
            protection: protection(file),
            number: file.case.number.clone(),
            events: events(file),
            people: people(file),
            state: file.case.state.into(),
            steps: steps(file, place),
            editor: editor(editing),
            can_take_over: matches!(editing, Editing::Left { .. }),
            record: record(file).filter(|_| place != Place::RecordChanges),
        };
        (chrome, frame)
    }
}

/// 支援措置 of the people of a case, with the lift in force.
pub(crate) fn protection(file: &CaseFile) -> ProtectionBanner {
    let banner = ProtectionBanner::for_all(
        file.household
            .members
            .iter()
            .map(|member| member.protective_measure),
    );
    match &file.lift {
        Some(lift) => banner.lifted_until(time::clock(lift.until)).line(format!(
            "解除した人：{}　理由：{}",
            lift.lifted_by_name, lift.reason
        )),
        None => banner,
    }
}

/// 用件 in words.
pub(crate) fn events(file: &CaseFile) -> String {
    file.case
        .events
        .iter()
        .map(|event| event.label())
        .collect::<Vec<_>>()
        .join("・")
}

/// Who takes part, in short.
fn people(file: &CaseFile) -> String {
    let names: Vec<&str> = file
        .taking_part()
        .map(|member| &*member.names.name.written)
        .collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, ..] => format!("{first} ほか{}人", names.len() - 1),
    }
}

/// That the register has changed beneath the case.
fn record(file: &CaseFile) -> Option<Banner> {
    let undecided = file.undecided_changes();
    (undecided > 0).then(|| {
        Banner::new(
            Tone::Alert,
            format!("受付のあとで住民記録が変わりました（{undecided}項目）"),
        )
        .line("この受付は、受付のときの内容のまま進んでいます。新しい記録を使うかどうかを決めてください。")
    })
}

fn steps(file: &CaseFile, place: Place) -> Steps {
    let reached = Next::of(file).place();
    Steps::new(STEPS.map(|(step, label, page)| {
        let state = if step == place {
            StepState::Current
        } else if file.case.state != CaseState::Open || step < reached {
            StepState::Done
        } else {
            StepState::Open
        };
        Step::new(label, file.href(page), state)
    }))
}

fn editor(editing: &Editing) -> Option<Banner> {
    match editing {
        Editing::Others { name, until } => Some(
            Banner::new(Tone::Alert, format!("{name}さんが編集中です")).line(format!(
                "{until}までは見るだけです。急ぐときは{name}さんに声をかけてください。"
            )),
        ),
        Editing::Left { name } => Some(
            Banner::new(Tone::Alert, format!("{name}さんの編集が途中で止まっています"))
                .line("引き受けると、続きを入力できます。保存済みの内容は残っています。"),
        ),
        Editing::Mine | Editing::Closed => None,
    }
}

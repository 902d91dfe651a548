//! The page of the hand-off.

use askama::Template;
use madoguchi_store::hand_offs::{self, HandOff};
use madoguchi_store::{TenantTx, queue};

use super::check::{Findings, check};
use super::{SectionWork, section_items};
use crate::components::{Banner, Choice, Choices, FormErrors, Tone};
use crate::error::PageError;
use crate::page::{Chrome, time};
use crate::session::Officer;
use crate::staff::cases::{CaseFile, CaseFrame, Editing, Place};

/// The page.
#[derive(Template)]
#[template(path = "staff/hand_off/show.html")]
pub(super) struct HandOffPage {
    chrome: Chrome,
    frame: CaseFrame,
    may_edit: bool,
    open: bool,
    version: i32,
    found: Findings,
    confirm: Choices,
    to_come: Vec<SectionWork>,
    work: Vec<SectionWork>,
    deliveries: Vec<String>,
    on_its_way: Option<Banner>,
}

impl HandOffPage {
    /// The page with what is wrong with the form.
    pub(super) async fn load(
        tx: &mut TenantTx,
        file: &CaseFile,
        officer: &Officer,
        editing: &Editing,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let (chrome, frame) = CaseFrame::new(file, officer, editing, Place::HandOff, "引継ぎ");
        let hand_offs = hand_offs::of_case(tx, file.case.id).await?;
        let items = queue::of_case(tx, file.case.id).await?;
        let (sections, unknown) = section_items(file);
        let on_its_way = hand_offs.last().is_some_and(|last| last.delivered_at.is_none());
        Ok(Self {
            chrome: chrome.errors(errors),
            frame,
            may_edit: editing.allowed(),
            open: file.is_open(),
            version: file.case.version,
            found: check(file, &unknown),
            confirm: Choices::several(
                "confirm",
                "注意の確認",
                [Choice::new("yes", "上の注意を確かめました")],
            )
            .error(errors.on("confirm"))
            .required(),
            to_come: sections
                .iter()
                .map(|item| SectionWork::to_come(file, item))
                .collect(),
            work: items.iter().map(|item| SectionWork::new(file, item)).collect(),
            deliveries: hand_offs.iter().map(delivery).collect(),
            on_its_way: (!file.is_open() && on_its_way).then(|| {
                Banner::new(Tone::Notice, "担当課へ届けています")
                    .line("ふつうは数秒で届きます。届いたかどうかは、この画面を再読み込みすると分かります。")
                    .line("途中でシステムが止まっても、引継ぎは失われません。")
            }),
        })
    }
}

fn delivery(hand_off: &HandOff) -> String {
    let handed = time::day_and_clock(hand_off.handed_at);
    match hand_off.delivered_at {
        Some(at) => format!("{handed} 引継ぎ　→　{} 担当課に到着", time::day_and_clock(at)),
        None => format!("{handed} 引継ぎ　→　届けています"),
    }
}

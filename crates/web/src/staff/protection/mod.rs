//! 支援措置, 抑止 and 緊急閲覧: the register of the section in charge, what is stopped by it, and the lift that a chief
//! can give for one case and half an hour.

mod caution;
mod charge;

pub(crate) mod decide;
pub(crate) mod emergency;
pub(crate) mod end;
pub(crate) mod inbox;
pub(crate) mod lift;
pub(crate) mod list;
pub(crate) mod members;
pub(crate) mod new;
pub(crate) mod perpetrators;
pub(crate) mod show;
pub(crate) mod suppressions;

pub(crate) use caution::Cautions;
pub(crate) use charge::{allowed, relation_of};

use madoguchi_model::protection::Operation;

use crate::error::PageError;
use crate::staff::cases::CaseFile;

/// Stops papers for programs. A lift is for the counter and the person in front of it: it is not passed on.
pub(crate) fn refuse_programs(file: &CaseFile) -> Result<(), PageError> {
    if file.measure().protects() {
        return Err(PageError::Stopped {
            title: "支援措置のため渡せません".into(),
            text: "この世帯には支援措置の対象者がいます。申請書の内容は、一時解除中でもほかのシステムに渡しません。".into(),
        });
    }
    refuse_papers(file)
}

/// Stops what would put a protected person's address on paper, or a paper that a 抑止 stops. An error, not an alert.
pub(crate) fn refuse_papers(file: &CaseFile) -> Result<(), PageError> {
    file.cautions.refuse(Operation::Papers)?;
    if !file.withheld() {
        return Ok(());
    }
    Err(PageError::Stopped {
        title: "支援措置のため作成・発行できません".into(),
        text: format!(
            "受付{}の世帯には支援措置の対象者がいます。住所の載る申請書・受付案内票は、作成も印刷もできません。\
             本人であることと渡す相手を確かめたうえで、課長・係長が受付の画面から一時解除できます（30分間）。",
            file.case.number
        ),
    })
}

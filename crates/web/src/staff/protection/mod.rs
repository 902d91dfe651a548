//! 支援措置: what is stopped by it, and the lift that a chief can give for one case and half an hour.

pub(crate) mod end;
pub(crate) mod lift;

use crate::error::PageError;
use crate::staff::cases::CaseFile;

/// Stops what would put a protected person's address on paper. An error, not an alert.
pub(crate) fn refuse_papers(file: &CaseFile) -> Result<(), PageError> {
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

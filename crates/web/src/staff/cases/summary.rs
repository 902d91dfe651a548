//! A case in a list.

use madoguchi_store::cases::CaseSummary;

use crate::components::{ProtectionMark, Status, StatusTone};
use crate::page::time;
use madoguchi_model::resident::ProtectiveMeasure;

/// A case as lists show it.
pub(crate) struct OpenCase {
    pub(crate) href: String,
    pub(crate) number: String,
    pub(crate) events: String,
    pub(crate) people: String,
    pub(crate) state: Status,
    pub(crate) sent_back: Option<Status>,
    pub(crate) record_changed: Option<Status>,
    pub(crate) protection: ProtectionMark,
    pub(crate) opened: String,
    pub(crate) opened_by: String,
}

impl OpenCase {
    /// The case as a list shows it.
    pub(crate) fn new(case: CaseSummary) -> Self {
        let others = case.members - 1;
        // The list only knows that there is a measure; which one, the case's page tells.
        let measure = if case.protected {
            ProtectiveMeasure::InForce
        } else {
            ProtectiveMeasure::None
        };
        Self {
            href: format!("/cases/{}", case.id),
            number: case.number,
            events: case
                .events
                .iter()
                .map(|event| event.label())
                .collect::<Vec<_>>()
                .join("・"),
            people: if others > 0 {
                format!("{} ほか{others}人", case.first_member)
            } else {
                case.first_member
            },
            state: case.state.into(),
            sent_back: case
                .sent_back
                .then(|| Status::new(StatusTone::Alert, "差戻しあり")),
            record_changed: case
                .record_changed
                .then(|| Status::new(StatusTone::Alert, "住民記録の変更あり")),
            protection: ProtectionMark::new(measure),
            opened: time::day_and_clock(case.opened_at),
            opened_by: case.opened_by_name,
        }
    }
}

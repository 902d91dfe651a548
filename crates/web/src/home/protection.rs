//! What those see first who answer for 支援措置: what ends soon, what is overdue, and 緊急閲覧 that nobody acknowledged.

use madoguchi_store::TenantTx;
use madoguchi_store::protective_measures::{self, Counts};

use crate::components::{Banner, Tone};
use crate::error::PageError;
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::protection::{allowed, inbox};

/// The part of the page.
pub(super) struct Protection {
    pub(super) emergencies: Option<Banner>,
    pub(super) inbox: bool,
    pub(super) counts: Option<Counts>,
}

impl Protection {
    pub(super) async fn load(tx: &mut TenantTx, officer: &Officer) -> Result<Self, PageError> {
        let told = inbox::told(tx, officer).await?;
        let open: Vec<_> = told
            .iter()
            .filter(|access| access.acknowledged.is_none() && access.by != officer.staff().id)
            .collect();
        officer.saw(open.iter().map(|access| access.resident_id));
        let counts = if allowed(officer, Resource::ProtectiveMeasure, Action::List) {
            Some(protective_measures::counts(tx).await?)
        } else {
            None
        };
        Ok(Self {
            emergencies: (!open.is_empty()).then(|| {
                Banner::new(
                    Tone::Error,
                    format!("確認していない緊急閲覧が{}件あります", open.len()),
                )
                .line("支援措置の対象者の住所を、職員が一時解除によらずに見ました。「緊急閲覧の確認」で確かめてください。")
            }),
            inbox: officer.may(Resource::EmergencyAccess, Action::List),
            counts,
        })
    }
}

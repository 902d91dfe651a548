//! What an administrator sees first: whether anything needs a hand.

use madoguchi_model::staff::Role;
use madoguchi_store::{TenantTx, jobs, staff};

use crate::components::{Banner, Tone};
use crate::error::PageError;
use crate::page::{Area, NavItem};
use crate::policy::Relation;

/// The administrator's part of the page.
pub(super) struct Administration {
    pub(super) alert: Option<Banner>,
    pub(super) active_staff: usize,
    pub(super) waiting: i64,
    pub(super) dead: i64,
    /// What else there is, by group.
    pub(super) directory: Vec<(&'static str, Vec<NavItem>)>,
}

impl Administration {
    pub(super) async fn load(tx: &mut TenantTx) -> Result<Self, PageError> {
        let counts = jobs::counts(tx).await?;
        let alert = (counts.dead > 0).then(|| {
            Banner::new(
                Tone::Alert,
                format!("終わらなかった処理が{}件あります", counts.dead),
            )
            .line("引継ぎが届いていないことがあります。「裏側の処理」を確かめてください。")
        });
        Ok(Self {
            alert,
            active_staff: staff::list(tx)
                .await?
                .iter()
                .filter(|person| person.active)
                .count(),
            waiting: counts.waiting + counts.running,
            dead: counts.dead,
            directory: Area::directory(Role::Administrator, Relation::OWN),
        })
    }
}

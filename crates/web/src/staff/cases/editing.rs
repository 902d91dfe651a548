//! One editor at a time: opening a page that changes a case takes the right to edit it, if nobody else has it.

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::ids::CaseId;
use madoguchi_store::{ChangeError, TenantTx, edit_leases};

use super::CaseFile;
use crate::error::PageError;
use crate::page::time;
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

/// How long the right to edit lasts without a page being opened or saved.
const LASTING: Duration = Duration::minutes(15);

/// How the officer stands to a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Editing {
    /// May change it.
    Mine,
    /// Another is editing; may only look.
    Others {
        /// The other's name.
        name: String,
        /// Until when, as on a clock.
        until: String,
    },
    /// Another was editing and has stopped; may take over.
    Left {
        /// The other's name.
        name: String,
    },
    /// Nobody can change it: it is not open, or the officer's role only looks.
    Closed,
}

impl Editing {
    /// The officer may change the case now.
    pub(crate) fn allowed(&self) -> bool {
        *self == Self::Mine
    }

    fn of(file: &CaseFile, officer: &Officer, now: DateTime<Utc>) -> Self {
        if !file.is_open() || !officer.may(Resource::Case, Action::Edit) {
            return Self::Closed;
        }
        match &file.lease {
            Some(lease) if lease.holder != officer.staff().id && lease.until > now => Self::Others {
                name: lease.holder_name.clone(),
                until: time::clock(lease.until),
            },
            Some(lease) if lease.holder != officer.staff().id => Self::Left {
                name: lease.holder_name.clone(),
            },
            _ => Self::Mine,
        }
    }
}

/// Loads a case to look at. How the officer could edit it is told beside.
pub(crate) async fn to_look(
    app: &AppState,
    officer: &Officer,
    id: CaseId,
) -> Result<(CaseFile, Editing), PageError> {
    let mut tx = officer.begin(app).await?;
    let file = CaseFile::load(app, &mut tx, officer, id).await?;
    let editing = Editing::of(&file, officer, app.clock.now());
    Ok((file, editing))
}

/// Loads a case for a page that changes it, and takes or renews the right to edit if nobody else has it.
pub(crate) async fn to_edit(
    app: &AppState,
    officer: &Officer,
    id: CaseId,
) -> Result<(CaseFile, Editing), PageError> {
    let mut tx = officer.begin(app).await?;
    let file = CaseFile::load(app, &mut tx, officer, id).await?;
    let mut editing = Editing::of(&file, officer, app.clock.now());
    if editing.allowed() {
        match edit_leases::take(&mut tx, id, officer.staff().id, LASTING, false).await {
            Ok(_) => officer.commit(tx).await?,
            // Another was faster between our reading and our taking.
            Err(ChangeError::HeldBy(_)) => {
                let name = file
                    .lease
                    .as_ref()
                    .map(|lease| lease.holder_name.clone())
                    .unwrap_or_default();
                editing = Editing::Left { name };
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((file, editing))
}

/// Opens a transaction that changes a case: loads it and renews the right to edit. Refused while another edits.
pub(crate) async fn to_change(
    app: &AppState,
    officer: &Officer,
    id: CaseId,
) -> Result<(TenantTx, CaseFile), PageError> {
    let mut tx = officer.begin(app).await?;
    let file = change_in(app, &mut tx, officer, id).await?;
    Ok((tx, file))
}

/// [`to_change`] in a transaction that is open already.
pub(crate) async fn change_in(
    app: &AppState,
    tx: &mut TenantTx,
    officer: &Officer,
    id: CaseId,
) -> Result<CaseFile, PageError> {
    let file = CaseFile::load(app, tx, officer, id).await?;
    if !file.is_open() {
        return Err(ChangeError::NotAllowed("only an open case can be changed".into()).into());
    }
    edit_leases::take(tx, id, officer.staff().id, LASTING, false).await?;
    Ok(file)
}

/// Takes the right to edit over from someone who has stopped.
pub(super) async fn take_over(tx: &mut TenantTx, officer: &Officer, id: CaseId) -> Result<(), PageError> {
    edit_leases::take(tx, id, officer.staff().id, LASTING, true).await?;
    Ok(())
}

/// Gives the officer who opened a case the right to edit it.
pub(crate) async fn begin_editing(tx: &mut TenantTx, officer: &Officer, id: CaseId) -> Result<(), PageError> {
    edit_leases::take(tx, id, officer.staff().id, LASTING, false).await?;
    Ok(())
}

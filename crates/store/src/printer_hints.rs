//! Where an officer sends a form: printer, tray, copies and paper, as words beside the button.

use madoguchi_model::ids::StaffId;

use crate::{ChangeError, StoreError, TenantTx, staff};

/// Hints for one form, or for every form without hints of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PrinterHint {
    /// The form's id; empty for every form without hints of its own.
    pub form_id: String,
    /// The printer; may be empty.
    pub printer: String,
    /// The tray; may be empty.
    pub tray: String,
    /// How many copies, from 1 to 99.
    pub copies: i32,
    /// The colour or kind of the paper; may be empty.
    pub paper: String,
}

/// Every hint of the municipality, the general one first.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<PrinterHint>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        PrinterHint,
        "SELECT form_id, printer, tray, copies, paper FROM printer_hints WHERE tenant_id = $1 ORDER BY form_id",
        tenant
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Sets the hints of one form. One that says nothing is removed.
pub async fn set(tx: &mut TenantTx, hint: &PrinterHint, by: StaffId) -> Result<(), ChangeError> {
    if staff::get(tx, by).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let (tenant, now) = (tx.tenant(), tx.now());
    let says_nothing =
        hint.printer.is_empty() && hint.tray.is_empty() && hint.paper.is_empty() && hint.copies == 1;
    if says_nothing {
        sqlx::query!(
            "DELETE FROM printer_hints WHERE tenant_id = $1 AND form_id = $2",
            tenant,
            hint.form_id
        )
        .execute(tx.connection())
        .await?;
        return Ok(());
    }
    sqlx::query!(
        "INSERT INTO printer_hints (tenant_id, form_id, printer, tray, copies, paper, changed_by, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (tenant_id, form_id) DO UPDATE SET printer = excluded.printer, tray = excluded.tray,
            copies = excluded.copies, paper = excluded.paper, changed_by = excluded.changed_by,
            changed_at = excluded.changed_at",
        tenant,
        hint.form_id,
        hint.printer,
        hint.tray,
        hint.copies,
        hint.paper,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

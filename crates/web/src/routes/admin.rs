//! The routes of the administration.

use super::Route;
use super::route::{get, post};
use crate::admin::{audit_log, background_work, closed_days, sections, staff};
use crate::policy::Action::{Create, Edit, List, Take, View, Withdraw};
use crate::policy::Resource::{AuditLog, BackgroundWork, ClosedDay, Section, StaffAccount};

/// The rows of the table.
pub(super) fn routes() -> Vec<Route> {
    vec![
        get("/admin/staff", (StaffAccount, List), staff::list::show),
        post("/admin/staff", (StaffAccount, Create), staff::create::create),
        get("/admin/staff/new", (StaffAccount, Create), staff::new::show),
        get("/admin/staff/{staff_id}", (StaffAccount, View), staff::edit::show),
        post(
            "/admin/staff/{staff_id}",
            (StaffAccount, Edit),
            staff::update::update,
        ),
        post(
            "/admin/staff/{staff_id}/password",
            (StaffAccount, Edit),
            staff::reset_password::reset,
        ),
        get("/admin/sections", (Section, List), sections::list::show),
        get(
            "/admin/sections/{section_id}",
            (Section, View),
            sections::edit::show,
        ),
        post(
            "/admin/sections/{section_id}",
            (Section, Edit),
            sections::update::update,
        ),
        get("/admin/closed-days", (ClosedDay, List), closed_days::list::show),
        post("/admin/closed-days", (ClosedDay, Create), closed_days::add::add),
        post(
            "/admin/closed-days/{day}/remove",
            (ClosedDay, Withdraw),
            closed_days::remove::remove,
        ),
        get("/admin/audit-log", (AuditLog, List), audit_log::list::show),
        get(
            "/admin/background-work",
            (BackgroundWork, List),
            background_work::list::show,
        ),
        post(
            "/admin/background-work/{job_id}/replay",
            (BackgroundWork, Take),
            background_work::replay::replay,
        ),
    ]
}

//! The routes of the administration.

use super::Route;
use super::route::{get, post};
use crate::admin::{audit_log, background_work, closed_days, fonts, overlays, sections, staff};
use crate::policy::Action::{Approve, Create, Edit, List, SendBack, Take, View, Withdraw};
use crate::policy::Resource::{
    AuditLog, BackgroundWork, ClosedDay, Overlay, Section, StaffAccount, SuppliedFont,
};

/// The rows of the table.
pub(super) fn routes() -> Vec<Route> {
    let mut all = of_the_office();
    all.extend(of_overlays());
    all.extend(of_fonts());
    all
}

fn of_fonts() -> Vec<Route> {
    vec![
        get("/admin/fonts", (SuppliedFont, List), fonts::list::show),
        post("/admin/fonts", (SuppliedFont, Create), fonts::upload::upload),
        get("/admin/fonts/{font_id}", (SuppliedFont, View), fonts::show::show),
        post(
            "/admin/fonts/{font_id}/publish",
            (SuppliedFont, Approve),
            fonts::decide::publish,
        ),
        post(
            "/admin/fonts/{font_id}/withdraw",
            (SuppliedFont, Withdraw),
            fonts::decide::withdraw,
        ),
    ]
}

fn of_overlays() -> Vec<Route> {
    vec![
        get("/admin/overlays", (Overlay, List), overlays::list::show),
        post("/admin/overlays", (Overlay, Create), overlays::create::create),
        post(
            "/admin/overlays/import",
            (Overlay, Create),
            overlays::import::import,
        ),
        get(
            "/admin/overlays/{overlay_id}",
            (Overlay, View),
            overlays::show::show,
        ),
        get(
            "/admin/overlays/{overlay_id}/file",
            (Overlay, View),
            overlays::download::download,
        ),
        get(
            "/admin/overlays/{overlay_id}/try",
            (Overlay, View),
            overlays::try_out::show,
        ),
        get(
            "/admin/overlays/{overlay_id}/procedures",
            (Overlay, View),
            overlays::choose::show,
        ),
        get(
            "/admin/overlays/{overlay_id}/procedures/{procedure_id}",
            (Overlay, View),
            overlays::procedure::show::show,
        ),
        post(
            "/admin/overlays/{overlay_id}/procedures/{procedure_id}",
            (Overlay, Edit),
            overlays::procedure::save::save,
        ),
        post(
            "/admin/overlays/{overlay_id}/procedures/{procedure_id}/remove",
            (Overlay, Edit),
            overlays::procedure::remove::remove,
        ),
        post(
            "/admin/overlays/{overlay_id}/title",
            (Overlay, Edit),
            overlays::decide::title,
        ),
        post(
            "/admin/overlays/{overlay_id}/submit",
            (Overlay, Edit),
            overlays::decide::submit,
        ),
        post(
            "/admin/overlays/{overlay_id}/send-back",
            (Overlay, SendBack),
            overlays::decide::send_back,
        ),
        post(
            "/admin/overlays/{overlay_id}/approve",
            (Overlay, Approve),
            overlays::decide::approve,
        ),
        post(
            "/admin/overlays/{overlay_id}/withdraw",
            (Overlay, Withdraw),
            overlays::decide::withdraw,
        ),
    ]
}

fn of_the_office() -> Vec<Route> {
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

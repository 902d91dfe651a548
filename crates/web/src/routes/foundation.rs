//! The routes around the visit: sign-in, first page, own account, administration, style guide.

use super::Route;
use super::route::{get, open_get, open_post, post};
use crate::policy::{Action, Resource};
use crate::{admin, home, session, style_guide};

/// The rows of the table.
pub(super) fn routes() -> Vec<Route> {
    vec![
        open_get("/sign-in", session::sign_in_page::show),
        open_post("/sign-in", session::sign_in::sign_in),
        open_post("/display", session::display::choose),
        post("/sign-out", (Resource::OwnAccount, Action::Edit), session::sign_out::sign_out),
        get("/resume", (Resource::OwnAccount, Action::View), session::resume::show),
        get("/account", (Resource::OwnAccount, Action::View), session::account::show),
        post("/account/password", (Resource::OwnAccount, Action::Edit), session::change_password::change),
        get("/", (Resource::Home, Action::View), home::show),
        get("/admin/staff", (Resource::StaffAccount, Action::List), admin::staff::list::show),
        post("/admin/staff", (Resource::StaffAccount, Action::Create), admin::staff::create::create),
        get("/admin/staff/new", (Resource::StaffAccount, Action::Create), admin::staff::new::show),
        get("/admin/staff/{staff_id}", (Resource::StaffAccount, Action::View), admin::staff::edit::show),
        post("/admin/staff/{staff_id}", (Resource::StaffAccount, Action::Edit), admin::staff::update::update),
        post(
            "/admin/staff/{staff_id}/password",
            (Resource::StaffAccount, Action::Edit),
            admin::staff::reset_password::reset,
        ),
        get("/admin/sections", (Resource::Section, Action::List), admin::sections::list::show),
        get("/admin/sections/{section_id}", (Resource::Section, Action::View), admin::sections::edit::show),
        post("/admin/sections/{section_id}", (Resource::Section, Action::Edit), admin::sections::update::update),
        get("/admin/closed-days", (Resource::ClosedDay, Action::List), admin::closed_days::list::show),
        post("/admin/closed-days", (Resource::ClosedDay, Action::Create), admin::closed_days::add::add),
        post(
            "/admin/closed-days/{day}/remove",
            (Resource::ClosedDay, Action::Withdraw),
            admin::closed_days::remove::remove,
        ),
        get("/admin/audit-log", (Resource::AuditLog, Action::List), admin::audit_log::list::show),
        get("/admin/background-work", (Resource::BackgroundWork, Action::List), admin::background_work::list::show),
        post(
            "/admin/background-work/{job_id}/replay",
            (Resource::BackgroundWork, Action::Take),
            admin::background_work::replay::replay,
        ),
        get("/style-guide", (Resource::StyleGuide, Action::View), style_guide::show),
    ]
}

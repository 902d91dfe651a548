//! The routes of the administration.

use super::Route;
use super::route::{get, post};
use crate::admin::{
    analyses, api_clients, audit_log, background_work, characters, closed_days, core_files, event_deliveries,
    event_receivers, field_permissions, fonts, imports, notice_mappings, overlays, own_forms, portals,
    printing, robots, sections, staff,
};
use crate::page_fonts;
use crate::policy::Action::{Approve, Create, Edit, List, Print, SendBack, Take, View, Withdraw};
use crate::policy::Resource::{
    ApiClient, AuditAnalysis, AuditLog, BackgroundWork, ClosedDay, CoreDefinition, EventReceiver,
    FieldPermission, Import, ImportLayout, ImportSource, NoticeMapping, Overlay, OwnForm, PageFont,
    PortalConnection, PrinterHint, RareCharacter, RobotDefinition, Section, StaffAccount, SuppliedFont,
};

/// The rows of the table.
pub(super) fn routes() -> Vec<Route> {
    let mut all = of_the_office();
    all.extend(of_overlays());
    all.extend(of_own_forms());
    all.extend(of_fonts());
    all.extend(of_api_clients());
    all.extend(of_event_receivers());
    all.extend(of_portals());
    all.extend(of_notice_mappings());
    all.extend(of_robots());
    all.extend(of_permissions_and_analyses());
    all.extend(of_imports());
    all.extend(of_import_layouts());
    all.extend(of_import_sources());
    all.extend(of_core_files());
    all
}

fn of_robots() -> Vec<Route> {
    vec![
        get("/admin/robots", (RobotDefinition, List), robots::list::list),
        post("/admin/robots", (RobotDefinition, Edit), robots::save::save),
        post(
            "/admin/robots/definition",
            (RobotDefinition, Edit),
            robots::definition::definition,
        ),
    ]
}

fn of_api_clients() -> Vec<Route> {
    vec![
        get("/admin/api-clients", (ApiClient, List), api_clients::list::show),
        post(
            "/admin/api-clients",
            (ApiClient, Create),
            api_clients::create::create,
        ),
        get(
            "/admin/api-clients/new",
            (ApiClient, Create),
            api_clients::new::show,
        ),
        get(
            "/admin/api-clients/{api_client_id}",
            (ApiClient, View),
            api_clients::show::show,
        ),
        post(
            "/admin/api-clients/{api_client_id}",
            (ApiClient, Edit),
            api_clients::update::update,
        ),
        post(
            "/admin/api-clients/{api_client_id}/keys",
            (ApiClient, Edit),
            api_clients::add_key::add,
        ),
        post(
            "/admin/api-clients/{api_client_id}/keys/{api_key_id}/revoke",
            (ApiClient, Edit),
            api_clients::revoke_key::revoke,
        ),
    ]
}

fn of_portals() -> Vec<Route> {
    vec![
        get("/admin/portals", (PortalConnection, List), portals::list::show),
        post(
            "/admin/portals",
            (PortalConnection, Create),
            portals::create::create,
        ),
        get(
            "/admin/portals/new",
            (PortalConnection, Create),
            portals::new::show,
        ),
        get(
            "/admin/portals/{portal_id}",
            (PortalConnection, View),
            portals::show::show,
        ),
        post(
            "/admin/portals/{portal_id}",
            (PortalConnection, Edit),
            portals::update::update,
        ),
        post(
            "/admin/portals/{portal_id}/try",
            (PortalConnection, Take),
            portals::try_out::try_it,
        ),
        post(
            "/admin/portals/{portal_id}/now",
            (PortalConnection, Take),
            portals::now::look,
        ),
    ]
}

fn of_notice_mappings() -> Vec<Route> {
    use notice_mappings as own;
    vec![
        get("/admin/notice-mappings", (NoticeMapping, List), own::list::show),
        post(
            "/admin/notice-mappings",
            (NoticeMapping, Create),
            own::create::create,
        )
        .up_to(own::create::LIMIT),
        post(
            "/admin/notice-mappings/import",
            (NoticeMapping, Create),
            own::import::import,
        ),
        get(
            "/admin/notice-mappings/standard/{name}",
            (NoticeMapping, View),
            own::file::standard,
        ),
        get(
            "/admin/notice-mappings/{mapping_id}",
            (NoticeMapping, View),
            own::show::show,
        ),
        post(
            "/admin/notice-mappings/{mapping_id}",
            (NoticeMapping, Edit),
            own::save::save,
        ),
        get(
            "/admin/notice-mappings/{mapping_id}/file",
            (NoticeMapping, View),
            own::file::own,
        ),
        post(
            "/admin/notice-mappings/{mapping_id}/activate",
            (NoticeMapping, Approve),
            own::decide::activate,
        ),
        post(
            "/admin/notice-mappings/{mapping_id}/retire",
            (NoticeMapping, Withdraw),
            own::decide::retire,
        ),
        post(
            "/admin/notice-mappings/{mapping_id}/copy",
            (NoticeMapping, Create),
            own::decide::copy,
        ),
    ]
}

fn of_event_receivers() -> Vec<Route> {
    vec![
        get(
            "/admin/event-receivers",
            (EventReceiver, List),
            event_receivers::list::show,
        ),
        post(
            "/admin/event-receivers",
            (EventReceiver, Create),
            event_receivers::create::create,
        ),
        get(
            "/admin/event-receivers/new",
            (EventReceiver, Create),
            event_receivers::new::show,
        ),
        get(
            "/admin/event-receivers/{event_receiver_id}",
            (EventReceiver, View),
            event_receivers::show::show,
        ),
        post(
            "/admin/event-receivers/{event_receiver_id}",
            (EventReceiver, Edit),
            event_receivers::update::update,
        ),
        post(
            "/admin/event-receivers/{event_receiver_id}/secret",
            (EventReceiver, Edit),
            event_receivers::rotate::rotate,
        ),
        post(
            "/admin/event-receivers/{event_receiver_id}/test",
            (EventReceiver, Take),
            event_receivers::test::send,
        ),
        post(
            "/admin/event-receivers/{event_receiver_id}/replay",
            (EventReceiver, Take),
            event_receivers::replay::replay,
        ),
        get(
            "/admin/event-deliveries",
            (EventReceiver, List),
            event_deliveries::list::show,
        ),
        get(
            "/admin/event-deliveries/{event_id}/{event_receiver_id}",
            (EventReceiver, View),
            event_deliveries::show::show,
        ),
        post(
            "/admin/event-deliveries/{event_id}/{event_receiver_id}/replay",
            (EventReceiver, Take),
            event_deliveries::replay::replay,
        ),
    ]
}

fn of_permissions_and_analyses() -> Vec<Route> {
    vec![
        get(
            "/admin/field-permissions",
            (FieldPermission, List),
            field_permissions::list::show,
        ),
        post(
            "/admin/field-permissions",
            (FieldPermission, Edit),
            field_permissions::change::change,
        ),
        get("/admin/analyses", (AuditAnalysis, List), analyses::list::show),
        post(
            "/admin/analyses/settings",
            (AuditAnalysis, Edit),
            analyses::settings::save,
        ),
        post(
            "/admin/analyses/persons",
            (AuditAnalysis, View),
            analyses::person::find,
        ),
        get(
            "/admin/analyses/{kind}",
            (AuditAnalysis, View),
            analyses::show::show,
        ),
        get(
            "/admin/analyses/{kind}/table.csv",
            (AuditAnalysis, Print),
            analyses::csv::download,
        ),
    ]
}

fn of_own_forms() -> Vec<Route> {
    vec![
        get("/admin/own-forms", (OwnForm, List), own_forms::list::show),
        post("/admin/own-forms", (OwnForm, Create), own_forms::create::create)
            .up_to(own_forms::create::LIMIT),
        get(
            "/admin/own-forms/{own_form_id}",
            (OwnForm, View),
            own_forms::show::show,
        ),
        get(
            "/admin/own-forms/{own_form_id}/pages/{page}",
            (OwnForm, View),
            own_forms::picture::picture,
        ),
        get(
            "/admin/own-forms/{own_form_id}/places/{page}",
            (OwnForm, View),
            own_forms::places::show,
        ),
        post(
            "/admin/own-forms/{own_form_id}/places/{page}",
            (OwnForm, Edit),
            own_forms::places::save,
        ),
        post(
            "/admin/own-forms/{own_form_id}/settings",
            (OwnForm, Edit),
            own_forms::settings::save,
        ),
        get(
            "/admin/own-forms/{own_form_id}/try",
            (OwnForm, View),
            own_forms::try_out::show,
        ),
        get(
            "/admin/own-forms/{own_form_id}/try.pdf",
            (OwnForm, View),
            own_forms::try_out::paper,
        ),
        get(
            "/admin/own-forms/{own_form_id}/try/{page}",
            (OwnForm, View),
            own_forms::try_out::page,
        ),
        post(
            "/admin/own-forms/{own_form_id}/publish",
            (OwnForm, Approve),
            own_forms::decide::publish,
        ),
        post(
            "/admin/own-forms/{own_form_id}/withdraw",
            (OwnForm, Withdraw),
            own_forms::decide::withdraw,
        ),
        post(
            "/admin/own-forms/{own_form_id}/copy",
            (OwnForm, Create),
            own_forms::decide::copy,
        ),
    ]
}

fn of_imports() -> Vec<Route> {
    vec![
        get("/admin/imports", (Import, List), imports::list::show),
        post("/admin/imports", (Import, Create), imports::upload::upload).into_spool(),
        get("/admin/imports/{run_id}", (Import, View), imports::show::show),
        get(
            "/admin/imports/{run_id}/rejects.csv",
            (Import, View),
            imports::rejects::download,
        ),
        post(
            "/admin/imports/{run_id}/again",
            (Import, Create),
            imports::again::again,
        ),
        post(
            "/admin/imports/{run_id}/abandon",
            (Import, Withdraw),
            imports::abandon::abandon,
        ),
    ]
}

fn of_import_sources() -> Vec<Route> {
    vec![
        get(
            "/admin/imports/sources",
            (ImportSource, List),
            imports::sources::list::show,
        ),
        post(
            "/admin/imports/sources",
            (ImportSource, Create),
            imports::sources::change::create,
        ),
        get(
            "/admin/imports/sources/new",
            (ImportSource, Create),
            imports::sources::edit::new,
        ),
        get(
            "/admin/imports/sources/{source_id}",
            (ImportSource, View),
            imports::sources::edit::show,
        ),
        post(
            "/admin/imports/sources/{source_id}",
            (ImportSource, Edit),
            imports::sources::change::save,
        ),
        post(
            "/admin/imports/sources/{source_id}/look",
            (ImportSource, Edit),
            imports::sources::change::look,
        ),
        post(
            "/admin/imports/sources/{source_id}/remove",
            (ImportSource, Withdraw),
            imports::sources::change::remove,
        ),
    ]
}

fn of_core_files() -> Vec<Route> {
    vec![
        get(
            "/admin/core-files",
            (CoreDefinition, List),
            core_files::list::show,
        ),
        post(
            "/admin/core-files",
            (CoreDefinition, Create),
            core_files::upload::upload,
        )
        .up_to(core_files::upload::LIMIT),
        get(
            "/admin/core-files/{core_kind}",
            (CoreDefinition, Edit),
            core_files::settings::show,
        ),
        post(
            "/admin/core-files/{core_kind}",
            (CoreDefinition, Edit),
            core_files::save::save,
        ),
        post(
            "/admin/core-files/{core_kind}/standard",
            (CoreDefinition, Withdraw),
            core_files::standard::back,
        ),
    ]
}

fn of_import_layouts() -> Vec<Route> {
    vec![
        get(
            "/admin/imports/layouts",
            (ImportLayout, List),
            imports::layouts::list::show,
        ),
        post(
            "/admin/imports/layouts",
            (ImportLayout, Create),
            imports::layouts::create::create,
        )
        .into_spool(),
        post(
            "/admin/imports/layouts/import",
            (ImportLayout, Create),
            imports::layouts::import::import,
        ),
        get(
            "/admin/imports/layouts/{layout_id}",
            (ImportLayout, View),
            imports::layouts::show::show,
        ),
        get(
            "/admin/imports/layouts/{layout_id}/file",
            (ImportLayout, View),
            imports::layouts::show::file,
        ),
        post(
            "/admin/imports/layouts/{layout_id}",
            (ImportLayout, Edit),
            imports::layouts::save::save,
        ),
        post(
            "/admin/imports/layouts/{layout_id}/sample",
            (ImportLayout, Edit),
            imports::layouts::save::give_sample,
        )
        .into_spool(),
        post(
            "/admin/imports/layouts/{layout_id}/activate",
            (ImportLayout, Approve),
            imports::layouts::decide::activate,
        ),
        post(
            "/admin/imports/layouts/{layout_id}/retire",
            (ImportLayout, Withdraw),
            imports::layouts::decide::retire,
        ),
        post(
            "/admin/imports/layouts/{layout_id}/copy",
            (ImportLayout, Create),
            imports::layouts::decide::copy,
        ),
        get(
            "/admin/imports/layouts/standard/{name}",
            (ImportLayout, View),
            imports::layouts::standard::show,
        ),
        get(
            "/admin/imports/layouts/standard/{name}/file",
            (ImportLayout, View),
            imports::layouts::standard::file,
        ),
    ]
}

fn of_fonts() -> Vec<Route> {
    vec![
        get("/page-fonts/{name}", (PageFont, View), page_fonts::serve::serve),
        get("/admin/characters", (RareCharacter, List), characters::list::show),
        post(
            "/admin/characters",
            (RareCharacter, Edit),
            characters::recount::recount,
        ),
        get(
            "/admin/characters/{points}",
            (RareCharacter, View),
            characters::holders::show,
        ),
        get("/admin/fonts", (SuppliedFont, List), fonts::list::show),
        post("/admin/fonts", (SuppliedFont, Create), fonts::upload::upload).up_to(fonts::upload::LIMIT),
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
        get("/admin/printing", (PrinterHint, List), printing::list::show),
        post("/admin/printing", (PrinterHint, Edit), printing::save::save),
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

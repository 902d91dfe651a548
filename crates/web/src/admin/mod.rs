//! What administrators do: accounts, sections, closed days, overlays on the catalogue, own papers, where forms are
//! printed, imports, the record, background work.

pub(crate) mod analyses;
pub(crate) mod api_clients;
pub(crate) mod audit_log;
pub(crate) mod background_work;
pub(crate) mod characters;
pub(crate) mod closed_days;
pub(crate) mod core_files;
pub(crate) mod event_deliveries;
pub(crate) mod event_receivers;
pub(crate) mod field_permissions;
pub(crate) mod fonts;
pub(crate) mod imports;
pub(crate) mod notice_mappings;
pub(crate) mod overlays;
pub(crate) mod own_forms;
pub(crate) mod portals;
pub(crate) mod printing;
pub(crate) mod robots;
pub(crate) mod sections;
pub(crate) mod staff;

//! PostgreSQL: migrations, one repository per aggregate, row-level security.
//!
//! Two things keep municipalities apart, and neither alone: row security forced on every table, and an
//! explicit tenant in every statement. Both come from a [`TenantScope`], which only this crate makes. Every
//! repository function takes a [`TenantTx`]; what is not there and what is another tenant's are the same
//! `None` or [`ChangeError::NotFound`].

mod administrator;
mod codec;
mod error;
mod load_places;
mod owner;
mod scope;
mod startup;
mod store;
mod transaction;

pub mod analyses;
pub mod answers;
pub mod api_clients;
pub mod api_keys;
pub mod api_replies;
pub mod api_tokens;
pub mod applications;
pub mod audit;
pub mod card_pairings;
pub mod card_readings;
pub mod card_signatures;
pub mod case_events;
pub mod case_records;
pub mod cases;
pub mod closed_days;
pub mod core_files;
pub mod edit_leases;
pub mod emergency_accesses;
pub mod field_permissions;
pub mod hand_offs;
pub mod households;
pub mod import_layouts;
pub mod import_sources;
pub mod imports;
pub mod individual_numbers;
pub mod jobs;
pub mod load;
pub mod overlays;
pub mod overrules;
pub mod own_forms;
pub mod parked;
pub mod perpetrators;
pub mod places;
pub mod portal_connections;
pub mod portal_mappings;
pub mod portal_notices;
pub mod print_batches;
pub mod print_releases;
pub mod printer_hints;
pub mod protection_lifts;
pub mod protective_measures;
pub mod queue;
pub mod rare_characters;
pub mod residents;
pub mod robot_definitions;
pub mod robot_lists;
pub mod robot_tasks;
pub mod schools;
pub mod sections;
pub mod sessions;
pub mod sign_in_attempts;
pub mod signatures;
pub mod staff;
pub mod statistics;
pub mod supplied_fonts;
pub mod suppressions;
pub mod tenants;
#[cfg(feature = "testing")]
pub mod testing;
pub mod towns;
pub mod webhooks;

pub use administrator::Administrator;
pub use error::{ChangeError, DatabaseInconsistency, StoreError};
pub use load_places::{PlacesError, PlacesLoad, PlacesLoaded};
pub use owner::{MigrationError, Owner, ROLES_SQL, SandboxError, make_roles};
pub use scope::TenantScope;
pub use startup::Unfit;
pub use store::{ConnectError, Store};
pub use transaction::TenantTx;

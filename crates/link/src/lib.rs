//! Connectors in and out: what the core systems, other services, robots and portals send and get.

pub mod places;

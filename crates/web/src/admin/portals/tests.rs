//! Connections on the administrator's screens.

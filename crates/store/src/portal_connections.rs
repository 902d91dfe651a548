//! Connections to portals' own APIs: what each is, what it has listed, and what it is to be told. Their addresses are
//! checked by `link` before they are saved and whenever they are called; their secrets come sealed.

mod fetches;
mod settings;
mod tell;

pub use fetches::{
    Fetch, FetchCounts, Noted, came_through, due, fetch_again, fetch_counts, fetch_failed, fetch_taken, note,
    noted_all, problems,
};
pub use settings::{
    Connection, NewConnection, change, connection, connections, create, looked, take_due, wait_until,
};
pub use tell::{Telling, not_told, to_tell, told, waiting_to_tell};

//! The kinds of jobs.

mod deliver_hand_off;
mod make_core_file;
mod place_core_file;
mod send_webhooks;

pub use deliver_hand_off::DeliverHandOff;
pub use make_core_file::MakeCoreFile;
pub use place_core_file::PlaceCoreFile;
pub use send_webhooks::SendWebhooks;

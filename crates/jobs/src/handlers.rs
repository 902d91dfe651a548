//! The kinds of jobs.

mod collect_portal;
mod deliver_hand_off;
mod file_answers_away;
mod make_core_file;
mod place_core_file;
mod read_core_answers;
mod send_webhooks;

pub use collect_portal::CollectPortal;
pub use deliver_hand_off::DeliverHandOff;
pub use file_answers_away::FileAnswersAway;
pub use make_core_file::MakeCoreFile;
pub use place_core_file::PlaceCoreFile;
pub use read_core_answers::ReadCoreAnswers;
pub use send_webhooks::SendWebhooks;

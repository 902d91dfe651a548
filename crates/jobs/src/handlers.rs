//! The kinds of jobs.

mod deliver_hand_off;

pub use deliver_hand_off::DeliverHandOff;

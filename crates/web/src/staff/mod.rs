//! The visit, page by page: find the resident, receive the household, interview, judgements, applications,
//! signature, guide sheet, hand-off, and the sections' queues.

pub(crate) mod people;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) mod addresses;
pub(crate) mod applications;
pub(crate) mod batches;
pub(crate) mod card;
pub(crate) mod cases;
pub(crate) mod core_files;
pub(crate) mod guide_sheet;
pub(crate) mod hand_off;
pub(crate) mod interview;
pub(crate) mod judgements;
pub(crate) mod notices;
pub(crate) mod printing;
pub(crate) mod protection;
pub(crate) mod queue;
pub(crate) mod reception;
pub(crate) mod residents;
pub(crate) mod robot_lists;
pub(crate) mod robots;
pub(crate) mod signatures;

//! Version 1 of the API. One operation a file; shapes are in `shapes/`, apart from the model, so that the model can
//! change without the API changing.

pub(crate) mod applications;
pub(crate) mod cases;
pub(crate) mod catalogue;
pub(crate) mod core_files;
pub(crate) mod events;
pub(crate) mod judgements;
pub(crate) mod notices;
pub(crate) mod queue_items;
pub(crate) mod residents;
pub(crate) mod robot_tasks;
pub(crate) mod shapes;
pub(crate) mod statistics;

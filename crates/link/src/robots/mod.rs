//! What robots (RPA) type into core systems' screens, by definitions that are data: by HTTP, or by lists for robots
//! without.

mod definition;
mod embedded;
mod formula;
mod list;
mod results;
mod sheet;
mod values;

pub use definition::{Definition, Field, WhenLost};
pub use list::{ListHead, ListRow, WriteError, lacking, write};
pub use results::{LONGEST_TEXT, ListResult, ResultFault, ResultProblem, read_results};
pub use values::{Typed, TypedField, typed};

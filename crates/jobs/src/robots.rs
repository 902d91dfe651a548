//! Tasks for robots (RPA): planned with hand-offs, given out with what is to be typed, and answered by lists.
//!
//! `store` knows which tasks there are and who holds them, `link` what is typed; here they meet.

mod definitions;
mod give;
mod lists;
mod plan;

pub use definitions::{InForce, in_force};
pub use give::{Given, give, still_held};
pub use lists::{AnswersError, MOST_TASKS, Made, NoList, answer_list, give_up, make_list};
pub use plan::plan_hand_off;

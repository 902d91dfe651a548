//! The parts a page is made of. Each is a typed value with its own small template; put it into a page's
//! template with `{{ field }}`. The style guide shows every part in every state.

mod banner;
mod choices;
mod empty_state;
mod error_summary;
mod name_cell;
mod pagination;
mod progress;
mod protection;
mod select_field;
mod shown;
mod status;
mod steps;
mod text_area;
mod text_field;

pub use banner::{Banner, Tone};
pub use choices::{Choice, Choices};
pub use empty_state::EmptyState;
pub use error_summary::{ErrorSummary, FormErrors};
pub use name_cell::NameCell;
pub use pagination::Pagination;
pub use progress::Progress;
pub use protection::{ProtectionBanner, ProtectionMark};
pub use select_field::{SelectField, SelectOption};
pub use shown::Shown;
pub use status::{Status, StatusTone};
pub use steps::{Step, StepState, Steps};
pub use text_area::TextArea;
pub use text_field::{InputKind, TextField, Width};

/// Tells askama that a component's HTML is already escaped by its own template.
macro_rules! html_safe {
    ($($component:ty),+ $(,)?) => {$(
        impl askama::filters::HtmlSafe for $component {}
    )+};
}
pub(crate) use html_safe;

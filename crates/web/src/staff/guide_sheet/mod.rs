//! 受付案内票: what the resident takes home.

mod content;

pub(crate) mod page_svg;
pub(crate) mod show;

pub(crate) use content::lay;

//! How the people of the register are shown on the staff's pages. Addresses of people under a protective
//! measure are withheld here, once for every page.

mod address;
mod dates;
mod person;
mod record_text;

pub(crate) use address::{AddressLine, household_measure};
pub(crate) use dates::{born, date_of, day, day_or_blank};
pub(crate) use person::PersonView;
pub(crate) use record_text::record_text;

//! The domain's words: codes with check digits, 和暦 and deadlines, names and characters, addresses,
//! residents, households and cases.
//!
//! Nothing here does I/O, is asynchronous, or asks the machine for the time: clocks and randomness are
//! handed in (see [`clock`]).

pub mod address;
pub mod case;
pub mod clock;
pub mod hand_off;
pub mod household;
pub mod ids;
pub mod name;
pub mod register_date;
pub mod resident;
pub mod staff;

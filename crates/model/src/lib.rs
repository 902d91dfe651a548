//! The domain's words: codes with check digits, 和暦 and deadlines, names and characters, addresses,
//! residents, households and cases.
//!
//! Nothing here does I/O, is asynchronous, or asks the machine for the time: clocks and randomness are
//! handed in (see [`clock`]).

mod labels;

pub mod address;
pub mod address_key;
pub mod addressee_number;
pub mod age;
pub mod api_client;
pub mod card_reading;
pub mod case;
pub mod characters;
pub mod clock;
pub mod core_file;
pub mod deadline;
pub mod entered_person;
pub mod field_group;
pub mod hand_off;
pub mod household;
pub mod ids;
pub mod kana;
pub mod link_event;
pub mod mj;
pub mod municipality;
pub mod municipality_code;
pub mod name;
pub mod open_days;
pub mod overlay_state;
pub mod own_form_state;
pub mod phone;
pub mod postcode;
pub mod prepared_case;
pub mod protection;
pub mod record_change;
pub mod register_date;
pub mod relationship;
pub mod resident;
pub mod restricted;
pub mod robot_task;
pub mod romaji;
pub mod search_grade;
pub mod search_tokens;
pub mod staff;
pub mod supplied_font_state;
pub mod variants;
pub mod wareki;

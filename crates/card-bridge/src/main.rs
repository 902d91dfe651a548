//! The counter terminal's bridge between the card reader and the page.

fn main() {}

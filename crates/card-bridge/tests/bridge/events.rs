//! The stream of events.

use serde_json::json;

use crate::support::{Bridge, Card, Desk, Trouble};

#[test]
fn every_change_is_told() {
    let desk = Desk::with(&[]);
    let bridge = Bridge::start(&desk);
    let mut events = bridge.events();
    assert_eq!(events.next(), Some(json!({ "readers": [] })));
    desk.take("R1");
    assert_eq!(events.next(), Some(Bridge::readers(&[("R1", "none")])));
    desk.put("R1", Card::new());
    assert_eq!(events.next(), Some(Bridge::readers(&[("R1", "my_number_card")])));
    desk.put("R2", Card::other());
    assert_eq!(
        events.next(),
        Some(Bridge::readers(&[("R1", "my_number_card"), ("R2", "other_card")]))
    );
    desk.take("R1");
    assert_eq!(
        events.next(),
        Some(Bridge::readers(&[("R1", "none"), ("R2", "other_card")]))
    );
    desk.unplug("R2");
    assert_eq!(events.next(), Some(Bridge::readers(&[("R1", "none")])));
    // A page that comes later is told at once how things are.
    assert_eq!(bridge.events().next(), Some(Bridge::readers(&[("R1", "none")])));
}

#[test]
fn a_card_service_that_comes_back_is_found_again() {
    let desk = Desk::with(&["R1"]);
    let bridge = Bridge::start(&desk);
    let mut events = bridge.events_from(&[("R1", "none")]);
    desk.service(true);
    assert_eq!(events.next(), Some(json!({ "service": "gone" })));
    desk.service(false);
    assert_eq!(events.next(), Some(Bridge::readers(&[("R1", "none")])));
}

#[test]
fn a_card_that_another_program_has_is_looked_at_again() {
    let desk = Desk::with(&["R1"]);
    let bridge = Bridge::start(&desk);
    let mut events = bridge.events_from(&[("R1", "none")]);
    desk.trouble(Trouble::InUse);
    desk.put("R1", Card::new());
    assert_eq!(events.next(), Some(Bridge::readers(&[("R1", "in_use")])));
    desk.trouble(Trouble::None);
    assert_eq!(events.next(), Some(Bridge::readers(&[("R1", "my_number_card")])));
}

#[test]
fn the_stream_ends_with_the_pairing() {
    let desk = Desk::with(&["R1"]);
    let bridge = Bridge::start(&desk);
    bridge.clock.until_waited(600);
    let mut events = bridge.events_from(&[("R1", "none")]);
    bridge.clock.until_waited(600);
    bridge.clock.advance(599);
    desk.put("R1", Card::new());
    assert_eq!(events.next(), Some(Bridge::readers(&[("R1", "my_number_card")])));
    bridge.clock.advance(1);
    assert_eq!(events.next(), None);
}

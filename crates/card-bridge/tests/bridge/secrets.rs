//! Secrets go to the card and nowhere else: whatever is typed, what the page, the window and the log get to see is the
//! same, byte by byte.

use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};

use proptest::prelude::*;

use crate::support::{Bridge, Card, Desk, NUMBER};

/// Everything that this program and its libraries log, in every detail.
static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone());
    subscriber.init();
    log
});

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// All that is answered while a person with these PINs types these: without what differs between any two runs.
fn traffic(pin: &str, signature_pin: &str, typed: &str, typed_signature: &str) -> String {
    let desk = Desk::with(&["R1"]);
    desk.put("R1", Card::new().with(pin, signature_pin));
    let bridge = Bridge::start(&desk);
    for (want, method, form) in [
        (
            &["attributes", "authentication"][..],
            "pin",
            format!("pin={typed}&authentication_pin={typed}"),
        ),
        (
            &["signature"],
            "signature_pin",
            format!("signature_pin={typed_signature}"),
        ),
        (
            &["individual_number"],
            "verification_number_a",
            format!("number_a={NUMBER}"),
        ),
        (&["attributes"], "pin", format!("pin={typed}x")),
    ] {
        let (id, window) = bridge.open(want, method);
        bridge.submit(&window, &form);
        bridge.look(&window);
        let call = bridge.call("DELETE", &format!("/v1/readings/{id}"));
        if form.ends_with('x') {
            bridge.send(&call)
        } else {
            bridge.fetch(&id)
        };
    }
    let bytes = bridge.traffic.lock().unwrap().clone();
    let text = String::from_utf8(bytes)
        .unwrap()
        .replace(&bridge.address.to_string(), "ADDRESS");
    let lines = text
        .lines()
        .filter(|line| !line.starts_with("date: ") && !line.starts_with("content-length: "));
    lines.collect::<Vec<_>>().join("\n")
}

fn logged(secret: &str) -> bool {
    let log = LOG.0.lock().unwrap();
    log.windows(secret.len())
        .any(|window| window == secret.as_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_secret_is_seen_by_page_window_or_log(
        pin in "[0-9]{4}",
        signature_pin in "[A-Z]{4}[0-9]{4}[A-Z]{5}",
        wrong in "[0-9]{4}",
    ) {
        LazyLock::force(&LOG);
        let usual = traffic("4821", "ABCD1234", "4821", "ABCD1234");
        prop_assert!(usual.contains("\"signed\"") && usual.contains("\"challenge_signature\""));
        let right = traffic(&pin, &signature_pin, &pin, &signature_pin);
        prop_assert_eq!(&right, &usual);
        prop_assert!(!right.contains(&signature_pin) && !right.contains(NUMBER));
        let typed = format!("pin={pin}");
        prop_assert!(!logged(&signature_pin) && !logged(&typed) && !logged(NUMBER));
        if wrong != pin {
            let mistaken = traffic(&pin, &signature_pin, &wrong, &format!("{signature_pin}X"));
            let other = traffic("4821", "ABCD1234", "4822", "ABCD1234X");
            prop_assert!(mistaken.contains("wrong_secret"));
            prop_assert_eq!(mistaken, other);
        }
    }
}

#[test]
fn the_log_is_listened_to() {
    LazyLock::force(&LOG);
    tracing::trace!("a line of the test");
    assert!(logged("a line of the test"));
}

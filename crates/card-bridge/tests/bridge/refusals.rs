//! Who is not answered.

use madoguchi_card::bridge::{Pairing, Permission, SigningKey};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Bridge, Call, Card, Desk, ORIGIN, pairing};

const REQUEST: &str = r#"{"want":["attributes"],"method":"pin"}"#;

fn bridge() -> Bridge {
    let desk = Desk::with(&["R1"]);
    desk.put("R1", Card::new());
    let bridge = Bridge::start(&desk);
    drop(bridge.events_from(&[("R1", "my_number_card")]));
    bridge
}

fn post(bridge: &Bridge) -> Call {
    bridge
        .call("POST", "/v1/readings")
        .body("application/json", REQUEST)
}

fn refused(bridge: &Bridge, call: &Call) -> (u16, String) {
    let answer = bridge.send(call);
    (answer.status, answer.code())
}

#[test]
fn the_status_needs_no_token_but_an_origin() {
    let bridge = bridge();
    let call = Call::new("GET", "/v1/status").header("Origin", ORIGIN);
    let answer = bridge.send(&call);
    assert_eq!(answer.status, 200);
    let version = env!("CARGO_PKG_VERSION");
    let status = json!({ "name": "madoguchi-card-bridge", "version": version, "api": 1, "readers": 1 });
    assert_eq!(answer.json(), status);
    assert_eq!(
        refused(&bridge, &call.without("Origin")),
        (403, "origin_not_allowed".into())
    );
}

#[test]
fn only_this_host_is_answered() {
    let bridge = bridge();
    let port = bridge.address.port();
    for host in [
        "madoguchi.example.lg.jp".to_owned(),
        format!("localhost:{port}"),
        "127.0.0.1".into(),
        format!("127.0.0.1:{port}.evil.example"),
        format!("127.0.0.1:{}", port ^ 1),
        String::new(),
    ] {
        let call = post(&bridge).header("Host", host.clone());
        assert_eq!(
            refused(&bridge, &call),
            (403, "host_not_allowed".into()),
            "{host}"
        );
    }
    // The window is no exception, and neither is a request line with a host of its own.
    let window = Call::new("GET", "/w/x").header("Host", "evil.example");
    assert_eq!(refused(&bridge, &window), (403, "host_not_allowed".into()));
    let line = Call::new("GET", "http://evil.example/v1/status").header("Origin", ORIGIN);
    assert_eq!(refused(&bridge, &line), (403, "host_not_allowed".into()));
}

#[test]
fn only_pages_of_known_servers_are_answered_and_told_so() {
    let bridge = bridge();
    for origin in [
        "https://evil.example",
        "null",
        "",
        "http://madoguchi.example.lg.jp",
        "https://madoguchi.example.lg.jp:8443",
    ] {
        for method in ["POST", "OPTIONS"] {
            let mut call = post(&bridge).header("Origin", origin);
            call.method = method;
            let answer = bridge.send(&call);
            assert_eq!(
                (answer.status, answer.code()),
                (403, "origin_not_allowed".into()),
                "{method} {origin}"
            );
            assert_eq!(answer.header("Access-Control-Allow-Origin"), None);
            assert_eq!(answer.header("Vary"), Some("Origin"));
        }
    }
    // A token is for one origin, even between two that are known.
    let known = bridge.send(&post(&bridge));
    assert_eq!(
        (known.status, known.header("Access-Control-Allow-Origin")),
        (201, Some(ORIGIN))
    );
}

#[test]
fn a_browser_is_told_what_a_page_may_send() {
    let bridge = bridge();
    let preflight = Call::new("OPTIONS", "/v1/readings")
        .header("Origin", ORIGIN)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization,content-type")
        .header("Access-Control-Request-Private-Network", "true");
    let answer = bridge.send(&preflight);
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("Access-Control-Allow-Origin"), Some(ORIGIN));
    assert_eq!(
        answer.header("Access-Control-Allow-Methods"),
        Some("GET, POST, DELETE")
    );
    assert_eq!(
        answer.header("Access-Control-Allow-Headers"),
        Some("authorization, content-type")
    );
    assert_eq!(
        answer.header("Access-Control-Allow-Private-Network"),
        Some("true")
    );
    assert_eq!(answer.header("Access-Control-Allow-Credentials"), None);
    assert_eq!(answer.header("Vary"), Some("Origin"));
    let without = bridge.send(&preflight.without("Access-Control-Request-Private-Network"));
    assert_eq!(without.header("Access-Control-Allow-Private-Network"), None);
}

#[test]
fn a_request_needs_a_pairing_that_is_in_force() {
    let bridge = bridge();
    for path in ["/v1/events", "/v1/readings/00000000-0000-0000-0000-000000000000"] {
        let call = bridge.call("GET", path).without("Authorization");
        assert_eq!(refused(&bridge, &call), (401, "pairing_missing".into()), "{path}");
    }
    let call = post(&bridge).without("Authorization");
    assert_eq!(refused(&bridge, &call), (401, "pairing_missing".into()));
    let with = |pairing: &Pairing| {
        post(&bridge).header("Authorization", format!("Bearer {}", bridge.token(pairing)))
    };
    let stale = with(&Pairing {
        expires_at: pairing().issued_at,
        ..pairing()
    });
    assert_eq!(refused(&bridge, &stale), (401, "pairing_expired".into()));
    let early = with(&Pairing {
        issued_at: pairing().issued_at + 121,
        ..pairing()
    });
    assert_eq!(refused(&bridge, &early), (401, "pairing_expired".into()));
    let elsewhere = with(&Pairing {
        origin: "https://elsewhere.example".into(),
        ..pairing()
    });
    assert_eq!(refused(&bridge, &elsewhere), (401, "pairing_unknown".into()));
    let random = ring::rand::SystemRandom::new();
    let stranger = SigningKey::from_pkcs8(&SigningKey::generate(&random).unwrap()).unwrap();
    let forged = format!("Bearer {}", stranger.token(&pairing()).unwrap());
    assert_eq!(
        refused(&bridge, &post(&bridge).header("Authorization", forged)),
        (401, "pairing_unknown".into())
    );
    for nonsense in ["Bearer ", "Bearer x.y", "Basic eA=="] {
        let answer = refused(&bridge, &post(&bridge).header("Authorization", nonsense));
        assert_eq!(answer.0, 401, "{nonsense}");
    }
    // It ends while the clock goes on.
    assert_eq!(bridge.send(&post(&bridge)).status, 201);
    bridge.clock.advance(600);
    assert_eq!(refused(&bridge, &post(&bridge)), (401, "pairing_expired".into()));
}

#[test]
fn only_what_the_pairing_allows_is_read() {
    let bridge = bridge();
    let every = [
        (Permission::Attributes, "attributes", "pin"),
        (Permission::Attributes, "face", "verification_number_b"),
        (Permission::Authentication, "authentication", "nothing"),
        (Permission::IndividualNumber, "individual_number", "pin"),
        (Permission::Signature, "signature", "signature_pin"),
    ];
    for (needed, want, method) in every {
        let others = pairing().may.into_iter().filter(|may| *may != needed).collect();
        for (may, status) in [(others, 403), (vec![needed], 201)] {
            let token = bridge.token(&Pairing { may, ..pairing() });
            let body = json!({ "want": [want], "method": method }).to_string();
            let call = post(&bridge)
                .body("application/json", body)
                .header("Authorization", format!("Bearer {token}"));
            assert_eq!(bridge.send(&call).status, status, "{want}");
        }
    }
    for (without, want, method) in [
        (
            Pairing {
                document: None,
                ..pairing()
            },
            "signature",
            "signature_pin",
        ),
        (
            Pairing {
                seal_to: None,
                ..pairing()
            },
            "individual_number",
            "pin",
        ),
    ] {
        let body = json!({ "want": [want], "method": method }).to_string();
        let token = format!("Bearer {}", bridge.token(&without));
        let call = post(&bridge)
            .body("application/json", body)
            .header("Authorization", token);
        assert_eq!(refused(&bridge, &call), (403, "not_allowed".into()), "{want}");
    }
}

#[test]
fn what_no_card_can_do_is_malformed() {
    let bridge = bridge();
    for body in [
        r#"{"want":[],"method":"pin"}"#,
        r#"{"want":["attributes"],"method":"nothing"}"#,
        r#"{"want":["attributes"],"method":"verification_number_a"}"#,
        r#"{"want":["face"],"method":"pin"}"#,
        r#"{"want":["individual_number"],"method":"verification_number_b"}"#,
        r#"{"want":["signature"],"method":"pin"}"#,
        r#"{"want":["attributes"],"method":"signature_pin"}"#,
        r#"{"want":["photo"],"method":"pin"}"#,
        "{",
        "",
    ] {
        let call = post(&bridge).body("application/json", body);
        assert_eq!(refused(&bridge, &call), (400, "malformed".into()), "{body}");
    }
    // Kinds of content that a page may send without asking first (CORS) are not taken.
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/json+x",
    ] {
        let call = post(&bridge).body(kind, REQUEST);
        assert_eq!(refused(&bridge, &call), (400, "malformed".into()), "{kind}");
    }
    assert_eq!(
        bridge
            .send(&post(&bridge).body("application/json; charset=utf-8", REQUEST))
            .status,
        201
    );
    let long = format!("{REQUEST}{}", " ".repeat(16 * 1024));
    assert_eq!(
        bridge.send(&post(&bridge).body("application/json", long)).status,
        413
    );
}

#[test]
fn a_reading_is_its_own_pairings() {
    let bridge = bridge();
    let (id, _) = bridge.open(&["attributes"], "pin");
    let other = bridge.token(&Pairing {
        id: Uuid::from_u128(99),
        ..pairing()
    });
    for method in ["GET", "DELETE"] {
        let call = bridge.call(method, &format!("/v1/readings/{id}"));
        let call = call.header("Authorization", format!("Bearer {other}"));
        assert_eq!(refused(&bridge, &call), (404, "no_such_reading".into()));
    }
    for id in ["x", "00000000-0000-0000-0000-000000000000"] {
        assert_eq!(bridge.fetch(id).code(), "no_such_reading");
    }
    let nothing = bridge.call("GET", "/v1/elsewhere");
    assert_eq!(refused(&bridge, &nothing), (404, "not_found".into()));
    let method = bridge.call("PUT", "/v1/readings");
    assert_eq!(refused(&bridge, &method), (404, "not_found".into()));
}

#[test]
fn no_answer_is_kept_framed_or_guessed_at() {
    let bridge = bridge();
    let (_, window) = bridge.open(&["attributes"], "pin");
    for answer in [
        bridge.look(&window),
        bridge.look("/w/none"),
        bridge.look("/assets/window.js"),
        bridge.look("/assets/window.css"),
        bridge.send(&post(&bridge)),
        bridge.send(&post(&bridge).header("Host", "evil.example")),
    ] {
        assert_eq!(answer.header("Cache-Control"), Some("no-store"));
        assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"));
        assert_eq!(answer.header("X-Frame-Options"), Some("DENY"));
        assert_eq!(answer.header("Cross-Origin-Opener-Policy"), Some("same-origin"));
        assert_eq!(answer.header("Cross-Origin-Resource-Policy"), Some("same-origin"));
        let policy = answer.header("Content-Security-Policy").unwrap();
        assert!(policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}

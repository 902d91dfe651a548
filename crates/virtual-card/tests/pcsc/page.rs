//! The page, and who is let in.

use crate::desk::Running;

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into()
}

#[test]
fn forms_put_a_card_down_and_take_it_away() {
    let Some(desk) = Running::start() else { return };
    let page = || {
        let mut answer = ureq::get(desk.address()).call().unwrap();
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
        answer.body_mut().read_to_string().unwrap()
    };
    assert!(page().contains("仮想カードリーダー（試験用）"));
    assert!(page().contains("佐藤　花子さんのカードを置く"));
    let send = |path: &str, fields: &[(&str, &str)]| {
        let answer = agent()
            .post(format!("{}{path}", desk.address()))
            .send_form(fields.iter().copied())
            .unwrap();
        assert_eq!(answer.status().as_u16(), 303, "{path}");
        answer.headers()["location"].to_str().unwrap().to_owned()
    };
    assert_eq!(send("/forms/readers/0/put", &[("person", "sato")]), "/");
    assert!(page().contains("<strong>佐藤　花子さんのカード</strong>があります。"));
    assert_eq!(
        send("/forms/readers/0/put", &[("person", "ito-expired")]),
        "/?problem=reader-in-use"
    );
    assert_eq!(send("/forms/readers/0/remove-after", &[("commands", "3")]), "/");
    assert!(page().contains("あと3回の応答で抜けます。"));
    assert_eq!(send("/forms/readers/0/take", &[]), "/");
    assert_eq!(send("/forms/readers/1/put", &[("person", "")]), "/");
    assert!(page().contains("<strong>ほかのICカード</strong>があります。"));
    assert_eq!(send("/forms/people/sato/revoked", &[("revoked", "true")]), "/");
    assert!(page().contains("失効を取り消す"));
    assert_eq!(send("/forms/ocsp", &[("as", "stale")]), "/");
    assert!(page().contains("<option value=\"stale\" selected>"));
    assert_eq!(send("/forms/service", &[("run", "false")]), "/");
    assert!(page().contains("カードサービスは止まっています。"));
    assert_eq!(send("/forms/service", &[("run", "true")]), "/");
}

#[test]
fn another_host_and_another_page_are_refused() {
    let Some(desk) = Running::start() else { return };
    let ask = |name: &str, value: &str| {
        let url = format!("{}/people", desk.address());
        agent()
            .get(url)
            .header(name, value)
            .call()
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(ask("accept", "*/*"), 200);
    assert_eq!(ask("host", "rebound.example"), 421);
    assert_eq!(ask("origin", "http://elsewhere.example"), 403);
    assert_eq!(ask("origin", "null"), 403);
    assert_eq!(ask("origin", desk.address()), 200);
}

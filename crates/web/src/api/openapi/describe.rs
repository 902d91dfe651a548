//! Puts the description together. Who may call an operation, and what every operation can answer, come from the table
//! of routes and from here, so that no operation can leave them out.

use axum::http::Method;
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use crate::api::oauth::TOKEN_PATH;
use crate::api::problem::{FieldError, PROBLEM_JSON, Problem};
use crate::api::v1;
use crate::policy::scopes_for;
use crate::routes::{Access, table};

/// Everything the code says.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Madoguchi 連携API",
        version = "1.0.0",
        description = "自治体窓口DXSaaS「Madoguchi」の連携API。認証は OAuth 2 のクライアントクレデンシャル（/api/oauth/token）。誤りは application/problem+json（RFC 9457）。",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    tags(
        (name = "catalogue", description = "手続カタログ"),
        (name = "judgements", description = "手続の判定（受付を作らない）"),
        (name = "cases", description = "受付"),
        (name = "notices", description = "事前の申請"),
        (name = "applications", description = "申請書"),
        (name = "residents", description = "住民"),
        (name = "queue", description = "担当課の処理"),
        (name = "core-files", description = "業務システムへのファイル"),
        (name = "events", description = "出来事"),
        (name = "robots", description = "ロボット（RPA）の入力作業"),
        (name = "statistics", description = "統計"),
    ),
    paths(
        v1::catalogue::show,
        v1::catalogue::procedures,
        v1::catalogue::procedure,
        v1::catalogue::facts,
        v1::judgements::judge_situation,
        v1::cases::list::list,
        v1::cases::create::create,
        v1::cases::show::show,
        v1::cases::answers::answer,
        v1::cases::hand_off::hand_off,
        v1::cases::judgements::show,
        v1::cases::prepare::prepare,
        v1::notices::list::list,
        v1::notices::receive::receive,
        v1::notices::show::show,
        v1::notices::attachment::show,
        v1::notices::begin::begin,
        v1::applications::list,
        v1::applications::show,
        v1::applications::pdf,
        v1::applications::sign::sign,
        v1::residents::search::search,
        v1::residents::show::show,
        v1::queue_items::list::list,
        v1::queue_items::show::show,
        v1::queue_items::act::take,
        v1::queue_items::act::put_back,
        v1::queue_items::act::send_back,
        v1::queue_items::act::provisional,
        v1::queue_items::act::complete,
        v1::core_files::list::list,
        v1::core_files::make::make_now,
        v1::core_files::show::show,
        v1::core_files::rows::list,
        v1::core_files::content::show,
        v1::core_files::acknowledge::acknowledge,
        v1::core_files::of_case::list,
        v1::events::list::list,
        v1::robot_tasks::list::list,
        v1::robot_tasks::show::show,
        v1::robot_tasks::lease::lease,
        v1::robot_tasks::heartbeat::heartbeat,
        v1::robot_tasks::result::result,
        v1::robot_tasks::release::release,
        v1::statistics::show,
    ),
    components(schemas(Problem, FieldError))
)]
struct Description;

/// The description as JSON.
pub(crate) fn description() -> Value {
    let mut all = serde_json::to_value(Description::openapi()).unwrap_or_default();
    all["openapi"] = "3.1.0".into();
    all["components"]["securitySchemes"] = json!({
        "client": {
            "type": "oauth2",
            "description": "秘密（client_secret_basic、client_secret_post）か、署名（private_key_jwt）で認証する。",
            "flows": { "clientCredentials": { "tokenUrl": TOKEN_PATH, "scopes": scopes() } }
        }
    });
    for route in table() {
        let Access::Client(resource, action) = route.access else {
            continue;
        };
        let method = route.method.as_str().to_ascii_lowercase();
        let operation = &mut all["paths"][route.path][&method];
        let needed: Vec<&str> = scopes_for(resource, action)
            .iter()
            .map(|scope| scope.code())
            .collect();
        operation["security"] = json!([{ "client": needed }]);
        operation["x-resource"] = resource.code().into();
        operation["x-action"] = action.code().into();
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        for parameter in parameters.into_iter().flatten() {
            if parameter["name"] == "Idempotency-Key" {
                parameter["schema"] = idempotency_key();
            }
        }
        let changes = route.method != Method::GET;
        let has_id = route.path.contains('{');
        let responses = &mut operation["responses"];
        for (status, text) in problems(changes, has_id, route.path) {
            responses[status] = problem(text);
        }
    }
    all
}

/// What the header of a change takes.
fn idempotency_key() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$" })
}

fn scopes() -> Map<String, Value> {
    madoguchi_model::api_client::Scope::ALL
        .map(|scope| (scope.code().to_owned(), Value::from(scope.label())))
        .into_iter()
        .collect()
}

/// What an operation can answer beside its own answers.
fn problems(changes: bool, has_id: bool, path: &str) -> Vec<(&'static str, &'static str)> {
    let mut all = vec![
        ("401", "トークンがないか、使えない"),
        (
            "403",
            "スコープ・役割・課が足りない、または支援措置により止められている",
        ),
        ("422", "内容に誤りがある"),
        ("429", "リクエストが多すぎる。Retry-After 秒待つ"),
        ("500", "不具合。error_id を運用者に伝える"),
        ("503", "一時的に使えない。同じ内容をもう一度送る"),
    ];
    if has_id {
        all.push(("404", "見つからないか、この自治体のものではない"));
    }
    if changes {
        all.push(("400", "リクエストの形が正しくない"));
        all.push(("413", "本文が大きすぎる"));
        all.push(if path == "/api/v1/notices" {
            ("415", "本文がファイルではない（Content-Type）")
        } else {
            ("415", "本文が application/json ではない")
        });
    }
    let work = path.starts_with("/api/v1/queue-items/");
    if changes && path.starts_with("/api/v1/notices/") {
        all.push(("409", "来庁済みか、取下げになっている"));
    }
    if changes && (work || path.starts_with("/api/v1/cases")) {
        all.push(("409", "今の状態ではできない、またはほかの職員が引き取っている"));
    }
    if changes && (work || path.ends_with("/hand-off")) {
        all.push(("412", "読んだ後に変更されている"));
        all.push(("428", "If-Match がない"));
    }
    if changes && path.starts_with("/api/v1/robot-tasks/{") {
        all.push(("409", "期限が切れたか、職員が引き受けたので、もう持っていない"));
    }
    all
}

fn problem(text: &str) -> Value {
    json!({
        "description": text,
        "content": { PROBLEM_JSON: { "schema": { "$ref": "#/components/schemas/Problem" } } }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Programs are written against the file: people review it when it changes.
    #[test]
    fn golden_description() {
        insta::assert_snapshot!(serde_json::to_string_pretty(&description()).unwrap());
    }

    #[test]
    fn every_operation_is_described_and_nothing_else() {
        let all = description();
        let described: BTreeSet<(String, String)> = all["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, methods)| {
                let methods = methods.as_object().unwrap().keys();
                methods.map(|method| (path.clone(), method.clone()))
            })
            .collect();
        let routes: BTreeSet<(String, String)> = table()
            .iter()
            .filter(|route| matches!(route.access, Access::Client(..)))
            .map(|route| (route.path.to_owned(), route.method.as_str().to_ascii_lowercase()))
            .collect();
        assert_eq!(described, routes);
    }

    #[test]
    fn every_operation_needs_a_scope_and_has_its_own_id() {
        let all = description();
        let mut ids = BTreeSet::new();
        for (path, methods) in all["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let needed = operation["security"][0]["client"].as_array().unwrap();
                assert!(!needed.is_empty(), "{method} {path}");
                assert!(operation["summary"].is_string(), "{method} {path}");
                assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()));
            }
        }
    }
}

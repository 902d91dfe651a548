//! `/v1/readings`: what a page asks to be read, and what came of it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use madoguchi_card::bridge::{Failure, Outcome, Request};
use madoguchi_card::secrets::VerificationNumberB;
use uuid::Uuid;

use super::body;
use super::pairing::Paired;
use crate::bridge::Bridge;
use crate::failure::failure;
use crate::machine;
use crate::plan::Plan;
use crate::readings::{Reading, Stage};
use crate::refusal::Refusal;
use crate::work::Secrets;

/// How long a page waits for an outcome before it asks again.
const WAIT: Duration = Duration::from_secs(20);

/// `POST /v1/readings`.
pub(super) async fn start(
    State(bridge): State<Arc<Bridge>>,
    Paired(pairing): Paired,
    headers: HeaderMap,
    sent: Body,
) -> Result<Response, Refusal> {
    if !body::is(&headers, "application/json") {
        return Err(Refusal::Malformed);
    }
    let sent = body::read(sent, &*bridge.clock).await?;
    let request: Request = serde_json::from_slice(&sent).map_err(|_| Refusal::Malformed)?;
    let plan = Plan::of(&request, &pairing)?;
    let looked = look(&bridge, &request, &plan).await;
    let typed = plan.typed();
    let (reader, tries, failed) = match looked {
        Ok((reader, tries)) => (reader, tries, None),
        Err(failure) => (String::new(), Vec::new(), Some(failure)),
    };
    let window = (failed.is_none() && !typed.is_empty()).then(|| machine::window_secret(&*bridge.entropy));
    let id = machine::id(&*bridge.entropy);
    let reading = Arc::new(Reading::new(id, pairing, plan, reader, tries, window));
    let number_b = request.verification_number_b.as_deref();
    reading.keep_number_b(number_b.and_then(|number| VerificationNumberB::new(number).ok()));
    bridge.admit(&reading);
    if let Some(failure) = failed {
        reading.finish(Err(failure));
    } else if typed.is_empty() {
        bridge.begin(&reading, Secrets::default());
    }
    Ok(body::json(
        StatusCode::CREATED,
        &state(&bridge, &reading, shown(&reading)),
    ))
}

/// Chooses the reader and, where somebody is going to type, looks at its card; what is sent is checked first.
async fn look(
    bridge: &Bridge,
    request: &Request,
    plan: &Plan,
) -> Result<(String, Vec<(madoguchi_card::secrets::SecretKind, u8)>), Failure> {
    if let Some(number) = &request.verification_number_b {
        VerificationNumberB::new(number).map_err(madoguchi_card::CardError::from)?;
    }
    let reader = bridge.terminal.choose(request.reader.as_deref());
    let reader = reader.map_err(|code| failure(code, None))?;
    // Where nobody types, the reading itself looks: the card is taken once, which is a good part of the time.
    if plan.typed().is_empty() {
        return Ok((reader, Vec::new()));
    }
    let tries = bridge.look(&reader, plan).await?;
    Ok((reader, tries))
}

/// `GET /v1/readings/{id}`.
pub(super) async fn fetch(
    State(bridge): State<Arc<Bridge>>,
    Paired(pairing): Paired,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let reading = find(&bridge, &id, pairing.id)?;
    tokio::select! {
        () = reading.over() => {}
        () = bridge.clock.sleep(WAIT) => {}
    }
    let outcome = match reading.stage() {
        Stage::Done(_) => Some(reading.take().ok_or(Refusal::NoSuchReading)?),
        Stage::Waiting | Stage::Running => None,
    };
    Ok(body::json(StatusCode::OK, &state(&bridge, &reading, outcome)))
}

/// `DELETE /v1/readings/{id}`.
pub(super) async fn cancel(
    State(bridge): State<Arc<Bridge>>,
    Paired(pairing): Paired,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    find(&bridge, &id, pairing.id)?.cancel();
    Ok(StatusCode::NO_CONTENT)
}

fn find(bridge: &Bridge, id: &str, pairing: Uuid) -> Result<Arc<Reading>, Refusal> {
    let id = Uuid::parse_str(id).map_err(|_| Refusal::NoSuchReading)?;
    bridge
        .readings
        .of_pairing(id, pairing)
        .ok_or(Refusal::NoSuchReading)
}

/// The failure that the first answer says at once; it can be fetched as well.
fn shown(reading: &Reading) -> Option<Outcome> {
    match reading.stage() {
        Stage::Done(Some(failure)) => Some(Outcome::Failed(failure)),
        Stage::Done(None) | Stage::Waiting | Stage::Running => None,
    }
}

fn state(bridge: &Bridge, reading: &Reading, outcome: Option<Outcome>) -> madoguchi_card::bridge::State {
    let open = reading
        .window
        .as_ref()
        .filter(|_| reading.stage() == Stage::Waiting);
    let window = open.map(|secret| format!("{}/w/{secret}", bridge.origin()));
    madoguchi_card::bridge::State {
        id: reading.id,
        window,
        outcome,
    }
}

//! The desk's page, its JSON for tests, and the OCSP responder.

mod error;
mod forms;
mod gate;
mod json;
mod ocsp;
mod page;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use madoguchi_virtual_card::{Desk, DeskError, READERS};
use tokio::sync::Mutex;

use super::link::{Links, Shared, lock};
use super::private_service::PrivateService;

/// What the pages share.
pub(super) struct State {
    pub(super) desk: Shared,
    /// Held while a card is put down or taken away, so that the readers follow in that order.
    hands: Mutex<Hands>,
    /// `127.0.0.1:PORT`
    pub(super) address: String,
}

struct Hands {
    links: Links,
    service: Option<PrivateService>,
    running: bool,
}

impl State {
    pub(super) fn new(desk: Shared, links: Links, service: PrivateService, address: String) -> Arc<Self> {
        Arc::new(Self {
            desk,
            hands: Mutex::new(Hands {
                links,
                service: Some(service),
                running: true,
            }),
            address,
        })
    }

    /// Changes what lies on a reader, and has the driver follow.
    async fn move_card(
        &self,
        reader: usize,
        change: impl FnOnce(&mut Desk) -> Result<(), DeskError>,
    ) -> Result<(), DeskError> {
        let mut hands = self.hands.lock().await;
        change(&mut lock(&self.desk))?;
        hands.links.renew(reader).await;
        Ok(())
    }

    /// Whether the PC/SC service runs.
    async fn running(&self) -> bool {
        self.hands.lock().await.running
    }

    /// Stops the PC/SC service or starts it again; then the cards that lie on the readers are in them again.
    async fn run_service(&self, run: bool) -> Result<(), String> {
        let mut hands = self.hands.lock().await;
        let service = hands.service.as_mut().ok_or("the desk ends")?;
        service.tell(if run { "start" } else { "stop" }).await?;
        hands.running = run;
        for reader in 0..READERS {
            hands.links.renew(reader).await;
        }
        Ok(())
    }

    /// Ends the PC/SC service.
    pub(super) async fn end(&self) {
        let service = self.hands.lock().await.service.take();
        if let Some(service) = service {
            service.end().await;
        }
    }
}

pub(super) fn routes(state: Arc<State>) -> Router {
    Router::new()
        .route("/", get(page::show))
        .route("/desk.css", get(page::style))
        .route("/forms/readers/{reader}/put", post(forms::put))
        .route("/forms/readers/{reader}/take", post(forms::take))
        .route("/forms/readers/{reader}/remove-after", post(forms::remove_after))
        .route("/forms/service", post(forms::service))
        .route("/forms/people/{id}/reset", post(forms::reset))
        .route("/forms/people/{id}/revoked", post(forms::revoked))
        .route("/forms/ocsp", post(forms::ocsp))
        .route("/people", get(json::people))
        .route("/people/{id}/reset", post(json::reset))
        .route("/people/{id}/revoked", post(json::revoked))
        .route("/readers", get(json::readers))
        .route("/readers/stop", post(json::stop))
        .route("/readers/start", post(json::start))
        .route("/readers/{reader}/card", post(json::put).delete(json::take))
        .route("/readers/{reader}/remove-after", post(json::remove_after))
        .route("/ocsp/behaviour", post(json::ocsp_behaviour))
        .route("/ocsp", post(ocsp::post))
        .route("/ocsp/{*request}", get(ocsp::get))
        .route("/log", get(json::log))
        .layer(from_fn_with_state(Arc::clone(&state), gate::pass))
        .with_state(state)
}

//! The server's pages: axum and askama, rendered on the server, working without script.
//!
//! A request goes through `gate` (who is it, is the form ours, may they, the record of it) to the handler
//! that its row in [`routes`] names. Handlers ask `store` and `guidance`, and answer with a page. Nothing
//! here writes SQL or decides what a procedure requires.

mod admin;
mod api;
mod assets;
mod card_desk;
mod catalogues;
pub mod components;
mod error;
mod form_data;
mod gate;
mod health;
mod home;
mod notifier;
mod own_papers;
pub mod page;
mod page_fonts;
mod paper_materials;
mod pdf_reader;
pub mod policy;
pub mod routes;
pub mod session;
mod spool;
mod spooled_upload;
mod staff;
mod state;
mod style_guide;
mod supplied_fonts;
#[cfg(test)]
pub(crate) mod testing;
mod upload;

use std::net::SocketAddr;

use axum::Router;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::http::HeaderValue;
use axum::http::header::STRICT_TRANSPORT_SECURITY;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

pub use api::RateLimits;
pub use card_desk::{Anchoring, CardDesk, CertificateDesk, Revocation, USUAL_BRIDGE};
pub use error::PageError;
pub use form_data::FormData;
pub use gate::{PathId, QueryData};
pub use notifier::Notifier;
pub use page_fonts::PageFonts;
pub use paper_materials::PaperSources;
pub use pdf_reader::{PdfReader, pdf_answer};
pub use session::Officer;
pub use spool::Spool;
pub use staff::batches::PrintBatch;
pub use state::{AppState, Settings};

/// The whole server.
pub fn app(state: AppState) -> Router {
    let pages = routes::router(&state).layer(from_fn_with_state(state.clone(), gate::enter));
    // Over https, browsers shall never fall back to http for this host.
    let strict = state
        .settings
        .https
        .then_some(HeaderValue::from_static("max-age=31536000"));
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/assets/{hash}/{name}", get(assets::serve))
        .merge(pages)
        .layer(from_fn(gate::security_headers))
        .layer(SetResponseHeaderLayer::overriding(
            STRICT_TRANSPORT_SECURITY,
            strict,
        ))
        .layer(CompressionLayer::new())
        .with_state(state)
}

/// The whole server, told the address of each terminal; hand this to [`axum::serve`].
pub fn service(state: AppState) -> IntoMakeServiceWithConnectInfo<Router, SocketAddr> {
    app(state).into_make_service_with_connect_info()
}

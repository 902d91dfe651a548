//! The routes around everything else: sign-in, first page, own account, style guide.

use super::Route;
use super::route::{get, open_get, open_post, post};
use crate::policy::Action::{Edit, View};
use crate::policy::Resource::{Home, OwnAccount, StyleGuide};
use crate::{home, session, style_guide};

/// The rows of the table.
pub(super) fn routes() -> Vec<Route> {
    vec![
        open_get("/sign-in", session::sign_in_page::show),
        open_post("/sign-in", session::sign_in::sign_in),
        open_post("/display", session::display::choose),
        post("/sign-out", (OwnAccount, Edit), session::sign_out::sign_out),
        get("/resume", (OwnAccount, View), session::resume::show),
        get("/account", (OwnAccount, View), session::account::show),
        post(
            "/account/password",
            (OwnAccount, Edit),
            session::change_password::change,
        ),
        get("/", (Home, View), home::show),
        get("/style-guide", (StyleGuide, View), style_guide::show),
    ]
}

//! `GET /admin/sections`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::staff::Section;
use madoguchi_store::sections;

use crate::error::PageError;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/section_list.html")]
struct ListPage {
    chrome: Chrome,
    sections: Vec<Section>,
}

/// Lists the sections.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let chrome = officer
        .page("課・係", Area::Sections)
        .lead("名前・場所・電話番号は、判定の結果と受付案内票に表示されます。");
    Ok(Page(ListPage {
        chrome,
        sections: sections::list(&mut tx).await?,
    })
    .into_response())
}

#[cfg(test)]
mod tests {
    use madoguchi_model::staff::Role;

    use crate::testing::TestServer;

    #[tokio::test]
    async fn sections_are_listed() {
        let server = TestServer::new().await;
        server
            .signed_in(Role::Administrator)
            .await
            .get("/admin/sections")
            .await
            .is(200)
            .shows("国保年金課");
    }
}

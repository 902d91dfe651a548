//! `POST /admin/printing`: sets the hints of one form.

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::printer_hints::{self, PrinterHint};

use super::list::{PrintingPage, known};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// The longest hint, in characters: it stands in one line beside a button.
const LONGEST: usize = 40;

pub(crate) async fn save(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let id = form.raw("form");
    if !known(id) {
        return Err(PageError::NotFound);
    }
    let typed = ["printer", "tray", "paper", "copies"].map(|name| form.text(name));
    let [printer, tray, paper, copies] = typed;
    let mut errors = FormErrors::new();
    for (name, text) in [("printer", printer), ("tray", tray), ("paper", paper)] {
        if text.chars().count() > LONGEST {
            errors.add(name, format!("{LONGEST}字までで入れてください。"));
        }
    }
    let count = if copies.is_empty() {
        Some(1)
    } else {
        copies.parse().ok().filter(|count| (1..=99).contains(count))
    };
    if count.is_none() {
        errors.add("copies", "部数は1から99までの数字で入れてください。");
    }
    let Some(copies) = count.filter(|_| errors.is_empty()) else {
        let page = PrintingPage::load(&mut tx, &officer, id, Some(typed), &errors).await?;
        return Ok(Page::invalid(page));
    };
    let hint = PrinterHint {
        form_id: id.to_owned(),
        printer: printer.to_owned(),
        tray: tray.to_owned(),
        copies,
        paper: paper.to_owned(),
    };
    printer_hints::set(&mut tx, &hint, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/admin/printing",
        &Flash::success("印刷の案内を保存しました。"),
    ))
}

#[cfg(test)]
mod tests {
    use madoguchi_model::staff::Role;

    use crate::testing::TestServer;

    #[tokio::test]
    async fn hints_are_set_for_one_form_and_for_all_others() {
        let server = TestServer::new().await;
        let mut admin = server.signed_in(Role::Administrator).await;
        let general = [("form", ""), ("printer", "2階の複合機"), ("copies", "1")];
        admin.post("/admin/printing", &general).await.is(303);
        let form = "resident_movement_notification";
        let own = [("form", form), ("paper", "うぐいす色"), ("copies", "2")];
        admin.post("/admin/printing", &own).await.is(303);
        admin
            .get(&format!("/admin/printing?form={form}"))
            .await
            .is(200)
            .shows("2階の複合機")
            .shows("うぐいす色・2部")
            .shows("住民異動届の案内を変える");
        for copies in ["0", "100", "x"] {
            let wrong = [("form", form), ("paper", "白"), ("copies", copies)];
            let answer = admin.post("/admin/printing", &wrong).await;
            answer.is(422).shows("部数は1から99まで").shows("value=\"白\"");
        }
        let long = "長".repeat(41);
        admin
            .post("/admin/printing", &[("form", ""), ("printer", &long)])
            .await
            .is(422);
        admin.get("/admin/printing?form=unknown").await.is(404);
        admin
            .post("/admin/printing", &[("form", "unknown")])
            .await
            .is(404);
    }
}

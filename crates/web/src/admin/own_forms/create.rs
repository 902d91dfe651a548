//! `POST /admin/own-forms`: a PDF becomes a draft, or is refused with the reason.

use axum::extract::State;
use axum::response::Response;
use madoguchi_forms::own_form::read::{Found, MEGABYTES, Uploaded};
use madoguchi_forms::own_form::{OwnForm, Placement, suggest};
use madoguchi_store::own_forms::{self, NewOwnForm};

use super::list::ListPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::page::{Flash, Page, redirect_with};
use crate::pdf_reader::Reading;
use crate::session::Officer;
use crate::state::AppState;
use crate::upload::Upload;

/// How large the whole form may be, in bytes: the file with some room, so that a file a little too large is told so.
pub(crate) const LIMIT: usize = (MEGABYTES + 10) * 1024 * 1024;

/// Takes a file in.
pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    upload: Upload,
) -> Result<Response, PageError> {
    let Upload { form: sent, file } = upload;
    let title = sent.text("title");
    let mut errors = FormErrors::new();
    if title.is_empty() {
        errors.add("title", "様式名を入力してください。");
    }
    let read = if file.is_empty() {
        Err("PDFのファイルを選んでください。".to_owned())
    } else {
        // No transaction is open while the file is read: that takes seconds.
        app.pdf_reader.read(file.clone(), app.fonts()).await?
    };
    let mut tx = officer.begin(&app).await?;
    let reading = match read {
        Ok(reading) if errors.is_empty() => reading,
        read => {
            if let Err(why) = read {
                errors.add("file", why);
            } else {
                errors.add("file", "もう一度、PDFのファイルを選んでください。");
            }
            return Ok(Page::invalid(
                ListPage::load(&mut tx, &officer, &sent, &errors).await?,
            ));
        }
    };
    let Reading { uploaded, pictures } = reading;
    let form = OwnForm {
        title: title.to_owned(),
        placements: understood(&uploaded),
        ..OwnForm::default()
    };
    let new = NewOwnForm {
        title: title.to_owned(),
        content: form.text().map_err(PageError::internal)?,
        pdf: file.to_vec(),
        reading: serde_json::to_value(&uploaded).map_err(PageError::internal)?,
        pictures,
    };
    let id = own_forms::create(&mut tx, &new, officer.staff().id).await?;
    officer.commit(tx).await?;
    let places: usize = uploaded.pages.iter().map(|page| page.found.len()).sum();
    let message =
        format!("PDFを読み取り、欄の候補を{places}か所見つけました。欄に印字する内容を決めてください。");
    Ok(redirect_with(
        &format!("/admin/own-forms/{id}"),
        &Flash::success(&message),
    ))
}

/// The places of which it is known what they ask for. The administrator looks at each.
fn understood(uploaded: &Uploaded) -> Vec<Placement> {
    let places = uploaded.pages.iter().zip(1..).flat_map(|(page, number)| {
        page.found
            .iter()
            .filter_map(move |found| placement(number, found))
    });
    places.collect()
}

/// A place as it would be written on; none where it is not known what it asks for.
pub(super) fn placement(page: usize, found: &Found) -> Option<Placement> {
    let suggestion = suggest(found);
    let placement = Placement {
        page,
        area: found.area,
        label: suggestion.label,
        confirm: true,
        repeat: None,
        kind: suggestion.kind,
    };
    placement
        .kind
        .key()
        .is_some_and(|key| !key.is_empty())
        .then_some(placement)
}

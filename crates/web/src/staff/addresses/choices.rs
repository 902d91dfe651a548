//! `POST /addresses/choices`: the choices for a field, as JSON, while it is being typed. A form, so that what is typed
//! stands in no address of a page.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::address::Address;
use madoguchi_model::municipality_code::named;
use madoguchi_model::postcode;
use madoguchi_store::{tenants, towns};
use serde_json::{Map, Value, json};

use super::{Asked, Choice, Part, find, settle};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn choices(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let part = Part::of(form.raw("part")).ok_or(PageError::NotFound)?;
    let mut tx = officer.begin(&app).await?;
    let municipality = tenants::get(&mut tx).await?;
    let towns = towns::list(&mut tx).await?;
    let within = form.raw("place") == "here";
    let town = if within {
        form.raw("town")
    } else {
        form.raw("rest")
    };
    let asked = Asked {
        municipality: &municipality,
        within: within.then_some(&*towns),
        postcode: form.raw("postcode"),
        city: form.raw("city"),
        town,
        block: form.raw("block"),
    };
    let found = find(&mut tx, part, asked).await?;
    let mut address = Address {
        postcode: postcode::parse(asked.postcode).unwrap_or_default(),
        town: town.to_owned(),
        ..Address::default()
    };
    if within {
        address.municipality_code.clone_from(&municipality.code);
    } else if let [(code, only)] = &named(asked.city)[..] {
        code.as_str().clone_into(&mut address.municipality_code);
        only.prefecture.clone_into(&mut address.prefecture);
        address.city = only.name.replace(' ', "");
    }
    let placed = !town.trim().is_empty() && (within || !address.municipality_code.is_empty());
    let warning = if placed {
        settle(&mut tx, &mut address).await?
    } else {
        None
    };
    let warning = warning.map(|place| {
        let written = postcode::written(&address.postcode);
        format!("{written} は{place}の郵便番号です。住所と合っているか確かめてください。")
    });
    let choices: Vec<Value> = found.iter().map(as_json).collect();
    Ok(Json(json!({ "choices": choices, "warning": warning })).into_response())
}

fn as_json(choice: &Choice) -> Value {
    let fill = choice
        .fill
        .iter()
        .map(|(field, value)| ((*field).to_owned(), json!(value)));
    json!({ "label": choice.label, "detail": choice.detail, "fill": fill.collect::<Map<_, _>>() })
}

//! `POST /api/v1/residents/search`

use axum::Json;
use axum::extract::State;
use madoguchi_model::characters::length;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::v1::shapes::person::ResidentFound;
use crate::api::{ApiError, Client, Sent};
use crate::policy::{Action, Relation, Resource};
use crate::staff::residents::search::find;
use crate::staff::residents::words;
use crate::state::AppState;

/// Longest text, in letters: a character with its variation selector is one.
const LONGEST: usize = 200;

/// Who is looked for. In the body, so that no address of a request has a name in it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Search {
    /// Words parted by spaces, all of which must hold, as in the search box: parts of a name or a reading, an address,
    /// a birth date or its part, 男/女, 宛名番号, 世帯 and its number, a telephone number.
    #[schema(example = "ヤマダ 昭和55年", min_length = 1, max_length = 200)]
    words: String,
}

/// Who was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct SearchBody {
    /// The best first, 50 at most.
    items: Vec<ResidentFound>,
    /// There are more than are told: say one word more.
    more: bool,
}

/// Finds residents, past ones too, by the rules of the search box (docs/search.md). Protected households are never found
/// by an address or a telephone number.
#[utoipa::path(post, path = "/api/v1/residents/search", tag = "residents", operation_id = "searchResidents",
    summary = "住民を探す", request_body = Search,
    responses((status = 200, description = "見つかった人", body = SearchBody)))]
pub(crate) async fn search(
    State(app): State<AppState>,
    client: Client,
    sent: Sent<Search>,
) -> Result<Json<SearchBody>, ApiError> {
    client.require(Relation::OWN, Resource::Resident, Action::List)?;
    let typed = &sent.value.words;
    if length(typed) > LONGEST {
        return Err(ApiError::field(
            "/words",
            format!("{LONGEST}文字までにしてください。"),
        ));
    }
    let words = words::read(typed).map_err(|error| ApiError::field("/words", error))?;
    if words.is_empty() {
        return Err(ApiError::field("/words", "探す言葉を1つ以上入れてください。"));
    }
    let hits = find(&app, &client, words, 1).await?;
    Ok(Json(SearchBody {
        items: hits.hits.iter().map(ResidentFound::new).collect(),
        more: hits.more,
    }))
}

//! `GET /style-guide`: every part of the screens in every state, with made-up content.

mod samples;

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::components::{
    Banner, Choices, EmptyState, ErrorSummary, NameCell, Pagination, Progress, ProtectionBanner,
    ProtectionMark, SelectField, Status, Steps, TextArea, TextField,
};
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::staff::reception::{PersonCard, person_samples};

#[derive(Template)]
#[template(path = "style_guide/style_guide.html")]
struct StyleGuide {
    chrome: Chrome,
    banners: Vec<Banner>,
    error_summary: ErrorSummary,
    protections: Vec<ProtectionBanner>,
    marks: Vec<ProtectionMark>,
    text_fields: Vec<TextField>,
    select_fields: Vec<SelectField>,
    choices: Vec<Choices>,
    text_areas: Vec<TextArea>,
    statuses: Vec<Status>,
    steps: Steps,
    pagination: Pagination,
    progress: Vec<Progress>,
    empty: EmptyState,
    names: Vec<NameCell>,
    people: Vec<PersonCard>,
}

impl StyleGuide {
    fn new(chrome: Chrome) -> Self {
        Self {
            chrome,
            banners: samples::banners(),
            error_summary: samples::errors().summary(),
            protections: samples::protections(),
            marks: samples::marks(),
            text_fields: samples::text_fields(),
            select_fields: samples::select_fields(),
            choices: samples::choices(),
            text_areas: samples::text_areas(),
            statuses: samples::statuses(),
            steps: samples::steps(),
            pagination: Pagination::new(Some("#newer".into()), Some("#older".into())),
            progress: samples::progress(),
            empty: EmptyState::new("受付はありません")
                .line("今日はまだ受付がありません。")
                .action("住民を探す", "/residents"),
            names: samples::names(),
            people: person_samples(),
        }
    }
}

/// Shows the style guide.
pub(crate) async fn show(officer: Officer) -> Response {
    Page(StyleGuide::new(officer.page("画面部品集", Area::Nowhere))).into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_id_is_there_once() {
        let html = StyleGuide::new(Chrome::new("画面部品集")).to_string();
        let mut seen = BTreeMap::<&str, u32>::new();
        for part in html.split(" id=\"").skip(1) {
            *seen.entry(part.split('"').next().unwrap()).or_default() += 1;
        }
        let twice: Vec<_> = seen.iter().filter(|(_, count)| **count > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn nothing_is_inline() {
        let html = StyleGuide::new(Chrome::new("画面部品集")).to_string();
        for inline in [" style=", "<style", " onclick=", "javascript:"] {
            assert!(!html.contains(inline), "{inline}");
        }
    }
}

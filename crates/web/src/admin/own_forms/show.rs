//! `GET /admin/own-forms/{own_form_id}`: what the file is, what is written where, and where the edition stands.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_forms::FormDefinition;
use madoguchi_forms::own_form::Placement;
use madoguchi_forms::own_form::read::Area as Place;
use madoguchi_model::ids::OwnFormId;
use madoguchi_model::own_form_state::OwnFormState;
use madoguchi_store::{TenantTx, staff};

use super::Edition;
use super::list::status;
use crate::components::{FormErrors, InputKind, SelectField, SelectOption, Status, TextField, Width};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

/// So many procedures may need one paper.
pub(super) const PROCEDURES: usize = 5;

#[derive(Template)]
#[template(path = "admin/own_forms/show.html")]
pub(super) struct ShowPage {
    chrome: Chrome,
    href: String,
    version: i32,
    status: Status,
    is_draft: bool,
    is_published: bool,
    /// The officer drew it, and cannot publish it.
    own: bool,
    notices: Vec<String>,
    mistakes: Vec<String>,
    pages: Vec<SheetRow>,
    history: Vec<(&'static str, String)>,
    title: TextField,
    replaces: SelectField,
    procedures: Vec<SelectField>,
    from: TextField,
}

/// A page with how far it is.
struct SheetRow {
    number: usize,
    size: String,
    found: usize,
    placed: usize,
}

impl ShowPage {
    pub(super) async fn new(
        app: &AppState,
        tx: &mut TenantTx,
        officer: &Officer,
        edition: &Edition,
        sent: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let today = tx.today();
        let stored = &edition.stored;
        let people = staff::list(tx).await?;
        let who = |id, at| {
            let found = people.iter().find(|person| person.id == id);
            format!(
                "{}　{}",
                found.map_or("", |person| &*person.display_name),
                time::day_and_clock(at)
            )
        };
        let mut history = vec![("最後に変えた人", who(stored.changed_by, stored.changed_at))];
        history.extend(stored.published.map(|(by, at)| ("公開した人", who(by, at))));
        history.extend(
            stored
                .in_force_from
                .map(|from| ("使い始める日", time::date(from))),
        );
        let release = app.catalogues.in_force(tx, today).await?;
        let offered = || {
            release.procedures().iter().map(|procedure| {
                SelectOption::new(&*procedure.id, format!("{}　{}", procedure.id, procedure.name))
            })
        };
        let typed = |name: &str, stored: &str| {
            if sent.has(name) {
                sent.raw(name).to_owned()
            } else {
                stored.to_owned()
            }
        };
        let procedures = (0..PROCEDURES).map(|n| {
            let name = format!("procedure{n}");
            let chosen = edition.form.procedures.get(n).map_or("", String::as_str);
            SelectField::new(&*name, format!("この様式が要る手続 {}", n + 1), offered())
                .blank("（なし）")
                .value(typed(&name, chosen))
        });
        Ok(Self {
            chrome: officer
                .page(edition.name(), Area::OwnForms)
                .above("自治体の様式", "/admin/own-forms")
                .errors(errors),
            href: edition.href(""),
            version: stored.version,
            status: status(stored, today),
            is_draft: edition.is_draft(),
            is_published: stored.state == OwnFormState::Published,
            own: stored.changed_by == officer.staff().id,
            notices: edition.reading.notices.iter().map(ToString::to_string).collect(),
            mistakes: mistakes(edition),
            pages: sheets(edition),
            history,
            title: TextField::new("title", "様式名")
                .value(typed("title", &stored.title))
                .error(errors.on("title"))
                .required(),
            replaces: SelectField::new(
                "replaces",
                "代わりに使う様式",
                FormDefinition::all()
                    .iter()
                    .map(|form| SelectOption::new(&*form.id, &*form.title)),
            )
            .blank("（どの様式の代わりでもない）")
            .hint("選ぶと、この様式が要る受付では、まどぐちの様式の代わりにこのPDFに印字します。")
            .value(typed(
                "replaces",
                edition.form.replaces.as_deref().unwrap_or_default(),
            )),
            procedures: procedures.collect(),
            from: TextField::new("in_force_from", "使い始める日")
                .kind(InputKind::Date)
                .width(Width::Short)
                .hint("この日から先に届け出る受付に使われます。")
                .value(typed("in_force_from", &today.to_string()))
                .error(errors.on("in_force_from"))
                .required(),
        })
    }
}

/// What has to be mended before it can be published.
pub(super) fn mistakes(edition: &Edition) -> Vec<String> {
    let mut mistakes: Vec<String> = edition
        .form
        .check(&edition.sizes())
        .iter()
        .map(ToString::to_string)
        .collect();
    if edition.form.replaces.is_none() && edition.form.procedures.is_empty() {
        mistakes.push("「代わりに使う様式」か「この様式が要る手続」を選んでください。選ばないと、どの受付でも使われません。".into());
    }
    mistakes
}

fn sheets(edition: &Edition) -> Vec<SheetRow> {
    let on = |page: usize| move |placement: &&Placement| placement.page == page;
    let mm = |area: &Place| format!("{:.0}×{:.0}mm", area.w, area.h);
    edition
        .reading
        .pages
        .iter()
        .zip(1..)
        .map(|(page, number)| SheetRow {
            number,
            size: mm(&Place {
                w: page.width,
                h: page.height,
                ..Place::default()
            }),
            found: page.found.len(),
            placed: edition.form.placements.iter().filter(on(number)).count(),
        })
        .collect()
}

/// Shows an edition.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OwnFormId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let edition = Edition::load(&mut tx, id).await?;
    let page = ShowPage::new(
        &app,
        &mut tx,
        &officer,
        &edition,
        &FormData::default(),
        &FormErrors::new(),
    )
    .await?;
    Ok(Page(page).into_response())
}

//! `GET /admin/core-files/{kind}`: where files of a kind go and when, and its editions.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_link::core_files::Definition;
use madoguchi_store::{TenantTx, core_files};

use super::fields::{DestinationForm, typed};
use crate::components::{Banner, FormErrors, Tone};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::core_files::{Kind, find_kind};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/core_files/settings.html")]
pub(super) struct SettingsPage {
    chrome: Chrome,
    href: String,
    files_href: String,
    definition_href: String,
    facts: Vec<(&'static str, String)>,
    no_places: Option<Banner>,
    form: DestinationForm,
    editions: Vec<EditionLine>,
    /// The program has one to go back to, or the kind can be given up.
    back: Option<&'static str>,
}

struct EditionLine {
    edition: i32,
    what: &'static str,
    saved: String,
    by: String,
    href: Option<String>,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<String>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let kind = find_kind(&mut tx, &officer, &id, Resource::CoreDefinition, Action::Edit).await?;
    let to = core_files::destination(&mut tx, &id).await?;
    let form = typed(to.as_ref().map(|to| &to.fields));
    let page = SettingsPage::load(&app, &mut tx, &officer, &kind, &form, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

impl SettingsPage {
    /// The page with what was typed and what is wrong with it.
    pub(super) async fn load(
        app: &AppState,
        tx: &mut TenantTx,
        officer: &Officer,
        kind: &Kind,
        form: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let definition = &kind.definition;
        let id = &definition.id;
        let editions = core_files::editions(tx, id).await?;
        let own = editions.first().is_some_and(|newest| newest.own);
        let back = match (own, Definition::find(id).is_some()) {
            (true, true) => Some("備え付けの定義に戻す"),
            (true, false) => Some("この種類のファイルをやめる"),
            (false, _) => None,
        };
        Ok(Self {
            chrome: officer
                .page(definition.title.clone(), Area::CoreFiles)
                .above("業務システムへのファイル", "/core-files")
                .above("出力定義と置き場", "/admin/core-files")
                .errors(errors),
            href: format!("/admin/core-files/{id}"),
            files_href: format!("/core-files/kinds/{id}"),
            definition_href: format!("/core-files/kinds/{id}/definition"),
            facts: vec![
                ("名前", id.clone()),
                ("課", kind.section.clone()),
                ("項目", format!("{}項目", definition.columns.len())),
                ("ファイル名", definition.file_name.clone()),
                ("出典", definition.source.clone()),
            ],
            no_places: app.places.titles().next().is_none().then(|| {
                Banner::new(Tone::Alert, "このサーバーには、置き場が設定されていません")
                    .line("ファイルは、画面から保存できます。置き場は、サーバーの担当者が設定します。")
            }),
            form: DestinationForm::new(app, form, errors),
            editions: editions
                .into_iter()
                .map(|edition| EditionLine {
                    edition: edition.edition,
                    what: if edition.own {
                        "自治体の定義"
                    } else {
                        "備え付けに戻した"
                    },
                    saved: time::day_and_clock(edition.saved_at),
                    by: edition.saved_by.unwrap_or_else(|| "サーバーのコマンド".into()),
                    href: edition
                        .own
                        .then(|| format!("/core-files/kinds/{id}/definition?edition={}", edition.edition)),
                })
                .collect(),
            back,
        })
    }
}

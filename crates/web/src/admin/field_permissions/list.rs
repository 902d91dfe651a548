//! `GET /admin/field-permissions`: the table of sections and groups of fields, the form to change one, and what was
//! changed before.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::field_group::{FieldGroup, Reach};
use madoguchi_model::ids::SectionId;
use madoguchi_model::staff::Section;
use madoguchi_store::field_permissions::{self, FieldPermission};
use madoguchi_store::{TenantTx, sections};

use crate::components::{Choice, Choices, FormErrors, SelectField, SelectOption, TextArea};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{default_reach, reach};
use crate::session::Officer;
use crate::state::AppState;

/// How many former changes are listed.
const HISTORY: i64 = 50;

/// The page.
#[derive(Template)]
#[template(path = "admin/field_permissions.html")]
pub(super) struct PermissionsPage {
    chrome: Chrome,
    groups: [&'static str; FieldGroup::ALL.len()],
    rows: Vec<Row>,
    section: SelectField,
    group: SelectField,
    reach: Choices,
    reason: TextArea,
    history: Vec<Line>,
}

/// One section.
struct Row {
    name: String,
    cells: Vec<Cell>,
}

/// How far it sees one group.
struct Cell {
    group: &'static str,
    reach: &'static str,
    href: String,
    /// It is not the default.
    changed: bool,
    open: bool,
}

/// One former change.
struct Line {
    at: String,
    by: String,
    what: String,
    reason: String,
}

/// Shows the table. `section` and `group` of the address choose what the form is about.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = PermissionsPage::load(&mut tx, &officer, &query, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

impl PermissionsPage {
    /// The page with what is in its form.
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        typed: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let sections = sections::list(tx).await?;
        let decided = field_permissions::in_force(tx).await?;
        let history = field_permissions::history(tx, HISTORY).await?;
        let name = |id: SectionId| {
            let section = sections.iter().find(|section| section.id == id);
            section.map_or("", |section| &*section.name).to_owned()
        };
        let reason = TextArea::new("reason", "変える理由")
            .hint("例：児童扶養手当の所得の確認に使うため。個人情報保護の担当の承認：令和8年11月20日。")
            .value(typed.raw("reason"))
            .error(errors.on("reason"))
            .required();
        Ok(Self {
            chrome: officer
                .page("項目の閲覧権限", Area::FieldPermissions)
                .lead(
                    "仕事に要る課だけが見られるように、課ごとに決めます。管理者は、どの項目も見られません。",
                )
                .errors(errors),
            groups: FieldGroup::ALL.map(FieldGroup::label),
            rows: sections
                .iter()
                .map(|section| Row::new(section, &decided))
                .collect(),
            section: SelectField::new(
                "section",
                "課",
                sections
                    .iter()
                    .map(|section| SelectOption::new(section.id.to_string(), &section.name)),
            )
            .blank("選んでください")
            .value(typed.raw("section"))
            .error(errors.on("section"))
            .required(),
            group: SelectField::new(
                "group",
                "項目",
                FieldGroup::ALL.map(|group| SelectOption::new(group.code(), group.label())),
            )
            .blank("選んでください")
            .value(typed.raw("group"))
            .error(errors.on("group"))
            .required(),
            reach: Choices::one(
                "reach",
                "どこで見られるか",
                Reach::ALL.map(|reach| Choice::new(reach.code(), reach.label())),
            )
            .selected([typed.raw("reach")])
            .error(errors.on("reach"))
            .required(),
            reason,
            history: history
                .into_iter()
                .map(|one| Line {
                    at: time::day_and_clock(one.changed_at),
                    by: one.changed_by_name,
                    what: format!(
                        "{}：{}を「{}」に",
                        name(one.section),
                        one.group.label(),
                        one.reach.label()
                    ),
                    reason: one.reason,
                })
                .collect(),
        })
    }
}

impl Row {
    fn new(section: &Section, decided: &[FieldPermission]) -> Self {
        let own: Vec<FieldPermission> = decided
            .iter()
            .filter(|one| one.section == section.id)
            .cloned()
            .collect();
        let cells = FieldGroup::ALL.map(|group| {
            let reach = reach(&own, &section.code, group);
            Cell {
                group: group.label(),
                reach: reach.label(),
                href: format!(
                    "/admin/field-permissions?section={}&group={}&reach={}#change",
                    section.id,
                    group.code(),
                    reach.code()
                ),
                changed: reach != default_reach(&section.code, group),
                open: reach != Reach::Nowhere,
            }
        });
        Self {
            name: section.name.clone(),
            cells: cells.into(),
        }
    }
}

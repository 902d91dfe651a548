//! One piece of work as its section sees it.

use askama::Template;
use madoguchi_model::hand_off::QueueItem;
use madoguchi_model::ids::QueueItemId;
use madoguchi_store::{TenantTx, queue, staff};

use super::actions::Actions;
use crate::components::{Banner, FormErrors, ProtectionBanner, Shown, Status, TextArea, Tone};
use crate::error::PageError;
use crate::page::{Area, Chrome, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::applications::form_title;
use crate::staff::cases::{CaseFile, events, protection};
use crate::staff::core_files::of_case::CoreRows;
use crate::staff::interview::answer_lines;
use crate::staff::judgements::{JudgementRow, rows_of};
use crate::staff::people::{AddressLine, PersonView, day, day_or_blank};
use crate::staff::printing::hints;
use crate::staff::robots::{WorkLine, lines_of_work};
use crate::state::AppState;

/// The page.
#[derive(Template)]
#[template(path = "staff/queue/show.html")]
pub(super) struct WorkPage {
    chrome: Chrome,
    protection: ProtectionBanner,
    cautions: Vec<Banner>,
    id: String,
    version: i32,
    case_id: String,
    number: String,
    events: String,
    state: Status,
    holder: Option<Banner>,
    actions: Actions,
    can_see_case: bool,
    people: Vec<(PersonView, bool)>,
    moving: bool,
    moved_on: String,
    filed_on: String,
    new_address: AddressLine,
    visitor: String,
    visitor_kind: &'static str,
    identity: &'static str,
    phone: AddressLine,
    rows: Vec<JudgementRow>,
    answers: Vec<(String, Shown)>,
    forms: Vec<(String, String)>,
    /// Where to print; none where nothing may be printed.
    print: Option<Vec<String>>,
    core_rows: CoreRows,
    robots: Vec<WorkLine>,
    history: Vec<(String, String)>,
    reason: TextArea,
    send_back_open: bool,
}

/// Loads a piece of work of the officer's own section, or for the front desk to look at.
pub(super) async fn load(
    app: &AppState,
    tx: &mut TenantTx,
    officer: &Officer,
    id: QueueItemId,
) -> Result<(QueueItem, CaseFile), PageError> {
    let item = queue::get(tx, id).await?.ok_or(PageError::NotFound)?;
    officer.require(
        officer.relation_to(item.section_id),
        Resource::QueueItem,
        Action::View,
    )?;
    let file = CaseFile::load(app, tx, officer, item.case_id).await?;
    Ok((item, file))
}

impl WorkPage {
    /// The page with what was typed as a reason and what is wrong with it.
    pub(super) async fn new(
        tx: &mut TenantTx,
        officer: &Officer,
        item: &QueueItem,
        file: &CaseFile,
        typed: &str,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let holder = match item.assignee {
            Some(holder) if holder != officer.staff().id => staff::get(tx, holder).await?,
            _ => None,
        };
        let section = file.sections.iter().find(|section| section.id == item.section_id);
        let section_name = section.map(|section| section.name.clone()).unwrap_or_default();
        let (case, today) = (&file.case, tx.today());
        let (measure, lifted) = (file.measure(), file.lift.is_some());
        let chrome = officer
            .page(format!("{section_name}の処理　受付 {}", case.number), Area::Queue)
            .above("担当課の処理", "/queue")
            .errors(errors);
        let code = section.map(|section| section.code.as_str()).unwrap_or_default();
        let core_rows = CoreRows::load(tx, officer, chrome.csrf.clone(), file, Some(code)).await?;
        let address = case.new_address.clone().unwrap_or_default().address;
        Ok(Self {
            chrome,
            protection: protection(file),
            cautions: file.cautions.banners(),
            id: item.id.to_string(),
            version: item.version,
            case_id: case.id.to_string(),
            number: case.number.clone(),
            events: events(file),
            state: item.state.into(),
            holder: holder.map(|holder| {
                Banner::new(
                    Tone::Notice,
                    format!("{}さんが担当しています", holder.display_name),
                )
                .line("操作できるのは担当している人だけです。内容は見られます。")
            }),
            actions: Actions::of(officer, item),
            can_see_case: officer.may(Resource::Case, Action::List),
            people: people(file, measure, lifted, today),
            moving: case.new_address.is_some(),
            moved_on: day_or_blank(case.moved_on),
            filed_on: day(case.filed_on),
            new_address: AddressLine::new(&address, measure, lifted),
            visitor: file.visitor_name().to_owned(),
            visitor_kind: case.visitor.kind.label(),
            identity: case
                .visitor
                .identity
                .map_or("確認していません", |kind| kind.label()),
            phone: AddressLine::words(&case.visitor.phone, measure, lifted),
            rows: rows_of(file, item),
            answers: answer_lines(file),
            forms: file
                .applications
                .iter()
                .map(|form| {
                    (
                        file.href(&format!("applications/{}", form.id)),
                        form_title(&form.form_id),
                    )
                })
                .collect(),
            print: print(tx, officer, item, file).await?,
            core_rows,
            robots: lines_of_work(tx, officer, item).await?,
            history: history(tx, item).await?,
            reason: TextArea::new("reason", "差し戻す理由")
                .value(typed)
                .hint("窓口の担当者に伝わるように、何をどう直せばよいかを書いてください。")
                .error(errors.on("reason"))
                .required(),
            send_back_open: !errors.is_empty(),
        })
    }
}

/// Where the applications are printed, if the officer may print them.
async fn print(
    tx: &mut TenantTx,
    officer: &Officer,
    item: &QueueItem,
    file: &CaseFile,
) -> Result<Option<Vec<String>>, PageError> {
    let relation = officer.relation_to(item.section_id);
    let allowed = officer.require(relation, Resource::Application, Action::Print);
    if allowed.is_err() || file.applications.is_empty() || file.withheld() {
        return Ok(None);
    }
    let forms: Vec<&str> = file.applications.iter().map(|form| &*form.form_id).collect();
    Ok(Some(hints(tx, &forms).await?))
}

fn people(
    file: &CaseFile,
    measure: madoguchi_model::resident::ProtectiveMeasure,
    lifted: bool,
    today: chrono::NaiveDate,
) -> Vec<(PersonView, bool)> {
    let members = file.case.members.iter();
    members
        .filter_map(|member| {
            let resident = file.resident(member.resident_id)?;
            Some((PersonView::new(resident, measure, lifted, today), member.moves))
        })
        .collect()
}

async fn history(tx: &mut TenantTx, item: &QueueItem) -> Result<Vec<(String, String)>, PageError> {
    let events = queue::events(tx, item.id).await?;
    Ok(events
        .into_iter()
        .map(|event| {
            let by = event.staff_name.unwrap_or_else(|| "システム".into());
            let reason = if event.reason.is_empty() {
                String::new()
            } else {
                format!("（{}）", event.reason)
            };
            (
                format!("{}　{by}", time::day_and_clock(event.at)),
                format!("{}{reason}", event.to.label()),
            )
        })
        .collect())
}

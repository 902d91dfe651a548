//! `GET /cases/{id}`: the whole case at a glance, and the next thing to do.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_guidance::JudgementResult;
use madoguchi_model::ids::CaseId;
use madoguchi_store::applications::ApplicationState;
use madoguchi_store::{TenantTx, case_events, portal_notices, queue};

use super::timeline::{self, TimelineLine};
use super::{CaseFile, CaseFrame, Editing, Next, Place, to_look};
use crate::components::{Banner, FormErrors, Status, StatusTone, TextArea};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Chrome, Page};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::applications::form_title;
use crate::staff::core_files::of_case::CoreRows;
use crate::staff::hand_off::{ProcedureLine, SectionWork};
use crate::staff::judgements::{Grouped, grouped_by_name};
use crate::staff::people::{AddressLine, PersonView, day, day_or_blank};
use crate::state::AppState;

/// What the officer may do about a protective measure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Protection {
    /// Nothing, or there is nothing to do.
    NothingToDo,
    /// Lift it.
    MayLift,
    /// End a lift that is in force.
    MayEnd,
}

impl Protection {
    fn of(file: &CaseFile, officer: &Officer) -> Self {
        if file.withheld() && officer.may(Resource::ProtectionLift, Action::Create) {
            Self::MayLift
        } else if file.lift.is_some() && officer.may(Resource::ProtectionLift, Action::Withdraw) {
            Self::MayEnd
        } else {
            Self::NothingToDo
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "staff/cases/show.html")]
pub(super) struct OverviewPage {
    chrome: Chrome,
    frame: CaseFrame,
    may_edit: bool,
    next: Option<(&'static str, String)>,
    sent_back: Vec<Banner>,
    cards: usize,
    people: Vec<(PersonView, bool)>,
    moved_on: String,
    filed_on: String,
    moved_on_label: &'static str,
    new_address: Option<AddressLine>,
    new_address_label: &'static str,
    former_address: Option<AddressLine>,
    visitor: String,
    visitor_kind: &'static str,
    identity: &'static str,
    phone: AddressLine,
    questions: usize,
    required: Vec<ProcedureLine>,
    undetermined: Vec<ProcedureLine>,
    forms: Vec<(String, String, Status)>,
    work: Vec<SectionWork>,
    core_rows: CoreRows,
    /// The notice that the case came from: its address, and how many files came with it.
    notice: Option<(String, usize)>,
    timeline: Vec<TimelineLine>,
    version: i32,
    reason: TextArea,
    protection: Protection,
    withdraw_open: bool,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (file, editing) = to_look(&app, &officer, id).await?;
    let mut tx = officer.begin(&app).await?;
    let page = OverviewPage::load(&mut tx, &file, &officer, &editing, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

impl OverviewPage {
    /// The page with what is wrong with the form to withdraw.
    pub(super) async fn load(
        tx: &mut TenantTx,
        file: &CaseFile,
        officer: &Officer,
        editing: &Editing,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let items = queue::of_case(tx, file.case.id).await?;
        let events = case_events::list(tx, file.case.id).await?;
        let (chrome, frame) = CaseFrame::new(
            file,
            officer,
            editing,
            Place::Overview,
            &format!("受付 {}", file.case.number),
        );
        let core_rows = CoreRows::load(tx, officer, chrome.csrf.clone(), file, None).await?;
        let notice = if officer.may(Resource::Notice, Action::View) {
            portal_notices::of_case(tx, file.case.id).await?
        } else {
            None
        };
        let (case, today) = (&file.case, tx.today());
        let (measure, lifted) = (file.measure(), file.lift.is_some());
        let work: Vec<SectionWork> = items.iter().map(|item| SectionWork::new(file, item)).collect();
        let decided = file.decided();
        let groups = grouped_by_name(&decided);
        let lines = |result| {
            groups
                .iter()
                .filter(move |group| group.result() == result)
                .map(procedure_line)
        };
        Ok(Self {
            chrome: chrome.errors(errors),
            frame,
            may_edit: editing.allowed(),
            next: Next::of(file)
                .button()
                .filter(|_| editing.allowed())
                .map(|(label, page)| (label, file.href(page))),
            cards: file.card_readings.len(),
            sent_back: work.iter().filter_map(SectionWork::sent_back).collect(),
            people: file
                .household
                .members
                .iter()
                .filter_map(|member| {
                    let part = case.members.iter().find(|known| known.resident_id == member.id)?;
                    Some((PersonView::new(member, measure, lifted, today), part.moves))
                })
                .collect(),
            moved_on: day_or_blank(case.moved_on),
            filed_on: day(case.filed_on),
            new_address: case
                .new_address
                .as_ref()
                .map(|new| AddressLine::new(&new.address, measure, lifted)),
            moved_on_label: if case.moves_out() {
                "転出予定日"
            } else {
                "異動日"
            },
            new_address_label: if case.moves_out() {
                "転出先"
            } else {
                "新しい住所"
            },
            former_address: case
                .former_address
                .as_ref()
                .map(|former| AddressLine::new(&former.address, measure, lifted)),
            visitor: file.visitor_name().to_owned(),
            visitor_kind: case.visitor.kind.label(),
            identity: case
                .visitor
                .identity
                .map_or("まだ確認していません", |kind| kind.label()),
            phone: AddressLine::words(&case.visitor.phone, measure, lifted),
            questions: file.guidance.questions.len(),
            required: lines(JudgementResult::Required).collect(),
            undetermined: lines(JudgementResult::Undetermined).collect(),
            forms: forms(file),
            timeline: timeline::lines(file, &events),
            version: case.version,
            reason: TextArea::new("reason", "取り下げる理由")
                .error(errors.on("reason"))
                .required(),
            protection: Protection::of(file, officer),
            withdraw_open: !errors.is_empty(),
            work,
            core_rows,
            notice: notice.map(|one| (format!("/notices/{}", one.id), one.prepared.attachments.len())),
        })
    }
}

fn procedure_line(group: &Grouped<'_>) -> ProcedureLine {
    ProcedureLine {
        name: group.name().to_owned(),
        people: group.names(),
    }
}

/// The applications: address, title and state.
fn forms(file: &CaseFile) -> Vec<(String, String, Status)> {
    let state = |state| match state {
        ApplicationState::Prepared => Status::new(StatusTone::Alert, "署名待ち"),
        ApplicationState::Signed => Status::new(StatusTone::Done, "署名済み"),
        ApplicationState::Withdrawn => Status::new(StatusTone::Plain, "取消し"),
    };
    let applications = file.applications.iter();
    applications
        .map(|application| {
            let href = file.href(&format!("applications/{}", application.id));
            (href, form_title(&application.form_id), state(application.state))
        })
        .collect()
}

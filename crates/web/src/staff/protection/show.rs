//! `GET /protection/{measure}`: one measure, what was decided, and what can be decided now.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::household::Household;
use madoguchi_model::ids::{MeasureId, ResidentId};
use madoguchi_model::protection::{MeasureState, Standing};
use madoguchi_model::resident::Resident;
use madoguchi_store::protective_measures::{self, Measure, MeasureEvent};
use madoguchi_store::{TenantTx, households, residents};

use super::charge;
use super::list::{standing, state};
use super::members::fields as member_fields;
use crate::components::{Banner, Choices, FormErrors, Status, TextArea, TextField, Tone, Width};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::people::{day, day_or_blank};
use crate::state::AppState;

/// The page.
#[derive(Template)]
#[template(path = "staff/protection/show.html")]
pub(super) struct MeasurePage {
    chrome: Chrome,
    id: String,
    version: i32,
    resident: String,
    name: String,
    state: Status,
    standing: Option<Status>,
    asks: Option<Banner>,
    from: String,
    until: String,
    source: &'static str,
    consulted: String,
    remark: String,
    people: Vec<String>,
    decides: Decides,
    may_end: bool,
    may_see_perpetrators: bool,
    events: Vec<(String, String, String)>,
    confirm_from: TextField,
    confirm_reason: TextArea,
    extend_reason: TextArea,
    keep_reason: TextArea,
    end_reason: TextArea,
    members: Choices,
    others: TextField,
    members_reason: TextArea,
    consulted_field: TextField,
    remark_field: TextArea,
    open: &'static str,
}

/// What can be decided now.
struct Decides {
    /// `confirm`, `extend`, or nothing.
    step: &'static str,
    keep: bool,
    change: bool,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<MeasureId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let measure = measure(&mut tx, &officer, id).await?;
    charge::require(&officer, Resource::ProtectiveMeasure, Action::View)?;
    let form = FormData::parse(b"");
    let page = MeasurePage::load(&mut tx, &officer, &measure, &form, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

/// The measure of this id, noted as seen.
pub(super) async fn measure(
    tx: &mut TenantTx,
    officer: &Officer,
    id: MeasureId,
) -> Result<Measure, PageError> {
    let measure = protective_measures::get(tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    officer.saw(measure.members.iter().copied().chain([measure.resident_id]));
    Ok(measure)
}

/// The people of a measure.
struct Who {
    household: Household,
    name: String,
    members: Vec<Resident>,
}

impl Who {
    async fn load(tx: &mut TenantTx, measure: &Measure) -> Result<Self, PageError> {
        let household = households::of_resident(tx, measure.resident_id)
            .await?
            .ok_or(PageError::NotFound)?;
        let resident = household
            .members
            .iter()
            .find(|member| member.id == measure.resident_id)
            .ok_or(PageError::NotFound)?;
        Ok(Self {
            name: resident.names.name.written.clone(),
            members: residents::get_many(tx, &measure.members).await?,
            household,
        })
    }

    /// Those who are included, as the form has them: of the household by a mark, others by their number.
    fn as_form(&self, measure: &Measure) -> FormData {
        let here = |id: ResidentId| self.household.members.iter().any(|member| member.id == id);
        let elsewhere: Vec<&str> = self
            .members
            .iter()
            .filter(|person| !here(person.id))
            .filter_map(|person| person.addressee_number.as_deref())
            .collect();
        let marked = measure
            .members
            .iter()
            .map(|id| ("members".to_owned(), id.to_string()));
        FormData::from_pairs(marked.chain([("others".to_owned(), elsewhere.join(" "))]))
    }
}

impl MeasurePage {
    /// The page with what was typed into one of its forms and what is wrong with it.
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        measure: &Measure,
        form: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let who = Who::load(tx, measure).await?;
        let name = who.name.clone();
        let stored = who.as_form(measure);
        let chosen = if form.has("members_reason") || errors.on("others").is_some() {
            form
        } else {
            &stored
        };
        let (members, others) = member_fields(&who.household, measure.resident_id, chosen, errors);
        let today = tx.today();
        let running = measure
            .term
            .is_some_and(|term| term.standing(today) == Standing::Running);
        let may_edit = charge::allowed(officer, Resource::ProtectiveMeasure, Action::Edit);
        let goes_on = measure.state != MeasureState::Ended;
        let reason = |name: &str, label: &str| {
            TextArea::new(name, label)
                .value(form.raw(name))
                .hint("住所や避難先は書かないでください。")
                .error(errors.on(name))
                .required()
        };
        Ok(Self {
            chrome: officer
                .page(format!("{name}さんの支援措置"), Area::Protection)
                .above("支援措置", "/protection")
                .errors(errors),
            id: measure.id.to_string(),
            version: measure.version,
            resident: measure.resident_id.to_string(),
            state: state(measure.state),
            standing: standing(measure.term, measure.not_in_file, today).filter(|_| goes_on),
            asks: asks(measure, today),
            from: day_or_blank(measure.term.map(|term| term.from)),
            until: day_or_blank(measure.term.map(|term| term.until)),
            source: measure.source.label(),
            consulted: measure.consulted.clone(),
            remark: measure.remark.clone(),
            people: who
                .members
                .iter()
                .map(|person| person.names.name.written.clone())
                .collect(),
            decides: Decides {
                step: match measure.state {
                    MeasureState::Provisional if may_edit => "confirm",
                    MeasureState::InForce if may_edit && !running => "extend",
                    _ => "",
                },
                keep: may_edit && goes_on && measure.not_in_file,
                change: may_edit && goes_on,
            },
            may_end: goes_on && charge::allowed(officer, Resource::ProtectiveMeasure, Action::Withdraw),
            may_see_perpetrators: charge::allowed(officer, Resource::Perpetrator, Action::View),
            events: protective_measures::events(tx, measure.id)
                .await?
                .iter()
                .rev()
                .map(line)
                .collect(),
            confirm_from: TextField::new("confirm_from", "開始日")
                .value(if form.has("confirm_from") {
                    form.raw("confirm_from").to_owned()
                } else {
                    measure.term.map_or_else(|| "今日".into(), |term| day(term.from))
                })
                .hint("期間は開始日から1年です。")
                .error(errors.on("confirm_from"))
                .width(Width::Short)
                .required(),
            confirm_reason: reason("confirm_reason", "決定の理由（相談機関の意見）"),
            extend_reason: reason("extend_reason", "延長の理由"),
            keep_reason: reason("keep_reason", "続ける理由"),
            end_reason: reason("end_reason", "終了する理由"),
            members_reason: reason("members_reason", "変更する理由"),
            members,
            others,
            consulted_field: TextField::new("consulted", "相談機関").value(&*measure.consulted),
            remark_field: TextArea::new("remark", "備考")
                .value(&*measure.remark)
                .hint("住所・避難先・学校・勤め先は書かないでください。"),
            open: which(errors),
            name,
        })
    }
}

/// The form that an error is in: it is not folded away.
fn which(errors: &FormErrors) -> &'static str {
    ["members_reason", "others", "end_reason"]
        .into_iter()
        .find(|name| errors.on(name).is_some())
        .map_or("", |name| if name == "end_reason" { "end" } else { "members" })
}

fn asks(measure: &Measure, today: chrono::NaiveDate) -> Option<Banner> {
    if measure.state == MeasureState::Ended {
        return None;
    }
    if measure.not_in_file {
        return Some(
            Banner::new(Tone::Alert, "基幹システムのデータに、この支援措置がありません")
                .line("保護は続いています。基幹システムの記録と本人の意思を確かめ、続けるか、終了するかを決めてください。"),
        );
    }
    match measure.term?.standing(today) {
        Standing::Running => None,
        Standing::EndsSoon => Some(
            Banner::new(Tone::Alert, "期間の満了まで1か月以内です")
                .line("本人に延長の意思を確かめ、延長するか、終了するかを決めてください。"),
        ),
        Standing::Overdue => Some(
            Banner::new(Tone::Alert, "期間が過ぎています")
                .line("保護は続いています。本人に意思を確かめ、延長するか、終了するかを決めてください。"),
        ),
    }
}

/// When and who, what, and why.
fn line(event: &MeasureEvent) -> (String, String, String) {
    let by = event.by_name.clone().unwrap_or_else(|| "取込み".into());
    let until = event
        .until
        .map(|until| format!("（期間の満了 {}）", day(until)))
        .unwrap_or_default();
    (
        format!("{}　{by}", time::day_and_clock(event.at)),
        format!("{}{until}", event.what.label()),
        event.reason.clone(),
    )
}

//! `GET` and `POST /suppressions`, `POST /suppressions/{suppression}/end`: the register of 抑止.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use madoguchi_model::ids::SuppressionId;
use madoguchi_model::protection::SuppressionKind;
use madoguchi_store::TenantTx;
use madoguchi_store::residents::{self, ResidentSearch, Term};
use madoguchi_store::suppressions::{self, NewSuppression, Suppression};

use super::charge;
use crate::components::{
    Choice, Choices, EmptyState, FormErrors, Status, StatusTone, TextArea, TextField, Width,
};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::{PathId, QueryData};
use crate::page::{Area, Chrome, Flash, Page, redirect_with};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::people::day;
use crate::staff::reception::read_day;
use crate::state::AppState;

/// How many are shown.
const SHOWN: u16 = 500;

#[derive(Template)]
#[template(path = "staff/protection/suppressions.html")]
struct SuppressionsPage {
    chrome: Chrome,
    rows: Vec<Row>,
    empty: EmptyState,
    may_end: bool,
    number: TextField,
    kind: Choices,
    from: TextField,
    until: TextField,
    reason: TextArea,
}

struct Row {
    id: String,
    resident: String,
    name: String,
    kind: &'static str,
    state: Status,
    in_force: bool,
    time: String,
    reason: String,
    decided: String,
}

pub(crate) async fn list(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    charge::require(&officer, Resource::Suppression, Action::List)?;
    let mut tx = officer.begin(&app).await?;
    Ok(Page(page(&mut tx, &officer, &query, &FormErrors::new()).await?).into_response())
}

pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    charge::require(&officer, Resource::Suppression, Action::Create)?;
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let search = ResidentSearch {
        terms: vec![Term::AddresseeNumber(form.text("number").to_owned())],
        limit: 1,
    };
    let found = residents::search(&mut tx, &search).await?.hits;
    let resident = found.first().map(|hit| hit.id);
    if resident.is_none() {
        errors.add(
            "number",
            "その宛名番号の人は見つかりません。15桁の番号を確かめてください。",
        );
    }
    let kind = SuppressionKind::from_code(form.raw("kind"));
    if kind.is_none() {
        errors.add("kind", "抑止の種類を選んでください。");
    }
    let today = tx.today();
    let from = read_day(form.text("from"), today).map_err(|error| errors.add("from", error));
    let until: Option<NaiveDate> = match form.text("until") {
        "" => None,
        typed => read_day(typed, today)
            .map_err(|error| errors.add("until", error))
            .ok(),
    };
    if let (Ok(from), Some(until)) = (from, until)
        && until < from
    {
        errors.add("until", "終了日は、開始日より後にしてください。");
    }
    if form.text("reason").is_empty() {
        errors.add("reason", "理由を入力してください。");
    }
    let (Some(resident), Some(kind), Ok(from), true) = (resident, kind, from, errors.is_empty()) else {
        return Ok(Page::invalid(page(&mut tx, &officer, &form, &errors).await?));
    };
    let new = NewSuppression {
        resident,
        kind,
        reason: form.text("reason").to_owned(),
        from,
        until,
    };
    suppressions::create(&mut tx, &new, officer.staff().id).await?;
    officer.saw([resident]);
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/suppressions",
        &Flash::success("抑止を登録しました。"),
    ))
}

pub(crate) async fn end(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<SuppressionId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let reason = match form.text("end_reason") {
        "" => "抑止の理由がなくなったため",
        reason => reason,
    };
    suppressions::end(&mut tx, id, reason, officer.staff().id).await?;
    charge::require(&officer, Resource::Suppression, Action::Withdraw)?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/suppressions",
        &Flash::success("抑止を終了しました。"),
    ))
}

async fn page(
    tx: &mut TenantTx,
    officer: &Officer,
    form: &FormData,
    errors: &FormErrors,
) -> Result<SuppressionsPage, PageError> {
    let found = suppressions::list(tx, SHOWN).await?;
    officer.saw(found.iter().map(|one| one.resident_id));
    let today = tx.today();
    Ok(SuppressionsPage {
        chrome: officer
            .page("抑止", Area::Protection)
            .above("支援措置", "/protection")
            .lead("証明の発行や異動を止め、照会のときに注意を出します。")
            .errors(errors),
        rows: found.into_iter().map(|one| row(one, today)).collect(),
        empty: EmptyState::new("登録された抑止はありません"),
        may_end: charge::allowed(officer, Resource::Suppression, Action::Withdraw),
        number: TextField::new("number", "対象の人の宛名番号")
            .value(form.raw("number"))
            .hint("15桁")
            .error(errors.on("number"))
            .required(),
        kind: Choices::one(
            "kind",
            "抑止の種類",
            SuppressionKind::ALL.map(|kind| Choice::new(kind.code(), kind.label()).note(note(kind))),
        )
        .selected([form.raw("kind")])
        .error(errors.on("kind"))
        .required(),
        from: TextField::new("from", "開始日")
            .value(if form.has("from") {
                form.raw("from")
            } else {
                "今日"
            })
            .error(errors.on("from"))
            .width(Width::Short)
            .required(),
        until: TextField::new("until", "終了日")
            .value(form.raw("until"))
            .hint("決まっていないときは空欄")
            .error(errors.on("until"))
            .width(Width::Short),
        reason: TextArea::new("reason", "理由")
            .value(form.raw("reason"))
            .error(errors.on("reason"))
            .required(),
    })
}

/// What a kind does, in words.
fn note(kind: SuppressionKind) -> &'static str {
    match kind {
        SuppressionKind::Certificates => "申請書・受付案内票の作成と印刷を止めます",
        SuppressionKind::Changes => "転居・転出などの受付と引継ぎを止めます",
        SuppressionKind::Inquiries => "受付の画面に、担当課へ確認するよう表示します",
    }
}

fn row(one: Suppression, today: NaiveDate) -> Row {
    let over = one.until.is_some_and(|until| until < today);
    let state = match (&one.ended, over, one.from > today) {
        (Some(_), ..) => Status::new(StatusTone::Plain, "終了"),
        (None, true, _) => Status::new(StatusTone::Plain, "期間満了"),
        (None, _, true) => Status::new(StatusTone::Plain, "開始前"),
        (None, false, false) => Status::new(StatusTone::Alert, "抑止中"),
    };
    let until = one.until.map_or_else(|| "終了を決めるまで".into(), day);
    let reason = match &one.ended {
        Some((_, why)) => format!("{}　→　終了：{why}", one.reason),
        None => one.reason,
    };
    Row {
        id: one.id.to_string(),
        resident: one.resident_id.to_string(),
        name: one.name,
        kind: one.kind.label(),
        in_force: one.ended.is_none() && !over,
        state,
        time: format!("{}から　{until}", day(one.from)),
        reason,
        decided: one.decided_by_name,
    }
}

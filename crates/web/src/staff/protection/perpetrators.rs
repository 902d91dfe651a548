//! `GET` and `POST /protection/{measure}/perpetrators`, `POST …/{perpetrator}/remove`: 相手方（加害者）. Nobody but the
//! section in charge opens this page; everybody else is only ever told to ask that section.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::{MeasureId, PerpetratorId};
use madoguchi_model::wareki;
use madoguchi_store::perpetrators::{self, NewPerpetrator, Perpetrator};
use madoguchi_store::residents::{self, ResidentSearch, Term};
use madoguchi_store::{TenantTx, protective_measures};

use super::charge;
use crate::components::{Banner, FormErrors, TextField, Tone, Width};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Flash, Page, redirect_with, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::people::day;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "staff/protection/perpetrators.html")]
struct PerpetratorsPage {
    chrome: Chrome,
    id: String,
    warning: Banner,
    rows: Vec<Row>,
    may_edit: bool,
    name: TextField,
    kana: TextField,
    birth: TextField,
    address: TextField,
    relation: TextField,
    number: TextField,
}

struct Row {
    id: String,
    name: String,
    kana: String,
    birth: String,
    address: String,
    relation: String,
    entered: String,
    registered: bool,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<MeasureId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    require(&mut tx, &officer, id, Action::View).await?;
    let page = page(&mut tx, &officer, id, &FormData::parse(b""), &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

pub(crate) async fn add(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<MeasureId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    require(&mut tx, &officer, id, Action::Edit).await?;
    let mut errors = FormErrors::new();
    if form.text("name").is_empty() {
        errors.add("name", "氏名を入力してください。");
    }
    let birth_date = match form.text("birth") {
        "" => None,
        typed => wareki::parse(typed)
            .map_err(|error| errors.add("birth", error.to_string()))
            .ok(),
    };
    let resident_id = match form.text("number") {
        "" => None,
        number => {
            let search = ResidentSearch {
                terms: vec![Term::AddresseeNumber(number.to_owned())],
                limit: 1,
            };
            let found = residents::search(&mut tx, &search).await?.hits;
            if found.is_empty() {
                errors.add("number", "その宛名番号の人は見つかりません。");
            }
            found.first().map(|hit| hit.id)
        }
    };
    if !errors.is_empty() {
        return Ok(Page::invalid(page(&mut tx, &officer, id, &form, &errors).await?));
    }
    let new = NewPerpetrator {
        name: form.text("name").to_owned(),
        kana: form.text("kana").to_owned(),
        birth_date,
        address: form.text("address").to_owned(),
        relation: form.text("relation").to_owned(),
        resident_id,
    };
    perpetrators::add(&mut tx, id, &new, officer.staff().id).await?;
    officer.saw(resident_id);
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/protection/{id}/perpetrators"),
        &Flash::success("相手方を登録しました。"),
    ))
}

pub(crate) async fn remove(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, perpetrator)): PathId<(MeasureId, PerpetratorId)>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    require(&mut tx, &officer, id, Action::Edit).await?;
    perpetrators::remove(&mut tx, id, perpetrator, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/protection/{id}/perpetrators"),
        &Flash::success("相手方の登録を取り消しました。記録は残ります。"),
    ))
}

async fn require(
    tx: &mut TenantTx,
    officer: &Officer,
    id: MeasureId,
    action: Action,
) -> Result<(), PageError> {
    let measure = protective_measures::get(tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    charge::require(officer, Resource::Perpetrator, action)?;
    officer.saw([measure.resident_id]);
    Ok(())
}

async fn page(
    tx: &mut TenantTx,
    officer: &Officer,
    id: MeasureId,
    form: &FormData,
    errors: &FormErrors,
) -> Result<PerpetratorsPage, PageError> {
    let field = |name: &str, label: &str| {
        TextField::new(name, label)
            .value(form.raw(name))
            .error(errors.on(name))
    };
    Ok(PerpetratorsPage {
        chrome: officer
            .page("相手方（加害者）", Area::Protection)
            .above("支援措置", "/protection")
            .above("この支援措置", format!("/protection/{id}"))
            .errors(errors),
        id: id.to_string(),
        warning: Banner::new(Tone::Alert, "この画面を来庁者や担当外の職員に見せないでください").line(
            "窓口の職員には、ここに載る人かもしれない人が来たときに「担当課へ確認してください」とだけ表示します。",
        ),
        rows: perpetrators::of_measure(tx, id)
            .await?
            .into_iter()
            .map(row)
            .collect(),
        may_edit: charge::allowed(officer, Resource::Perpetrator, Action::Edit),
        name: field("name", "氏名").person_name().required(),
        kana: field("kana", "フリガナ"),
        birth: field("birth", "生年月日")
            .hint("分からないときは空欄。例：S55.4.1")
            .width(Width::Short),
        address: field("address", "住所（申出書のとおり）").width(Width::Full),
        relation: field("relation", "申出者との関係").hint("例：元配偶者、父"),
        number: field("number", "宛名番号")
            .hint("住民記録にいるときだけ。15桁")
            .width(Width::Short),
    })
}

fn row(perpetrator: Perpetrator) -> Row {
    Row {
        id: perpetrator.id.to_string(),
        name: perpetrator.name,
        kana: perpetrator.kana,
        birth: perpetrator.birth_date.map_or_else(|| "不明".into(), day),
        address: perpetrator.address,
        relation: perpetrator.relation,
        entered: format!(
            "{}　{}",
            time::day_and_clock(perpetrator.entered_at),
            perpetrator.entered_by_name
        ),
        registered: perpetrator.resident_id.is_some(),
    }
}

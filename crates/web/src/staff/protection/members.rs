//! 併せて支援を求める者: members of the household by a mark, family who live elsewhere by 宛名番号; and `POST
//! /protection/{measure}/members`.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::household::Household;
use madoguchi_model::ids::{MeasureId, ResidentId};
use madoguchi_store::TenantTx;
use madoguchi_store::protective_measures;
use madoguchi_store::residents::{self, ResidentSearch, Term};

use super::charge;
use super::show::MeasurePage;
use crate::components::{Choice, Choices, FormErrors, TextField};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

/// Who was chosen.
pub(super) struct Chosen {
    pub(super) people: Vec<ResidentId>,
}

impl Chosen {
    /// Reads the marks and the numbers of a form.
    pub(super) async fn read(
        tx: &mut TenantTx,
        officer: &Officer,
        form: &FormData,
        errors: &mut FormErrors,
    ) -> Result<Self, PageError> {
        let mut people: Vec<ResidentId> = form.all("members").filter_map(|id| id.parse().ok()).collect();
        for number in form.raw("others").split_whitespace() {
            let search = ResidentSearch {
                terms: vec![Term::AddresseeNumber(number.to_owned())],
                limit: 1,
            };
            match residents::search(tx, &search).await?.hits.first() {
                Some(hit) => people.push(hit.id),
                None => errors.add(
                    "others",
                    "その宛名番号の人は見つかりません。15桁の番号を確かめてください。",
                ),
            }
        }
        officer.saw(people.iter().copied());
        Ok(Self { people })
    }
}

/// The fields, with what was typed.
pub(super) fn fields(
    household: &Household,
    applicant: ResidentId,
    form: &FormData,
    errors: &FormErrors,
) -> (Choices, TextField) {
    let others = household.members.iter().filter(|member| member.id != applicant);
    let choices = others.map(|member| {
        Choice::new(member.id.to_string(), member.names.name.written.clone())
            .note(format!("{}　{}", member.relationship, member.state.label()))
            .person_name()
    });
    (
        Choices::several("members", "併せて支援を求める者（同じ世帯）", choices)
            .selected(form.all("members"))
            .hint("同じ世帯の人の住所は、印がなくても表示しません。印を付けた人は、世帯が変わっても保護します。"),
        TextField::new("others", "併せて支援を求める者（別の世帯）の宛名番号")
            .value(form.raw("others"))
            .hint("15桁。何人もいるときは、空白で区切ります。いないときは空欄")
            .error(errors.on("others")),
    )
}

pub(crate) async fn save(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<MeasureId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let measure = super::show::measure(&mut tx, &officer, id).await?;
    charge::require(&officer, Resource::ProtectiveMeasure, Action::Edit)?;
    let mut errors = FormErrors::new();
    let chosen = Chosen::read(&mut tx, &officer, &form, &mut errors).await?;
    let reason = form.text("members_reason");
    if reason.is_empty() {
        errors.add("members_reason", "変更する理由を入力してください。");
    }
    if !errors.is_empty() {
        let page = MeasurePage::load(&mut tx, &officer, &measure, &form, &errors).await?;
        return Ok(Page::invalid(page));
    }
    let version = form.raw("version").parse().unwrap_or(0);
    let by = officer.staff().id;
    protective_measures::include(&mut tx, id, version, &chosen.people, reason, by).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/protection/{id}"),
        &Flash::success("併せて支援を求める者を変更しました。"),
    ))
}

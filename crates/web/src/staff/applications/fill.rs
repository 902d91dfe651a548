//! Fills the needed forms from the record, the reception and the answers.

use std::collections::BTreeMap;

use madoguchi_forms::{FilledCase, FormDefinition};
use madoguchi_guidance::{Answer, FactKey, FactValue};
use madoguchi_model::ids::CaseId;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::wareki;
use madoguchi_store::TenantTx;
use madoguchi_store::applications::{self, NewApplication, Prepared};

use super::snapshot;
use super::wanted::{Wanted, wanted_forms};
use crate::error::PageError;
use crate::session::Officer;
use crate::staff::cases::CaseFile;
use crate::state::AppState;

/// Makes the applications of a case exactly those that are needed.
pub(crate) async fn prepare(
    tx: &mut TenantTx,
    officer: &Officer,
    file: &CaseFile,
) -> Result<Prepared, PageError> {
    let answers = answers(file);
    let wanted: Vec<NewApplication> = wanted_forms(file)
        .into_iter()
        .map(|wanted| fill(file, &answers, wanted))
        .collect();
    Ok(applications::prepare(tx, file.case.id, &wanted, officer.staff().id).await?)
}

/// Fills the applications of a case anew after its data changed, if any were made. How many signatures lost
/// their force.
pub(crate) async fn refresh(
    app: &AppState,
    tx: &mut TenantTx,
    officer: &Officer,
    id: CaseId,
) -> Result<u64, PageError> {
    if applications::of_case(tx, id).await?.is_empty() {
        return Ok(0);
    }
    let file = CaseFile::load(app, tx, officer, id).await?;
    Ok(prepare(tx, officer, &file).await?.voided)
}

/// What the officer is told when signatures lost their force.
pub(crate) fn voided_text(voided: u64) -> String {
    format!(
        "保存しました。申請書の内容が変わったため、署名{voided}件が無効になりました。印刷し直して、もう一度署名をもらってください。"
    )
}

fn fill(file: &CaseFile, answers: &BTreeMap<String, String>, wanted: Wanted) -> NewApplication {
    let filled = FilledCase {
        case: &file.case,
        household: &file.household,
        municipality: &file.municipality,
        sections: &file.sections,
        staff_name: &file.served_by,
        answers,
        concerned: &wanted.residents,
        new_head: None,
        signature: None,
        // Not the day of filling: making the same paper again on another day must not void its signature.
        today: file.case.filed_on,
    };
    let form = FormDefinition::find(&wanted.form_id);
    let own = file.materials.own(&wanted.form_id);
    let mut values = match (own, form) {
        (Some(own), _) => snapshot::store_own(own.id, &own.form, &filled.values()),
        (None, Some(form)) => snapshot::store(form, &filled.values()),
        (None, None) => serde_json::Value::default(),
    };
    if joins_another_household(file) {
        // Its head is not known here: the resident writes the name.
        snapshot::blank(&mut values, "new_head.");
    }
    NewApplication {
        form_id: wanted.form_id,
        release_hash: file.case.release_hash.clone(),
        form_edition: form.map(|form| form.edition.clone()).unwrap_or_default(),
        supplied_font: file.materials.needed_for(&values),
        values,
        residents: wanted.residents,
    }
}

/// Whether those who move join, or may join, a household that is already there.
fn joins_another_household(file: &CaseFile) -> bool {
    let answer = file.answers.get(&FactKey::visit("joins_existing_household"));
    matches!(
        answer,
        Some(Answer::NotKnown | Answer::Value(FactValue::Bool(true)))
    )
}

/// Answers as forms print them: codes for what is ticked, days in 和暦. Those about one person have the person's id
/// before the fact.
fn answers(file: &CaseFile) -> BTreeMap<String, String> {
    let name = |key: &FactKey| match key.subject.member() {
        Some(member) => format!("{}/{}", member.0, key.fact),
        None => key.fact.clone(),
    };
    file.answers
        .iter()
        .filter_map(|(key, answer)| match answer {
            Answer::NotKnown => None,
            Answer::Value(value) => Some((name(key), text(value))),
        })
        .collect()
}

fn text(value: &FactValue) -> String {
    match value {
        FactValue::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        FactValue::Choice(id) => id.clone(),
        FactValue::Date(RegisterDate::Known(day)) => wareki::format(*day),
        FactValue::Date(RegisterDate::Unknown { text, .. }) => text.clone(),
    }
}

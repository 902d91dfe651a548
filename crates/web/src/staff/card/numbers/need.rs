//! Whose 個人番号 the law needs, and for what.

use madoguchi_guidance::JudgementResult;
use madoguchi_model::ids::ResidentId;

use crate::staff::cases::CaseFile;

/// What the catalogue calls the paper that tells somebody's 個人番号: a procedure that asks for it may by law use the
/// number (番号法別表).
const NUMBER: &str = "individual_number_document";

/// One person's number for one procedure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Need {
    pub(crate) resident: ResidentId,
    pub(crate) person: String,
    pub(crate) procedure: String,
    pub(crate) procedure_name: String,
    pub(crate) law: String,
}

/// The needs of a case, one for each person: the first procedure that is required and asks for the number.
pub(crate) fn needs(file: &CaseFile) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    for decided in file.decided() {
        let judgement = decided.judgement;
        let asks = judgement
            .belongings
            .iter()
            .any(|belonging| belonging.id.as_deref() == Some(NUMBER) && belonging.certain);
        let resident = judgement
            .subject
            .member()
            .and_then(|key| key.0.parse::<ResidentId>().ok());
        let Some(resident) = resident.filter(|_| asks && decided.result() == JudgementResult::Required)
        else {
            continue;
        };
        if needs.iter().any(|need| need.resident == resident) {
            continue;
        }
        needs.push(Need {
            resident,
            person: file.name_of(resident).to_owned(),
            procedure: judgement.procedure.clone(),
            procedure_name: judgement.name.clone(),
            law: judgement
                .legal_basis
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("、"),
        });
    }
    needs
}

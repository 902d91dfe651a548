//! Everything a page needs to know of one case, loaded together.

use std::collections::BTreeMap;
use std::sync::Arc;

use madoguchi_guidance::{Answer, FactKey, Guidance, MunicipalitySettings, Release, Situation, judge};
use madoguchi_model::card_reading::{CardReading, Genuineness};
use madoguchi_model::case::{Case, CaseState};
use madoguchi_model::clock::in_japan;
use madoguchi_model::household::Household;
use madoguchi_model::ids::{CaseId, ResidentId};
use madoguchi_model::municipality::Municipality;
use madoguchi_model::record_change::RecordPair;
use madoguchi_model::resident::{CardHolding, ProtectiveMeasure, Resident};
use madoguchi_model::staff::Section;
use madoguchi_store::answers::GivenAnswer;
use madoguchi_store::applications::{Application, Withdrawn};
use madoguchi_store::card_readings;
use madoguchi_store::edit_leases::EditLease;
use madoguchi_store::overrules::Overrule;
use madoguchi_store::protection_lifts::ProtectionLift;
use madoguchi_store::signatures::Signature;
use madoguchi_store::{
    TenantTx, answers, applications, case_records, cases, edit_leases, overrules, protection_lifts, queue,
    sections, signatures, staff, tenants,
};

use super::restricted::Viewer;
use super::settings;
use crate::error::PageError;
use crate::paper_materials::PaperMaterials;
use crate::policy::{Action, Relation, Resource};
use crate::session::Officer;
use crate::staff::judgements::{Decided, decide};
use crate::staff::people::household_measure;
use crate::state::AppState;

/// One case with its household, what was judged and what was made.
pub(crate) struct CaseFile {
    /// The case.
    pub(crate) case: Case,
    /// The household with those who were entered, past members too.
    pub(crate) household: Household,
    /// The municipality.
    pub(crate) municipality: Municipality,
    /// Its sections.
    pub(crate) sections: Vec<Section>,
    /// What it sets for itself.
    pub(crate) settings: MunicipalitySettings,
    /// The release the case is judged by.
    pub(crate) release: Arc<Release>,
    /// What is known.
    pub(crate) situation: Situation,
    /// What follows.
    pub(crate) guidance: Guidance,
    /// Answers in force.
    pub(crate) answers: BTreeMap<FactKey, Answer>,
    /// Overrules in force.
    pub(crate) overrules: Vec<Overrule>,
    /// Filled forms.
    pub(crate) applications: Vec<Application>,
    /// Filled forms that were withdrawn or are not needed any more.
    pub(crate) withdrawn: Vec<Withdrawn>,
    /// Signatures, those without force too.
    pub(crate) signatures: Vec<Signature>,
    /// What its papers are made of beside the system's forms and fonts.
    pub(crate) materials: PaperMaterials,
    /// Readings of cards, oldest first.
    pub(crate) card_readings: Vec<CardReading>,
    /// The lift of a protective measure in force.
    pub(crate) lift: Option<ProtectionLift>,
    /// 担当者: the name of who opened the case, which is printed on its papers.
    pub(crate) served_by: String,
    /// Who is editing.
    pub(crate) lease: Option<EditLease>,
    /// Who looks at it.
    pub(crate) viewer: Viewer,
    /// The register's records beside the case's.
    pub(crate) records: Vec<RecordPair>,
}

impl CaseFile {
    /// Loads a case of the officer's municipality, and notes that its people were seen.
    pub(crate) async fn load(
        app: &AppState,
        tx: &mut TenantTx,
        officer: &Officer,
        id: CaseId,
    ) -> Result<Self, PageError> {
        let case = cases::get(tx, id).await?.ok_or(PageError::NotFound)?;
        let viewer = require_access(tx, officer, id).await?;
        let kept = case_records::of_case(tx, &case).await?;
        if case.household_id.is_some() && kept.is_none() {
            return Err(PageError::NotFound);
        }
        let (registered, records) =
            kept.map_or((None, Vec::new()), |kept| (Some(kept.household), kept.pairs));
        let household = case.household(registered);
        officer.saw(records.iter().map(|pair| pair.now.id));
        officer.saw(household.members.iter().map(|member| member.id));
        let municipality = tenants::get(tx).await?;
        let sections = sections::list(tx).await?;
        let settings = settings::load(tx, &municipality, &sections, case.filed_on).await?;
        let given = answers::current(tx, id).await?;
        let release = app.catalogues.of_case(tx, &case).await?;
        let answers = read_answers(&given, &release, &case, &household)?;
        let card_readings = card_readings::of_case(tx, id).await?;
        let cards = held_cards(&card_readings);
        let situation = Situation::from_register(&case, &household, &answers).with_cards(&cards);
        let guidance = judge(&release, &situation, &settings).map_err(PageError::internal)?;
        let applications = applications::of_case(tx, id).await?;
        let made = applications::materials_of_case(tx, id).await?;
        let materials = PaperMaterials::load(&app.paper_sources, tx, case.filed_on, &made).await?;
        let in_force = |overrule: &Overrule| overrule.withdrawn_at.is_none();
        Ok(Self {
            overrules: overrules::list(tx, id)
                .await?
                .into_iter()
                .filter(in_force)
                .collect(),
            materials,
            card_readings,
            applications,
            withdrawn: applications::withdrawn_of_case(tx, id).await?,
            signatures: signatures::of_case(tx, id).await?,
            lift: protection_lifts::in_force(tx, id).await?,
            lease: edit_leases::get(tx, id).await?,
            served_by: staff::get(tx, case.opened_by)
                .await?
                .map(|staff| staff.display_name)
                .unwrap_or_default(),
            case,
            household,
            municipality,
            sections,
            settings,
            release,
            situation,
            guidance,
            answers,
            viewer,
            records,
        })
    }

    /// Judges again, as if these were the answers.
    pub(crate) fn judge_with(&self, answers: &BTreeMap<FactKey, Answer>) -> Result<Guidance, PageError> {
        let cards = held_cards(&self.card_readings);
        let situation = Situation::from_register(&self.case, &self.household, answers).with_cards(&cards);
        judge(&self.release, &situation, &self.settings).map_err(PageError::internal)
    }

    /// Every judgement with its overrule.
    pub(crate) fn decided(&self) -> Vec<Decided<'_>> {
        decide(&self.guidance, &self.overrules)
    }

    /// The strictest protective measure of the household.
    pub(crate) fn measure(&self) -> ProtectiveMeasure {
        // Those too who have come to the household since, whatever the case has of them.
        let lives = |pair: &&RecordPair| Some(pair.now.household_id) == self.case.household_id;
        let others = self.records.iter().filter(lives).map(|pair| &pair.now);
        household_measure(self.household.members.iter().chain(others))
    }

    /// A protective measure keeps addresses from being shown and papers from being issued.
    pub(crate) fn withheld(&self) -> bool {
        self.measure().protects() && self.lift.is_none()
    }

    /// The residents who take part in the life event.
    pub(crate) fn taking_part(&self) -> impl Iterator<Item = &Resident> {
        self.household
            .members
            .iter()
            .filter(|member| self.case.takes_part(member.id))
    }

    /// A member of the household.
    pub(crate) fn resident(&self, id: ResidentId) -> Option<&Resident> {
        self.household.members.iter().find(|member| member.id == id)
    }

    /// The name of a member as written; empty for a stranger.
    pub(crate) fn name_of(&self, id: ResidentId) -> &str {
        self.resident(id).map_or("", |member| &member.names.name.written)
    }

    /// The name of somebody the case or the register's household knows; empty for a stranger.
    pub(crate) fn known_name_of(&self, id: ResidentId) -> &str {
        let in_records = || self.records.iter().find(|pair| pair.now.id == id);
        match self.resident(id) {
            Some(member) => &member.names.name.written,
            None => in_records().map_or("", |pair| &pair.now.names.name.written),
        }
    }

    /// Judges again, as if every change of the register that nobody has decided about were taken over.
    pub(crate) fn judge_with_register(&self) -> Result<Guidance, PageError> {
        let mut household = self.household.clone();
        household
            .members
            .retain(|member| member.addressee_number.is_none());
        let taken = self.records.iter().map(RecordPair::taken_over);
        let belongs = |member: &Resident| Some(member.household_id) == self.case.household_id;
        let mut members: Vec<Resident> = taken.filter(belongs).collect();
        members.sort_by_key(|member| member.position);
        members.append(&mut household.members);
        household.members = members;
        let cards = held_cards(&self.card_readings);
        let situation = Situation::from_register(&self.case, &household, &self.answers).with_cards(&cards);
        judge(&self.release, &situation, &self.settings).map_err(PageError::internal)
    }

    /// How many changes of the register beneath the case are to be decided about.
    pub(crate) fn undecided_changes(&self) -> usize {
        if matches!(self.case.state, CaseState::Open | CaseState::HandedOff) {
            self.records.iter().map(|pair| pair.undecided().len()).sum()
        } else {
            0
        }
    }

    /// The visitor's name as written.
    pub(crate) fn visitor_name(&self) -> &str {
        self.case
            .visitor
            .resident_id
            .map_or(&self.case.visitor.name, |id| self.name_of(id))
    }

    /// The case can still be changed at the counter.
    pub(crate) fn is_open(&self) -> bool {
        self.case.state == CaseState::Open
    }

    /// The signature that stands on an application.
    pub(crate) fn standing_signature(&self, application: &Application) -> Option<&Signature> {
        let stands = |signature: &&Signature| {
            signature.application_id == application.id && signature.voided_at.is_none()
        };
        self.signatures.iter().find(stands)
    }

    /// The address of a page of this case.
    pub(crate) fn href(&self, page: &str) -> String {
        if page.is_empty() {
            format!("/cases/{}", self.case.id)
        } else {
            format!("/cases/{}/{page}", self.case.id)
        }
    }
}

/// What the cards that were read say: the newest of each person. A card that proves nobody is still a card that is
/// held; one whose content was altered says nothing.
fn held_cards(readings: &[CardReading]) -> BTreeMap<ResidentId, CardHolding> {
    let usable = readings
        .iter()
        .filter(|reading| reading.genuineness != Genuineness::Altered);
    usable
        .filter_map(|reading| {
            let certificate = reading.certificate.as_ref().filter(|check| check.is_held());
            let holding = CardHolding {
                expires_on: reading.expires_on?,
                certificate_expires_on: certificate
                    .and_then(|check| check.expires_at)
                    .map(|at| in_japan(at).date_naive()),
                certificate_serial: certificate.map(|check| check.serial.clone()),
            };
            Some((reading.resident_id?, holding))
        })
        .collect()
}

/// A back office sees the cases that were handed to its own section.
async fn require_access(tx: &mut TenantTx, officer: &Officer, id: CaseId) -> Result<Viewer, PageError> {
    let own = officer.section().id;
    let handed = queue::of_case(tx, id)
        .await?
        .iter()
        .any(|item| item.section_id == own);
    let relation = if handed {
        Relation::OWN
    } else {
        Relation::OTHER_SECTION
    };
    officer.require(relation, Resource::Case, Action::View)?;
    Ok(Viewer {
        fields: officer.fields(tx, handed).await?,
        section: officer.section().code.clone(),
        handed,
        role: officer.role(),
    })
}

/// The answers that the release and the household still know: a question may be gone with a newer release, a
/// person with a change of the register.
fn read_answers(
    given: &BTreeMap<String, GivenAnswer>,
    release: &Release,
    case: &Case,
    household: &Household,
) -> Result<BTreeMap<FactKey, Answer>, PageError> {
    let concerned = |id: &str| {
        household
            .members
            .iter()
            .any(|member| case.is_about(member) && member.id.to_string() == id)
    };
    let mut answers = BTreeMap::new();
    for (key, given) in given {
        let key: FactKey = key.parse().map_err(PageError::internal)?;
        let known = release.fact(&key.fact).is_some()
            && key.subject.member().is_none_or(|member| concerned(&member.0));
        if let Some(answer) = given.answer.clone().filter(|_| known) {
            answers.insert(key, serde_json::from_value(answer).map_err(PageError::internal)?);
        }
    }
    Ok(answers)
}

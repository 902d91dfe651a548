//! What goes to each section, and how far it is.

use std::collections::BTreeMap;

use madoguchi_model::hand_off::{HandedProcedure, QueueItem, QueueState};
use madoguchi_model::ids::{ResidentId, SectionId};
use madoguchi_store::hand_offs::SectionHandOff;

use crate::components::{Banner, Status, Tone};
use crate::page::time;
use crate::staff::cases::CaseFile;

/// A procedure with the names of the persons it concerns; none for the household as a whole.
pub(crate) struct ProcedureLine {
    pub(crate) name: String,
    pub(crate) people: String,
}

/// A section's work on a case, as pages show it.
pub(crate) struct SectionWork {
    pub(crate) section: String,
    pub(crate) procedures: Vec<ProcedureLine>,
    pub(crate) state: Option<Status>,
    pub(crate) received: String,
    pub(crate) href: String,
    reason: String,
}

impl SectionWork {
    /// Work that is in a section's queue.
    pub(crate) fn new(file: &CaseFile, item: &QueueItem) -> Self {
        Self {
            section: section_name(file, item.section_id),
            procedures: item
                .procedures
                .iter()
                .map(|procedure| procedure_line(file, procedure))
                .collect(),
            state: Some(item.state.into()),
            received: time::day_and_clock(item.received_at),
            href: format!("/queue/{}", item.id),
            reason: if item.state == QueueState::SentBack {
                item.send_back_reason.clone()
            } else {
                String::new()
            },
        }
    }

    /// Work that is to be handed off, or is on its way.
    pub(super) fn to_come(file: &CaseFile, item: &SectionHandOff) -> Self {
        Self {
            section: section_name(file, item.section_id),
            procedures: item
                .procedures
                .iter()
                .map(|procedure| procedure_line(file, procedure))
                .collect(),
            state: None,
            received: String::new(),
            href: String::new(),
            reason: String::new(),
        }
    }

    /// What a section that sent its work back says.
    pub(crate) fn sent_back(&self) -> Option<Banner> {
        (!self.reason.is_empty()).then(|| {
            Banner::new(Tone::Alert, format!("{}から差し戻されました", self.section))
                .line(format!("理由：{}", self.reason))
                .line("受付の内容や聞き取りの回答を直して、もう一度引き継いでください。")
        })
    }
}

/// The name and place of a section.
fn section_name(file: &CaseFile, id: SectionId) -> String {
    let section = file.sections.iter().find(|section| section.id == id);
    section
        .map(|section| format!("{}　{}", section.name, section.place))
        .unwrap_or_default()
}

fn procedure_line(file: &CaseFile, procedure: &HandedProcedure) -> ProcedureLine {
    let names: Vec<&str> = procedure.residents.iter().map(|id| file.name_of(*id)).collect();
    ProcedureLine {
        name: procedure.name.clone(),
        people: names.join("、"),
    }
}

/// What each section has to do: the required procedures with the persons they concern, in the order of sections.
/// A section that this municipality does not have is left out and named.
pub(crate) fn section_items(file: &CaseFile) -> (Vec<SectionHandOff>, Vec<String>) {
    let mut by_section: BTreeMap<usize, Vec<HandedProcedure>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for decided in file.decided().iter().filter(|judgement| judgement.needs_filing()) {
        let judgement = decided.judgement;
        for section in judgement.sections.iter().filter(|section| section.certain) {
            match file.sections.iter().position(|known| known.code == section.code) {
                Some(place) => {
                    let person = judgement
                        .person
                        .as_ref()
                        .and_then(|person| person.id.0.parse().ok());
                    add(
                        by_section.entry(place).or_default(),
                        &judgement.procedure,
                        &judgement.name,
                        person,
                    );
                }
                None => unknown.push(format!("{}（{}）", judgement.name, section.name)),
            }
        }
    }
    let items = by_section.into_iter().map(|(place, procedures)| SectionHandOff {
        section_id: file.sections[place].id,
        procedures,
    });
    (items.collect(), unknown)
}

fn add(procedures: &mut Vec<HandedProcedure>, id: &str, name: &str, person: Option<ResidentId>) {
    match procedures.iter_mut().find(|known| known.procedure == id) {
        Some(known) => known.residents.extend(person),
        None => procedures.push(HandedProcedure {
            procedure: id.to_owned(),
            name: name.to_owned(),
            residents: person.into_iter().collect(),
        }),
    }
}

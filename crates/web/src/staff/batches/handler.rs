//! Makes one part of a batch: a job of the one queue. The part's file, the record of its prints and the job of the
//! next part commit together with the job's end; between two parts other work gets its turn.

use std::collections::BTreeSet;

use madoguchi_forms::{Fonts, Laid, PdfMeta, pdf};
use madoguchi_jobs::{BoxFuture, Handler, JobError};
use madoguchi_model::field_group::FieldGroup;
use madoguchi_model::ids::{CaseId, ResidentId, SectionId, StaffId};
use madoguchi_model::municipality::Municipality;
use madoguchi_model::staff::{Role, Section};
use madoguchi_store::applications::ApplicationState;
use madoguchi_store::field_permissions::FieldPermission;
use madoguchi_store::jobs::LeasedJob;
use madoguchi_store::print_batches::{
    self, Batch, BatchItem, BatchOutcome, BatchState, MAKE_PART, NewPart, PartPaper,
};
use madoguchi_store::{
    Store, StoreError, TenantScope, TenantTx, applications, cases, field_permissions, households, queue,
    sections, signatures, staff, tenants,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::error::PageError;
use crate::paper_materials::{PaperMaterials, PaperSources};
use crate::policy::{FieldAccess, reach};
use crate::staff::applications::{Content, lay};
use crate::staff::cases::groups_in;
use crate::staff::people::household_measure;
use crate::staff::printing::Mark;

/// After so many papers the page is told how far it is.
const TOLD_EVERY: usize = 5;

/// Does jobs of the kind [`MAKE_PART`].
pub struct PrintBatch {
    /// The database: how far a part is shows before the part is committed.
    pub store: Store,
    /// The fonts forms are drawn with.
    pub fonts: Fonts,
    /// Where the municipalities' own fonts and papers are read from.
    pub sources: PaperSources,
}

#[derive(Deserialize)]
struct Payload {
    batch: Uuid,
    part: i32,
}

impl Handler for PrintBatch {
    fn kind(&self) -> &'static str {
        MAKE_PART
    }

    fn run<'a>(&'a self, tx: &'a mut TenantTx, job: &'a LeasedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let payload: Payload = serde_json::from_value(job.payload.clone()).map_err(JobError::never)?;
            self.make(tx, job, &payload).await
        })
    }
}

/// A case as far as a paper needs it.
struct Party {
    case: CaseId,
    number: String,
    protected: bool,
    /// The sections it was handed to.
    handed: Vec<SectionId>,
    /// Those who take part.
    persons: Vec<ResidentId>,
}

/// Who started the batch: it holds what that person may see.
struct Starter {
    role: Role,
    section: Section,
    decided: Vec<FieldPermission>,
}

impl Starter {
    async fn load(tx: &mut TenantTx, by: StaffId) -> Result<Self, JobError> {
        let gone = || JobError::never("whoever started the batch is not there");
        let staff = staff::get(tx, by).await?.ok_or_else(gone)?;
        let section = sections::get(tx, staff.section_id).await?.ok_or_else(gone)?;
        Ok(Self {
            role: staff.role,
            decided: field_permissions::of_section(tx, section.id).await?,
            section,
        })
    }

    fn in_case(&self, party: &Party) -> FieldAccess {
        let handed = party.handed.contains(&self.section.id);
        FieldAccess::decide(self.role, handed, |group| {
            reach(&self.decided, &self.section.code, group)
        })
    }
}

/// A paper that was laid.
struct Made {
    position: i32,
    paper: PartPaper,
    laid: Laid,
}

impl PrintBatch {
    async fn make(&self, tx: &mut TenantTx, job: &LeasedJob, payload: &Payload) -> Result<(), JobError> {
        // A batch that was cancelled, or removed after its day, is nothing to be done.
        let running = |batch: &Batch| batch.state == BatchState::Running;
        let Some(batch) = print_batches::get(tx, payload.batch).await?.filter(running) else {
            return Ok(());
        };
        let municipality = tenants::get(tx).await?;
        let starter = Starter::load(tx, batch.started_by).await?;
        let items = print_batches::items(tx, batch.id, payload.part).await?;
        let mut made: Vec<Made> = Vec::with_capacity(items.len());
        let mut outcomes = Vec::with_capacity(items.len());
        let mut persons = BTreeSet::new();
        let mut party: Option<Party> = None;
        for (n, item) in items.iter().enumerate() {
            if !print_batches::is_running(tx, batch.id).await? {
                return Ok(());
            }
            if n % TOLD_EVERY == 0 {
                self.tell(tx.scope(), batch.id, item.position).await?;
            }
            let of = match party.take().filter(|known| known.case == item.case_id) {
                Some(known) => known,
                None => load(tx, item.case_id).await?,
            };
            let outcome = match self
                .paper(tx, &municipality, &of, item, starter.in_case(&of))
                .await?
            {
                Ok(paper) => {
                    persons.extend(of.persons.iter().copied());
                    made.push(paper);
                    BatchOutcome::Printed
                }
                Err(outcome) => outcome,
            };
            outcomes.push((item.position, outcome));
            party = Some(of);
        }
        let file = self
            .file(tx, job, &batch, &municipality, payload.part, &mut made)
            .await?;
        let persons: Vec<ResidentId> = persons.into_iter().collect();
        let part = NewPart {
            number: payload.part,
            outcomes: &outcomes,
            pages: made.iter().map(|one| one.paper.pages).sum(),
            persons: &persons,
            file: file.as_deref(),
        };
        if print_batches::keep_part(tx, batch.id, part).await? {
            Ok(())
        } else {
            // Nothing of this part may be committed. When the job comes round again it finds nothing to do.
            Err(JobError::Later(
                "the batch was cancelled while its part was made".into(),
            ))
        }
    }

    /// Lays one paper out, or tells why it is left out. Under a protective measure it is, lifted or not: a lift is
    /// for one case and the person in front of the counter.
    async fn paper(
        &self,
        tx: &mut TenantTx,
        municipality: &Municipality,
        party: &Party,
        item: &BatchItem,
        starter: FieldAccess,
    ) -> Result<Result<Made, BatchOutcome>, JobError> {
        if party.protected {
            return Ok(Err(BatchOutcome::Protected));
        }
        let application = applications::get(tx, item.application_id).await?;
        let wanted = application.filter(|found| found.state != ApplicationState::Withdrawn);
        let Some(application) = wanted else {
            return Ok(Err(BatchOutcome::Gone));
        };
        let unseen = |group: &FieldGroup| !starter.sees(*group);
        if groups_in(&application.values).iter().any(unseen) {
            return Ok(Err(BatchOutcome::Restricted));
        }
        let signature = signatures::standing(tx, application.id).await?;
        let made = applications::materials_of(&application);
        let materials = PaperMaterials::of(&self.sources, tx, &[made])
            .await
            .map_err(failed)?;
        let content = Content::of(&application, signature.as_ref());
        let laid = lay(&content, &materials, municipality, &self.fonts).map_err(failed)?;
        let Some(mut laid) = laid else {
            return Ok(Err(BatchOutcome::Gone));
        };
        // The outline of the file leads to each paper by its case.
        laid.title = format!("{}　{}", party.number, laid.title);
        let paper = PartPaper {
            case_id: application.case_id,
            application_id: application.id,
            version: application.version,
            pages: laid.pages.len(),
        };
        Ok(Ok(Made {
            position: item.position,
            paper,
            laid,
        }))
    }

    /// Records each paper as released, marks those printed before, and makes the PDF; none where there is no paper.
    async fn file(
        &self,
        tx: &mut TenantTx,
        job: &LeasedJob,
        batch: &Batch,
        municipality: &Municipality,
        part: i32,
        made: &mut [Made],
    ) -> Result<Option<Vec<u8>>, JobError> {
        if made.is_empty() {
            return Ok(None);
        }
        let at = tx.now();
        let mut laid = Vec::with_capacity(made.len());
        for one in made {
            let copy =
                print_batches::copy_of(tx, job.id.0, one.position, one.paper, batch.started_by).await?;
            let mut pages = Laid {
                pages: std::mem::take(&mut one.laid.pages),
                ..one.laid.clone()
            };
            if copy > 1 {
                madoguchi_forms::stamp(&mut pages, &Mark::Again { copy, at }.text(), &self.fonts);
            }
            laid.push(pages);
        }
        let meta = PdfMeta {
            title: format!("一括印刷 {part}"),
            created_at: at,
            document_id: format!("{}-{part}", batch.id),
            author: municipality.name.clone(),
        };
        let fonts = self.fonts.clone();
        // Seconds of work: not on the threads that answer requests.
        let bytes = tokio::task::spawn_blocking(move || pdf(&laid, &fonts, &meta))
            .await
            .map_err(|error| JobError::Later(error.to_string()))?;
        bytes
            .map(Some)
            .map_err(|error| JobError::Later(error.to_string()))
    }

    /// Tells how far the batch is, beside the part's own transaction.
    async fn tell(&self, scope: TenantScope, batch: Uuid, done: i32) -> Result<(), StoreError> {
        let mut tx = self.store.begin(&scope).await?;
        print_batches::advance(&mut tx, batch, done).await?;
        tx.commit().await
    }
}

async fn load(tx: &mut TenantTx, id: CaseId) -> Result<Party, JobError> {
    let case = cases::get(tx, id).await?;
    let case = case.ok_or_else(|| JobError::never("a batch names a case that is not there"))?;
    let registered = match case.household_id {
        Some(id) => households::get(tx, id).await?,
        None => None,
    };
    let household = case.household(registered);
    Ok(Party {
        case: id,
        number: case.number.clone(),
        protected: household_measure(&household.members).protects(),
        handed: queue::of_case(tx, id)
            .await?
            .iter()
            .map(|item| item.section_id)
            .collect(),
        persons: case.members.iter().map(|member| member.resident_id).collect(),
    })
}

fn failed(error: PageError) -> JobError {
    match error {
        PageError::Internal(text) => JobError::Later(text),
        other => JobError::Later(format!("{:?}", other.status())),
    }
}

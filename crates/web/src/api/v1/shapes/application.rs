//! Applications.

use chrono::{DateTime, Utc};
use madoguchi_store::applications::{Application, ApplicationState};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::staff::applications::title_of;
use crate::staff::cases::CaseFile;

/// An application of a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApplicationItem {
    /// Our id.
    id: Uuid,
    /// The form's id.
    form: String,
    /// The form's title.
    title: String,
    /// `prepared`, `signed`, `withdrawn`.
    state: &'static str,
    /// Whom it is for; empty for the household as a whole.
    residents: Vec<Uuid>,
    /// Counts fillings, from 1.
    version: i32,
    /// When it was last changed.
    changed_at: DateTime<Utc>,
}

/// Applications.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApplicationList {
    /// In the order they were made. All of them are in one answer.
    items: Vec<ApplicationItem>,
}

/// One application with what is printed on it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApplicationBody {
    /// What it is.
    #[serde(flatten)]
    pub(crate) about: ApplicationItem,
    /// The case.
    pub(crate) case_id: Uuid,
    /// The fields in the order they are printed.
    pub(crate) fields: Vec<FieldBody>,
}

/// A field of an application.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldBody {
    /// Its key in the form.
    pub(crate) key: String,
    /// Its label on paper.
    pub(crate) label: String,
    /// What is printed; empty where nothing is.
    pub(crate) value: String,
}

impl ApplicationItem {
    pub(crate) fn new(file: &CaseFile, application: &Application) -> Self {
        Self {
            id: application.id.0,
            form: application.form_id.clone(),
            title: title_of(file, &application.form_id),
            state: match application.state {
                ApplicationState::Prepared => "prepared",
                ApplicationState::Signed => "signed",
                ApplicationState::Withdrawn => "withdrawn",
            },
            residents: application.residents.iter().map(|id| id.0).collect(),
            version: application.version,
            changed_at: application.changed_at,
        }
    }
}

impl ApplicationList {
    pub(crate) fn new(file: &CaseFile) -> Self {
        let applications = file.applications.iter();
        Self {
            items: applications.map(|one| ApplicationItem::new(file, one)).collect(),
        }
    }
}

//! A measure as its row has it.

use chrono::NaiveDate;
use madoguchi_model::ids::{MeasureId, ResidentId};
use madoguchi_model::protection::Term;
use uuid::Uuid;

use super::Measure;
use crate::StoreError;
use crate::codec::Row;

pub(super) struct MeasureRow {
    pub(super) measure_id: Uuid,
    pub(super) resident_id: Uuid,
    pub(super) state: String,
    pub(super) source: String,
    pub(super) from_day: Option<NaiveDate>,
    pub(super) until_day: Option<NaiveDate>,
    pub(super) consulted: String,
    pub(super) remark: String,
    pub(super) question: String,
    pub(super) version: i32,
    pub(super) ended_on: Option<NaiveDate>,
    pub(super) members: Vec<Uuid>,
}

impl MeasureRow {
    pub(super) fn into_measure(self) -> Result<Measure, StoreError> {
        let row = Row {
            table: "protective_measures",
            id: &self.measure_id,
        };
        Ok(Measure {
            id: MeasureId(self.measure_id),
            resident_id: ResidentId(self.resident_id),
            members: self.members.into_iter().map(ResidentId).collect(),
            state: row.code("state", &self.state)?,
            source: row.code("source", &self.source)?,
            term: self
                .from_day
                .zip(self.until_day)
                .map(|(from, until)| Term { from, until }),
            consulted: self.consulted,
            remark: self.remark,
            not_in_file: !self.question.is_empty(),
            version: self.version,
            ended_on: self.ended_on,
        })
    }
}

//! A file for a core system with protected people in it.

use madoguchi_store::core_files::{self, NewAnswers, NewCoreFile, NewRows, RowFilter, WrittenRow};

use super::SECRET;
use super::cases::CaseOf;
use crate::testing::TestServer;

/// A file for a core system that was made before anybody in it was protected, and what hangs on it.
pub(super) struct Core {
    pub(super) file: String,
    pub(super) answers: String,
    pub(super) rows: Vec<String>,
}

impl Core {
    pub(super) async fn new(server: &TestServer, case: &CaseOf) -> Self {
        let section = server.db.here.sections[0].code.clone();
        let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
        let filter = RowFilter {
            case: Some(case.id()),
            limit: 100,
            ..RowFilter::default()
        };
        let planned = core_files::rows(&mut tx, &filter).await.unwrap();
        let subjects = ["person:before".to_owned()];
        let new = NewRows {
            case: case.id(),
            hand_off: planned[0].hand_off_id,
            kind: "move_notice",
            title: "住民異動届",
            section: &section,
            subjects: &subjects,
            by_hand: None,
        };
        core_files::plan(&mut tx, &new).await.unwrap();
        let waiting = core_files::take_waiting(&mut tx, "move_notice", 10)
            .await
            .unwrap();
        let rows: Vec<WrittenRow> = waiting
            .iter()
            .map(|row| WrittenRow {
                id: row.id,
                content: [0; 32],
            })
            .collect();
        let new = NewCoreFile {
            kind: "move_notice",
            section: &section,
            groups: &[],
            number: 1,
            definition_digest: "00",
            name: "IDO_000001.csv",
            digest: "11",
            bytes: SECRET.as_bytes(),
            rows: &rows,
            by: None,
            made_at: tx.now(),
        };
        let file = core_files::save(&mut tx, &new).await.unwrap();
        let new = NewAnswers {
            kind: "move_notice",
            section: &section,
            title: "住民異動届",
            name: "answers.csv",
            digest: "22",
            answers: &[],
            unreadable: &[(2, "読めません。".into())],
            by: None,
        };
        let answers = core_files::receive(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        let by_hand = planned.iter().map(|row| row.id);
        Self {
            file: file.to_string(),
            answers: answers.id.to_string(),
            rows: by_hand
                .chain(waiting.iter().map(|row| row.id))
                .map(|id| id.to_string())
                .collect(),
        }
    }
}

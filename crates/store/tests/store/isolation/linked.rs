//! Files for core systems in one tenant, and calls with their ids in the other.

use std::collections::BTreeSet;

use madoguchi_model::core_file::{AnswerOutcome, Answered};
use madoguchi_model::field_group::FieldGroup;
use madoguchi_store::core_files::{
    self, Answer, AnswerFileFilter, DestinationFields, FileFilter, NewAnswers, NewCoreFile, NewRows,
    RowFilter, WrittenRow,
};
use madoguchi_store::import_sources::Schedule;
use madoguchi_store::testing::{Sample, TestDatabase};
use madoguchi_store::{ChangeError, TenantTx};
use uuid::Uuid;

use super::calls::call;
use super::full::Ids;

/// Ids of the filled tenant.
pub(crate) struct Linked {
    file: Uuid,
    row: Uuid,
    by_hand: Uuid,
    answers: Uuid,
}

const KIND: &str = "move_notice";

fn rows<'a>(of: &Sample, hand_off: Uuid, kind: &'a str, subjects: &'a [String]) -> NewRows<'a> {
    NewRows {
        case: of.case.id,
        hand_off,
        kind,
        title: "住民異動届",
        section: "resident_affairs",
        subjects,
        by_hand: None,
    }
}

fn file<'a>(tx: &TenantTx, number: i64, rows: &'a [WrittenRow]) -> NewCoreFile<'a> {
    NewCoreFile {
        kind: KIND,
        section: "resident_affairs",
        groups: &[FieldGroup::Domicile],
        number,
        definition_digest: "00",
        name: "IDO_000001.csv",
        digest: "11",
        bytes: b"file",
        rows,
        by: None,
        made_at: tx.now(),
    }
}

fn destination() -> DestinationFields {
    DestinationFields {
        place: "place".into(),
        folder: "out".into(),
        schedule: Some(Schedule::Every(60)),
        answers_folder: Some("in".into()),
    }
}

fn answers<'a>(answers: &'a [Answer], unreadable: &'a [(u64, String)]) -> NewAnswers<'a> {
    NewAnswers {
        kind: KIND,
        section: "resident_affairs",
        title: "住民異動届",
        name: "answers.csv",
        digest: "22",
        answers,
        unreadable,
        by: None,
    }
}

fn answer(tx: &TenantTx, row: Uuid) -> Answer {
    Answer {
        line: 2,
        row,
        answered: Answered::Accepted,
        reason: String::new(),
        at: tx.now(),
    }
}

/// A row in every table.
pub(crate) async fn fill(tx: &mut TenantTx, here: &Sample, hand_off: Uuid) -> Linked {
    core_files::save_definition(tx, KIND, Some("…"), None)
        .await
        .unwrap();
    core_files::save_destination(tx, KIND, Some(&destination()))
        .await
        .unwrap();
    core_files::see_answers(tx, KIND, "answers.csv", 7, "1")
        .await
        .unwrap();
    let subjects = ["person:1".to_owned(), "person:2".to_owned()];
    core_files::plan(tx, &rows(here, hand_off, KIND, &subjects))
        .await
        .unwrap();
    let by_hand = [subjects[0].clone()];
    let planned = NewRows {
        by_hand: Some("理由"),
        ..rows(here, hand_off, "card_attributes", &by_hand)
    };
    core_files::plan(tx, &planned).await.unwrap();
    let waiting = core_files::take_waiting(tx, KIND, 1).await.unwrap();
    let row = waiting[0].id;
    let written = [WrittenRow {
        id: row,
        content: [7; 32],
    }];
    let new = file(tx, 1, &written);
    let file = core_files::save(tx, &new).await.unwrap();
    let received = core_files::receive(tx, &answers(&[answer(tx, row)], &[(3, "読めない".into())]))
        .await
        .unwrap();
    let filter = RowFilter {
        kind: Some("card_attributes".into()),
        limit: 1,
        ..RowFilter::default()
    };
    let by_hand = core_files::rows(tx, &filter).await.unwrap()[0].id;
    Linked {
        file,
        row,
        by_hand,
        answers: received.id,
    }
}

#[expect(clippy::too_many_lines, reason = "a call of every function")]
pub(crate) async fn covered(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (linked, by) = (&ids.linked, db.there.staff[0].id);
    let subjects = ["person:1".to_owned()];
    // Another tenant's case and hand-off are not there.
    let foreign = rows(&db.here, ids.hand_off, KIND, &subjects);
    assert!(matches!(
        call!(db, covered, core_files::plan(&foreign)),
        Err(ChangeError::NotFound)
    ));
    assert!(
        call!(db, covered, core_files::take_waiting(KIND, 10))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(
            db,
            covered,
            core_files::rows(&RowFilter {
                limit: 10,
                ..RowFilter::default()
            })
        )
        .unwrap()
        .is_empty()
    );
    assert!(
        call!(db, covered, core_files::of_case(db.here.case.id))
            .unwrap()
            .is_empty()
    );
    assert!(call!(db, covered, core_files::counts()).unwrap().is_empty());
    call!(
        db,
        covered,
        core_files::set_aside(&[(linked.row, "理由".into())], "住民異動届")
    )
    .unwrap();
    call!(db, covered, core_files::unchanged(&[linked.row])).unwrap();
    assert!(matches!(
        call!(db, covered, core_files::done_by_hand(linked.by_hand, by)),
        Err(ChangeError::NotFound)
    ));

    let written = [WrittenRow {
        id: linked.row,
        content: [8; 32],
    }];
    let tx = db.store.begin(&db.there.scope).await.unwrap();
    let (new, other) = (file(&tx, 1, &written), answer(&tx, linked.row));
    drop(tx);
    // A rolled back file takes no number and no row.
    covered.insert("core_files::save".into());
    let mut tx = db.store.begin(&db.there.scope).await.unwrap();
    assert!(matches!(
        core_files::save(&mut tx, &new).await,
        Err(ChangeError::NotAllowed(_))
    ));
    tx.roll_back().await.unwrap();
    assert!(
        call!(db, covered, core_files::file(linked.file))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, core_files::find(KIND, Some(1)))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, core_files::bytes(linked.file))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(
            db,
            covered,
            core_files::files(&FileFilter {
                limit: 10,
                ..FileFilter::default()
            })
        )
        .unwrap()
        .is_empty()
    );
    assert!(
        call!(db, covered, core_files::groups(linked.file))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, core_files::residents_of(linked.file))
            .unwrap()
            .is_empty()
    );
    assert!(!call!(db, covered, core_files::is_protected(linked.file)).unwrap());
    assert!(call!(db, covered, core_files::row(linked.row)).unwrap().is_none());
    assert!(
        call!(db, covered, core_files::rows_of_file(linked.file, 0, 10))
            .unwrap()
            .is_empty()
    );
    assert!(matches!(
        call!(db, covered, core_files::placed(linked.file, "place")),
        Err(ChangeError::NotFound)
    ));

    // An answer to another tenant's row is an answer to no row.
    let others = [other];
    let received = call!(db, covered, core_files::receive(&answers(&others, &[]))).unwrap();
    assert!(
        !received.already,
        "another tenant's file with the same digest is another file"
    );
    assert_eq!(received.outcomes, [(AnswerOutcome::Unknown, 1)].into());
    let filter = AnswerFileFilter {
        limit: 10,
        ..AnswerFileFilter::default()
    };
    let files = call!(db, covered, core_files::answer_files(&filter)).unwrap();
    assert_eq!(files.len(), 1);
    assert!(
        call!(db, covered, core_files::answer_file(linked.answers))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, core_files::answer_lines(linked.answers, 0, 10))
            .unwrap()
            .is_empty()
    );

    assert!(
        call!(db, covered, core_files::own_definition(KIND))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, core_files::own_definitions())
            .unwrap()
            .is_empty()
    );
    assert!(call!(db, covered, core_files::editions(KIND)).unwrap().is_empty());
    assert!(
        call!(db, covered, core_files::definition_text(KIND, 1))
            .unwrap()
            .is_none()
    );
    call!(db, covered, core_files::save_definition(KIND, None, None)).unwrap();
    assert!(call!(db, covered, core_files::destinations()).unwrap().is_empty());
    assert!(
        call!(db, covered, core_files::destination(KIND))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, core_files::due_destinations())
            .unwrap()
            .is_empty()
    );
    assert!(matches!(
        call!(db, covered, core_files::looked(KIND, "…", false)),
        Err(ChangeError::NotFound)
    ));
    call!(db, covered, core_files::save_destination(KIND, None)).unwrap();
    call!(db, covered, core_files::see_answers(KIND, "answers.csv", 8, "2")).unwrap();
    call!(db, covered, core_files::forget_answers(KIND, &[])).unwrap();
}

//! Robots' tasks and lists in one tenant, and calls with their ids in the other.

use std::collections::BTreeSet;

use chrono::Duration;
use madoguchi_model::clock::Clock as _;
use madoguchi_model::ids::{ApiClientId, RobotLeaseId, RobotListId, RobotTaskId};
use madoguchi_model::robot_task::{RobotAnswer, RobotListForm};
use madoguchi_store::robot_definitions::RobotSetting;
use madoguchi_store::robot_lists::NewRobotList;
use madoguchi_store::robot_tasks::{Holder, LeaseError, NewLease, NewTasks, TaskFilter};
use madoguchi_store::testing::{Sample, TestDatabase};
use madoguchi_store::{ChangeError, TenantTx, robot_definitions, robot_lists, robot_tasks};
use uuid::Uuid;

use super::calls::call;
use super::full::Ids;

/// Ids of the filled tenant.
pub(crate) struct Robots {
    task: RobotTaskId,
    lease: RobotLeaseId,
    client: ApiClientId,
    listed: RobotTaskId,
    list: RobotListId,
}

const KIND: &str = "sample";

fn tasks<'a>(of: &Sample, hand_off: Uuid, subjects: &'a [String]) -> NewTasks<'a> {
    NewTasks {
        case: of.case.id,
        hand_off,
        kind: KIND,
        title: "入力",
        section: "resident_affairs",
        subjects,
        by_hand: None,
    }
}

fn new_lease(task: RobotTaskId, holder: Holder) -> NewLease {
    NewLease {
        task,
        holder,
        content: [7; 32],
        lease: Duration::minutes(1),
        attempts_allowed: 3,
        back_off_seconds: 60,
        hold_when_lost: false,
    }
}

fn new_list(tx: &TenantTx) -> NewRobotList<'static> {
    NewRobotList {
        kind: KIND,
        title: "入力",
        section: "resident_affairs",
        form: RobotListForm::CsvUtf8,
        name: "robot",
        until: tx.now() + Duration::hours(1),
    }
}

fn setting() -> RobotSetting {
    RobotSetting {
        kind: KIND.into(),
        definition: Some("…".into()),
        active: true,
        attempts: Some(2),
    }
}

/// A row in every table.
pub(crate) async fn fill(tx: &mut TenantTx, here: &Sample, hand_off: Uuid, client: ApiClientId) -> Robots {
    robot_definitions::save(tx, &setting(), None).await.unwrap();
    let subjects = ["person:1".to_owned(), "person:2".to_owned()];
    let planned = robot_tasks::plan(tx, &tasks(here, hand_off, &subjects))
        .await
        .unwrap();
    assert_eq!(planned, 2);
    let ready = robot_tasks::take_ready(tx, KIND, 10).await.unwrap();
    let (task, listed) = (ready[0].task.id, ready[1].task.id);
    let lease = new_lease(task, Holder::Client(client));
    let (lease, _) = robot_tasks::begin(tx, &lease).await.unwrap();
    let new = new_list(tx);
    let (list, _) = robot_lists::create(tx, &new, here.staff[0].id).await.unwrap();
    robot_tasks::begin(tx, &new_lease(listed, Holder::List(list)))
        .await
        .unwrap();
    robot_lists::fill(tx, list, b"list").await.unwrap();
    Robots {
        task,
        lease,
        client,
        listed,
        list,
    }
}

pub(crate) async fn covered(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (robots, by) = (&ids.robots, db.there.staff[0].id);
    let subjects = ["person:1".to_owned()];
    assert!(matches!(
        call!(
            db,
            covered,
            robot_tasks::plan(&tasks(&db.here, ids.hand_off, &subjects))
        ),
        Err(ChangeError::NotFound)
    ));
    assert!(
        call!(db, covered, robot_tasks::take_ready(KIND, 10))
            .unwrap()
            .is_empty()
    );
    let holder = Holder::Client(robots.client);
    let held = (robots.task, robots.lease, holder);
    assert!(matches!(
        call!(db, covered, robot_tasks::begin(&new_lease(robots.task, holder))),
        Err(ChangeError::NotFound)
    ));
    assert!(
        call!(db, covered, robot_tasks::get(robots.task))
            .unwrap()
            .is_none()
    );
    let filter = TaskFilter {
        limit: 10,
        ..TaskFilter::default()
    };
    assert!(call!(db, covered, robot_tasks::list(&filter)).unwrap().is_empty());
    assert!(
        call!(db, covered, robot_tasks::counts("resident_affairs"))
            .unwrap()
            .is_empty()
    );
    let not_found = |error: LeaseError| matches!(error, LeaseError::Change(ChangeError::NotFound));
    assert!(not_found(
        call!(db, covered, robot_tasks::held(robots.task, robots.lease, holder)).unwrap_err()
    ));
    assert!(not_found(
        call!(
            db,
            covered,
            robot_tasks::heartbeat(robots.task, robots.lease, holder)
        )
        .unwrap_err()
    ));
    let done = RobotAnswer::Done("1".into());
    assert!(not_found(
        call!(db, covered, robot_tasks::answer(held, &done, None, by)).unwrap_err()
    ));
    assert!(not_found(
        call!(db, covered, robot_tasks::release(held)).unwrap_err()
    ));
    assert!(matches!(
        call!(db, covered, robot_tasks::note_late(held, &done)),
        Err(ChangeError::NotFound)
    ));
    assert!(matches!(
        call!(db, covered, robot_tasks::set_aside(robots.task, "理由")),
        Err(ChangeError::NotFound)
    ));
    assert!(matches!(
        call!(db, covered, robot_tasks::unchanged(robots.task)),
        Err(ChangeError::NotFound)
    ));
    assert!(matches!(
        call!(db, covered, robot_tasks::take_over(robots.task, 2, by)),
        Err(ChangeError::NotFound)
    ));
    assert!(matches!(
        call!(db, covered, robot_tasks::put_back(robots.task, 2, by)),
        Err(ChangeError::NotFound)
    ));
    assert!(matches!(
        call!(db, covered, robot_tasks::done_by_hand(robots.task, 2, "", by)),
        Err(ChangeError::NotFound)
    ));
    assert!(
        call!(db, covered, robot_tasks::attempts(robots.task))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, robot_tasks::screenshot(robots.task, robots.lease))
            .unwrap()
            .is_none()
    );
    let later = db.clock.now() + Duration::days(1);
    call!(db, covered, robot_tasks::forget_screenshots(later)).unwrap();
    db.clock.advance(Duration::hours(1));
    assert_eq!(call!(db, covered, robot_tasks::expire()).unwrap(), 0);
    of_lists(db, robots, covered).await;
    assert!(call!(db, covered, robot_definitions::all()).unwrap().is_empty());
    call!(db, covered, robot_definitions::save(&setting(), None)).unwrap();
}

async fn of_lists(db: &TestDatabase, robots: &Robots, covered: &mut BTreeSet<String>) {
    assert_ne!(robots.listed, robots.task);
    let tx = db.store.begin(&db.there.scope).await.unwrap();
    let new = new_list(&tx);
    drop(tx);
    let by = db.there.staff[0].id;
    let (_, number) = call!(db, covered, robot_lists::create(&new, by)).unwrap();
    assert_eq!(number, 1, "numbers are each tenant's own");
    assert!(matches!(
        call!(db, covered, robot_lists::fill(robots.list, b"x")),
        Err(ChangeError::NotFound)
    ));
    assert!(
        call!(db, covered, robot_lists::get(robots.list))
            .unwrap()
            .is_none()
    );
    let lists = call!(db, covered, robot_lists::of_section("resident_affairs", 10)).unwrap();
    assert_eq!(lists.len(), 1, "only the one of this tenant");
    assert!(
        call!(db, covered, robot_lists::bytes(robots.list))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, robot_lists::leases(robots.list))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, robot_lists::tasks(robots.list))
            .unwrap()
            .is_empty()
    );
    assert_eq!(call!(db, covered, robot_lists::close_finished()).unwrap(), 1);
}

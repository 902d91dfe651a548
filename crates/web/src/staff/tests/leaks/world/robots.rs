//! What robots have of a protected person's case.

use chrono::TimeDelta;
use madoguchi_link::robots::Definition;
use madoguchi_model::household::Household;
use madoguchi_model::robot_task::RobotListForm;
use madoguchi_model::staff::Role;
use madoguchi_store::robot_definitions::RobotSetting;
use madoguchi_store::robot_lists::NewRobotList;
use madoguchi_store::robot_tasks::{Holder, NewLease, NewTasks};
use madoguchi_store::{hand_offs, robot_definitions, robot_lists, robot_tasks, sections};

use super::super::super::items;
use super::cases::CaseOf;
use crate::testing::TestServer;

/// What robots have of the first case: planned as if nobody were protected, so that only what gives it out can notice.
pub(super) struct Robots {
    pub(super) task: String,
    pub(super) lease: String,
    pub(super) list: String,
}

impl Robots {
    pub(super) async fn new(server: &TestServer, case: &CaseOf, household: &Household) -> Self {
        let here = &server.db.here;
        let item = items(server, &case.path).await.remove(0);
        let mut tx = server.db.store.begin(&here.scope).await.unwrap();
        let section = sections::get(&mut tx, item.section_id).await.unwrap().unwrap();
        let text = Definition::text("sample_national_health")
            .unwrap()
            .replace("\"insurance_pension\"", &format!("\"{}\"", section.code));
        let procedure = &item.procedures[0].procedure;
        let setting = RobotSetting {
            kind: "sample_national_health".into(),
            definition: Some(text.replace("[\"AD-07\",", &format!("[\"{procedure}\", \"AD-07\","))),
            active: true,
            attempts: None,
        };
        robot_definitions::save(&mut tx, &setting, None).await.unwrap();
        let hand_off = hand_offs::of_case(&mut tx, case.id()).await.unwrap().remove(0).id;
        let subjects: Vec<String> = household
            .members
            .iter()
            .map(|member| format!("person:{}", member.id))
            .collect();
        let new = NewTasks {
            case: case.id(),
            hand_off,
            kind: "sample_national_health",
            title: "国民健康保険の異動入力",
            section: &section.code,
            subjects: &subjects,
            by_hand: None,
        };
        robot_tasks::plan(&mut tx, &new).await.unwrap();
        let task = robot_tasks::take_ready(&mut tx, new.kind, 1)
            .await
            .unwrap()
            .remove(0);
        let list = NewRobotList {
            kind: new.kind,
            title: new.title,
            section: new.section,
            form: RobotListForm::CsvUtf8,
            name: "robot",
            until: tx.now() + TimeDelta::days(1),
        };
        let (list, _) = robot_lists::create(&mut tx, &list, here.staff(Role::SectionChief).id)
            .await
            .unwrap();
        let lease = NewLease {
            task: task.task.id,
            holder: Holder::List(list),
            content: [0; 32],
            lease: TimeDelta::days(1),
            attempts_allowed: 3,
            back_off_seconds: 0,
            hold_when_lost: false,
        };
        let (lease, _) = robot_tasks::begin(&mut tx, &lease).await.unwrap();
        tx.commit().await.unwrap();
        Self {
            task: task.task.id.to_string(),
            lease: lease.to_string(),
            list: list.to_string(),
        }
    }
}

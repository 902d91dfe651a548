//! Robots' tasks, from the hand-off to the answer, against a real database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use chrono::TimeDelta;
use madoguchi_jobs::handlers::DeliverHandOff;
use madoguchi_jobs::periodic::{Periodic, RobotLeases};
use madoguchi_jobs::robots::{AnswersError, Given, answer_list, give, give_up, in_force, make_list};
use madoguchi_jobs::{Options, Worker};
use madoguchi_link::robots::{Definition, ResultFault};
use madoguchi_model::api_client::Scope;
use madoguchi_model::hand_off::{HandedProcedure, QueueState};
use madoguchi_model::ids::{ApiClientId, CaseId, ResidentId};
use madoguchi_model::robot_task::{AttemptOutcome, RobotAnswer, RobotListForm, RobotTaskState};
use madoguchi_model::staff::Role;
use madoguchi_store::api_clients::{self, ClientSettings};
use madoguchi_store::case_events::CaseEventKind;
use madoguchi_store::hand_offs::SectionHandOff;
use madoguchi_store::protective_measures::NewMeasure;
use madoguchi_store::robot_definitions::{self, RobotSetting};
use madoguchi_store::robot_tasks::{self, Holder, LeaseError, RobotTask, TaskFilter};
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{TenantTx, case_events, cases, hand_offs, protective_measures, queue, robot_lists};

const KIND: &str = "sample_national_health";

/// A municipality whose second section's core system is typed into by robots.
struct World {
    db: TestDatabase,
    robot: ApiClientId,
}

impl World {
    /// `definition` may change the program's definition.
    async fn new(definition: impl Fn(String) -> String) -> Self {
        let db = TestDatabase::new().await;
        let text = Definition::text(KIND)
            .unwrap()
            .replace("\"insurance_pension\"", "\"national_health_insurance\"");
        let mut tx = db.store.begin(&db.here.scope).await.unwrap();
        let setting = RobotSetting {
            kind: KIND.into(),
            definition: Some(definition(text)),
            active: true,
            attempts: None,
        };
        robot_definitions::save(&mut tx, &setting, None).await.unwrap();
        let settings = ClientSettings {
            name: "国保のロボット".into(),
            purpose: "試験".into(),
            role: Role::BackOffice,
            section_id: db.here.sections[1].id,
            scopes: vec![Scope::Robots],
            requests_per_minute: 100,
            active: true,
        };
        let by = db.here.staff(Role::Administrator).id;
        let robot = api_clients::create(&mut tx, &settings, by).await.unwrap();
        tx.commit().await.unwrap();
        Self { db, robot }
    }

    async fn begin(&self) -> TenantTx {
        self.db.store.begin(&self.db.here.scope).await.unwrap()
    }

    fn members(&self) -> Vec<ResidentId> {
        self.db
            .here
            .household
            .members
            .iter()
            .map(|member| member.id)
            .collect()
    }

    /// Hands the case to the second section for these people.
    async fn hand_off(&self, case: CaseId, residents: &[ResidentId]) {
        let mut tx = self.begin().await;
        let version = cases::get(&mut tx, case).await.unwrap().unwrap().version;
        let items = [SectionHandOff {
            section_id: self.db.here.sections[1].id,
            procedures: vec![HandedProcedure {
                procedure: "TK-03".into(),
                name: "国民健康保険の住所変更".into(),
                residents: residents.to_vec(),
            }],
        }];
        let by = self.db.here.staff(Role::FrontDesk).id;
        hand_offs::create(&mut tx, case, version, &items, by)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Worker::new(self.db.store.clone(), Options::default())
            .with_handler(DeliverHandOff)
            .round()
            .await;
    }

    async fn tasks(&self) -> Vec<RobotTask> {
        let filter = TaskFilter {
            limit: 100,
            ..TaskFilter::default()
        };
        robot_tasks::list(&mut self.begin().await, &filter).await.unwrap()
    }

    async fn states(&self) -> Vec<RobotTaskState> {
        self.tasks().await.iter().map(|task| task.state).collect()
    }

    async fn lease(&self, most: u32) -> Vec<Given> {
        let mut tx = self.begin().await;
        robot_tasks::expire(&mut tx).await.unwrap();
        let mut given = Vec::new();
        for one in in_force(&mut tx).await.unwrap() {
            if one.active {
                let lease = TimeDelta::seconds(one.definition.lease_seconds.into());
                let holder = Holder::Client(self.robot);
                given = give(&mut tx, &one.definition, holder, lease, most, |_| true)
                    .await
                    .unwrap();
            }
        }
        tx.commit().await.unwrap();
        given
    }

    async fn answer(&self, given: &Given, answer: RobotAnswer) -> Result<RobotTask, LeaseError> {
        let mut tx = self.begin().await;
        let held = (given.task.id, given.lease, Holder::Client(self.robot));
        let by = self.db.here.staff(Role::BackOffice).id;
        let answered = robot_tasks::answer(&mut tx, held, &answer, None, by).await;
        // A refusal changes nothing; ended here, it holds no lock while others ask.
        tx.commit().await.unwrap();
        answered
    }

    async fn work(&self, case: CaseId) -> QueueState {
        queue::of_case(&mut self.begin().await, case).await.unwrap()[0].state
    }

    async fn events(&self, case: CaseId) -> Vec<CaseEventKind> {
        let events = case_events::list(&mut self.begin().await, case).await.unwrap();
        events.iter().map(|event| event.kind).collect()
    }

    fn advance(&self, seconds: i64) {
        self.db.clock.advance(TimeDelta::seconds(seconds));
    }
}

fn done(number: &str) -> RobotAnswer {
    RobotAnswer::Done(number.into())
}

#[tokio::test]
async fn what_robots_type_brings_the_work_to_provisional() {
    let world = World::new(|text| text).await;
    let case = world.db.here.case.id;
    world.hand_off(case, &world.members()[..2]).await;
    assert_eq!(world.states().await, [RobotTaskState::Waiting; 2]);
    let given = world.lease(10).await;
    assert_eq!(given.len(), 2);
    assert!(world.lease(10).await.is_empty(), "nothing is given twice");
    let name = given[0].fields.iter().find(|field| field.name == "name").unwrap();
    assert_eq!(name.value, world.db.here.household.members[0].names.name.written);
    assert!(!given[0].maybe_typed && given[0].corrects_number.is_empty());
    world.answer(&given[0], done("K-1")).await.unwrap();
    assert_eq!(world.work(case).await, QueueState::Received, "one is left");
    world.answer(&given[1], done("K-2")).await.unwrap();
    assert_eq!(world.work(case).await, QueueState::Provisional);
    let twice = world.answer(&given[1], done("K-3")).await;
    assert!(matches!(twice, Err(LeaseError::Lost)));
    let numbers: Vec<String> = world
        .tasks()
        .await
        .into_iter()
        .map(|task| task.core_number)
        .collect();
    assert_eq!(numbers, ["K-1", "K-2"]);
    // Anybody of the section takes it to complete it.
    let mut tx = world.begin().await;
    let item = queue::of_case(&mut tx, case).await.unwrap().remove(0);
    let by = world.db.here.staff(Role::BackOffice).id;
    queue::take(&mut tx, item.id, item.version, by).await.unwrap();
    queue::complete(&mut tx, item.id, item.version + 1, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(world.events(case).await.contains(&CaseEventKind::RobotTyped));
}

#[tokio::test]
async fn a_silent_robot_loses_its_task_and_another_is_told_to_look_first() {
    let world = World::new(|text| text).await;
    world.hand_off(world.db.here.case.id, &world.members()[..1]).await;
    let first = world.lease(1).await.remove(0);
    // A heartbeat makes it last.
    world.advance(100);
    let mut tx = world.begin().await;
    let holder = Holder::Client(world.robot);
    robot_tasks::heartbeat(&mut tx, first.task.id, first.lease, holder)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.advance(100);
    assert!(world.lease(1).await.is_empty());
    world.advance(21);
    let late = world.answer(&first, done("K-1")).await;
    assert!(matches!(late, Err(LeaseError::Lost)), "its time is over");
    let second = world.lease(1).await.remove(0);
    assert!(second.maybe_typed);
    assert_ne!(second.lease, first.lease);
    let late = world.answer(&first, done("K-1")).await;
    assert!(matches!(late, Err(LeaseError::Lost)), "another has it");
    world.answer(&second, done("K-2")).await.unwrap();
    let mut tx = world.begin().await;
    let attempts = robot_tasks::attempts(&mut tx, first.task.id).await.unwrap();
    let outcomes: Vec<_> = attempts.iter().filter_map(|one| Some(one.ended?.1)).collect();
    assert_eq!(outcomes, [AttemptOutcome::Expired, AttemptOutcome::Done]);
}

#[tokio::test]
async fn what_was_typed_after_all_is_held_before_it_is_typed_again() {
    let world = World::new(|text| text).await;
    world.hand_off(world.db.here.case.id, &world.members()[..1]).await;
    let given = world.lease(1).await.remove(0);
    world.advance(121);
    RobotLeases
        .run(&world.db.store, &world.db.here.scope)
        .await
        .unwrap();
    assert_eq!(world.states().await, [RobotTaskState::Waiting]);
    let mut tx = world.begin().await;
    let held = (given.task.id, given.lease, Holder::Client(world.robot));
    robot_tasks::note_late(&mut tx, held, &done("K-1")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.states().await, [RobotTaskState::Held]);
    let mut tx = world.begin().await;
    let attempts = robot_tasks::attempts(&mut tx, given.task.id).await.unwrap();
    assert_eq!(attempts[0].core_number, "K-1");
}

#[tokio::test]
async fn a_screen_that_takes_everything_twice_has_lost_tasks_held() {
    let world = World::new(|text| text.replace("when_lost = \"again\"", "when_lost = \"hold\"")).await;
    world.hand_off(world.db.here.case.id, &world.members()[..1]).await;
    world.lease(1).await;
    world.advance(121);
    assert!(world.lease(1).await.is_empty());
    assert_eq!(world.states().await, [RobotTaskState::Held]);
}

#[tokio::test]
async fn failures_wait_longer_each_time_and_then_a_person_decides() {
    let world = World::new(|text| text).await;
    let case = world.db.here.case.id;
    world.hand_off(case, &world.members()[..1]).await;
    let fail = || RobotAnswer::Failed("画面が開きません".into());
    for wait in [60, 120] {
        let given = world.lease(1).await.remove(0);
        world.answer(&given, fail()).await.unwrap();
        world.advance(wait - 1);
        assert!(world.lease(1).await.is_empty(), "it waits {wait} seconds");
        world.advance(1);
    }
    let given = world.lease(1).await.remove(0);
    let task = world.answer(&given, fail()).await.unwrap();
    assert_eq!((task.state, task.attempts), (RobotTaskState::Held, 3));
    assert!(world.events(case).await.contains(&CaseEventKind::RobotHeld));

    // Back to the robots with all attempts; taken over while one has it; entered by a person.
    let by = world.db.here.staff(Role::BackOffice).id;
    let mut tx = world.begin().await;
    robot_tasks::put_back(&mut tx, task.id, task.version, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let given = world.lease(1).await.remove(0);
    let now = world.tasks().await.remove(0);
    let mut tx = world.begin().await;
    assert!(
        robot_tasks::take_over(&mut tx, now.id, now.version - 1, by)
            .await
            .is_err(),
        "an old page"
    );
    robot_tasks::take_over(&mut tx, now.id, now.version, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let lost = world.answer(&given, done("K-1")).await;
    assert!(matches!(lost, Err(LeaseError::Lost)));
    assert!(world.lease(1).await.is_empty());
    let now = world.tasks().await.remove(0);
    let mut tx = world.begin().await;
    robot_tasks::done_by_hand(&mut tx, now.id, now.version, "K-9", by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.work(case).await, QueueState::Provisional);
}

#[tokio::test]
async fn nothing_of_a_protected_persons_case_goes_to_a_robot() {
    let world = World::new(|text| text).await;
    let here = &world.db.here;
    let case = here.case.id;
    world.hand_off(case, &world.members()).await;
    // Protected between the hand-off and the robot.
    let mut tx = world.begin().await;
    let new = NewMeasure {
        resident: world.members()[1],
        members: Vec::new(),
        from: tx.today(),
        consulted: String::new(),
        remark: String::new(),
        reason: "申出".into(),
    };
    let by = here.staff(Role::SectionChief).id;
    protective_measures::register(&mut tx, &new, by).await.unwrap();
    tx.commit().await.unwrap();
    assert!(world.lease(10).await.is_empty());
    assert_eq!(world.states().await, [RobotTaskState::ByHand; 4]);
    assert!(world.events(case).await.contains(&CaseEventKind::RobotByHand));
    // A person who gives it back changes nothing.
    let task = world.tasks().await.remove(0);
    let mut tx = world.begin().await;
    let by = here.staff(Role::BackOffice).id;
    robot_tasks::put_back(&mut tx, task.id, task.version, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(world.lease(10).await.is_empty());
    assert_eq!(world.states().await, [RobotTaskState::ByHand; 4]);
}

/// The section sends the case back.
async fn send_back(world: &World) {
    let by = world.db.here.staff(Role::BackOffice).id;
    let mut tx = world.begin().await;
    let item = queue::of_case(&mut tx, world.db.here.case.id)
        .await
        .unwrap()
        .remove(0);
    let version = if item.assignee.is_none() {
        queue::take(&mut tx, item.id, item.version, by).await.unwrap();
        item.version + 1
    } else {
        item.version
    };
    queue::send_back(&mut tx, item.id, version, by, "理由")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(
        world.lease(10).await.is_empty(),
        "nothing of an open case is given"
    );
    world.advance(1);
}

/// The section sends the case back, and the counter hands it off again.
async fn again(world: &World, residents: &[ResidentId]) {
    send_back(world).await;
    world.hand_off(world.db.here.case.id, residents).await;
}

#[tokio::test]
async fn a_later_hand_off_drops_what_waits_and_corrects_what_was_typed() {
    let world = World::new(|text| text).await;
    let people = world.members();
    world.hand_off(world.db.here.case.id, &people[..2]).await;
    let first = world.lease(1).await.remove(0);
    world.answer(&first, done("K-1")).await.unwrap();
    again(&world, &people[1..3]).await;
    // Of the first person something was typed that the hand-off does not have any more; the second was never typed.
    let states = world.states().await;
    assert_eq!(states[..2], [RobotTaskState::Done, RobotTaskState::Dropped]);
    let mut later = states[2..].to_vec();
    later.sort();
    assert_eq!(
        later,
        [
            RobotTaskState::Waiting,
            RobotTaskState::Waiting,
            RobotTaskState::ByHand
        ]
    );
    let gone = world
        .tasks()
        .await
        .into_iter()
        .find(|task| task.state == RobotTaskState::ByHand)
        .unwrap();
    assert_eq!(gone.corrects, Some(first.task.id));

    // Handed off with the first person again: that content is known, and a change of the rest is a correction.
    again(&world, &people[..1]).await;
    assert!(world.lease(10).await.is_empty(), "it says what was typed");
    let newest = world.tasks().await.pop().unwrap();
    assert_eq!(newest.state, RobotTaskState::Unchanged);
    assert_eq!(world.work(world.db.here.case.id).await, QueueState::Provisional);
}

#[tokio::test]
async fn a_correction_tells_the_number_of_what_it_corrects() {
    let world = World::new(|text| text).await;
    let people = world.members();
    world.hand_off(world.db.here.case.id, &people[..1]).await;
    let first = world.lease(1).await.remove(0);
    world.answer(&first, done("K-1")).await.unwrap();
    send_back(&world).await;
    // The counter finds that they moved on another day.
    let by = world.db.here.staff(Role::FrontDesk).id;
    let mut tx = world.begin().await;
    let mut case = cases::get(&mut tx, world.db.here.case.id).await.unwrap().unwrap();
    case.moved_on = Some(case.filed_on);
    cases::update(&mut tx, &case, by).await.unwrap();
    tx.commit().await.unwrap();
    world.hand_off(case.id, &people[..1]).await;
    let second = world.lease(1).await.remove(0);
    assert_eq!(second.corrects_number, "K-1");
    let change = second.fields.iter().find(|field| field.name == "change").unwrap();
    assert_eq!(change.value, "2");
}

#[tokio::test]
async fn an_officer_who_enters_everything_leaves_nothing_to_robots() {
    let world = World::new(|text| text).await;
    let case = world.db.here.case.id;
    world.hand_off(case, &world.members()[..2]).await;
    let given = world.lease(1).await.remove(0);
    let by = world.db.here.staff(Role::BackOffice).id;
    let mut tx = world.begin().await;
    let item = queue::of_case(&mut tx, case).await.unwrap().remove(0);
    queue::take(&mut tx, item.id, item.version, by).await.unwrap();
    queue::enter_provisionally(&mut tx, item.id, item.version + 1, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.states().await, [RobotTaskState::DoneByHand; 2]);
    let lost = world.answer(&given, done("K-1")).await;
    assert!(matches!(lost, Err(LeaseError::Lost)));
}

#[tokio::test]
async fn a_definition_that_is_not_used_gives_no_tasks() {
    let world = World::new(|text| text).await;
    let mut tx = world.begin().await;
    let mut setting = robot_definitions::all(&mut tx).await.unwrap().remove(0);
    setting.active = false;
    robot_definitions::save(&mut tx, &setting, None).await.unwrap();
    tx.commit().await.unwrap();
    world.hand_off(world.db.here.case.id, &world.members()).await;
    assert!(world.tasks().await.is_empty());
}

/// The list's file with the answers that a robot fills in, as CSV.
fn filled(bytes: &[u8], answers: &[&str]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut lines = text.lines();
    let mut filled = format!("{}\r\n", lines.next().unwrap());
    for (line, answer) in lines.zip(answers) {
        let line = line.strip_suffix("\"\",\"\",\"\"").unwrap();
        filled.push_str(line);
        filled.push_str(answer);
        filled.push_str("\r\n");
    }
    filled.into_bytes()
}

#[tokio::test]
async fn a_list_goes_out_and_comes_back_all_or_nothing() {
    let world = World::new(|text| text).await;
    let case = world.db.here.case.id;
    world.hand_off(case, &world.members()).await;
    let by = world.db.here.staff(Role::BackOffice).id;
    let mut tx = world.begin().await;
    let definition = in_force(&mut tx).await.unwrap().remove(0).definition;
    // The sample's family name has a variation selector, which Shift_JIS lacks.
    let none = make_list(&mut tx, &definition, RobotListForm::CsvShiftJis, by)
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(none.lacking, 4);
    tx.roll_back().await.unwrap();
    let mut tx = world.begin().await;
    let made = make_list(&mut tx, &definition, RobotListForm::CsvUtf8, by)
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!((made.tasks, made.lacking), (4, 0));
    assert!(world.lease(10).await.is_empty(), "the list holds them");
    let mut tx = world.begin().await;
    let list = robot_lists::get(&mut tx, made.id).await.unwrap().unwrap();
    let bytes = robot_lists::bytes(&mut tx, made.id).await.unwrap().unwrap();

    let wrong = filled(
        &bytes,
        &[
            "\"済\",\"K-1\",\"\"",
            "\"済\",\"\",\"\"",
            "\"\",\"\",\"\"",
            "\"\",\"\",\"\"",
        ],
    );
    let refused = answer_list(&mut tx, &list, &wrong, by).await.unwrap_err();
    let AnswersError::File(ResultFault::Lines(lines)) = refused else {
        panic!("one line is wrong");
    };
    assert_eq!(lines.iter().map(|line| line.line).collect::<Vec<_>>(), [3]);
    tx.roll_back().await.unwrap();
    assert_eq!(
        world.states().await,
        [RobotTaskState::Leased; 4],
        "nothing was applied"
    );

    let some = filled(
        &bytes,
        &[
            "\"済\",\"K-1\",\"\"",
            "\"不受理\",\"\",\"資格なし\"",
            "\"失敗\",\"\",\"画面が開かない\"",
            "\"\",\"\",\"\"",
        ],
    );
    let mut tx = world.begin().await;
    assert_eq!(answer_list(&mut tx, &list, &some, by).await.unwrap(), 3);
    tx.commit().await.unwrap();
    assert_eq!(
        world.states().await,
        [
            RobotTaskState::Done,
            RobotTaskState::Refused,
            RobotTaskState::Waiting,
            RobotTaskState::Leased
        ]
    );
    let mut tx = world.begin().await;
    assert_eq!(
        answer_list(&mut tx, &list, &some, by).await.unwrap(),
        0,
        "the same once more"
    );
    assert_eq!(give_up(&mut tx, made.id).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(
        world.states().await,
        [
            RobotTaskState::Done,
            RobotTaskState::Refused,
            RobotTaskState::Waiting,
            RobotTaskState::Waiting
        ]
    );
    let mut tx = world.begin().await;
    assert!(
        robot_lists::bytes(&mut tx, made.id).await.unwrap().is_none(),
        "closed"
    );
}

#[tokio::test]
async fn a_list_that_is_not_answered_gives_its_tasks_back() {
    let world = World::new(|text| text).await;
    world.hand_off(world.db.here.case.id, &world.members()[..1]).await;
    let by = world.db.here.staff(Role::BackOffice).id;
    let mut tx = world.begin().await;
    let definition = in_force(&mut tx).await.unwrap().remove(0).definition;
    let made = make_list(&mut tx, &definition, RobotListForm::Xlsx, by)
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    world.advance(24 * 3_600 + 1);
    RobotLeases
        .run(&world.db.store, &world.db.here.scope)
        .await
        .unwrap();
    assert_eq!(world.states().await, [RobotTaskState::Waiting]);
    let mut tx = world.begin().await;
    let list = robot_lists::get(&mut tx, made.id).await.unwrap().unwrap();
    assert!(list.closed_at.is_some());
}

//! Protected people of every kind, and everything that hangs on them.

mod imported;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use madoguchi_link::robots::Definition;
use madoguchi_model::api_client::Scope;
use madoguchi_model::household::Household;
use madoguchi_model::ids::{CaseId, HouseholdId, IndividualNumberId, JobId, OverlayId, ResidentId, StaffId};
use madoguchi_model::link_event::EventKind;
use madoguchi_model::prepared_case::Attachment;
use madoguchi_model::protection::SuppressionKind;
use madoguchi_model::resident::{ProtectiveMeasure, SchoolEnrolment};
use madoguchi_model::robot_task::RobotListForm;
use madoguchi_model::staff::Role;
use madoguchi_store::core_files::{NewAnswers, NewCoreFile, NewRows, RowFilter, WrittenRow};
use madoguchi_store::individual_numbers::{NewNumber, Sealed};
use madoguchi_store::overlays::Content;
use madoguchi_store::perpetrators::NewPerpetrator;
use madoguchi_store::portal_notices::{NewDocument, NoticeFilter};
use madoguchi_store::robot_definitions::RobotSetting;
use madoguchi_store::robot_lists::NewRobotList;
use madoguchi_store::robot_tasks::{Holder, NewLease, NewTasks};
use madoguchi_store::suppressions::NewSuppression;
use madoguchi_store::testing::{household, past_address};
use madoguchi_store::webhooks::{DeliveryFilter, EndpointState, NewEndpoint};
use madoguchi_store::{
    applications, core_files, emergency_accesses, hand_offs, individual_numbers, jobs, load, overlays,
    perpetrators, portal_notices, print_releases, protective_measures, robot_definitions, robot_lists,
    robot_tasks, sections, suppressions, webhooks,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::super::cards::{Counter, TestCard};
use super::super::notices::{prepared_of, zipped};
use super::super::{batches, hand_off, interview, items, moving, received_for, send, sign_all};
use crate::api::tests::Program;
use crate::testing::{Browser, TestServer};

/// Stands in every address that must not be seen; in no other text of the product.
pub(super) const SECRET: &str = "秘所";

/// Protected people's family name.
pub(super) const NAME: &str = "秘匿";

/// The telephone number of protected people.
pub(super) const PHONE: &str = "090-0000-5551";

pub(super) struct World {
    counter: Counter,
    cases: Vec<CaseOf>,
    residents: Vec<ResidentId>,
    card: String,
    batch: String,
    settings: Settings,
    register: Register,
    /// An import of a file with protected people in it, and where such files come from.
    imported: imported::Imported,
    /// What protected people told beforehand: with and without a birth date.
    notices: Vec<String>,
    core: Core,
    robots: Robots,
}

/// A file for a core system that was made before anybody in it was protected, and what hangs on it.
struct Core {
    file: String,
    answers: String,
    rows: Vec<String>,
}

/// What robots have of the first case: planned as if nobody were protected, so that only what gives it out can notice.
struct Robots {
    task: String,
    lease: String,
    list: String,
}

/// What the section in charge keeps.
struct Register {
    measures: Vec<String>,
    perpetrator: String,
    suppression: String,
    emergency: String,
}

/// One case of protected people, with the ids of what belongs to it.
struct CaseOf {
    path: String,
    applications: Vec<String>,
    prints: Vec<String>,
    readings: Vec<String>,
    numbers: Vec<String>,
    items: Vec<String>,
}

/// Things that know nobody, so that their routes are tested too.
struct Settings {
    overlay: String,
    /// Papers and fonts of the municipality hold nobody's data: an id of none of them.
    nothing: String,
    job: String,
    /// A receiver of events, and events of the cases.
    receiver: String,
    events: Vec<String>,
}

impl World {
    pub(super) async fn new() -> Self {
        let counter = Counter::new().await;
        let server = &counter.server;
        receiver(server).await;
        let households = households(server).await;
        let register = Register::new(server, &households).await;
        let mut desk = server.signed_in(Role::FrontDesk).await;
        let mut cases = vec![
            handed_off(server, &mut desk, &households[0]).await,
            open(&counter, &mut desk, &households[1]).await,
            moving_in(server, &mut desk).await,
        ];
        let batch = batch(server, &mut desk).await;
        let card = card(&counter, &mut desk, &households[0]).await;
        let settings = Settings::new(server).await;
        for case in &mut cases {
            case.load(server).await;
        }
        let core = Core::new(server, &cases[0]).await;
        let robots = Robots::new(server, &cases[0], &households[0]).await;
        let residents = households.iter().flat_map(|household| &household.members);
        let world = Self {
            residents: residents.map(|member| member.id).collect(),
            cases,
            card,
            batch,
            imported: imported::Imported::new(server, &households[0]).await,
            notices: notices(server, &households[0]).await,
            settings,
            register,
            core,
            robots,
            counter,
        };
        world.unlift().await;
        world
    }

    pub(super) fn server(&self) -> &TestServer {
        &self.counter.server
    }

    /// Somebody with a role; the back office is of the section that the first case was handed to.
    pub(super) async fn signed_in(&self, role: Role) -> Browser {
        let server = self.server();
        if role == Role::BackOffice {
            let item = items(server, &self.cases[0].path).await.remove(0);
            return super::super::office(server, item.section_id).await;
        }
        server.signed_in(role).await
    }

    /// A program that may do everything a program may, in the section that the first case was handed to.
    pub(super) async fn program(&self, role: Role) -> Program {
        let item = items(self.server(), &self.cases[0].path).await.remove(0);
        Program::with(self.server(), role, item.section_id, &Scope::ALL).await
    }

    /// A chief lifts the measure in every case.
    pub(super) async fn lift(&self) {
        let mut chief = self.server().signed_in(Role::SectionChief).await;
        for case in &self.cases {
            lift(&mut chief, &case.path).await;
        }
    }

    async fn unlift(&self) {
        let mut chief = self.server().signed_in(Role::SectionChief).await;
        for case in &self.cases {
            let path = format!("{}/protection-lift/end", case.path);
            chief.post(&path, &[]).await.is(303);
        }
    }

    /// Searches by where somebody lives or can be called: nobody protected is found by them.
    pub(super) fn searches_by_place() -> Vec<String> {
        ["本町一丁目", "本町1-2", "本町一丁目2番3号", PHONE]
            .map(|typed| format!("/residents?q={typed}"))
            .into()
    }

    /// Pages with a query: searches by who somebody is, and what a card fills in.
    pub(super) fn queries(&self) -> Vec<String> {
        let mut all: Vec<String> = ["かくれ", "秘匿", "S59.4.2"]
            .map(|typed| format!("/residents?q={typed}"))
            .into();
        let (resident, card) = (self.residents[0], &self.card);
        all.push(format!("/cases/new?resident={resident}&card={card}"));
        all.push(format!("/cases/new?arriving=1&card={card}"));
        all.push(format!("/cases/new?arriving=1&resident={resident}&card={card}"));
        for notice in &self.notices {
            all.push(format!("/cases/new?resident={resident}&notice={notice}"));
            all.push(format!("/cases/new?arriving=1&notice={notice}"));
        }
        all.extend(self.cases.iter().flat_map(|case| {
            case.readings
                .iter()
                .map(|reading| format!("{}/reception?card={reading}", case.path))
        }));
        all
    }

    /// The parameters of paths, thing by thing.
    pub(super) fn things(&self) -> Vec<BTreeMap<&'static str, Vec<String>>> {
        let here = &self.server().db.here;
        let mut things: Vec<_> = self.cases.iter().map(CaseOf::values).collect();
        things.push(BTreeMap::from([(
            "{resident_id}",
            self.residents.iter().map(ToString::to_string).collect(),
        )]));
        things.push(BTreeMap::from([
            ("{reading_id}", vec![self.card.clone()]),
            ("{which}", vec!["name.png".into(), "address.png".into()]),
        ]));
        things.push(BTreeMap::from([
            ("{batch_id}", vec![self.batch.clone()]),
            ("{part}", vec!["1".into()]),
        ]));
        things.push(BTreeMap::from([
            ("{robot_task_id}", vec![self.robots.task.clone()]),
            ("{robot_attempt_id}", vec![self.robots.lease.clone()]),
            ("{robot_list_id}", vec![self.robots.list.clone()]),
        ]));
        things.push(BTreeMap::from([
            ("{measure_id}", self.register.measures.clone()),
            ("{perpetrator_id}", vec![self.register.perpetrator.clone()]),
            ("{suppression_id}", vec![self.register.suppression.clone()]),
            ("{access_id}", vec![self.register.emergency.clone()]),
        ]));
        things.push(BTreeMap::from([
            ("{staff_id}", vec![here.staff(Role::FrontDesk).id.to_string()]),
            ("{section_id}", vec![here.sections[0].id.to_string()]),
            ("{day}", vec!["2026-01-01".into()]),
            ("{overlay_id}", vec![self.settings.overlay.clone()]),
            ("{procedure_id}", vec!["TK-01".into()]),
            ("{own_form_id}", vec![self.settings.nothing.clone()]),
            ("{page}", vec!["1".into(), "1.svg".into()]),
            ("{font_id}", vec![self.settings.nothing.clone()]),
            ("{job_id}", vec![self.settings.job.clone()]),
            ("{api_client_id}", vec![self.settings.nothing.clone()]),
            ("{api_key_id}", vec![self.settings.nothing.clone()]),
            ("{notice_id}", self.notices.clone()),
            ("{attachment}", vec!["1".into()]),
            ("{procedure}", vec!["TK-01".into()]),
            ("{run_id}", vec![self.imported.run.clone()]),
            ("{layout_id}", vec![self.settings.nothing.clone()]),
            ("{source_id}", vec![self.imported.source.clone()]),
            ("{name}", vec!["residents".into()]),
            ("{portal_id}", vec![self.settings.nothing.clone()]),
            ("{mapping_id}", vec![self.settings.nothing.clone()]),
            ("{event_receiver_id}", vec![self.settings.receiver.clone()]),
            ("{event_id}", self.settings.events.clone()),
        ]));
        things.push(BTreeMap::from([
            ("{core_kind}", vec!["move_notice".into()]),
            ("{core_file_id}", vec![self.core.file.clone()]),
            ("{answer_file_id}", vec![self.core.answers.clone()]),
            ("{core_row_id}", self.core.rows.clone()),
            ("{points}", vec!["8FBB-E0100".into()]),
        ]));
        let kinds = [
            "off-hours",
            "searches",
            "person",
            "protected",
            "near",
            "after-end",
            "lifts",
            "prints",
        ];
        things.push(BTreeMap::from([("{kind}", kinds.map(str::to_owned).to_vec())]));
        things
    }
}

impl CaseOf {
    fn new(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            applications: Vec::new(),
            prints: Vec::new(),
            readings: Vec::new(),
            numbers: Vec::new(),
            items: Vec::new(),
        }
    }

    fn id(&self) -> CaseId {
        self.path.rsplit('/').next().unwrap().parse().unwrap()
    }

    /// Everything that the case has by now.
    async fn load(&mut self, server: &TestServer) {
        let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
        let made = applications::of_case(&mut tx, self.id()).await.unwrap();
        self.applications = made.iter().map(|made| made.id.to_string()).collect();
        let prints = print_releases::of_case(&mut tx, self.id()).await.unwrap();
        self.prints = prints.iter().map(|print| print.id.to_string()).collect();
        let found = items(server, &self.path).await;
        self.items = found.iter().map(|item| item.id.to_string()).collect();
    }

    fn values(&self) -> BTreeMap<&'static str, Vec<String>> {
        let files = ["document.pdf", "signature.p7s"].map(str::to_owned).to_vec();
        let all = [
            ("{case_id}", vec![self.id().to_string()]),
            ("{application_id}", self.applications.clone()),
            ("{print_id}", self.prints.clone()),
            ("{reading_id}", self.readings.clone()),
            ("{number_id}", self.numbers.clone()),
            ("{queue_item_id}", self.items.clone()),
            ("{version}", vec!["1".into()]),
            ("{page}", vec!["1.svg".into()]),
            ("{which}", vec!["name.png".into(), "address.png".into()]),
            ("{file}", files),
        ];
        all.into_iter().filter(|(_, values)| !values.is_empty()).collect()
    }
}

impl Robots {
    async fn new(server: &TestServer, case: &CaseOf, household: &Household) -> Self {
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

impl Register {
    async fn new(server: &TestServer, households: &[Household]) -> Self {
        let here = &server.db.here;
        let (desk, chief) = (here.staff(Role::FrontDesk).id, here.staff(Role::SectionChief).id);
        let mut tx = server.db.store.begin(&here.scope).await.unwrap();
        let measures = protective_measures::list(&mut tx, false, 100).await.unwrap();
        let new = NewPerpetrator {
            name: "見本\u{3000}相手".into(),
            kana: String::new(),
            birth_date: None,
            address: "見本県となり町".into(),
            relation: "元配偶者".into(),
            resident_id: None,
        };
        let perpetrator = perpetrators::add(&mut tx, measures[0].id, &new, chief)
            .await
            .unwrap();
        let person = households[0].members[0].id;
        let new = NewSuppression {
            resident: person,
            kind: SuppressionKind::Inquiries,
            reason: "例".into(),
            from: tx.today(),
            until: None,
        };
        let suppression = suppressions::create(&mut tx, &new, chief).await.unwrap();
        let emergency = emergency_accesses::open(&mut tx, person, desk, "例", TimeDelta::minutes(10))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        // It is over before anybody of the test looks.
        server.db.clock.advance(TimeDelta::minutes(11));
        Self {
            measures: measures.iter().map(|measure| measure.id.to_string()).collect(),
            perpetrator: perpetrator.to_string(),
            suppression: suppression.to_string(),
            emergency: emergency.to_string(),
        }
    }
}

impl Core {
    async fn new(server: &TestServer, case: &CaseOf) -> Self {
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

impl Settings {
    async fn new(server: &TestServer) -> Self {
        let by = server.db.here.staff(Role::Administrator).id;
        let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
        let content = Content {
            title: "例",
            text: "title = \"例\"",
            hash: "hash",
        };
        let overlay = overlays::create(&mut tx, content, by).await.unwrap();
        let job = dead_job(&mut tx).await;
        let newest = DeliveryFilter {
            limit: 3,
            ..DeliveryFilter::default()
        };
        let told = webhooks::deliveries(&mut tx, &newest).await.unwrap();
        tx.commit().await.unwrap();
        Self {
            receiver: told[0].endpoint.to_string(),
            events: told.iter().map(|one| one.event.to_string()).collect(),
            overlay: overlay.to_string(),
            nothing: OverlayId::new(&*server.state.clock, &*server.state.entropy).to_string(),
            job: job.to_string(),
        }
    }
}

/// Somebody who is told of everything.
async fn receiver(server: &TestServer) {
    let kinds: Vec<EventKind> = EventKind::told().collect();
    let new = NewEndpoint {
        url: "https://receiver.example.jp/",
        description: "例",
        kinds: &kinds,
        state: EndpointState::Active,
    };
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    webhooks::create_endpoint(&mut tx, Uuid::from_u128(7), &new, b"sealed", None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Two notices of a protected person: one with a birth date, one with the name alone. Both tell the address.
async fn notices(server: &TestServer, household: &Household) -> Vec<String> {
    let member = &household.members[1];
    let mut cases = Vec::new();
    for (number, birth_date) in [("N-1", Some(member.birth_date.clone())), ("N-2", None)] {
        let mut case = prepared_of(&member.names.name.written);
        case.receipt_number = number.into();
        case.people[0].birth_date = birth_date;
        case.former_address = Some(member.address.clone());
        case.new_address = Some(member.address.clone());
        case.phone = PHONE.into();
        case.others
            .insert("ひとこと".into(), format!("{SECRET}から来ます"));
        case.attachments = vec![Attachment {
            name: format!("{SECRET}.txt"),
            digest: madoguchi_link::hex(&Sha256::digest(SECRET)),
            bytes: SECRET.len() as u64,
        }];
        cases.push(case);
    }
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let document = NewDocument {
        name: "one_stop_visit",
        digest: "00",
        bytes: &zipped(&[("1.txt", SECRET.as_bytes())]),
        by: None,
    };
    portal_notices::receive(&mut tx, &document, &cases).await.unwrap();
    let filter = NoticeFilter {
        limit: 9,
        ..NoticeFilter::default()
    };
    let found = portal_notices::list(&mut tx, &filter).await.unwrap();
    tx.commit().await.unwrap();
    found.iter().map(|notice| notice.id.to_string()).collect()
}

/// A job that was given up, as the administrator's page lists it.
async fn dead_job(tx: &mut madoguchi_store::TenantTx) -> JobId {
    jobs::enqueue(tx, "none", &json!({}), None).await.unwrap();
    let only = jobs::Kinds::Only(&["none"]);
    let job = jobs::lease_of(tx, only, TimeDelta::minutes(1))
        .await
        .unwrap()
        .unwrap();
    jobs::bury(tx, &job, "例").await.unwrap();
    job.id
}

/// Households with somebody under a measure in force, one under a provisional measure alone, and one of a family
/// member who lives elsewhere and is included. All have moved before.
async fn households(server: &TestServer) -> Vec<Household> {
    let (clock, entropy) = (&*server.state.clock, &*server.state.entropy);
    let mut all = Vec::new();
    for (number, who, measure) in [
        ("71", 1, ProtectiveMeasure::InForce),
        ("72", 0, ProtectiveMeasure::Provisional),
        ("73", 2, ProtectiveMeasure::None),
    ] {
        let id = HouseholdId::new(clock, entropy);
        let mut household = household(id, number, || ResidentId::new(clock, entropy));
        household.members[who].protective_measure = measure;
        for member in &mut household.members {
            member.names.name.written = member.names.name.written.replace('辻', "秘匿");
            member.names.name.kana = member.names.name.kana.replace("ツジ", "カクレ");
            member.address.building = format!("{SECRET}荘{number}");
            member.registered_domicile = format!("見本県みほん市{SECRET}一丁目1番地").into();
            member.circumstances_mut().school = Some(SchoolEnrolment {
                school: format!("{SECRET}小学校"),
            });
        }
        all.push(household);
    }
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    load::households(&mut tx, &all).await.unwrap();
    // One family member of the third household is protected with the first one's measure.
    let by = server.db.here.staff(Role::SectionChief).id;
    let measure = protective_measures::of_resident(&mut tx, all[0].members[1].id)
        .await
        .unwrap()
        .remove(0);
    let elsewhere = [all[2].members[2].id];
    protective_measures::include(&mut tx, measure.id, measure.version, &elsewhere, "申出", by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for household in &all {
        for member in &household.members {
            let past = format!("{SECRET}前の家");
            past_address(&server.db, &server.db.here, member.id, &past).await;
        }
    }
    all
}

async fn lift(chief: &mut Browser, case: &str) {
    let path = format!("{case}/protection-lift");
    let reason = [("reason", "本人が来庁し、確認した")];
    chief.post(&path, &reason).await.is(303);
}

/// A reception of a household that moves to another address that must not be seen either.
fn moving_household(server: &TestServer, household: &Household, key: &str) -> Vec<(&'static str, String)> {
    let mut form = received_for(server, household, key);
    for (name, value) in &mut form {
        match *name {
            "block" => *value = format!("{SECRET}9番9号"),
            "building" => *value = format!("{SECRET}新しい家"),
            "phone" => PHONE.clone_into(value),
            _ => {}
        }
    }
    form
}

async fn opened(desk: &mut Browser, form: &[(&str, String)]) -> String {
    let opened = send(desk, "/cases/new", form).await;
    opened.is(303);
    opened.location().strip_suffix("/interview").unwrap().to_owned()
}

/// Papers made, printed in every way, signed and handed off while the measure was lifted.
async fn handed_off(server: &TestServer, desk: &mut Browser, household: &Household) -> CaseOf {
    let path = opened(desk, &moving_household(server, household, "a")).await;
    interview(desk, &path).await;
    lift(&mut server.signed_in(Role::SectionChief).await, &path).await;
    desk.post(&format!("{path}/applications"), &[]).await.is(303);
    for print in ["applications/print", "bundle", "guide-sheet/print"] {
        desk.post(&format!("{path}/{print}"), &[]).await.is(303);
    }
    sign_all(desk, &path).await;
    hand_off(server, desk, &path).await;
    CaseOf::new(&path)
}

/// An open case of an agent, with papers, the card of its person and a 個人番号.
async fn open(counter: &Counter, desk: &mut Browser, household: &Household) -> CaseOf {
    let server = &counter.server;
    let mut form = moving_household(server, household, "b");
    form.retain(|(name, _)| *name != "visitor");
    form.extend([
        ("visitor", "agent".to_owned()),
        ("visitor_name", "代理\u{3000}人".to_owned()),
        ("visitor_address", format!("{SECRET}代理の家")),
        ("power_of_attorney", "seen".to_owned()),
    ]);
    let path = opened(desk, &form).await;
    interview(desk, &path).await;
    lift(&mut server.signed_in(Role::SectionChief).await, &path).await;
    desk.post(&format!("{path}/applications"), &[]).await.is(303);
    let mut case = CaseOf::new(&path);
    let card = TestCard {
        address: format!("見本県みほん市{SECRET}"),
        ..TestCard::of("秘匿\u{3000}太郎", "19840402", b'1')
    };
    let read = counter.read(desk, &format!("{path}/card"), &card).await;
    let reading = read.location().to_owned();
    let person = household.members[0].id;
    desk.post(&format!("{reading}/assign"), &[("person", &person.to_string())])
        .await
        .is(303);
    case.readings.push(reading.rsplit('/').next().unwrap().to_owned());
    let number = NewNumber {
        id: IndividualNumberId(case.readings[0].parse().unwrap()),
        case: case.id(),
        resident: person,
        procedure: "TK-01".into(),
        sealed: Sealed {
            encapsulated: vec![1; 32],
            ciphertext: vec![2; 28],
        },
    };
    let by: StaffId = server.db.here.staff(Role::FrontDesk).id;
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    individual_numbers::keep(&mut tx, &number, by).await.unwrap();
    tx.commit().await.unwrap();
    case.numbers.push(number.id.to_string());
    case
}

/// Somebody who moves in and asks for protection.
async fn moving_in(server: &TestServer, desk: &mut Browser) -> CaseOf {
    let mut form = moving::arriving("c");
    for (name, value) in &mut form {
        match *name {
            "former_rest" | "block" | "domicile" => *value = format!("{SECRET}{value}"),
            _ => {}
        }
    }
    form.push(("phone", PHONE.to_owned()));
    form.push(("person-0-protected", "yes".to_owned()));
    let path = opened(desk, &form).await;
    interview(desk, &path).await;
    lift(&mut server.signed_in(Role::SectionChief).await, &path).await;
    desk.post(&format!("{path}/applications"), &[]).await.is(303);
    CaseOf::new(&path)
}

/// 一括印刷 of the day.
async fn batch(server: &TestServer, desk: &mut Browser) -> String {
    let path = batches::started(desk, "").await;
    batches::worker(server).round().await;
    path.rsplit('/').next().unwrap().to_owned()
}

/// The card of somebody protected, read before a case is open.
async fn card(counter: &Counter, desk: &mut Browser, household: &Household) -> String {
    let card = TestCard {
        address: household.members[1].address.one_line(),
        ..TestCard::of("秘匿\u{3000}花子", "19861130", b'2')
    };
    let read = counter.read(desk, "/card", &card).await;
    read.location().rsplit('/').next().unwrap().to_owned()
}

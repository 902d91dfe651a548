//! Protected people of every kind, and everything that hangs on them.

mod cases;
mod core;
mod households;
mod imported;
mod notices;
mod register;
mod robots;
mod settings;

use std::collections::BTreeMap;

use madoguchi_model::api_client::Scope;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::staff::Role;

use self::cases::CaseOf;
use self::core::Core;
use self::register::Register;
use self::robots::Robots;
use self::settings::Settings;
use super::super::cards::Counter;
use super::super::items;
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

impl World {
    pub(super) async fn new() -> Self {
        let counter = Counter::new().await;
        let server = &counter.server;
        settings::receiver(server).await;
        let households = households::households(server).await;
        let register = Register::new(server, &households).await;
        let mut desk = server.signed_in(Role::FrontDesk).await;
        let mut cases = vec![
            cases::handed_off(server, &mut desk, &households[0]).await,
            cases::open(&counter, &mut desk, &households[1]).await,
            cases::moving_in(server, &mut desk).await,
        ];
        let batch = cases::batch(server, &mut desk).await;
        let card = cases::card(&counter, &mut desk, &households[0]).await;
        let settings = Settings::new(server, &households[0]).await;
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
            notices: notices::notices(server, &households[0]).await,
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
            cases::lift(&mut chief, &case.path).await;
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
            ("{own_form_id}", vec![self.settings.own_form.clone()]),
            ("{page}", ["1", "1.svg", "1.png"].map(str::to_owned).to_vec()),
            ("{font_id}", vec![self.settings.font.clone()]),
            ("{job_id}", vec![self.settings.job.clone()]),
            ("{api_client_id}", vec![self.settings.client.clone()]),
            ("{api_key_id}", vec![self.settings.key.clone()]),
            ("{notice_id}", self.notices.clone()),
            ("{attachment}", vec!["1".into()]),
            ("{procedure}", vec!["TK-01".into()]),
            ("{run_id}", vec![self.imported.run.clone()]),
            ("{layout_id}", vec![self.settings.layout.clone()]),
            ("{source_id}", vec![self.imported.source.clone()]),
            ("{name}", vec!["residents".into()]),
            ("{portal_id}", vec![self.settings.portal.clone()]),
            ("{mapping_id}", vec![self.settings.mapping.clone()]),
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

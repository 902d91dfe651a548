//! 一括印刷 through its pages and the one queue.

use std::sync::Arc;

use chrono::TimeDelta;
use madoguchi_jobs::periodic::{CleanUp, Periodic};
use madoguchi_model::ids::ResidentId;
use madoguchi_store::applications::{self, NewApplication};
use madoguchi_store::print_batches::{self, BatchState};
use madoguchi_store::{jobs, print_releases};

use super::*;
use crate::PaperSources;
use crate::PrintBatch;

pub(super) fn worker(server: &TestServer) -> Worker {
    Worker::new(server.db.store.clone(), super::all_but_sending())
        .with_handler(handlers::DeliverHandOff)
        .with_handler(PrintBatch {
            store: server.db.store.clone(),
            fonts: server.state.fonts.clone(),
            sources: server.state.paper_sources.clone(),
        })
}

/// Starts a batch of the day and gives back its address.
pub(super) async fn started(desk: &mut Browser, only: &str) -> String {
    let form = [("of", "day"), ("only", only)];
    let sent = desk.post("/prints", &form).await;
    sent.is(303);
    sent.location().to_owned()
}

async fn batch(server: &TestServer, path: &str) -> print_batches::Batch {
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    print_batches::get(&mut tx, id).await.unwrap().unwrap()
}

/// A case whose applications are made.
async fn case_with_papers(server: &TestServer, desk: &mut Browser) -> String {
    let case = open_case(server, desk, "k").await;
    interview(desk, &case).await;
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    case
}

/// The sample's case gets copies of the first application of another, each for another person, until it has so many.
async fn many(server: &TestServer, like: &str, count: usize) {
    let here = &server.db.here;
    let by = here.staff(Role::FrontDesk).id;
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let id = like.rsplit('/').next().unwrap().parse().unwrap();
    let model = applications::of_case(&mut tx, id).await.unwrap().remove(0);
    let wanted: Vec<NewApplication> = (0..count)
        .map(|_| NewApplication {
            form_id: model.form_id.clone(),
            release_hash: model.release_hash.clone(),
            form_edition: String::new(),
            residents: vec![ResidentId::new(&*server.state.clock, &*server.state.entropy)],
            values: model.values.clone(),
            supplied_font: None,
        })
        .collect();
    applications::prepare(&mut tx, here.case.id, &wanted, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_papers_of_the_day_are_made_in_the_background_and_kept_for_a_day() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get("/prints").await.is(200).shows("申請書0件");
    desk.post("/prints", &[("of", "day")])
        .await
        .is(422)
        .shows("印刷する申請書がありません");
    desk.post("/prints", &[]).await.is(422).shows("選んでください");
    // The front desk has no queue of its own.
    desk.post("/prints", &[("of", "section")]).await.is(422);
    let case = case_with_papers(&server, &mut desk).await;
    let path = started(&mut desk, "unprinted").await;
    let page = desk.get(&path).await;
    page.is(200).shows("作成中").shows("中止する");
    assert_eq!(page.headers["refresh"], "5");
    assert!(
        !desk
            .get(&format!("{path}?still=1"))
            .await
            .headers
            .contains_key("refresh")
    );
    assert_eq!(worker(&server).round().await, 1);
    let page = desk.get(&path).await;
    page.is(200).shows("作成済み").shows("PDF 1").hides("中止する");
    assert!(!page.headers.contains_key("refresh"));
    let file = desk.get(&format!("{path}/parts/1")).await;
    file.is(200);
    assert!(file.html.starts_with("%PDF"));
    desk.get(&format!("{path}/parts/2")).await.is(404);
    desk.post(&format!("{path}/cancel"), &[]).await.is(409);
    // Another officer's batch is not there.
    let mut chief = server.signed_in(Role::SectionChief).await;
    chief.get(&path).await.is(404);
    chief.get(&format!("{path}/parts/1")).await.is(404);
    chief.post(&format!("{path}/cancel"), &[]).await.is(404);
    // Now everything of the day is printed once.
    let again = [("of", "day"), ("only", "unprinted")];
    desk.post("/prints", &again).await.is(422);
    let list = desk.get(&format!("{case}/applications")).await;
    let one = versions(&list)[0].0.replace("version-", "");
    desk.get(&format!("{case}/applications/{one}"))
        .await
        .shows("一括印刷")
        .shows("1回目");

    server
        .db
        .clock
        .advance(TimeDelta::days(1) + TimeDelta::seconds(1));
    CleanUp
        .run(&server.db.store, &server.db.here.scope)
        .await
        .unwrap();
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get(&path).await.is(404);
}

#[tokio::test]
async fn papers_of_protected_households_are_left_out_and_listed_even_under_a_lift() {
    let server = server().await;
    let household = protected_household(&server).await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let opened = send(&mut desk, "/cases/new", &received_for(&server, &household, "k")).await;
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    interview(&mut desk, &case).await;
    let mut chief = server.signed_in(Role::SectionChief).await;
    let reason = [("reason", "本人が来庁し、確認した")];
    chief
        .post(&format!("{case}/protection-lift"), &reason)
        .await
        .is(303);
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    let path = started(&mut desk, "").await;
    assert_eq!(worker(&server).round().await, 1);
    desk.get(&path)
        .await
        .is(200)
        .shows("作成済み")
        .shows("入れなかった申請書")
        .shows("支援措置の対象者がいる世帯です")
        .hides("PDF 1");
    desk.get(&format!("{path}/parts/1")).await.is(404);
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let id = case.rsplit('/').next().unwrap().parse().unwrap();
    assert!(print_releases::of_case(&mut tx, id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_section_prints_its_own_queue() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = case_with_papers(&server, &mut desk).await;
    sign_all(&mut desk, &case).await;
    hand_off(&server, &mut desk, &case).await;
    let item = items(&server, &case).await.remove(0);
    let mut office = office(&server, item.section_id).await;
    // A back office has no day of the counter.
    office.post("/prints", &[("of", "day")]).await.is(422);
    let sent = office.post("/prints", &[("of", "section")]).await;
    sent.is(303);
    assert_eq!(worker(&server).round().await, 1);
    office.get(sent.location()).await.is(200).shows("PDF 1");
}

#[tokio::test]
async fn cancelling_stops_within_one_paper_and_keeps_what_is_there() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = case_with_papers(&server, &mut desk).await;
    many(&server, &case, 150).await;
    let path = started(&mut desk, "").await;
    let total = batch(&server, &path).await.total;
    assert!(total > 150);
    // The first part, then a cancel before the second.
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let job = jobs::lease(&mut tx, TimeDelta::minutes(1))
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    let handler = PrintBatch {
        store: server.db.store.clone(),
        fonts: server.state.fonts.clone(),
        sources: server.state.paper_sources.clone(),
    };
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    madoguchi_jobs::Handler::run(&handler, &mut tx, &job)
        .await
        .unwrap();
    assert!(jobs::complete(&mut tx, &job).await.unwrap());
    tx.commit().await.unwrap();
    desk.get(&path).await.shows(&format!("{total}件中100件"));
    desk.post(&format!("{path}/cancel"), &[]).await.is(303);
    assert_eq!(
        worker(&server).round().await,
        1,
        "the second part's job ends without work"
    );
    let ended = batch(&server, &path).await;
    assert_eq!((ended.state, ended.done), (BatchState::Cancelled, 100));
    desk.get(&path).await.shows("中止").shows("PDF 1").hides("PDF 2");
    desk.get(&format!("{path}/parts/1")).await.is(200);
}

#[tokio::test]
async fn cancelling_in_the_middle_of_a_part_leaves_no_print_behind() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = case_with_papers(&server, &mut desk).await;
    many(&server, &case, 100).await;
    let path = started(&mut desk, "").await;
    let store = server.db.store.clone();
    let fonts = server.state.fonts.clone();
    let mut tx = store.begin(&server.db.here.scope).await.unwrap();
    let job = jobs::lease(&mut tx, TimeDelta::minutes(1))
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    let handler = Arc::new(PrintBatch {
        store: store.clone(),
        fonts,
        sources: PaperSources::default(),
    });
    let mut tx = store.begin(&server.db.here.scope).await.unwrap();
    let work = async {
        let done = madoguchi_jobs::Handler::run(&*handler, &mut tx, &job).await;
        drop(tx);
        done
    };
    let cancel = async {
        // As soon as the page tells that some papers are done.
        while batch(&server, &path).await.done < 10 {
            tokio::task::yield_now().await;
        }
        desk.post(&format!("{path}/cancel"), &[]).await.is(303);
    };
    let (done, ()) = tokio::join!(work, cancel);
    assert!(done.is_ok(), "{done:?}");
    let ended = batch(&server, &path).await;
    assert_eq!(ended.state, BatchState::Cancelled);
    assert!(ended.done < 100, "it stopped before the end: {}", ended.done);
    let mut tx = store.begin(&server.db.here.scope).await.unwrap();
    let prints = print_releases::of_case(&mut tx, server.db.here.case.id)
        .await
        .unwrap();
    assert!(prints.is_empty());
    assert!(print_batches::parts(&mut tx, ended.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_killed_worker_begins_its_part_again_and_doubles_nothing() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = case_with_papers(&server, &mut desk).await;
    let path = started(&mut desk, "").await;
    // A worker does all the work and is killed before it commits.
    let handler = PrintBatch {
        store: server.db.store.clone(),
        fonts: server.state.fonts.clone(),
        sources: server.state.paper_sources.clone(),
    };
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let job = jobs::lease(&mut tx, TimeDelta::seconds(30))
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    madoguchi_jobs::Handler::run(&handler, &mut tx, &job)
        .await
        .unwrap();
    tx.roll_back().await.unwrap();
    assert_eq!(worker(&server).round().await, 0, "its lease still runs");
    server.db.clock.advance(TimeDelta::seconds(31));
    assert_eq!(worker(&server).round().await, 1);
    let ended = batch(&server, &path).await;
    assert_eq!((ended.state, ended.done), (BatchState::Ready, ended.total));
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    assert_eq!(print_batches::parts(&mut tx, ended.id).await.unwrap().len(), 1);
    let id = case.rsplit('/').next().unwrap().parse().unwrap();
    let prints = print_releases::of_case(&mut tx, id).await.unwrap();
    let copies = prints
        .iter()
        .flat_map(|print| &print.papers)
        .map(|paper| paper.copy);
    assert!(copies.clone().count() > 0 && copies.into_iter().all(|copy| copy == 1));
}

#[tokio::test]
async fn a_thousand_applications_are_ten_files() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = case_with_papers(&server, &mut desk).await;
    many(&server, &case, 1_100).await;
    desk.get("/prints").await.is(200).shows("一度に1000件まで");
    let path = started(&mut desk, "unprinted").await;
    assert_eq!(worker(&server).round().await, 10);
    let ended = batch(&server, &path).await;
    assert_eq!(
        (ended.state, ended.total, ended.done),
        (BatchState::Ready, 1_000, 1_000)
    );
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let parts = print_batches::parts(&mut tx, ended.id).await.unwrap();
    assert_eq!(parts.len(), 10);
    assert!(parts.iter().all(|part| part.applications == 100));
    let mut released = 0;
    for id in [
        server.db.here.case.id,
        case.rsplit('/').next().unwrap().parse().unwrap(),
    ] {
        let prints = print_releases::of_case(&mut tx, id).await.unwrap();
        let papers = prints.iter().flat_map(|print| &print.papers);
        released += papers.clone().count();
        assert!(papers.into_iter().all(|paper| paper.copy == 1));
    }
    assert_eq!(released, 1_000, "each once");
    // What was over is printed next.
    let left = desk.get("/prints").await;
    left.is(200);
    assert!(!left.html.contains("まだ印刷していないもの0件"), "{}", left.html);
    let file = desk.get(&format!("{path}/parts/10")).await;
    assert!(file.html.starts_with("%PDF"));
}

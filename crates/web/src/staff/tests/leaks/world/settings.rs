//! What the municipality's administrator has set up.

use chrono::TimeDelta;
use madoguchi_forms::testing::TinyFont;
use madoguchi_import::{Layout, Writer, entries};
use madoguchi_model::api_client::Scope;
use madoguchi_model::household::Household;
use madoguchi_model::ids::JobId;
use madoguchi_model::link_event::EventKind;
use madoguchi_model::staff::Role;
use madoguchi_store::overlays::Content;
use madoguchi_store::portal_connections::NewConnection;
use madoguchi_store::webhooks::{DeliveryFilter, EndpointState, NewEndpoint};
use madoguchi_store::{api_keys, jobs, overlays, portal_connections, webhooks};
use serde_json::json;
use uuid::Uuid;

use super::SECRET;
use crate::admin::own_forms::tests::paper;
use crate::api::tests::client;
use crate::testing::TestServer;

/// Things that are about nobody, or should be.
pub(super) struct Settings {
    pub(super) overlay: String,
    pub(super) own_form: String,
    pub(super) font: String,
    /// A draft of a layout, made from a file with protected people in it.
    pub(super) layout: String,
    /// A draft of a mapping, made from a file with where somebody lives.
    pub(super) mapping: String,
    pub(super) portal: String,
    pub(super) client: String,
    pub(super) key: String,
    pub(super) job: String,
    /// A receiver of events, and events of the cases.
    pub(super) receiver: String,
    pub(super) events: Vec<String>,
}

impl Settings {
    pub(super) async fn new(server: &TestServer, household: &Household) -> Self {
        let [own_form, font, layout, mapping] = uploads(server, household).await;
        let here = &server.db.here;
        let client = client(server, here, Role::BackOffice, here.sections[0].id, &Scope::ALL).await;
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
        let portal = Uuid::from_u128(8);
        let connection = NewConnection {
            name: "例",
            definition: "receipt_api",
            mapping: "one_stop_visit",
            base_url: "https://portal.example.jp/",
            client_id: "例",
            active: true,
            every_minutes: 60,
            reports: true,
        };
        portal_connections::create(&mut tx, portal, &connection, b"sealed", by)
            .await
            .unwrap();
        let keys = api_keys::of_client(&mut tx, client).await.unwrap();
        let told = webhooks::deliveries(&mut tx, &newest).await.unwrap();
        tx.commit().await.unwrap();
        Self {
            receiver: told[0].endpoint.to_string(),
            events: told.iter().map(|one| one.event.to_string()).collect(),
            overlay: overlay.to_string(),
            own_form,
            font,
            layout,
            mapping,
            portal: portal.to_string(),
            client: client.to_string(),
            key: keys[0].id.to_string(),
            job: job.to_string(),
        }
    }
}

/// The ids of a paper, a font, and drafts of a layout and of a mapping as an administrator uploads them.
async fn uploads(server: &TestServer, household: &Household) -> [String; 4] {
    let standard = Layout::find("residents").unwrap();
    let mut rows = Writer::new(Vec::new(), standard).unwrap();
    let mut household = household.clone();
    household.household_number = format!("{:0>15}", household.household_number);
    for entry in entries(&household) {
        rows.resident(&entry).unwrap();
    }
    let register = rows.finish().unwrap();
    assert!(String::from_utf8_lossy(&register).contains(SECRET));
    let mut admin = server.signed_in(Role::Administrator).await;
    let mut ids = Vec::new();
    let layout = [("standard", "residents"), ("name", "own"), ("title", "例")];
    let visits = format!("受付番号,氏名,住所\r\nN-9,見本\u{3000}花子,見本県みほん市{SECRET}\r\n");
    for (path, fields, file) in [
        ("/admin/own-forms", &[("title", "例")][..], paper()),
        ("/admin/fonts", &[("remark", "例")], TinyFont::usual().file()),
        ("/admin/imports/layouts", &layout, register),
        (
            "/admin/notice-mappings",
            &[("name", "own"), ("title", "例")],
            visits.into_bytes(),
        ),
    ] {
        let taken = admin.upload(path, fields, &file).await;
        taken.is(303);
        ids.push(taken.location().rsplit('/').next().unwrap().to_owned());
    }
    ids.try_into().unwrap()
}

/// Somebody who is told of everything.
pub(super) async fn receiver(server: &TestServer) {
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

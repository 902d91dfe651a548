//! What the section in charge of protective measures keeps.

use chrono::TimeDelta;
use madoguchi_model::household::Household;
use madoguchi_model::protection::SuppressionKind;
use madoguchi_model::staff::Role;
use madoguchi_store::perpetrators::NewPerpetrator;
use madoguchi_store::suppressions::NewSuppression;
use madoguchi_store::{emergency_accesses, perpetrators, protective_measures, suppressions};

use crate::testing::TestServer;

/// What the section in charge keeps.
pub(super) struct Register {
    pub(super) measures: Vec<String>,
    pub(super) perpetrator: String,
    pub(super) suppression: String,
    pub(super) emergency: String,
}

impl Register {
    pub(super) async fn new(server: &TestServer, households: &[Household]) -> Self {
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

//! Protected households in the register.

use madoguchi_model::household::Household;
use madoguchi_model::ids::{HouseholdId, ResidentId};
use madoguchi_model::resident::{ProtectiveMeasure, SchoolEnrolment};
use madoguchi_model::staff::Role;
use madoguchi_store::testing::{household, past_address};
use madoguchi_store::{load, protective_measures};

use super::SECRET;
use crate::testing::TestServer;

/// Households with somebody under a measure in force, one under a provisional measure alone, and one of a family
/// member who lives elsewhere and is included. All have moved before.
pub(super) async fn households(server: &TestServer) -> Vec<Household> {
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

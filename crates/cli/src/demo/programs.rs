//! Programs that may use the API of the demonstration: one like a counter's, one like a section's; and what robots type.

use chrono::TimeDelta;
use madoguchi_model::api_client::Scope;
use madoguchi_model::clock::Entropy;
use madoguchi_model::staff::Role;
use madoguchi_store::TenantTx;
use madoguchi_store::api_clients::{self, ClientSettings};
use madoguchi_store::api_keys::{self, NewKey};
use madoguchi_store::robot_definitions::{self, RobotSetting};
use madoguchi_web::session::new_secret;

use super::accounts::ApiAccount;
use crate::Failure;
use crate::machine::OsEntropy;

/// Name, role and the code of the section.
const PROGRAMS: [(&str, Role, &str); 2] = [
    (
        "窓口の連携プログラム（見本）",
        Role::FrontDesk,
        "resident_affairs",
    ),
    (
        "国保年金課のロボット（見本）",
        Role::BackOffice,
        "insurance_pension",
    ),
];

/// The definition of the sample robot (robots/sample).
const ROBOT: &str = "sample_national_health";

/// Adds them with a fresh secret each, and lets robots type the sample.
pub(crate) async fn add(
    tx: &mut TenantTx,
    made_up: &madoguchi_synthetic::Municipality,
) -> Result<Vec<ApiAccount>, Failure> {
    let by = made_up
        .staff
        .iter()
        .find(|member| member.role == Role::Administrator);
    let by = by.ok_or("the municipality has no administrator")?.id;
    let robot = RobotSetting {
        kind: ROBOT.to_owned(),
        definition: None,
        active: true,
        attempts: None,
    };
    robot_definitions::save(tx, &robot, Some(by)).await?;
    let mut added = Vec::new();
    for (name, role, code) in PROGRAMS {
        let Some(section) = made_up.sections.iter().find(|section| section.code == code) else {
            continue;
        };
        let settings = ClientSettings {
            name: name.to_owned(),
            purpose: "APIを試すための見本".to_owned(),
            role,
            section_id: section.id,
            scopes: Scope::ALL.to_vec(),
            requests_per_minute: 6_000,
            active: true,
        };
        let client = api_clients::create(tx, &settings, by).await?;
        let mut secret = [0; 32];
        OsEntropy.fill(&mut secret);
        let (text, hash) = new_secret(secret);
        let ends = tx.now() + TimeDelta::days(365);
        api_keys::add(tx, client, &NewKey::Secret(hash), ends, by).await?;
        added.push(ApiAccount {
            name: name.to_owned(),
            role,
            section_code: code.to_owned(),
            client_id: client.to_string(),
            client_secret: text,
        });
    }
    Ok(added)
}

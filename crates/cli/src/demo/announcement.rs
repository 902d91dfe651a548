//! What the demonstration says when it is ready.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use madoguchi_cluster::Started;
use madoguchi_model::staff::Role;
use serde_json::json;

use super::accounts::{Account, Municipality, write_private};
use crate::Failure;

pub(crate) struct Announcement {
    pub(crate) port: u16,
    pub(crate) postgres_pid: Option<u32>,
    pub(crate) started: Started,
    pub(crate) took: Duration,
    pub(crate) municipalities: Vec<Municipality>,
    /// The virtual reader's page and the bridge, where they run.
    pub(crate) cards: Option<(String, String)>,
}

impl Announcement {
    /// For the person at the terminal.
    pub(crate) fn print(&self, state: &Path) {
        let what = if self.started == Started::New {
            "新しいデータで"
        } else {
            "前回のデータで"
        };
        println!(
            "\n準備ができました（{what}開始、{:.1} 秒）。\n",
            self.took.as_secs_f64()
        );
        let mut told: Vec<String> = Vec::new();
        for municipality in &self.municipalities {
            println!(
                "{}　http://{}:{}/",
                municipality.name, municipality.host, self.port
            );
            let accounts = by_role(&municipality.accounts);
            if told == accounts {
                println!("  サインイン名は上と同じです。");
            } else {
                for line in &accounts {
                    println!("  {line}");
                }
                told = accounts;
            }
        }
        if let Some(account) = self.municipalities.iter().flat_map(|one| &one.accounts).next() {
            println!("\nパスワード（全員共通）　{}\n", account.password);
        }
        if let Some(municipality) = self.municipalities.iter().find(|one| !one.api_clients.is_empty()) {
            println!(
                "連携API（説明）　http://{}:{}/api/v1/docs",
                municipality.host, self.port
            );
            for client in &municipality.api_clients {
                println!(
                    "  {}　client_id {}　client_secret {}",
                    client.name, client.client_id, client.client_secret
                );
            }
            println!();
        }
        if let Some((page, _)) = &self.cards {
            println!("マイナンバーカードを置く画面（仮想カードリーダー）　{page}\n");
        }
        println!("データは {} にあります。終了は Ctrl+C です。", state.display());
    }

    /// For programs: everything in one file, which appears only when the pages answer.
    pub(crate) fn write(&self, file: &Path) -> Result<(), Failure> {
        let municipalities = self.municipalities.iter().map(|municipality| {
            let mut value = serde_json::to_value(municipality)?;
            value["url"] = format!("http://{}:{}", municipality.host, self.port).into();
            Ok(value)
        });
        let value = json!({
            "url": format!("http://127.0.0.1:{}", self.port),
            "pid": std::process::id(),
            "postgres_pid": self.postgres_pid,
            "card_desk": self.cards.as_ref().map(|(page, _)| page),
            "card_bridge": self.cards.as_ref().map(|(_, bridge)| bridge),
            "municipalities": municipalities.collect::<Result<Vec<_>, serde_json::Error>>()?,
        });
        write_private(file, &serde_json::to_vec_pretty(&value)?)
    }
}

/// One line a role, with the names used to sign in.
fn by_role(accounts: &[Account]) -> Vec<String> {
    let roles: BTreeSet<Role> = accounts.iter().map(|account| account.role).collect();
    let line = |role: Role| {
        let names = accounts
            .iter()
            .filter(|account| account.role == role)
            .map(|account| &*account.sign_in_name);
        format!("{}　{}", role.label(), names.collect::<Vec<_>>().join("  "))
    };
    roles.into_iter().map(line).collect()
}

//! Cards in the demonstration: a virtual reader with virtual cards of its people, and the bridge a counter terminal
//! would run. Where the machine cannot have them, the demonstration goes on without.

mod children;
pub(crate) mod people;

use std::path::{Path, PathBuf};

use madoguchi_web::CardDesk;

use super::accounts::Municipality;
use crate::card_keys;
use crate::machine::OsEntropy;
use crate::{Failure, card_desk};
use children::Child;

/// What runs for the cards; it ends with this.
pub(crate) struct Cards {
    _reader: Child,
    _bridge: Child,
    /// The page with the buttons that put cards down.
    pub(crate) page: String,
    /// The bridge.
    pub(crate) bridge: String,
}

/// Starts reader and bridge, and makes the desk that trusts the virtual cards. `port` is the server's.
pub(crate) async fn start(
    state: &Path,
    municipalities: &[Municipality],
    port: u16,
    bridge_port: Option<u16>,
) -> Result<(Cards, CardDesk), Failure> {
    let people = people::file(state);
    if !people.exists() {
        return Err("前からのデータには、カードを持つ人がいません（--reset で作り直せます）。".into());
    }
    let keys = card_keys::make(state, &OsEntropy)?;
    let (reader, told) = Child::start(
        &beside("madoguchi-virtual-card")?,
        &["desk", "--port", "0", "--people", &people.display().to_string()],
        &[],
    )
    .await?;
    let page = text(&told, "desk")?;
    let origins: Vec<(String, String)> = municipalities
        .iter()
        .map(|one| (one.name.clone(), format!("http://{}:{port}", one.host)))
        .collect();
    let settings = state.join("card-bridge.toml");
    super::accounts::write_private(&settings, crate::card::settings(&keys, &origins).as_bytes())?;
    let wanted = bridge_port.unwrap_or(0).to_string();
    let (bridge, answered) = Child::start(
        &beside("madoguchi-card-bridge")?,
        &[
            "--settings",
            &settings.display().to_string(),
            "--port",
            &wanted,
            "--until-input-ends",
        ],
        &[("PCSCLITE_CSOCK_NAME", &text(&told, "pcsc_socket")?)],
    )
    .await?;
    let address = text(&answered, "bridge")?;
    let anchors = card_desk::own_anchors(&std::fs::read(text(&told, "anchors")?)?)?;
    let desk = card_desk::desk(keys, anchors, Some(&text(&told, "ocsp")?), &address);
    let cards = Cards {
        _reader: reader,
        _bridge: bridge,
        page,
        bridge: address,
    };
    Ok((cards, desk))
}

/// A program of ours that lies beside this one.
fn beside(name: &str) -> Result<PathBuf, Failure> {
    let path = std::env::current_exe()?.with_file_name(name);
    if path.exists() {
        Ok(path)
    } else {
        Err(format!("{name} がありません。").into())
    }
}

fn text(told: &serde_json::Value, field: &str) -> Result<String, Failure> {
    let value = told.get(field).and_then(serde_json::Value::as_str);
    value
        .map(str::to_owned)
        .ok_or_else(|| format!("{field} が伝えられませんでした。").into())
}

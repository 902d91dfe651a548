//! 個人番号 from the card: only for a procedure of this case whose law needs it (番号法9条, 14条), by an officer who may,
//! sealed on the terminal, recorded with a flag of its own, and deleted when the case is over.

mod need;

pub(crate) mod keep;
pub(crate) mod pair;
pub(crate) mod reveal;

pub(super) use need::{Need, needs};

use super::{CardPanel, PanelButton};

/// The panel that reads a number: one button for each need.
pub(super) fn panel(bridge: &str, under: &str, needs: &[Need]) -> CardPanel {
    let button = |need: &Need| PanelButton {
        method: "pin",
        want: "attributes individual_number",
        label: format!("{}さんの個人番号を読む", need.person),
        hint: "持ち主が、別のウィンドウで4桁の暗証番号を入力します。番号は端末で封をしてから送ります。",
        extra: serde_json::json!({ "person": need.resident, "procedure": need.procedure }).to_string(),
    };
    CardPanel {
        id: "number-reader",
        title: "個人番号を読む",
        watch: format!("{under}/pairings"),
        shortcut: false,
        bridge: bridge.to_owned(),
        pairings: format!("{under}/numbers/pairings"),
        results: format!("{under}/numbers"),
        number_b: None,
        buttons: needs.iter().map(button).collect(),
    }
}

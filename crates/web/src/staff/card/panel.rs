//! The part of a page that speaks to the terminal's bridge.

/// What the numbers on the face open.
const WITHOUT_PIN: &str = "attributes face authentication";

/// What the PINs open. The page adds the face where the numbers on it are typed as well.
const WITH_PIN: &str = "attributes authentication";

/// One way to read.
pub(crate) struct PanelButton {
    /// The bridge's name of the method.
    pub(crate) method: &'static str,
    /// What is wanted, the bridge's names with spaces between them.
    pub(crate) want: &'static str,
    /// The words on the button.
    pub(crate) label: String,
    /// What happens then.
    pub(crate) hint: &'static str,
    /// More fields for the request for leave, as JSON; may be empty.
    pub(crate) extra: String,
}

/// The panel. Templates include `staff/card/panel.html`.
pub(crate) struct CardPanel {
    /// Parts panels on one page.
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) bridge: String,
    /// Where the page gets leave to see what lies on the readers.
    pub(crate) watch: String,
    /// Where the page gets leave to read.
    pub(crate) pairings: String,
    /// Where what was read is sent.
    pub(crate) results: String,
    /// What is read with 照合番号B; none where that does not do.
    pub(crate) number_b: Option<&'static str>,
    pub(crate) buttons: Vec<PanelButton>,
    /// The first button has a key.
    pub(crate) shortcut: bool,
}

impl CardPanel {
    /// Signs an application. `case` is the case's path, `application` the path of the application's signature.
    pub(crate) fn sign(bridge: &str, case: &str, application: &str) -> Self {
        Self {
            id: "card-signer",
            title: "マイナンバーカードで署名する",
            bridge: bridge.to_owned(),
            watch: format!("{case}/card/pairings"),
            pairings: format!("{application}/pairings"),
            results: application.to_owned(),
            number_b: None,
            buttons: vec![PanelButton {
                method: "signature_pin",
                want: "signature",
                label: "カードで署名する".into(),
                hint: "持ち主が、別のウィンドウで署名用の暗証番号（6〜16けたの英数字）を入力します。",
                extra: String::new(),
            }],
            shortcut: false,
        }
    }

    /// Reads who the holder is. `under` is the path that `pairings` and `readings` lie under.
    pub(crate) fn who(bridge: &str, under: &str) -> Self {
        Self {
            id: "card-reader",
            title: "カードを読む",
            watch: format!("{under}/pairings"),
            shortcut: true,
            bridge: bridge.to_owned(),
            pairings: format!("{under}/pairings"),
            results: format!("{under}/readings"),
            number_b: Some(WITHOUT_PIN),
            buttons: vec![PanelButton {
                method: "pin",
                want: WITH_PIN,
                label: "暗証番号で読む".into(),
                hint: "持ち主に、この端末の別のウィンドウで4桁の暗証番号を入力してもらいます。本人であることも確かめられます。",
                extra: String::new(),
            }],
        }
    }
}

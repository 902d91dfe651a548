//! The fields of a receiver, read and shown.

use madoguchi_link::webhooks::{Guard, Refused};
use madoguchi_model::link_event::EventKind;
use madoguchi_store::webhooks::{Endpoint, EndpointState, NewEndpoint};

use crate::components::{Choice, Choices, FormErrors, TextField, Width};
use crate::form_data::FormData;

/// The longest name.
const LONGEST_NAME: usize = 100;

/// The fields as the form shows them.
pub(super) struct ReceiverFields {
    pub(super) description: TextField,
    pub(super) url: TextField,
    pub(super) kinds: Choices,
    pub(super) state: Choices,
}

/// What was typed, or what is kept.
pub(super) struct Typed {
    description: String,
    url: String,
    kinds: Vec<String>,
    state: EndpointState,
}

/// What was typed, checked.
pub(super) struct Checked {
    description: String,
    url: String,
    kinds: Vec<EventKind>,
    state: EndpointState,
}

impl Checked {
    /// As the store takes it.
    pub(super) fn settings(&self) -> NewEndpoint<'_> {
        NewEndpoint {
            url: &self.url,
            description: &self.description,
            kinds: &self.kinds,
            state: self.state,
        }
    }
}

impl Typed {
    pub(super) fn empty() -> Self {
        Self {
            description: String::new(),
            url: String::new(),
            kinds: EventKind::told().map(|kind| kind.code().to_owned()).collect(),
            state: EndpointState::Active,
        }
    }

    pub(super) fn of_form(form: &FormData) -> Self {
        Self {
            description: form.text("description").into(),
            url: form.text("url").into(),
            kinds: form.all("kinds").map(str::to_owned).collect(),
            state: match form.raw("state") {
                "paused" => EndpointState::Paused,
                "stopped" => EndpointState::Stopped,
                _ => EndpointState::Active,
            },
        }
    }

    pub(super) fn of_receiver(receiver: &Endpoint) -> Self {
        Self {
            description: receiver.description.clone(),
            url: receiver.url.clone(),
            kinds: receiver.kinds.iter().map(|kind| kind.code().to_owned()).collect(),
            state: receiver.state,
        }
    }

    /// Reads the fields; what is wrong goes to `errors`. The name of the address is looked up when something is sent: here
    /// it is seen whether the address can be one at all.
    pub(super) fn check(&self, guard: &Guard, errors: &mut FormErrors) -> Option<Checked> {
        if self.description.is_empty() {
            errors.add("description", "通知先の名前を入れてください。");
        } else if self.description.chars().count() > LONGEST_NAME {
            errors.add(
                "description",
                format!("通知先の名前は{LONGEST_NAME}字までにしてください。"),
            );
        }
        if let Err(refused) = guard.target(&self.url) {
            errors.add("url", refusal(refused));
        }
        let kinds: Vec<EventKind> = self
            .kinds
            .iter()
            .filter_map(|code| EventKind::from_code(code))
            .filter(|kind| *kind != EventKind::Test)
            .collect();
        if kinds.is_empty() {
            errors.add("kinds", "知らせる出来事を1つ以上選んでください。");
        }
        errors.is_empty().then(|| Checked {
            description: self.description.clone(),
            url: self.url.clone(),
            kinds,
            state: self.state,
        })
    }

    pub(super) fn fields(&self, errors: &FormErrors) -> ReceiverFields {
        let kinds =
            EventKind::told().map(|kind| Choice::new(kind.code(), kind.label()).note(kind.event_type()));
        let state = |state: EndpointState, code: &str, label: &str, note: &str| {
            Choice::new(code, label).note(note).checked(self.state == state)
        };
        ReceiverFields {
            description: TextField::new("description", "通知先の名前")
                .hint("画面に表示します。例：国保システム")
                .value(&*self.description)
                .error(errors.on("description"))
                .required(),
            url: TextField::new("url", "送り先のアドレス（URL）")
                .hint("https:// で始まるアドレス。例：https://receiver.example.lg.jp/events")
                .width(Width::Full)
                .value(&*self.url)
                .error(errors.on("url"))
                .required(),
            kinds: Choices::several("kinds", "知らせる出来事", kinds)
                .selected(self.kinds.iter().map(String::as_str))
                .hint("知らせるのはIDと記号だけです。氏名・住所などは送りません。")
                .error(errors.on("kinds"))
                .required(),
            state: Choices::one(
                "state",
                "状態",
                [
                    state(
                        EndpointState::Active,
                        "active",
                        "通知中",
                        "出来事のたびに送ります。",
                    ),
                    state(
                        EndpointState::Paused,
                        "paused",
                        "一時停止中",
                        "出来事をためておき、通知中に戻したときに送ります。",
                    ),
                    state(
                        EndpointState::Stopped,
                        "stopped",
                        "停止中",
                        "停止している間の出来事は、後からも送りません。",
                    ),
                ],
            ),
        }
    }
}

/// Why an address is refused, and who can do what about it.
fn refusal(refused: Refused) -> String {
    match refused {
        Refused::Url => {
            "https:// で始まる、正しいアドレスを入れてください。利用者名・パスワード・「#」は使えません。"
                .into()
        }
        Refused::Http | Refused::Address => refused.to_string(),
    }
}

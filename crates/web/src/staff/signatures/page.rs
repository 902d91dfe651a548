//! The page of an application's signature.

use askama::Template;
use madoguchi_forms::{FieldText, Laid};
use madoguchi_store::applications::Application;
use madoguchi_store::signatures::{Signature, SignatureKind};

use crate::components::{Banner, FormErrors, TextArea};
use crate::page::{Chrome, time};
use crate::session::Officer;
use crate::staff::applications::preview::alerts;
use crate::staff::card::CardPanel;
use crate::staff::cases::{CaseFile, CaseFrame, Editing, Place};

/// The signature that stands.
pub(super) struct Standing {
    kind: &'static str,
    signer: String,
    at: String,
    by_card: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "staff/signatures/show.html")]
pub(super) struct SignaturePage {
    chrome: Chrome,
    frame: CaseFrame,
    may_edit: bool,
    id: String,
    version: i32,
    signer: String,
    alerts: Vec<Banner>,
    confirm: Vec<FieldText>,
    standing: Option<Standing>,
    voided: Vec<String>,
    strokes_error: String,
    card: Option<CardPanel>,
    reason: TextArea,
    withdraw_open: bool,
}

impl SignaturePage {
    /// The page with what is wrong with its forms.
    pub(super) fn new(
        file: &CaseFile,
        officer: &Officer,
        editing: &Editing,
        application: &Application,
        laid: &Laid,
        errors: &FormErrors,
    ) -> Self {
        let title = format!("署名：{}", laid.title);
        let (chrome, frame) = CaseFrame::new(file, officer, editing, Place::Applications, &title);
        let of_this = file
            .signatures
            .iter()
            .filter(|signature| signature.application_id == application.id);
        Self {
            chrome: chrome
                .above("申請書・署名", file.href("applications"))
                .errors(errors),
            frame,
            may_edit: editing.allowed(),
            id: application.id.to_string(),
            version: application.version,
            signer: file.visitor_name().to_owned(),
            alerts: alerts(laid),
            confirm: laid
                .fields
                .iter()
                .filter(|field| field.confirm)
                .cloned()
                .collect(),
            standing: file.standing_signature(application).map(standing),
            voided: of_this.filter_map(voided).collect(),
            card: None,
            strokes_error: errors.on("strokes").unwrap_or_default().to_owned(),
            reason: TextArea::new("reason", "署名を取り消す理由")
                .error(errors.on("reason"))
                .required(),
            withdraw_open: errors.on("reason").is_some(),
        }
    }
}

impl SignaturePage {
    /// The same with the way of signing by card.
    pub(super) fn with_card(mut self, bridge: &str, file: &CaseFile) -> Self {
        let application = file.href(&format!("applications/{}/card-signature", self.id));
        self.card = Some(CardPanel::sign(bridge, &file.href(""), &application));
        self
    }
}

fn standing(signature: &Signature) -> Standing {
    Standing {
        kind: signature.kind.label(),
        signer: signature.signer.clone(),
        at: time::day_and_clock(signature.signed_at),
        by_card: signature.kind == SignatureKind::Card,
    }
}

fn voided(signature: &Signature) -> Option<String> {
    let reason = signature.void_reason.as_ref()?;
    let at = signature.voided_at.map(time::day_and_clock).unwrap_or_default();
    Some(format!("{at}　{reason}"))
}

//! `POST /cases/{id}/applications/{application}/card-signature/pairings` and `…/card-signature`: the resident signs an
//! application with the card's key for digital signatures. What is signed are the very bytes of the PDF that is kept;
//! a drawn signature is inside them.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use madoguchi_card::bridge::{Permission, PersonalData};
use madoguchi_forms::{PdfMeta, pdf};
use madoguchi_model::card_reading::CertificateStatus;
use madoguchi_model::ids::{ApplicationId, CaseId, SignatureId};
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_store::applications::Application;
use madoguchi_store::card_pairings::{NewPairing, ToSign};
use madoguchi_store::card_signatures::{self, CardSignature};
use madoguchi_store::signatures::{NewSignature, Signature, SignatureKind};
use uuid::Uuid;

use crate::card_desk::SignedDocument;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::staff::applications::{Content, find, lay};
use crate::staff::card::pair::{desk, issue, new_pairing};
use crate::staff::card::receive::taken;
use crate::staff::card::same_name;
use crate::staff::cases::{CaseFile, to_change};
use crate::staff::protection::refuse_papers;
use crate::state::AppState;

pub(crate) async fn pair(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application)): PathId<(CaseId, ApplicationId)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (tx, file) = to_change(&app, &officer, id).await?;
    refuse_papers(&file)?;
    let application = find(&file, application)?;
    let (title, document) = document(&app, &file, application)?;
    let new = NewPairing {
        to_sign: Some(ToSign {
            application: application.id,
            version: application.version,
            document,
        }),
        ..new_pairing(&app, Some(id))
    };
    issue(
        &app,
        &officer,
        tx,
        &headers,
        new,
        vec![Permission::Signature],
        Some(title),
    )
    .await
}

/// The title and the PDF as it is signed: with the day and the way of signing on it, and what was drawn.
fn document(
    app: &AppState,
    file: &CaseFile,
    application: &Application,
) -> Result<(String, Vec<u8>), PageError> {
    let now = app.clock.now();
    let standing = file.standing_signature(application);
    let signature = Signature {
        id: SignatureId(Uuid::nil()),
        application_id: application.id,
        kind: SignatureKind::Card,
        strokes: standing.and_then(|signature| signature.strokes.clone()),
        signer: file.visitor_name().to_owned(),
        application_version: application.version,
        witnessed_by: file.case.opened_by,
        signed_at: now,
        void_reason: None,
        voided_at: None,
    };
    file.refuse_paper(&application.form_id, &application.values)?;
    let content = Content::of(application, Some(&signature));
    let laid = lay(&content, &file.materials, &file.municipality, app.fonts())?.ok_or(PageError::NotFound)?;
    let title = laid.title.clone();
    let meta = PdfMeta {
        title: title.clone(),
        created_at: now,
        document_id: format!("{}-{}", application.id, application.version),
        author: file.municipality.name.clone(),
    };
    let bytes = pdf(&[laid], app.fonts(), &meta).map_err(PageError::internal)?;
    Ok((title, bytes))
}

pub(crate) async fn sign(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application)): PathId<(CaseId, ApplicationId)>,
    form: FormData,
) -> Result<Response, PageError> {
    let (_, file) = to_change(&app, &officer, id).await?;
    find(&file, application)?;
    let pairing = taken(&app, &officer, &form, Some(id)).await?;
    let to_sign = pairing
        .is_for
        .to_sign
        .filter(|sign| sign.application == application);
    let to_sign =
        to_sign.ok_or_else(|| refused("署名する書類が違います。もう一度署名してもらってください。"))?;
    let read: Option<PersonalData> = serde_json::from_str(form.raw("read")).ok();
    let cms = read
        .and_then(|read| read.signed)
        .ok_or_else(|| refused("署名を読み取れませんでした。もう一度署名してもらってください。"))?
        .cms
        .0;
    let now = app.clock.now();
    let desk = desk(&app)?;
    let signed = desk
        .certificates
        .check_signature(&cms, &to_sign.document, now)
        .await
        .map_err(|reason| refused(&reason))?;
    let SignedDocument {
        certificate,
        check,
        revocation,
        signer,
    } = signed;
    if check.status != CertificateStatus::Good {
        return Err(refused(&format!(
            "署名用電子証明書が有効だと確かめられませんでした（{}）。紙か画面に署名してもらってください。",
            if check.reason.is_empty() {
                check.status.label()
            } else {
                &check.reason
            }
        )));
    }
    if !same_name(&signer.name, &visitor_names(&file)) {
        return Err(refused(
            "署名したカードの氏名が、来庁者の氏名と違います。だれのカードかを確かめてください。",
        ));
    }
    let strokes = file
        .applications
        .iter()
        .find(|known| known.id == application)
        .and_then(|known| file.standing_signature(known))
        .and_then(|standing| standing.strokes.clone());
    let new = NewSignature {
        strokes,
        signer: signer.name.clone(),
        application_version: to_sign.version,
    };
    let kept = CardSignature {
        document: to_sign.document,
        cms,
        certificate,
        check,
        revocation,
        signer,
    };
    let (mut tx, _) = to_change(&app, &officer, id).await?;
    card_signatures::sign(&mut tx, application, &new, &kept, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &file.href(&format!("applications/{application}/signature")),
        &Flash::success("マイナンバーカードの電子署名を確かめて、記録しました。"),
    ))
}

fn refused(reason: &str) -> PageError {
    PageError::Stopped {
        title: "電子署名を受け付けられません".into(),
        text: reason.to_owned(),
    }
}

/// The visitor's names: the register's, or what was said at the counter.
fn visitor_names(file: &CaseFile) -> Names {
    let resident = file.case.visitor.resident_id.and_then(|id| file.resident(id));
    resident.map_or_else(
        || Names {
            name: WrittenName {
                written: file.case.visitor.name.clone(),
                ..WrittenName::default()
            },
            ..Names::default()
        },
        |resident| resident.names.clone(),
    )
}

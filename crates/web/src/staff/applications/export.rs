//! `GET /cases/{id}/applications/{application}/application.json` and `….txt`: the same application as data and as
//! plain text, for other systems and for reading aloud. Who may print it may have it; what stops the paper stops it.
//! The shape is told in `docs/forms.md`.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use madoguchi_forms::{FieldText, FormDefinition};
use madoguchi_model::case::VisitorKind;
use madoguchi_model::clock::in_japan;
use madoguchi_model::ids::{ApplicationId, CaseId};
use madoguchi_store::applications::{self, Application, ApplicationVersion};
use madoguchi_store::signatures::SignatureKind;
use serde_json::{Map, Value, json};

use super::paper::{Paper, find};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::time;
use crate::session::Officer;
use crate::staff::cases::{CaseFile, to_look};
use crate::state::AppState;

/// Everything the two files tell.
struct Export<'f> {
    file: &'f CaseFile,
    application: &'f Application,
    version: ApplicationVersion,
    title: String,
    fields: Vec<FieldText>,
}

/// The application as JSON.
pub(crate) async fn as_json(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application)): PathId<(CaseId, ApplicationId)>,
) -> Result<Response, PageError> {
    let (file, _) = to_look(&app, &officer, id).await?;
    let export = Export::load(&app, &officer, &file, application).await?;
    let body = serde_json::to_string_pretty(&export.json()).map_err(PageError::internal)?;
    Ok(download(&export, "json", "application/json", body))
}

/// The application as text.
pub(crate) async fn as_text(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application)): PathId<(CaseId, ApplicationId)>,
) -> Result<Response, PageError> {
    let (file, _) = to_look(&app, &officer, id).await?;
    let export = Export::load(&app, &officer, &file, application).await?;
    let body = export.text();
    Ok(download(&export, "txt", "text/plain; charset=utf-8", body))
}

/// A file to keep. Its name has the receipt number and the application's id, and no person's.
fn download(export: &Export<'_>, ending: &str, kind: &'static str, body: String) -> Response {
    let name = format!("{}-{}.{ending}", export.file.case.number, export.application.id);
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body).into_response()
}

impl<'f> Export<'f> {
    async fn load(
        app: &AppState,
        officer: &Officer,
        file: &'f CaseFile,
        id: ApplicationId,
    ) -> Result<Self, PageError> {
        let paper = Paper::new(file, find(file, id)?, app.fonts())?;
        let mut tx = officer.begin(app).await?;
        let version = applications::version(&mut tx, id, paper.application.version).await?;
        Ok(Self {
            file,
            application: paper.application,
            version: version.ok_or_else(|| PageError::internal("the newest version is not kept"))?,
            title: paper.laid.title,
            fields: paper.laid.fields,
        })
    }

    fn json(&self) -> Value {
        let fields = self.fields.iter().map(|field| {
            json!({
                "key": field.key,
                "label": field.label.replace('\n', ""),
                "value": field.value,
                "confirm": field.confirm,
            })
        });
        let edition = FormDefinition::find(&self.application.form_id).map(|form| form.edition.clone());
        json!({
            "schema": "madoguchi-application/1",
            "case_number": self.file.case.number,
            "application_id": self.application.id,
            "form": { "id": self.application.form_id, "title": self.title, "edition": edition },
            "version": self.application.version,
            "made_at": in_japan(self.version.made_at).to_rfc3339(),
            "release_hash": self.version.release_hash,
            "overlay_hash": self.version.overlay_hash,
            "signature": self.signature(),
            "申請": self.standard(),
            "fields": fields.collect::<Vec<_>>(),
        })
    }

    fn signature(&self) -> Value {
        let standing = self.file.standing_signature(self.application);
        standing.map_or_else(
            || json!({ "state": "unsigned" }),
            |signature| {
                let kind = match signature.kind {
                    SignatureKind::Paper => "paper",
                    SignatureKind::Touch => "touch",
                    SignatureKind::Card => "card",
                };
                json!({
                    "state": "signed",
                    "kind": kind,
                    "signer": signature.signer,
                    "signed_at": in_japan(signature.signed_at).to_rfc3339(),
                    "version": signature.application_version,
                })
            },
        )
    }

    /// The items of GIF 451-1 申請（個人） that are known: who applies to whom, for whom, for what.
    fn standard(&self) -> Value {
        let case = &self.file.case;
        let mut items = Map::new();
        let mut set = |name: &str, value: String| {
            if !value.is_empty() {
                items.insert(name.to_owned(), Value::String(value));
            }
        };
        set("宛先", format!("{}長", self.file.municipality.name));
        set("申請日", case.filed_on.format("%Y-%m-%d").to_string());
        set("申請者", self.file.visitor_name().to_owned());
        set("連絡先", case.visitor.phone.clone());
        if matches!(
            case.visitor.kind,
            VisitorKind::Agent | VisitorKind::LegalRepresentative
        ) {
            set("委任者", self.concerned());
            set("委任者の役割", "本人".to_owned());
            set("委任内容", self.title.clone());
        }
        set("名称", self.title.clone());
        set("内容", self.content());
        let made = in_japan(self.version.made_at);
        set("更新年月日", made.format("%Y-%m-%d").to_string());
        Value::Object(items)
    }

    /// Whom the application is for.
    fn concerned(&self) -> String {
        let names: Vec<&str> = if self.application.residents.is_empty() {
            let taking_part = self.file.taking_part();
            taking_part.map(|member| &*member.names.name.written).collect()
        } else {
            let residents = self.application.residents.iter();
            residents.map(|id| self.file.name_of(*id)).collect()
        };
        names.join("、")
    }

    /// The fields that say something, a line each.
    fn content(&self) -> String {
        let filled = self.fields.iter().filter(|field| !field.value.is_empty());
        let lines = filled.map(|field| format!("{}：{}", field.label.replace('\n', ""), field.value));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn text(&self) -> String {
        let standing = self.file.standing_signature(self.application);
        let signature = standing.map_or_else(
            || "まだ".to_owned(),
            |signature| {
                let way = signature.kind.label();
                format!("{way}　{}", time::on_paper(signature.signed_at))
            },
        );
        let lines = self.fields.iter().map(|field| {
            let value = if field.value.is_empty() {
                "（空欄）"
            } else {
                &field.value
            };
            format!("{}：{value}\n", field.label.replace('\n', ""))
        });
        format!(
            "{}\n受付番号：{}\n版：第{}版（{}）\n様式：{}\n署名：{signature}\n\n{}",
            self.title,
            self.file.case.number,
            self.application.version,
            time::on_paper(self.version.made_at),
            self.application.form_id,
            lines.collect::<String>()
        )
    }
}

//! The papers of a file, laid out.

use chrono::{DateTime, Utc};
use madoguchi_forms::{Fonts, Laid, stamp};
use madoguchi_model::case::CaseState;
use madoguchi_model::ids::ApplicationId;
use madoguchi_store::applications::{self, Application, ApplicationState};
use madoguchi_store::signatures::Signature;
use madoguchi_store::{TenantTx, print_releases::NewPaper};

use super::bundle;
use crate::error::PageError;
use crate::page::time;
use crate::staff::applications::{Content, lay};
use crate::staff::cases::CaseFile;

/// A paper of a file.
pub(crate) struct Sheet {
    /// The application and its version; none for 受付案内票 and 送付票.
    pub(crate) application: Option<(ApplicationId, i32)>,
    /// Its pages.
    pub(crate) laid: Laid,
    /// What its pages say of themselves; empty for the paper of today.
    pub(crate) marks: Vec<Mark>,
}

/// What the pages of a paper say of themselves at their top.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Mark {
    /// Not the newest version.
    Old {
        /// Its number.
        version: i32,
        /// The newest one's.
        newest: i32,
    },
    /// The resident withdrew it, or it is not needed any more.
    Withdrawn,
    /// Printed before.
    Again {
        /// How many times, this time included.
        copy: i32,
        /// When.
        at: DateTime<Utc>,
    },
}

impl Mark {
    /// The words on the page.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Old { version, newest } => format!("旧版（第{version}版）　いまの版は第{newest}版です"),
            Self::Withdrawn => "取下げ・不要になった申請書".to_owned(),
            Self::Again { copy, at } => {
                format!("再印刷（{copy}回目）　{}", time::day_on_paper(*at))
            }
        }
    }
}

impl Sheet {
    /// A sheet without a version.
    pub(super) fn plain(laid: Laid) -> Self {
        Self {
            application: None,
            laid,
            marks: Vec::new(),
        }
    }

    /// The newest version of an application of the case, with the signature that stands on it.
    pub(super) fn newest(
        file: &CaseFile,
        application: &Application,
        fonts: &Fonts,
    ) -> Result<Self, PageError> {
        file.refuse_paper(&application.form_id, &application.values)?;
        let signature = file.standing_signature(application);
        let content = Content::of(application, signature);
        let laid = lay(&content, &file.materials, &file.municipality, fonts)?;
        Ok(Self {
            application: Some((application.id, application.version)),
            laid: laid.ok_or(PageError::NotFound)?,
            marks: withdrawn_with(file).into_iter().collect(),
        })
    }

    /// A version of an application of the case as it was signed: the newest one with the signature that stands, an
    /// older one with the last that was given on it.
    pub(crate) async fn version(
        tx: &mut TenantTx,
        file: &CaseFile,
        id: ApplicationId,
        version: i32,
        fonts: &Fonts,
    ) -> Result<Self, PageError> {
        let of_case = |application: &Application| application.case_id == file.case.id;
        let application = applications::get(tx, id).await?.filter(of_case);
        let application = application.ok_or(PageError::NotFound)?;
        let withdrawn = application.state == ApplicationState::Withdrawn;
        if version == application.version && !withdrawn {
            return Self::newest(file, &application, fonts);
        }
        let kept = applications::version(tx, id, version).await?;
        let kept = kept.ok_or(PageError::NotFound)?;
        file.refuse_paper(&application.form_id, &kept.values)?;
        let signature = signature_of(file, id, version);
        let content = Content::of_version(&application.form_id, &kept, signature);
        let laid = lay(&content, &file.materials, &file.municipality, fonts)?;
        let old = (version != application.version).then_some(Mark::Old {
            version,
            newest: application.version,
        });
        let withdrawn = withdrawn
            .then_some(Mark::Withdrawn)
            .or_else(|| withdrawn_with(file));
        Ok(Self {
            application: Some((id, version)),
            laid: laid.ok_or(PageError::NotFound)?,
            marks: old.into_iter().chain(withdrawn).collect(),
        })
    }

    /// Every newest version of the case that the officer may see; the cover tells which were left out.
    pub(super) fn all(file: &CaseFile, fonts: &Fonts) -> Result<Vec<Self>, PageError> {
        let seen = file
            .applications
            .iter()
            .filter(|application| file.may_see(application));
        let sheets = seen.map(|application| Self::newest(file, application, fonts));
        let sheets: Vec<Self> = sheets.collect::<Result<_, PageError>>()?;
        if let ([], [first, ..]) = (&*sheets, &*file.applications) {
            file.refuse_paper(&first.form_id, &first.values)?;
        }
        if sheets.is_empty() {
            return Err(PageError::NotFound);
        }
        Ok(sheets)
    }

    /// Those of the case on forms of ours, which are archived together, and those on the municipality's own paper.
    pub(super) fn apart(file: &CaseFile, fonts: &Fonts) -> Result<(Vec<Self>, Vec<Self>), PageError> {
        let sheets = Self::all(file, fonts)?.into_iter();
        Ok(sheets.partition(|sheet| !sheet.laid.on_own_paper()))
    }

    /// Those of the case that go into one file; a word to the officer where there are none.
    pub(super) fn together(file: &CaseFile, fonts: &Fonts) -> Result<Vec<Self>, PageError> {
        let (ours, _) = Self::apart(file, fonts)?;
        if ours.is_empty() {
            return Err(PageError::Conflict(
                "この受付の申請書は、すべて自治体の様式（PDF）です。申請書を開いて、1つずつ印刷してください。".into(),
            ));
        }
        Ok(ours)
    }

    /// 送付票 and every newest version of the case.
    pub(super) async fn bundle(
        tx: &mut TenantTx,
        file: &CaseFile,
        fonts: &Fonts,
    ) -> Result<Vec<Self>, PageError> {
        let papers = Self::together(file, fonts)?;
        let cover = Self::cover(tx, file, papers, fonts).await?;
        Ok(cover)
    }

    /// 送付票 before papers. It also lists those on the municipality's own paper, which are printed apart.
    pub(super) async fn cover(
        tx: &mut TenantTx,
        file: &CaseFile,
        mut papers: Vec<Self>,
        fonts: &Fonts,
    ) -> Result<Vec<Self>, PageError> {
        let count = papers.len();
        papers.extend(Self::apart(file, fonts)?.1);
        let cover = bundle::cover(tx, file, &papers).await?;
        papers.truncate(count);
        papers.insert(0, Self::plain(madoguchi_forms::cover_sheet(&cover, fonts)));
        Ok(papers)
    }

    /// What is recorded of it.
    pub(super) fn record(&self) -> NewPaper {
        NewPaper {
            application: self.application,
            pages: self.laid.pages.len(),
        }
    }

    /// Its pages with what they say of themselves.
    pub(crate) fn stamped(mut self, fonts: &Fonts) -> Laid {
        let words: Vec<String> = self.marks.iter().map(Mark::text).collect();
        if !words.is_empty() {
            stamp(&mut self.laid, &words.join("　／　"), fonts);
        }
        self.laid
    }
}

/// The whole case was withdrawn, and its papers with it.
fn withdrawn_with(file: &CaseFile) -> Option<Mark> {
    (file.case.state == CaseState::Withdrawn).then_some(Mark::Withdrawn)
}

/// The last signature on a version, in force or not.
pub(super) fn signature_of(file: &CaseFile, id: ApplicationId, version: i32) -> Option<&Signature> {
    let of_version =
        |signature: &&Signature| signature.application_id == id && signature.application_version == version;
    file.signatures.iter().rev().find(of_version)
}

//! What was released for print: every file that was opened for printing, paper by paper. Looking at a preview is no
//! release. Nothing changes or removes a row.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{ApplicationId, CaseId, StaffId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx};

/// What kind of file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrintKind {
    /// One application.
    Application,
    /// Every application of a case.
    All,
    /// 送付票 with every application of a case.
    Bundle,
    /// 受付案内票.
    GuideSheet,
    /// 一括印刷 of many cases.
    Batch,
}

/// A paper to be released.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewPaper {
    /// The application and its version; none for 受付案内票 and 送付票.
    pub application: Option<(ApplicationId, i32)>,
    /// How many pages it has, at least one.
    pub pages: usize,
}

/// A paper that was released.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReleasedPaper {
    /// The application and its version; none for 受付案内票 and 送付票.
    pub application: Option<(ApplicationId, i32)>,
    /// How many times this version was printed, this time included. Sheets without a version count from 1 each time.
    pub copy: i32,
    /// How many pages it has.
    pub pages: i32,
}

/// A file that was opened for printing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PrintRelease {
    /// The file.
    pub id: Uuid,
    /// The case.
    pub case_id: CaseId,
    /// What kind of file.
    pub kind: PrintKind,
    /// Who.
    pub released_by: StaffId,
    /// That person's name.
    pub released_by_name: String,
    /// When.
    pub released_at: DateTime<Utc>,
    /// Its papers, in their order.
    pub papers: Vec<ReleasedPaper>,
}

/// Records that papers of a case are released for print as one file.
pub async fn record(
    tx: &mut TenantTx,
    case: CaseId,
    kind: PrintKind,
    papers: &[NewPaper],
    by: StaffId,
) -> Result<PrintRelease, ChangeError> {
    let id = tx.new_id();
    for (position, paper) in (0..).zip(papers) {
        let place = Place {
            file: id,
            position,
            kind,
        };
        record_paper(tx, place, case, *paper, by).await?;
    }
    get(tx, id).await?.ok_or(ChangeError::NotFound)
}

/// Where a paper lies: in which file, and where in it.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) file: Uuid,
    pub(crate) position: i32,
    pub(crate) kind: PrintKind,
}

/// Records one paper; how many times its version was printed then, this time included.
pub(crate) async fn record_paper(
    tx: &mut TenantTx,
    place: Place,
    case: CaseId,
    paper: NewPaper,
    by: StaffId,
) -> Result<i32, ChangeError> {
    let (application, version) = match paper.application {
        Some((application, version)) => (Some(application.0), Some(version)),
        None => (None, None),
    };
    if !is_of_case(tx, case, application, version).await? {
        return Err(ChangeError::NotFound);
    }
    // Another may count the same copy at the same moment. Then this one waits for it, and counts again.
    for _ in 0..TRIES {
        if let Some(copy) = insert(tx, place, case, (application, version), paper.pages, by).await? {
            return Ok(copy);
        }
    }
    Err(ChangeError::NotAllowed(
        "it is being printed too often at once".into(),
    ))
}

/// How often a copy is counted again.
const TRIES: usize = 8;

async fn is_of_case(
    tx: &mut TenantTx,
    case: CaseId,
    application: Option<Uuid>,
    version: Option<i32>,
) -> Result<bool, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM cases WHERE tenant_id = $1 AND case_id = $2)
            AND ($3::uuid IS NULL OR EXISTS (
                SELECT FROM application_versions v
                JOIN applications a ON a.tenant_id = v.tenant_id AND a.application_id = v.application_id
                WHERE v.tenant_id = $1 AND v.application_id = $3 AND v.version = $4 AND a.case_id = $2)) AS "is!""#,
        tenant,
        case.0,
        application,
        version
    )
    .fetch_one(tx.connection())
    .await?)
}

async fn insert(
    tx: &mut TenantTx,
    place: Place,
    case: CaseId,
    (application, version): (Option<Uuid>, Option<i32>),
    pages: usize,
    by: StaffId,
) -> Result<Option<i32>, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    Ok(sqlx::query_scalar!(
        "INSERT INTO print_releases (tenant_id, print_id, position, case_id, kind, application_id,
            application_version, copy, pages, released_by, released_at)
         SELECT $1, $2, $3, $4, $5, $6, $7,
            1 + (SELECT count(*)::int FROM print_releases
                 WHERE tenant_id = $1 AND application_id = $6 AND application_version = $7), $8, $9, $10
         ON CONFLICT (tenant_id, application_id, application_version, copy) DO NOTHING
         RETURNING copy",
        tenant,
        place.file,
        place.position,
        case.0,
        code(&place.kind),
        application,
        version,
        i32::try_from(pages).unwrap_or(i32::MAX),
        by.0,
        now
    )
    .fetch_optional(tx.connection())
    .await?)
}

struct ReleaseRow {
    print_id: Uuid,
    case_id: Uuid,
    kind: String,
    application_id: Option<Uuid>,
    application_version: Option<i32>,
    copy: i32,
    pages: i32,
    released_by: Uuid,
    released_by_name: String,
    released_at: DateTime<Utc>,
}

/// One file.
pub async fn get(tx: &mut TenantTx, id: Uuid) -> Result<Option<PrintRelease>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query_as!(
        ReleaseRow,
        "SELECT p.print_id, p.case_id, p.kind, p.application_id, p.application_version, p.copy, p.pages,
            p.released_by, s.display_name AS released_by_name, p.released_at
         FROM print_releases p JOIN staff s ON s.tenant_id = p.tenant_id AND s.staff_id = p.released_by
         WHERE p.tenant_id = $1 AND p.print_id = $2 ORDER BY p.position",
        tenant,
        id
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(files(rows)?.pop())
}

/// Every file with papers of a case, oldest first. Of a file with papers of many cases, those of this case.
pub async fn of_case(tx: &mut TenantTx, case: CaseId) -> Result<Vec<PrintRelease>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query_as!(
        ReleaseRow,
        "SELECT p.print_id, p.case_id, p.kind, p.application_id, p.application_version, p.copy, p.pages,
            p.released_by, s.display_name AS released_by_name, p.released_at
         FROM print_releases p JOIN staff s ON s.tenant_id = p.tenant_id AND s.staff_id = p.released_by
         WHERE p.tenant_id = $1 AND p.case_id = $2 ORDER BY p.released_at, p.print_id, p.position",
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?;
    files(rows)
}

fn files(rows: Vec<ReleaseRow>) -> Result<Vec<PrintRelease>, StoreError> {
    let mut files: Vec<PrintRelease> = Vec::new();
    for row in rows {
        let paper = ReleasedPaper {
            application: row.application_id.map(ApplicationId).zip(row.application_version),
            copy: row.copy,
            pages: row.pages,
        };
        match files.last_mut().filter(|file| file.id == row.print_id) {
            Some(file) => file.papers.push(paper),
            None => files.push(PrintRelease {
                id: row.print_id,
                case_id: CaseId(row.case_id),
                kind: Row {
                    table: "print_releases",
                    id: &row.print_id,
                }
                .code("kind", &row.kind)?,
                released_by: StaffId(row.released_by),
                released_by_name: row.released_by_name,
                released_at: row.released_at,
                papers: vec![paper],
            }),
        }
    }
    Ok(files)
}

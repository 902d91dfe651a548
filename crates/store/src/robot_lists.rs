//! Lists of tasks for robots without HTTP: files that officers take out and bring answers to.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{RobotLeaseId, RobotListId, RobotTaskId, StaffId};
use madoguchi_model::robot_task::RobotListForm;
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx};

/// One list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RobotList {
    /// Our id.
    pub id: RobotListId,
    /// The definition's id.
    pub kind: String,
    /// What people call it.
    pub title: String,
    /// The code of the section.
    pub section: String,
    /// Counts the lists of the kind in this municipality, from 1.
    pub number: i64,
    /// How it is written.
    pub form: RobotListForm,
    /// The file's name.
    pub name: String,
    /// How many tasks it has.
    pub task_count: i32,
    /// Who made it.
    pub made_by: StaffId,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Answers are taken until then; what has none is taken back.
    pub until: DateTime<Utc>,
    /// When the last answer came, or it was given up or taken back. The file is gone then.
    pub closed_at: Option<DateTime<Utc>>,
}

/// A list to be begun. Its tasks get their leases next, and then it gets its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewRobotList<'a> {
    /// A definition's id.
    pub kind: &'a str,
    /// What people call it.
    pub title: &'a str,
    /// The code of the section.
    pub section: &'a str,
    /// How it is written.
    pub form: RobotListForm,
    /// What the file's name begins with; the number and the ending follow.
    pub name: &'a str,
    /// Until when answers are taken.
    pub until: DateTime<Utc>,
}

/// Begins a list with the next number of its kind.
pub async fn create(
    tx: &mut TenantTx,
    new: &NewRobotList<'_>,
    by: StaffId,
) -> Result<(RobotListId, i64), ChangeError> {
    let (tenant, now, id) = (tx.tenant(), tx.now(), tx.new_id());
    let lock = format!("robot list {tenant} {}", new.kind);
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
        .execute(tx.connection())
        .await?;
    let number = sqlx::query_scalar!(
        r#"SELECT coalesce(max(number), 0) + 1 AS "number!" FROM robot_lists WHERE tenant_id = $1 AND kind = $2"#,
        tenant,
        new.kind
    )
    .fetch_one(tx.connection())
    .await?;
    let name = format!("{}_{number:06}.{}", new.name, new.form.ending());
    sqlx::query!(
        "INSERT INTO robot_lists (tenant_id, list_id, kind, title, section, number, form, name, bytes,
            made_by, made_at, until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $10, $11)",
        tenant,
        id,
        new.kind,
        new.title,
        new.section,
        number,
        code(&new.form),
        name,
        by.0,
        now,
        new.until
    )
    .execute(tx.connection())
    .await?;
    Ok((RobotListId(id), number))
}

/// Gives a list that was begun its file.
pub async fn fill(tx: &mut TenantTx, list: RobotListId, bytes: &[u8]) -> Result<(), ChangeError> {
    let tenant = tx.tenant();
    let done = sqlx::query!(
        "UPDATE robot_lists SET bytes = $3 WHERE tenant_id = $1 AND list_id = $2 AND closed_at IS NULL",
        tenant,
        list.0,
        bytes
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}

struct ListRow {
    list_id: Uuid,
    kind: String,
    title: String,
    section: String,
    number: i64,
    form: String,
    name: String,
    task_count: i64,
    made_by: Uuid,
    made_at: DateTime<Utc>,
    until: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
}

impl ListRow {
    fn into_list(self) -> Result<RobotList, StoreError> {
        let row = Row {
            table: "robot_lists",
            id: &self.list_id,
        };
        Ok(RobotList {
            form: row.code("form", &self.form)?,
            id: RobotListId(self.list_id),
            kind: self.kind,
            title: self.title,
            section: self.section,
            number: self.number,
            name: self.name,
            task_count: i32::try_from(self.task_count).unwrap_or(i32::MAX),
            made_by: StaffId(self.made_by),
            made_at: self.made_at,
            until: self.until,
            closed_at: self.closed_at,
        })
    }
}

/// One list; none where it is not there.
pub async fn get(tx: &mut TenantTx, id: RobotListId) -> Result<Option<RobotList>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        ListRow,
        r#"SELECT list_id, kind, title, section, number, form, name,
            (SELECT count(*) FROM robot_attempts a WHERE a.tenant_id = $1 AND a.list_id = l.list_id) AS "task_count!",
            made_by, made_at, until, closed_at
           FROM robot_lists l WHERE tenant_id = $1 AND list_id = $2"#,
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(ListRow::into_list)
    .transpose()
}

/// The lists of a section, newest first.
pub async fn of_section(tx: &mut TenantTx, section: &str, limit: u16) -> Result<Vec<RobotList>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        ListRow,
        r#"SELECT list_id, kind, title, section, number, form, name,
            (SELECT count(*) FROM robot_attempts a WHERE a.tenant_id = $1 AND a.list_id = l.list_id) AS "task_count!",
            made_by, made_at, until, closed_at
           FROM robot_lists l WHERE tenant_id = $1 AND section = $2 ORDER BY made_at DESC, list_id DESC LIMIT $3"#,
        tenant,
        section,
        i64::from(limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(ListRow::into_list)
    .collect()
}

/// The file of an open list.
pub async fn bytes(tx: &mut TenantTx, id: RobotListId) -> Result<Option<Vec<u8>>, StoreError> {
    let tenant = tx.tenant();
    let bytes = sqlx::query_scalar!(
        "SELECT bytes FROM robot_lists WHERE tenant_id = $1 AND list_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(bytes.flatten())
}

/// The leases by which a list holds tasks now.
pub async fn leases(
    tx: &mut TenantTx,
    id: RobotListId,
) -> Result<Vec<(RobotTaskId, RobotLeaseId)>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        "SELECT a.task_id, a.lease_id FROM robot_attempts a
         JOIN robot_tasks t ON t.tenant_id = $1 AND t.task_id = a.task_id AND t.lease_id = a.lease_id
         WHERE a.tenant_id = $1 AND a.list_id = $2 ORDER BY a.lease_id",
        tenant,
        id.0
    )
    .fetch_all(tx.connection())
    .await?;
    let pairs = rows
        .into_iter()
        .map(|row| (RobotTaskId(row.task_id), RobotLeaseId(row.lease_id)));
    Ok(pairs.collect())
}

/// Every task that a list has had, whether or not it still holds it.
pub async fn tasks(tx: &mut TenantTx, id: RobotListId) -> Result<Vec<RobotTaskId>, StoreError> {
    let tenant = tx.tenant();
    let ids = sqlx::query_scalar!(
        "SELECT task_id FROM robot_attempts WHERE tenant_id = $1 AND list_id = $2 ORDER BY lease_id",
        tenant,
        id.0
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(ids.into_iter().map(RobotTaskId).collect())
}

/// Closes lists that hold no task any more, and removes their files: what they say is nobody's business from then on.
pub async fn close_finished(tx: &mut TenantTx) -> Result<u64, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE robot_lists l SET bytes = NULL, closed_at = $2
         WHERE tenant_id = $1 AND closed_at IS NULL AND NOT EXISTS (
            SELECT FROM robot_attempts a JOIN robot_tasks t ON t.tenant_id = $1 AND t.lease_id = a.lease_id
                AND t.task_id = a.task_id
            WHERE a.tenant_id = $1 AND a.list_id = l.list_id)",
        tenant,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}

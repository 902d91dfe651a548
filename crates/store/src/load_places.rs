//! Loading national data of places, as the owner: one transaction, so that a reader sees the old data or the new.

use std::fmt::Write;

use madoguchi_import::{PlaceFile, PlaceRow, PostcodeRow, TownRow};
use madoguchi_model::address_key::fold;
use madoguchi_model::romaji::romaji_key;
use sqlx::postgres::PgConnection;
use sqlx::{Postgres, Transaction};
use thiserror::Error;

use crate::owner::Owner;

/// How many prefectures a file of the whole country has.
const PREFECTURES: i64 = 47;
/// Rows sent at once.
const BATCH: usize = 5_000;

/// A load that has begun. Dropped without [`finish`](Self::finish) it leaves nothing behind.
pub struct PlacesLoad {
    transaction: Transaction<'static, Postgres>,
    kind: PlaceFile,
    text: String,
    waiting: usize,
    rows: u64,
}

/// What a load did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlacesLoaded {
    /// Rows that there are now of what the file has.
    pub rows: u64,
    /// Rows that there were before.
    pub before: u64,
    /// 市区町村 whose rows were replaced.
    pub municipalities: u64,
    /// The file has the whole country: what it has not is gone.
    pub whole: bool,
}

/// Why a load had no effect.
#[derive(Debug, Error)]
pub enum PlacesError {
    /// The file has no place.
    #[error("取り込める行が1つもありません。ファイルを確かめてください。今までの内容はそのままです。")]
    Nothing,
    /// Much would be gone.
    #[error(
        "このファイルを取り込むと {before} 件が {rows} 件に減ります。ファイルが途中で切れていないか確かめてください。\
         減ってよいときは --accept-removals を指定してください。今までの内容はそのままです。"
    )]
    Shrinks {
        /// Rows there are.
        before: u64,
        /// Rows there would be.
        rows: u64,
    },
    /// The database failed.
    #[error("データベースで失敗しました：{0}")]
    Database(#[from] sqlx::Error),
}

impl Owner {
    /// Begins to load a file of places.
    pub async fn load_places(&self, kind: PlaceFile) -> Result<PlacesLoad, PlacesError> {
        let mut transaction = self.pool().begin().await?;
        let table = table(kind);
        let made = format!(
            "CREATE TEMPORARY TABLE place_batch (LIKE reference.{table}) ON COMMIT DROP; \
             LOCK TABLE reference.loads IN EXCLUSIVE MODE"
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(made))
            .execute(&mut *transaction)
            .await?;
        Ok(PlacesLoad {
            transaction,
            kind,
            text: String::new(),
            waiting: 0,
            rows: 0,
        })
    }
}

fn table(kind: PlaceFile) -> &'static str {
    match kind {
        PlaceFile::Postcodes | PlaceFile::Offices => "postcodes",
        PlaceFile::Towns | PlaceFile::Cities => "towns",
        PlaceFile::Blocks | PlaceFile::Residences | PlaceFile::Parcels => "numbers",
    }
}

impl PlacesLoad {
    /// Takes a row.
    pub async fn take(&mut self, row: &PlaceRow) -> Result<(), PlacesError> {
        let text = &mut self.text;
        match row {
            PlaceRow::Postcode(row) => postcode(text, self.kind, row),
            PlaceRow::Town(row) => town(text, row),
            PlaceRow::Number(row) => {
                cells(
                    text,
                    &[
                        row.kind.code(),
                        &row.municipality_code,
                        &row.town_code,
                        &fold(&row.number),
                        &row.number,
                    ],
                );
                for part in row.order {
                    // A String takes everything.
                    let _ = write!(text, "\t{part}");
                }
                text.push('\n');
            }
            PlaceRow::City(_) => return Ok(()),
        }
        self.waiting += 1;
        self.rows += 1;
        if self.waiting >= BATCH {
            self.send().await
        } else {
            Ok(())
        }
    }

    async fn send(&mut self) -> Result<(), PlacesError> {
        let text = std::mem::take(&mut self.text);
        self.waiting = 0;
        let connection: &mut PgConnection = &mut self.transaction;
        let mut copy = connection.copy_in_raw("COPY place_batch FROM STDIN").await?;
        copy.send(text.into_bytes()).await?;
        copy.finish().await?;
        Ok(())
    }

    /// Replaces what there was of the file's 市区町村, or everything where the file has the whole country.
    /// `now` is when; `accept_removals` lets it become much less.
    pub async fn finish(
        mut self,
        digest: &str,
        rejected: u64,
        now: chrono::DateTime<chrono::Utc>,
        accept_removals: bool,
    ) -> Result<PlacesLoaded, PlacesError> {
        self.send().await?;
        if self.rows == 0 {
            return Err(PlacesError::Nothing);
        }
        let table = table(self.kind);
        let connection: &mut PgConnection = &mut self.transaction;
        let (municipalities, prefectures): (i64, i64) = sqlx::query_as(
            "SELECT count(DISTINCT municipality_code), count(DISTINCT left(municipality_code, 2)) FROM place_batch",
        )
        .fetch_one(&mut *connection)
        .await?;
        let whole = prefectures >= PREFECTURES;
        let of_kind = match table {
            "towns" => "TRUE",
            _ => "kind IN (SELECT DISTINCT kind FROM place_batch)",
        };
        let of_file = if whole {
            "TRUE"
        } else {
            "municipality_code IN (SELECT municipality_code FROM place_batch)"
        };
        let delete = format!("DELETE FROM reference.{table} WHERE {of_kind} AND {of_file}");
        let before = sqlx::query(sqlx::AssertSqlSafe(delete))
            .execute(&mut *connection)
            .await?
            .rows_affected();
        let insert = match table {
            // A town with and without 住居表示 is two rows of the registry.
            "towns" => {
                "INSERT INTO reference.towns SELECT DISTINCT ON (municipality_code, town_code) * FROM place_batch
                 ORDER BY municipality_code, town_code, residence_display DESC"
                    .to_owned()
            }
            _ => format!("INSERT INTO reference.{table} SELECT DISTINCT * FROM place_batch"),
        };
        let rows = sqlx::query(sqlx::AssertSqlSafe(insert))
            .execute(&mut *connection)
            .await?
            .rows_affected();
        if rows * 2 < before && !accept_removals {
            return Err(PlacesError::Shrinks { before, rows });
        }
        sqlx::query(
            "INSERT INTO reference.loads (kind, file_digest, rows, rejected, loaded_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (kind) DO UPDATE SET file_digest = $2, rows = $3, rejected = $4, loaded_at = $5",
        )
        .bind(self.kind.code())
        .bind(digest)
        .bind(i64::try_from(rows).unwrap_or(i64::MAX))
        .bind(i64::try_from(rejected).unwrap_or(i64::MAX))
        .bind(now)
        .execute(&mut *connection)
        .await?;
        let analyze = format!("ANALYZE reference.{table}");
        sqlx::query(sqlx::AssertSqlSafe(analyze))
            .execute(&mut *connection)
            .await?;
        self.transaction.commit().await?;
        Ok(PlacesLoaded {
            rows,
            before,
            municipalities: u64::try_from(municipalities).unwrap_or(0),
            whole,
        })
    }
}

fn postcode(text: &mut String, kind: PlaceFile, row: &PostcodeRow) {
    let name = if row.office.is_empty() { &row.kana } else { "" };
    cells(
        text,
        &[
            kind.code(),
            &row.municipality_code,
            &row.postcode,
            &row.prefecture,
            &row.city,
            &row.town,
            &row.kana,
            &row.condition,
            &row.building,
            &row.block,
            &row.office,
            &fold(&row.town),
            &fold(name),
            &romaji_key(name),
        ],
    );
    text.push('\n');
}

fn town(text: &mut String, row: &TownRow) {
    let display = if row.residence_display { "t" } else { "f" };
    // The registry's ローマ字 ends before 丁目: the reading says all of it.
    let romaji = if row.kana.is_empty() {
        &row.romaji
    } else {
        &row.kana
    };
    cells(
        text,
        &[
            &row.municipality_code,
            &row.town_code,
            &row.prefecture,
            &row.city,
            &row.name,
            &row.kana,
            &row.postcode,
            display,
            &fold(&row.name),
            &fold(&row.kana),
            &romaji_key(romaji),
        ],
    );
    text.push('\n');
}

/// Cells of a row in the text format of `COPY`.
fn cells(text: &mut String, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push('\t');
        }
        for c in cell.chars() {
            match c {
                '\\' => text.push_str("\\\\"),
                '\t' => text.push_str("\\t"),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                other => text.push(other),
            }
        }
    }
}

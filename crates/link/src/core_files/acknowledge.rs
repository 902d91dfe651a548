//! The files that core systems answer with.

use std::collections::BTreeSet;
use std::io::Read;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use madoguchi_import::{Fault, Limits, Row, Rows};
use madoguchi_model::characters;
use madoguchi_model::core_file::Answered;
use thiserror::Error;
use uuid::Uuid;

use super::definition::{AcknowledgementForm, Definition};

/// The most characters of a reason; the rest is cut, because the file is a stranger's.
const REASON: usize = 500;
/// The most rows of a file.
const ROWS: usize = 200_000;

/// One answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AcknowledgementRow {
    /// The row of the file, from 1, the header included.
    pub row: u64,
    /// Our hand-off id.
    pub id: Uuid,
    /// The answer.
    pub answered: Answered,
    /// Why; never empty for a refusal.
    pub reason: String,
    /// When the core system did it.
    pub at: DateTime<Utc>,
}

/// What stands in a file of answers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Acknowledged {
    /// Answers in the file's order.
    pub rows: Vec<AcknowledgementRow>,
    /// Rows that cannot be read: their place, and why. The others count.
    pub unreadable: Vec<(u64, String)>,
}

/// Why a file of answers cannot be read at all.
#[derive(Debug, Error)]
pub enum AcknowledgementFault {
    /// It is no such file.
    #[error(transparent)]
    File(#[from] Fault),
    /// It has too many rows.
    #[error("行が多すぎます（{ROWS} 行まで）。")]
    TooLong,
}

/// Reads a file of answers to the files of a definition. Answers with a time that lies more than a day after `now`
/// are unreadable: their order could not be told.
pub fn read_acknowledgement(
    definition: &Definition,
    file: impl Read,
    now: DateTime<Utc>,
) -> Result<Acknowledged, AcknowledgementFault> {
    let form = &definition.acknowledgement;
    let mut rows = Rows::new(file, &form.file, Limits::default())?;
    let places = if form.file.header {
        match rows.next().transpose()? {
            Some((_, Row::Cells(header))) => Places::of(form, &header)?,
            Some((_, Row::Broken(_))) => return Err(Fault::Header.into()),
            None => return Err(Fault::Empty.into()),
        }
    } else {
        Places([0, 1, 2, 3])
    };
    let mut found = Acknowledged::default();
    for row in rows {
        let (row, cells) = row?;
        if found.rows.len() + found.unreadable.len() >= ROWS {
            return Err(AcknowledgementFault::TooLong);
        }
        let read = match &cells {
            Row::Cells(cells) => answer(form, places, row, cells, now),
            Row::Broken(reason) => Err(reason.text().to_owned()),
        };
        match read {
            Ok(answer) => found.rows.push(answer),
            Err(problem) => found.unreadable.push((row, problem)),
        }
    }
    Ok(found)
}

/// Where id, result, reason and time stand.
#[derive(Clone, Copy)]
struct Places([usize; 4]);

impl Places {
    fn of(form: &AcknowledgementForm, header: &[String]) -> Result<Self, Fault> {
        let items = [&form.id, &form.result, &form.reason, &form.at];
        let different: BTreeSet<&String> = header.iter().collect();
        if let Some(twice) = items
            .iter()
            .find(|item| header.iter().filter(|cell| cell == *item).count() > 1)
        {
            return Err(Fault::DoubleColumn((*twice).clone()));
        }
        let missing: Vec<String> = items
            .iter()
            .filter(|item| !different.contains(**item))
            .map(|item| (**item).clone())
            .collect();
        if !missing.is_empty() {
            return Err(Fault::MissingColumns(missing));
        }
        let place = |item: &String| header.iter().position(|cell| cell == item).unwrap_or_default();
        Ok(Self(items.map(place)))
    }
}

fn answer(
    form: &AcknowledgementForm,
    places: Places,
    row: u64,
    cells: &[String],
    now: DateTime<Utc>,
) -> Result<AcknowledgementRow, String> {
    let cell = |place: usize| cells.get(place).map_or("", |cell| cell.trim());
    let Places([id, result, reason, at]) = places;
    let id = cell(id)
        .parse()
        .map_err(|_| format!("「{}」が引継ぎIDの形ではありません。", form.id))?;
    let code = cell(result);
    let answered = if form.provisional.contains(code) {
        Answered::Provisional
    } else if form.accepted.contains(code) {
        Answered::Accepted
    } else if form.refused.contains(code) {
        Answered::Refused
    } else {
        return Err(format!("「{}」が、定義にないコードです。", form.result));
    };
    let reason = without_control(cell(reason));
    if answered == Answered::Refused && reason.is_empty() {
        return Err(format!("不受理なのに「{}」が空です。", form.reason));
    }
    let at = instant(cell(at)).ok_or_else(|| format!("「{}」を日時として読めません。", form.at))?;
    if at > now + TimeDelta::days(1) {
        return Err(format!("「{}」が先の日時です。", form.at));
    }
    Ok(AcknowledgementRow {
        row,
        id,
        answered,
        reason,
        at,
    })
}

fn without_control(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    characters::graphemes(&plain).take(REASON).collect()
}

/// A time with its offset, or of a clock in Japan.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc());
    }
    let forms = [
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M:%S",
        "%Y/%m/%d %H:%M:%S",
        "%Y%m%d%H%M%S",
    ];
    let local = forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    Some(local.and_utc() - TimeDelta::hours(9))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01900000-0000-7000-8000-000000000001";

    fn read(text: &str) -> Result<Acknowledged, AcknowledgementFault> {
        let now = "2026-11-28T01:00:00Z".parse().unwrap();
        read_acknowledgement(Definition::find("move_notice").unwrap(), text.as_bytes(), now)
    }

    #[test]
    fn answers_are_read_and_unreadable_rows_are_told() {
        let found = read(&format!(
            "処理日時,引継ぎID,処理結果,理由,その他\r\n\
             2026-11-28T09:00:00,{ID},1,,\r\n\
             2026-11-28 09:30:00,{ID},9,続柄が違います,\r\n\
             2026-11-28T09:00:00+09:00,名前,2,,\r\n\
             2026-11-28T09:00:00,{ID},9,,\r\n\
             2026-11-28T09:00:00,{ID},7,,\r\n\
             2027-11-28T09:00:00,{ID},2,,\r\n\
             いつか,{ID},2,,\r\n"
        ))
        .unwrap();
        let answers: Vec<Answered> = found.rows.iter().map(|row| row.answered).collect();
        assert_eq!(answers, [Answered::Provisional, Answered::Refused]);
        assert_eq!(
            found.rows[0].at,
            "2026-11-28T00:00:00Z".parse::<DateTime<Utc>>().unwrap()
        );
        let rows: Vec<u64> = found.unreadable.iter().map(|(row, _)| *row).collect();
        assert_eq!(rows, [4, 5, 6, 7, 8]);
    }

    #[test]
    fn a_file_that_is_no_answer_is_refused() {
        assert!(matches!(read(""), Err(AcknowledgementFault::File(Fault::Empty))));
        let error = read("引継ぎID,処理結果\r\n").unwrap_err();
        assert!(error.to_string().contains("理由"), "{error}");
    }
}

//! The table of eras: data, so that a new era is a line in `data/eras.csv` and nothing else.

use std::sync::OnceLock;

use chrono::NaiveDate;

const TABLE: &str = include_str!("../../data/eras.csv");

/// One row of the table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Row {
    /// For example 「昭和」.
    pub(super) name: String,
    /// The letter that stands for it.
    pub(super) letter: char,
    /// The western year that is year 1.
    pub(super) first_year: i32,
    /// The first day that can be written with it.
    pub(super) first: NaiveDate,
    /// The last; none for the present era.
    pub(super) last: Option<NaiveDate>,
}

/// The rows, the oldest era first.
pub(super) fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| read(TABLE).expect("the table of eras is sound: a test reads it"))
}

/// Reads a table: none if a line of it is not as it should be, or the eras do not follow each other.
fn read(table: &str) -> Option<Vec<Row>> {
    let rows: Vec<Row> = table.lines().skip(1).map(row).collect::<Option<_>>()?;
    let follow =
        |pair: &[Row]| matches!(pair, [one, next] if one.last.is_some_and(|last| last <= next.first));
    let ends = rows.last().is_some_and(|row| row.last.is_none());
    (ends && rows.windows(2).all(follow)).then_some(rows)
}

fn row(line: &str) -> Option<Row> {
    let mut columns = line.split(',');
    let name = columns.next().filter(|name| !name.is_empty())?.to_owned();
    let letter = columns.next()?.chars().next()?;
    let first_year = columns.next()?.parse().ok()?;
    let first = columns.next()?.parse().ok()?;
    let last = match columns.next()? {
        "" => None,
        day => Some(day.parse().ok()?),
    };
    Some(Row {
        name,
        letter,
        first_year,
        first,
        last,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_era_is_a_line() {
        let next = TABLE.replace(
            "2019-05-01,\n",
            "2019-05-01,2049-03-31\n万和,B,2049,2049-04-01,\n",
        );
        let rows = read(&next).unwrap();
        assert_eq!(rows.len(), self::rows().len() + 1);
        assert_eq!(
            rows.last().map(|row| (&*row.name, row.letter, row.first_year)),
            Some(("万和", 'B', 2049))
        );
    }

    #[test]
    fn a_table_with_a_mistake_is_none() {
        assert!(read(TABLE).is_some());
        for (right, wrong) in [
            ("1989-01-08", "1989-13-08"),
            ("2019-04-30", "2019-05-02"),
            ("2019-05-01,", "2019-05-01,2030-01-01"),
            ("昭和,S", ",S"),
            ("1926,", "x,"),
        ] {
            assert!(TABLE.contains(right));
            assert_eq!(read(&TABLE.replacen(right, wrong, 1)), None, "{wrong}");
        }
    }
}

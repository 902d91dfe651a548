//! Answers of robots without HTTP: the list comes back with its last columns filled in.

use std::collections::BTreeMap;

use madoguchi_import::{Encoding, FileForm, Limits, Row, Rows};
use madoguchi_model::ids::RobotTaskId;
use madoguchi_model::robot_task::RobotAnswer;
use thiserror::Error;

use super::definition::{ID, LIST, NUMBER, REASON, RESULT};
use super::formula::meant;
use super::sheet;

/// The longest number or reason, characters.
pub const LONGEST_TEXT: usize = 500;
/// The most lines.
const LINES: usize = 20_000;

/// One answer of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListResult {
    /// The line of the file, from 1, the heading included.
    pub line: u64,
    /// 引継ぎID.
    pub task: RobotTaskId,
    /// What the robot says.
    pub answer: RobotAnswer,
}

/// A mistake of one line, and what would be right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResultProblem {
    /// The line of the file, from 1, the heading included.
    pub line: u64,
    /// What is wrong and what to do, in Japanese, without what stood there.
    pub problem: String,
}

/// Why a file of answers was not taken. Nothing of it counts.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ResultFault {
    /// It is neither a workbook nor CSV.
    #[error(
        "Excel（.xlsx）か、CSV（UTF-8・Shift_JIS）として読めません。ダウンロードしたリストと同じ形式で保存してください。"
    )]
    Unreadable,
    /// A column is missing or there twice.
    #[error(
        "1行目に「{0}」の列がないか、2つあります。ダウンロードしたリストの1行目を変えずに保存してください。"
    )]
    Column(&'static str),
    /// Lines have mistakes.
    #[error("誤りのある行があります。")]
    Lines(Vec<ResultProblem>),
}

/// Reads answers to the list with this number. A line without an answer is one that the robot has not done yet, and is
/// left out. With any mistake nothing is read: all of them are told.
pub fn read_results(bytes: &[u8], list: i64) -> Result<Vec<ListResult>, ResultFault> {
    let lines = if bytes.starts_with(b"PK") {
        sheet::read(bytes).ok_or(ResultFault::Unreadable)?
    } else {
        csv(bytes).ok_or(ResultFault::Unreadable)?
    };
    let mut lines = (1_u64..).zip(lines);
    let header = lines.next().map(|(_, cells)| cells).unwrap_or_default();
    let places = Places::of(&header)?;
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let mut seen: BTreeMap<RobotTaskId, u64> = BTreeMap::new();
    for (line, cells) in lines {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match places.answer(&cells, list) {
            Ok(None) => {}
            Ok(Some((task, answer))) => match seen.insert(task, line) {
                Some(before) => problems.push(ResultProblem {
                    line,
                    problem: format!(
                        "{before}行目と同じ{ID}です。1つの作業に、結果は1行だけにしてください。"
                    ),
                }),
                None => found.push(ListResult { line, task, answer }),
            },
            Err(problem) => problems.push(ResultProblem { line, problem }),
        }
    }
    if problems.is_empty() {
        Ok(found)
    } else {
        Err(ResultFault::Lines(problems))
    }
}

/// UTF-8 where it is, `Shift_JIS` otherwise, as Excel saves CSV.
fn csv(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    let encoding = if std::str::from_utf8(bytes).is_ok() {
        Encoding::Utf8
    } else {
        Encoding::ShiftJis
    };
    let form = FileForm {
        encoding,
        ..FileForm::default()
    };
    let mut lines = Vec::new();
    for row in Rows::new(bytes, &form, Limits::default()).ok()? {
        match row.ok()? {
            (_, Row::Cells(cells)) if lines.len() < LINES => {
                lines.push(cells.iter().map(|cell| meant(cell).to_owned()).collect());
            }
            _ => return None,
        }
    }
    Some(lines)
}

/// Where list, id, result, number and reason stand.
struct Places {
    list: usize,
    id: usize,
    result: usize,
    number: usize,
    reason: usize,
}

impl Places {
    fn of(header: &[String]) -> Result<Self, ResultFault> {
        let place = |name: &'static str| {
            let mut at = header
                .iter()
                .enumerate()
                .filter(|(_, cell)| cell.trim() == name)
                .map(|(at, _)| at);
            match (at.next(), at.next()) {
                (Some(at), None) => Ok(at),
                _ => Err(ResultFault::Column(name)),
            }
        };
        Ok(Self {
            list: place(LIST)?,
            id: place(ID)?,
            result: place(RESULT)?,
            number: place(NUMBER)?,
            reason: place(REASON)?,
        })
    }

    /// What a line says; none where the robot has not done it yet.
    fn answer(&self, cells: &[String], list: i64) -> Result<Option<(RobotTaskId, RobotAnswer)>, String> {
        let cell = |place: usize| cells.get(place).map_or("", |cell| cell.trim());
        let (result, number, reason) = (cell(self.result), cell(self.number), cell(self.reason));
        if result.is_empty() {
            return if number.is_empty() && reason.is_empty() {
                Ok(None)
            } else {
                Err(format!(
                    "「{RESULT}」が空です。「済」「不受理」「失敗」のどれかを入れてください。"
                ))
            };
        }
        if cell(self.list).parse() != Ok(list) {
            return Err(format!(
                "「{LIST}」が、このリストの番号（{list}）ではありません。このリストに戻す行だけにしてください。"
            ));
        }
        let task = cell(self.id).parse().map_err(|_| {
            format!("「{ID}」の形が違います。ダウンロードしたリストの値を変えずに入れてください。")
        })?;
        for (name, text) in [(NUMBER, number), (REASON, reason)] {
            if text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control) {
                return Err(format!(
                    "「{name}」は、改行のない{LONGEST_TEXT}文字までにしてください。"
                ));
            }
        }
        let answer = match result {
            "済" if number.is_empty() => {
                return Err(format!(
                    "「済」なのに「{NUMBER}」が空です。業務システムが出した番号を入れてください。"
                ));
            }
            "済" => RobotAnswer::Done(number.to_owned()),
            "不受理" | "失敗" if reason.is_empty() => {
                return Err(format!("「{REASON}」が空です。起きたことを入れてください。"));
            }
            "不受理" => RobotAnswer::Refused(reason.to_owned()),
            "失敗" => RobotAnswer::Failed(reason.to_owned()),
            _ => {
                return Err(format!(
                    "「{RESULT}」は「済」「不受理」「失敗」のどれかにしてください。まだのものは空のままにします。"
                ));
            }
        };
        Ok(Some((task, answer)))
    }
}

#[cfg(test)]
mod tests {
    use madoguchi_model::robot_task::RobotListForm;
    use uuid::Uuid;

    use super::super::{Definition, ListHead, ListRow, TypedField, lacking, write};
    use super::*;

    fn definition() -> &'static Definition {
        Definition::find("sample_national_health").unwrap()
    }

    fn rows(values: &[&str]) -> Vec<ListRow> {
        (1_u128..)
            .zip(values)
            .map(|(id, value)| ListRow {
                id: Uuid::from_u128(id),
                corrects: String::new(),
                fields: definition()
                    .fields
                    .iter()
                    .map(|field| TypedField {
                        name: field.name.clone(),
                        label: field.label.clone(),
                        value: (*value).to_owned(),
                    })
                    .collect(),
            })
            .collect()
    }

    fn head(form: RobotListForm) -> ListHead {
        ListHead { number: 7, form }
    }

    /// A list as a robot gives it back: each line with the last three columns.
    fn answered(bytes: &[u8], answers: &[[&str; 3]]) -> Vec<u8> {
        let mut lines = if bytes.starts_with(b"PK") {
            sheet::read(bytes).unwrap()
        } else {
            csv(bytes).unwrap()
        };
        let width = lines[0].len();
        for (line, answer) in lines.iter_mut().skip(1).zip(answers) {
            line.resize(width, String::new());
            for (place, text) in answer.iter().enumerate() {
                line[width - 3 + place] = (*text).to_owned();
            }
        }
        sheet::write(&lines).unwrap()
    }

    #[test]
    fn values_come_back_from_every_form_and_none_is_a_formula() {
        let values = ["=1+1", "-5", "＝A1", "'=x", "000012", "髙橋"];
        for form in RobotListForm::ALL {
            let bytes = write(definition(), head(form), &rows(&values)).unwrap();
            let lines = if form == RobotListForm::Xlsx {
                sheet::read(&bytes).unwrap()
            } else {
                csv(&bytes).unwrap()
            };
            let back: Vec<&str> = lines.iter().skip(1).map(|line| &*line[3]).collect();
            assert_eq!(back, values, "{form:?}");
            if form == RobotListForm::CsvUtf8 {
                let text = String::from_utf8(bytes).unwrap();
                assert!(text.starts_with('\u{FEFF}') && text.contains("\"'=1+1\""));
                assert!(!text.contains("\"=") && !text.contains("\"-") && !text.contains("\"＝"));
            }
        }
    }

    #[test]
    fn what_shift_jis_lacks_is_known_beforehand_and_never_cut() {
        let ivs = &rows(&["辻\u{E0100}"])[0];
        assert!(lacking(RobotListForm::CsvShiftJis, &ivs.fields));
        assert!(!lacking(RobotListForm::CsvUtf8, &ivs.fields));
        assert!(
            write(
                definition(),
                head(RobotListForm::CsvShiftJis),
                std::slice::from_ref(ivs)
            )
            .is_err()
        );
    }

    #[test]
    fn answers_are_read_and_what_is_not_done_yet_is_left() {
        for form in RobotListForm::ALL {
            let list = write(definition(), head(form), &rows(&["a", "b", "c", "d"])).unwrap();
            let answers = [
                ["済", "K-0001", ""],
                ["不受理", "", "資格がありません"],
                ["失敗", "", "画面が開きません"],
                ["", "", ""],
            ];
            let read = read_results(&answered(&list, &answers), 7).unwrap();
            let said: Vec<&RobotAnswer> = read.iter().map(|result| &result.answer).collect();
            assert_eq!(
                said,
                [
                    &RobotAnswer::Done("K-0001".into()),
                    &RobotAnswer::Refused("資格がありません".into()),
                    &RobotAnswer::Failed("画面が開きません".into()),
                ]
            );
            assert_eq!(read[0].task.0, Uuid::from_u128(1));
        }
    }

    #[test]
    fn every_mistake_is_told_with_its_line_and_remedy_and_nothing_is_read() {
        let list = write(
            definition(),
            head(RobotListForm::CsvUtf8),
            &rows(&["a", "b", "c", "d", "e"]),
        )
        .unwrap();
        let answers = [
            ["済", "", ""],
            ["不受理", "", ""],
            ["OK", "1", ""],
            ["", "1", ""],
            ["済", "1", ""],
        ];
        let bytes = answered(&list, &answers);
        let Err(ResultFault::Lines(problems)) = read_results(&bytes, 7) else {
            panic!("there are mistakes");
        };
        let lines: Vec<u64> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [2, 3, 4, 5]);
        assert!(problems.iter().all(|problem| problem.problem.ends_with('。')));
        // Another list's file is told line by line, too.
        let Err(ResultFault::Lines(problems)) = read_results(&bytes, 8) else {
            panic!("it is another list");
        };
        assert_eq!(problems.len(), 5);
    }

    #[test]
    fn what_is_no_list_is_told() {
        assert_eq!(read_results(b"PK\x03\x04 no", 1), Err(ResultFault::Unreadable));
        assert_eq!(
            read_results("a,b\r\n".as_bytes(), 1),
            Err(ResultFault::Column(LIST))
        );
        assert_eq!(read_results(b"", 1), Err(ResultFault::Column(LIST)));
    }
}

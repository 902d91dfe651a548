//! What a resident has told beforehand, through a portal: a case that is prepared before anybody comes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::case::LifeEvent;
use crate::labels::labelled;
use crate::name::WrittenName;
use crate::register_date::RegisterDate;
use crate::resident::Sex;

/// Where it comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeSource {
    /// マイナポータル・ぴったりサービスの電子申請
    MynaPortal,
    /// 引越しワンストップの転出届
    OneStopMoveOut,
    /// 引越しワンストップの転入予定の通知・来庁予定の連絡
    OneStopVisit,
    /// その他の電子申請
    ElectronicApplication,
}

labelled!(NoticeSource {
    MynaPortal => "myna_portal", "マイナポータルの電子申請";
    OneStopMoveOut => "one_stop_move_out", "引越しワンストップの転出届";
    OneStopVisit => "one_stop_visit", "引越しワンストップの来庁予定";
    ElectronicApplication => "electronic_application", "電子申請";
});

/// How far a notice is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// 受信
    Received,
    /// 事前準備済み: somebody has looked at it.
    Prepared,
    /// 来庁済み: it has become a case.
    Visited,
    /// 取下げ
    Withdrawn,
}

labelled!(NoticeState {
    Received => "received", "受信";
    Prepared => "prepared", "事前準備済み";
    Visited => "visited", "来庁済み";
    Withdrawn => "withdrawn", "取下げ";
});

/// How far an application is for who made it, as a portal tells it to them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 受付済: it has come in.
    Accepted,
    /// 処理中: it has become a case.
    InProgress,
    /// 完了: the case is done.
    Completed,
    /// 差戻し: the municipality has ended it without doing it.
    Returned,
}

labelled!(Standing {
    Accepted => "accepted", "受付済";
    InProgress => "in_progress", "処理中";
    Completed => "completed", "完了";
    Returned => "returned", "差戻し";
});

/// A person of a prepared case, as they wrote it themselves. Nobody has checked it against the register.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PreparedPerson {
    /// 氏名 with its reading.
    pub name: WrittenName,
    /// 生年月日, if it was told.
    pub birth_date: Option<RegisterDate>,
    /// 性別, if it was told.
    pub sex: Option<Sex>,
    /// 続柄, if it was told.
    pub relationship: String,
    /// Comes to the counter.
    pub visits: bool,
}

/// A file that came with it, by its name and its SHA-256 in hexadecimal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its digest.
    pub digest: String,
    /// Its bytes.
    pub bytes: u64,
}

/// A case as it was told beforehand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PreparedCase {
    /// Where it comes from.
    pub source: NoticeSource,
    /// 受付番号 there: with the source, what tells one from another.
    pub receipt_number: String,
    /// The procedure's code there; empty where it has none.
    pub procedure_code: String,
    /// What it is called there.
    pub procedure_name: String,
    /// Life events that it is about; empty where the procedure is none.
    pub events: Vec<LifeEvent>,
    /// People, who applies first.
    pub people: Vec<PreparedPerson>,
    /// Where they come from.
    pub former_address: Option<Address>,
    /// Where they go to.
    pub new_address: Option<Address>,
    /// 異動日, or the day it is planned for.
    pub moved_on: Option<NaiveDate>,
    /// 来庁予定日.
    pub visit_on: Option<NaiveDate>,
    /// 来庁予定時間帯, as it was told.
    pub visit_time: String,
    /// 電話番号.
    pub phone: String,
    /// Answers to the interview's questions: the fact's text form and what was told.
    pub answers: BTreeMap<String, String>,
    /// Everything else that was told, by the item's name there.
    pub others: BTreeMap<String, String>,
    /// Files that came with it.
    pub attachments: Vec<Attachment>,
    /// The resident has taken it back.
    pub withdrawn: bool,
}

impl NoticeState {
    /// Whether a later notice with the same number may still change it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Prepared)
    }
}

//! The municipality's staff.

use serde::{Deserialize, Serialize};

use crate::ids::{SectionId, StaffId};
use crate::labels::labelled;

/// What a member of staff is there for. What each may do is decided in one place, in `web`'s policy.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 窓口担当
    FrontDesk,
    /// 担当課（バックヤード）
    BackOffice,
    /// 課長・係長
    SectionChief,
    /// 管理者
    Administrator,
}

labelled!(Role {
    FrontDesk => "front_desk", "窓口担当";
    BackOffice => "back_office", "担当課";
    SectionChief => "section_chief", "課長・係長";
    Administrator => "administrator", "管理者";
});

/// A member of staff.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Staff {
    /// Our id.
    pub id: StaffId,
    /// The name used to sign in, unique in the municipality.
    pub sign_in_name: String,
    /// 氏名, shown on screens.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// The section the person works in.
    pub section_id: SectionId,
    /// May not sign in any more when false.
    pub active: bool,
}

/// 課・係.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Section {
    /// Our id.
    pub id: SectionId,
    /// Stable code, the one the catalogue's procedures name, for example `resident_affairs`.
    pub code: String,
    /// 課名, for example 「市民課」.
    pub name: String,
    /// 場所, for example 「1階 3番窓口」.
    pub place: String,
    /// 電話番号（内線）.
    pub phone: String,
}

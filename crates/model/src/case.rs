//! One visit of one party, from reception to completion.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::address::Address;
use crate::entered_person::EnteredPerson;
use crate::household::Household;
use crate::ids::{CaseId, HouseholdId, ResidentId, StaffId};
use crate::labels::labelled;
use crate::resident::{Resident, ResidentState};

/// ライフイベント. The Japanese and code names are the glossary's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeEvent {
    /// 転入
    MoveIn,
    /// 国外からの転入
    MoveInFromAbroad,
    /// 転居
    MoveWithin,
    /// 転出
    MoveOut,
    /// 世帯変更
    HouseholdChange,
    /// 妊娠
    Pregnancy,
    /// 出生
    Birth,
    /// 死亡
    Death,
    /// 婚姻
    Marriage,
    /// 離婚
    Divorce,
    /// 養子縁組
    Adoption,
    /// 氏名変更
    NameChange,
    /// 退職
    Retirement,
    /// 就職
    Employment,
    /// ひとり親
    SingleParent,
    /// 障害
    Disability,
    /// 介護
    Care,
    /// 在留外国人
    ForeignResident,
    /// 証明・カード
    Certificate,
}

labelled!(LifeEvent {
    MoveIn => "move_in", "転入";
    MoveInFromAbroad => "move_in_from_abroad", "国外からの転入";
    MoveWithin => "move_within", "転居";
    MoveOut => "move_out", "転出";
    HouseholdChange => "household_change", "世帯変更";
    Pregnancy => "pregnancy", "妊娠";
    Birth => "birth", "出生";
    Death => "death", "死亡";
    Marriage => "marriage", "婚姻";
    Divorce => "divorce", "離婚";
    Adoption => "adoption", "養子縁組";
    NameChange => "name_change", "氏名変更";
    Retirement => "retirement", "退職";
    Employment => "employment", "就職";
    SingleParent => "single_parent", "ひとり親";
    Disability => "disability", "障害";
    Care => "care", "介護";
    ForeignResident => "foreign_resident", "在留外国人";
    Certificate => "certificate", "証明・カード";
});

impl LifeEvent {
    /// 転入 and 国外からの転入.
    #[must_use]
    pub fn moves_in(self) -> bool {
        matches!(self, Self::MoveIn | Self::MoveInFromAbroad)
    }

    /// Somebody's address changes.
    #[must_use]
    pub fn moves(self) -> bool {
        matches!(
            self,
            Self::MoveIn | Self::MoveInFromAbroad | Self::MoveWithin | Self::MoveOut
        )
    }
}

/// Who stands at the counter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitorKind {
    /// 本人
    Self_,
    /// 世帯主・同一世帯員
    HouseholdMember,
    /// 法定代理人
    LegalRepresentative,
    /// 任意代理人（委任状による）
    Agent,
}

labelled!(VisitorKind {
    Self_ => "self_", "本人";
    HouseholdMember => "household_member", "世帯主・同一世帯員";
    LegalRepresentative => "legal_representative", "法定代理人";
    Agent => "agent", "任意代理人";
});

/// What a visitor showed to prove who they are. The kind only, never a number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityDocument {
    /// マイナンバーカード
    IndividualNumberCard,
    /// 運転免許証・運転経歴証明書
    DrivingLicence,
    /// 旅券
    Passport,
    /// 在留カード・特別永住者証明書
    ResidenceCard,
    /// その他の官公署発行の写真付き証明書
    OtherWithPhoto,
    /// 写真のない書類を2点
    TwoWithoutPhoto,
    /// 聞き取り（質問による確認）
    Questions,
}

labelled!(IdentityDocument {
    IndividualNumberCard => "individual_number_card", "マイナンバーカード";
    DrivingLicence => "driving_licence", "運転免許証・運転経歴証明書";
    Passport => "passport", "旅券";
    ResidenceCard => "residence_card", "在留カード・特別永住者証明書";
    OtherWithPhoto => "other_with_photo", "その他の写真付き証明書（官公署発行）";
    TwoWithoutPhoto => "two_without_photo", "写真のない書類2点";
    Questions => "questions", "聞き取り";
});

/// The visitor: who they are and how that was checked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Visitor {
    /// 来庁者の区分.
    pub kind: VisitorKind,
    /// The resident, where the visitor is in the register.
    pub resident_id: Option<ResidentId>,
    /// The name, where the visitor is not in the register.
    pub name: String,
    /// The address, where the visitor is not in the register.
    pub address: String,
    /// 電話番号.
    pub phone: String,
    /// 本人確認書類の種類; none until it was checked.
    pub identity: Option<IdentityDocument>,
    /// 委任状 was seen (an agent needs one).
    pub power_of_attorney: bool,
}

/// The state of a case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// 受付中: members, dates, answers and applications are still being gathered.
    Open,
    /// 引継ぎ済み: every application went to its section.
    HandedOff,
    /// 完了: every section has completed its work.
    Completed,
    /// 取下げ
    Withdrawn,
}

/// A change of state that the present state does not allow.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("a case that is {from:?} cannot become {to:?}")]
pub struct InvalidTransition {
    /// The present state.
    pub from: CaseState,
    /// The state asked for.
    pub to: CaseState,
}

labelled!(CaseState {
    Open => "open", "受付中";
    HandedOff => "handed_off", "引継ぎ済み";
    Completed => "completed", "完了";
    Withdrawn => "withdrawn", "取下げ";
});

impl CaseState {
    /// Checks a change of state. A completed case opens again only by a section's send-back.
    pub fn transition(self, to: Self) -> Result<Self, InvalidTransition> {
        use CaseState::{Completed, HandedOff, Open, Withdrawn};
        match (self, to) {
            (Open, HandedOff | Withdrawn) | (HandedOff, Completed | Open | Withdrawn) => Ok(to),
            (from, to) => Err(InvalidTransition { from, to }),
        }
    }
}

/// A household member's part in a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CaseMember {
    /// The resident; an id of this case's own for someone who was entered.
    pub resident_id: ResidentId,
    /// Takes part in the life event (全部/一部).
    pub moves: bool,
    /// What was entered of someone who is not in the register.
    pub entered: Option<EnteredPerson>,
}

/// Where people move to: within the municipality, or away from it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct NewAddress {
    /// The new address. Abroad, `city` holds the country.
    pub address: Address,
    /// The address is outside Japan.
    #[serde(default)]
    pub abroad: bool,
}

/// Where people who move in come from.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct FormerAddress {
    /// The former address. Abroad, `city` holds the country.
    pub address: Address,
    /// The address is outside Japan.
    pub abroad: bool,
    /// 前の世帯主, as said at the counter; empty where nobody said it.
    pub head: String,
}

/// One case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Case {
    /// Our id.
    pub id: CaseId,
    /// 受付番号, shown to people: fiscal year in two digits, a hyphen, a running number of the municipality.
    pub number: String,
    /// The household of the register; none for people who move in and form one of their own.
    pub household_id: Option<HouseholdId>,
    /// Life events, at least one.
    pub events: Vec<LifeEvent>,
    /// Members in the register's order.
    pub members: Vec<CaseMember>,
    /// The visitor.
    pub visitor: Visitor,
    /// 異動日; 転出予定日 for those who move out. Blank until someone says it.
    pub moved_on: Option<NaiveDate>,
    /// 届出日.
    pub filed_on: NaiveDate,
    /// The new address, for a move.
    pub new_address: Option<NewAddress>,
    /// Where those who move in come from.
    pub former_address: Option<FormerAddress>,
    /// State.
    pub state: CaseState,
    /// The catalogue release the case is judged by (its hash).
    pub release_hash: String,
    /// The municipality's overlay that lies over the release (its hash); none where there was none.
    pub overlay_hash: Option<String>,
    /// Counts saves; a save must name the version it read.
    pub version: i32,
    /// Who opened it.
    pub opened_by: StaffId,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
}

impl Case {
    /// The people of the case: those of the register's household, then those who were entered. Where there is no
    /// household yet, it is one of the case's own, without a number.
    #[must_use]
    pub fn household(&self, registered: Option<Household>) -> Household {
        let mut household = registered.unwrap_or_else(|| Household {
            id: HouseholdId(self.id.0),
            household_number: String::new(),
            members: Vec::new(),
        });
        let former = self.former_address.clone().unwrap_or_default().address;
        let entered = self
            .members
            .iter()
            .filter_map(|member| Some((member.resident_id, member.entered.as_ref()?)));
        let next = i16::try_from(household.members.len()).unwrap_or(i16::MAX);
        for (position, (id, person)) in (next.saturating_add(1)..).zip(entered) {
            household
                .members
                .push(person.as_resident(id, household.id, position, &former));
        }
        household
    }

    /// Whether the resident takes part in the life event.
    #[must_use]
    pub fn takes_part(&self, resident: ResidentId) -> bool {
        self.members
            .iter()
            .any(|member| member.resident_id == resident && member.moves)
    }

    /// Whether the case is about the resident: everybody who lives here, and of the dead of the household those whose
    /// death it is about.
    #[must_use]
    pub fn is_about(&self, resident: &Resident) -> bool {
        match resident.state {
            ResidentState::Current => true,
            ResidentState::Dead => self.events.contains(&LifeEvent::Death) && self.takes_part(resident.id),
            ResidentState::MovedOut | ResidentState::Removed => false,
        }
    }

    /// Whether people take part who come from outside the municipality.
    #[must_use]
    pub fn moves_in(&self) -> bool {
        self.events.iter().copied().any(LifeEvent::moves_in)
    }

    /// Whether people leave the municipality.
    #[must_use]
    pub fn moves_out(&self) -> bool {
        self.events.contains(&LifeEvent::MoveOut)
    }
}

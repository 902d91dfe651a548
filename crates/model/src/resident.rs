//! Residents as the core systems' data describe them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::ids::{HouseholdId, ResidentId};
use crate::labels::labelled;
use crate::name::Names;
use crate::register_date::RegisterDate;
use crate::restricted::Restricted;

/// 性別 as the register writes it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

labelled!(Sex {
    Male => "male", "男";
    Female => "female", "女";
});

/// 健康保険 of one person. 住基世帯 and 国保世帯 differ: this says only what the person is insured by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthInsurance {
    /// 国民健康保険（市町村）
    National,
    /// 後期高齢者医療
    LateStageElderly,
    /// 職場の健康保険・共済・国保組合（被扶養者を含む）
    Employees,
    /// 加入なし（生活保護の医療扶助など）
    None,
}

labelled!(HealthInsurance {
    National => "national", "国民健康保険";
    LateStageElderly => "late_stage_elderly", "後期高齢者医療";
    Employees => "employees", "職場の健康保険など";
    None => "none", "加入なし";
});

/// 国民年金 category (種別).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PensionCategory {
    /// 第1号
    First,
    /// 第2号
    Second,
    /// 第3号
    Third,
    /// 任意加入
    Voluntary,
    /// 被保険者でない
    None,
}

labelled!(PensionCategory {
    First => "first", "第1号被保険者";
    Second => "second", "第2号被保険者";
    Third => "third", "第3号被保険者";
    Voluntary => "voluntary", "任意加入";
    None => "none", "被保険者でない";
});

/// 介護保険.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CareInsurance {
    /// 被保険者証なし
    None,
    /// 被保険者、認定なし
    Insured,
    /// 要支援1・2
    SupportRequired(u8),
    /// 要介護1〜5
    CareRequired(u8),
}

impl CareInsurance {
    /// Every value: none, insured, 要支援1・2, 要介護1〜5.
    pub const ALL: [Self; 9] = [
        Self::None,
        Self::Insured,
        Self::SupportRequired(1),
        Self::SupportRequired(2),
        Self::CareRequired(1),
        Self::CareRequired(2),
        Self::CareRequired(3),
        Self::CareRequired(4),
        Self::CareRequired(5),
    ];

    /// The Japanese name, for example 「要介護2」.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::None => "被保険者証なし".into(),
            Self::Insured => "被保険者（認定なし）".into(),
            Self::SupportRequired(level) => format!("要支援{level}"),
            Self::CareRequired(level) => format!("要介護{level}"),
        }
    }

    /// The stable code, for example `care_2`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::None => "none".into(),
            Self::Insured => "insured".into(),
            Self::SupportRequired(level) => format!("support_{level}"),
            Self::CareRequired(level) => format!("care_{level}"),
        }
    }

    /// The value of a code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.code() == code)
    }
}

/// 障害・医療 certificates a person holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisabilityCertificate {
    /// 身体障害者手帳
    Physical,
    /// 療育手帳
    Intellectual,
    /// 精神障害者保健福祉手帳
    Mental,
    /// 自立支援医療受給者証
    MedicalCare,
    /// 障害福祉サービス受給者証
    WelfareService,
}

labelled!(DisabilityCertificate {
    Physical => "physical", "身体障害者手帳";
    Intellectual => "intellectual", "療育手帳";
    Mental => "mental", "精神障害者保健福祉手帳";
    MedicalCare => "medical_care", "自立支援医療受給者証";
    WelfareService => "welfare_service", "障害福祉サービス受給者証";
});

/// 児童手当: the part a person plays.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChildBenefit {
    /// 受給者
    Recipient,
    /// 支給対象児童
    Child,
    /// 関係なし
    None,
}

labelled!(ChildBenefit {
    Recipient => "recipient", "受給者";
    Child => "child", "支給対象児童";
    None => "none", "関係なし";
});

/// マイナンバーカード and its certificates, as the core system knows them. Never the 個人番号.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CardHolding {
    /// カードの有効期限.
    pub expires_on: NaiveDate,
    /// 電子証明書の有効期限, if it has certificates.
    pub certificate_expires_on: Option<NaiveDate>,
    /// 利用者証明用電子証明書の発行番号 in hexadecimal digits, where the core system supplies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_serial: Option<String>,
}

/// A foreign resident's status (住基法30条の45).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ForeignStatus {
    /// 国籍・地域, as the register writes it.
    pub nationality: Restricted<String>,
    /// 在留資格, for example 「永住者」; 「特別永住者」 for a special permanent resident.
    pub residence_status: Restricted<String>,
    /// 在留期間の満了の日; none for permanent residents.
    pub expires_on: Restricted<Option<NaiveDate>>,
}

/// 学校 a child attends, where it is a municipal one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SchoolEnrolment {
    /// 学校名.
    pub school: String,
}

/// 住民状態.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResidentState {
    /// 現存
    Current,
    /// 転出
    MovedOut,
    /// 死亡
    Dead,
    /// その他の消除
    Removed,
}

labelled!(ResidentState {
    Current => "current", "現存";
    MovedOut => "moved_out", "転出";
    Dead => "dead", "死亡";
    Removed => "removed", "その他の消除";
});

/// 支援措置（DV等）.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProtectiveMeasure {
    /// 支援措置なし
    None,
    /// 仮支援措置
    Provisional,
    /// 支援措置中. It does not lapse by itself when its term ends.
    InForce,
}

labelled!(ProtectiveMeasure {
    None => "none", "支援措置なし";
    Provisional => "provisional", "仮支援措置";
    InForce => "in_force", "支援措置中";
});

impl ProtectiveMeasure {
    /// Whether address and papers must be withheld.
    #[must_use]
    pub fn protects(self) -> bool {
        self != Self::None
    }
}

/// What the other core systems say about a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Circumstances {
    /// Health insurance.
    pub health_insurance: HealthInsurance,
    /// 国民年金.
    pub pension: PensionCategory,
    /// 介護保険.
    pub care: CareInsurance,
    /// 障害・医療.
    pub disability: Vec<DisabilityCertificate>,
    /// 児童手当.
    pub child_benefit: ChildBenefit,
    /// マイナンバーカード.
    pub card: Option<CardHolding>,
    /// 印鑑登録.
    pub seal_registered: bool,
    /// 在学.
    pub school: Option<SchoolEnrolment>,
    /// 犬の登録.
    pub owns_dog: bool,
}

impl Circumstances {
    /// Someone of whom no system holds anything.
    pub const NOTHING: Self = Self {
        health_insurance: HealthInsurance::None,
        pension: PensionCategory::None,
        care: CareInsurance::None,
        disability: Vec::new(),
        child_benefit: ChildBenefit::None,
        card: None,
        seal_registered: false,
        school: None,
        owns_dog: false,
    };
}

/// One resident: the newest entry of the register joined with the other core systems' data. Or someone who is
/// about to become one: see [`EnteredPerson`](crate::entered_person::EnteredPerson).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Resident {
    /// Our id.
    pub id: ResidentId,
    /// 宛名番号, 15 digits; none for someone the register does not know yet.
    pub addressee_number: Option<String>,
    /// The household the person is in.
    pub household_id: HouseholdId,
    /// 世帯員の並び順, from 1.
    pub position: i16,
    /// 続柄 as the register writes it (世帯主, 妻, 子, 子の子, 縁故者 …).
    pub relationship: String,
    /// All names.
    pub names: Names,
    /// 生年月日.
    pub birth_date: RegisterDate,
    /// 性別.
    pub sex: Sex,
    /// Set for foreign residents.
    pub foreign: Option<ForeignStatus>,
    /// 住所.
    pub address: Address,
    /// 住所を定めた年月日.
    pub address_since: RegisterDate,
    /// 住民となった年月日.
    pub resident_since: RegisterDate,
    /// 本籍; empty for foreign residents.
    pub registered_domicile: Restricted<String>,
    /// 筆頭者; empty for foreign residents.
    pub family_register_head: Restricted<String>,
    /// 住民状態.
    pub state: ResidentState,
    /// 支援措置.
    pub protective_measure: ProtectiveMeasure,
    /// The other core systems' data; none where nobody has said anything yet.
    pub circumstances: Option<Circumstances>,
}

impl Resident {
    /// マイナンバーカード, as far as it is known.
    #[must_use]
    pub fn card(&self) -> Option<&CardHolding> {
        self.circumstances.as_ref()?.card.as_ref()
    }

    /// The other core systems' data, to be changed; from nothing where it was unknown.
    pub fn circumstances_mut(&mut self) -> &mut Circumstances {
        self.circumstances.get_or_insert(Circumstances::NOTHING)
    }
}

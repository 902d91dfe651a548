//! What rows can be about, and the parts of a resident.

use serde::{Deserialize, Serialize};

/// What the rows of a layout are about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// 住民基本台帳: residents and their households.
    Residents,
    /// 国民健康保険.
    NationalHealthInsurance,
    /// 後期高齢者医療.
    LateStageElderly,
    /// 国民年金.
    Pension,
    /// 介護保険.
    Care,
    /// 児童手当.
    ChildBenefit,
    /// 障害者福祉.
    Disability,
    /// 印鑑登録.
    Seal,
    /// 学齢簿（就学）.
    School,
    /// 個人住民税: only whether somebody is taxed.
    ResidentTax,
    /// 犬の登録.
    Dog,
    /// 軽自動車.
    Vehicle,
    /// 支援措置.
    ProtectiveMeasure,
}

impl Target {
    /// Every target.
    pub const ALL: [Self; 13] = [
        Self::Residents,
        Self::NationalHealthInsurance,
        Self::LateStageElderly,
        Self::Pension,
        Self::Care,
        Self::ChildBenefit,
        Self::Disability,
        Self::Seal,
        Self::School,
        Self::ResidentTax,
        Self::Dog,
        Self::Vehicle,
        Self::ProtectiveMeasure,
    ];

    /// The stable code, the same as in TOML and in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Residents => "residents",
            Self::NationalHealthInsurance => "national_health_insurance",
            Self::LateStageElderly => "late_stage_elderly",
            Self::Pension => "pension",
            Self::Care => "care",
            Self::ChildBenefit => "child_benefit",
            Self::Disability => "disability",
            Self::Seal => "seal",
            Self::School => "school",
            Self::ResidentTax => "resident_tax",
            Self::Dog => "dog",
            Self::Vehicle => "vehicle",
            Self::ProtectiveMeasure => "protective_measure",
        }
    }

    /// The target of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.code() == code)
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// A part of a resident that a column fills.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ResidentField { $($(#[$doc])* $name,)+ }

        impl ResidentField {
            /// How many there are.
            pub const COUNT: usize = [$(Self::$name),+].len();
        }
    };
}

fields! {
    /// 宛名番号
    AddresseeNumber,
    /// 履歴番号
    HistoryNumber,
    /// 世帯番号
    HouseholdNumber,
    /// 世帯員の並び順
    Position,
    /// 宛名番号 of the head
    HeadNumber,
    /// 住民種別
    Kind,
    /// 住民状態
    State,
    /// 異動年月日
    ChangedOn,
    /// 異動事由
    ChangeReason,
    /// 氏名
    Name,
    /// 氏名（アルファベット）
    Alphabet,
    /// 氏名（漢字） of a foreign resident
    ForeignName,
    /// 氏名のフリガナ
    Kana,
    /// 氏名のフリガナの確認状況
    KanaConfirmed,
    /// 旧氏
    FormerName,
    /// 旧氏のフリガナ
    FormerKana,
    /// 旧氏のフリガナの確認状況
    FormerKanaConfirmed,
    /// 通称
    Alias,
    /// 通称のフリガナ
    AliasKana,
    /// 通称のフリガナの確認状況
    AliasKanaConfirmed,
    /// 性別
    Sex,
    /// 生年月日
    BirthDate,
    /// 続柄コード, the first of up to four
    Relationship1,
    /// 続柄コード, the second
    Relationship2,
    /// 続柄コード, the third
    Relationship3,
    /// 続柄コード, the fourth
    Relationship4,
    /// 続柄の表記
    Relationship,
    /// 全国地方公共団体コード
    MunicipalityCode,
    /// 町字ID
    TownCode,
    /// 都道府県
    Prefecture,
    /// 市区町村
    City,
    /// 町字
    Town,
    /// 番地号
    Block,
    /// 方書
    Building,
    /// 郵便番号
    Postcode,
    /// 住民となった年月日
    ResidentSince,
    /// 外国人住民となった年月日
    ForeignResidentSince,
    /// 住所を定めた年月日
    AddressSince,
    /// 国籍・地域
    Nationality,
    /// 在留資格
    ResidenceStatus,
    /// 在留期間の満了の日
    ResidenceExpiresOn,
    /// 本籍
    Domicile,
    /// 筆頭者
    RegisterHead,
}

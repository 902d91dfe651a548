//! What differs between the record that a case was made with and the register's record of now, field by field.

use serde::{Deserialize, Serialize};

use crate::field_group::FieldGroup;
use crate::labels::labelled;
use crate::resident::{Circumstances, Resident};

/// A field of which an officer can decide. What belongs together in the register is one field.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordField {
    /// 世帯: in the household, or not (any more)
    Household,
    /// 住民状態
    State,
    /// 氏名
    Name,
    /// フリガナ, with its 確認フラグ
    Kana,
    /// アルファベット氏名
    Alphabet,
    /// 旧氏
    FormerFamilyName,
    /// 通称
    Alias,
    /// 生年月日
    BirthDate,
    /// 性別
    Sex,
    /// 続柄
    Relationship,
    /// 住所
    Address,
    /// 住所を定めた日
    AddressSince,
    /// 住民となった日
    ResidentSince,
    /// 本籍
    RegisteredDomicile,
    /// 筆頭者
    FamilyRegisterHead,
    /// 国籍・在留資格・在留期間
    ForeignStatus,
    /// 健康保険
    HealthInsurance,
    /// 国民年金
    Pension,
    /// 介護保険
    Care,
    /// 障害・医療の手帳など
    Disability,
    /// 児童手当
    ChildBenefit,
    /// マイナンバーカード
    Card,
    /// 印鑑登録
    SealRegistered,
    /// 学校
    School,
    /// 犬の登録
    OwnsDog,
}

labelled!(RecordField {
    Household => "household", "世帯";
    State => "state", "住民の状態";
    Name => "name", "氏名";
    Kana => "kana", "フリガナ";
    Alphabet => "alphabet", "アルファベット氏名";
    FormerFamilyName => "former_family_name", "旧氏";
    Alias => "alias", "通称";
    BirthDate => "birth_date", "生年月日";
    Sex => "sex", "性別";
    Relationship => "relationship", "続柄";
    Address => "address", "住所";
    AddressSince => "address_since", "住所を定めた日";
    ResidentSince => "resident_since", "住民となった日";
    RegisteredDomicile => "registered_domicile", "本籍";
    FamilyRegisterHead => "family_register_head", "筆頭者";
    ForeignStatus => "foreign_status", "国籍・在留資格";
    HealthInsurance => "health_insurance", "健康保険";
    Pension => "pension", "国民年金";
    Care => "care", "介護保険";
    Disability => "disability", "障害・医療の手帳など";
    ChildBenefit => "child_benefit", "児童手当";
    Card => "card", "マイナンバーカード";
    SealRegistered => "seal_registered", "印鑑登録";
    School => "school", "学校";
    OwnsDog => "owns_dog", "犬の登録";
});

impl RecordField {
    /// The group whose permission it needs; none for what everybody who sees the person sees.
    #[must_use]
    pub fn group(self) -> Option<FieldGroup> {
        match self {
            Self::RegisteredDomicile | Self::FamilyRegisterHead => Some(FieldGroup::Domicile),
            Self::ForeignStatus => Some(FieldGroup::ResidenceStatus),
            _ => None,
        }
    }

    /// It tells where somebody lives or is to be found, and is withheld under a protective measure.
    #[must_use]
    pub fn tells_a_place(self) -> bool {
        // 本籍 is often where somebody lives, or their parents.
        matches!(self, Self::Address | Self::School | Self::RegisteredDomicile)
    }

    /// Whether the two records differ in it.
    #[must_use]
    pub fn differs(self, one: &Resident, other: &Resident) -> bool {
        let (known, also) = (one.circumstances.is_some(), other.circumstances.is_some());
        if self == Self::HealthInsurance && known != also {
            // That the other systems were silent and speak now is told once, with the first thing they say.
            return true;
        }
        let (mut same, mut other) = (other.clone(), other.clone());
        if known {
            same.circumstances_mut();
            other.circumstances_mut();
        }
        self.copy(one, &mut same);
        same != other
    }

    /// Takes the field over from one record into another.
    pub fn copy(self, from: &Resident, to: &mut Resident) {
        match self {
            Self::Household => to.household_id = from.household_id,
            Self::State => to.state = from.state,
            Self::Name => to.names.name.written.clone_from(&from.names.name.written),
            Self::Kana => {
                to.names.name.kana.clone_from(&from.names.name.kana);
                to.names.name.kana_confirmed = from.names.name.kana_confirmed;
            }
            Self::Alphabet => to.names.alphabet.clone_from(&from.names.alphabet),
            Self::FormerFamilyName => to
                .names
                .former_family_name
                .clone_from(&from.names.former_family_name),
            Self::Alias => to.names.alias.clone_from(&from.names.alias),
            Self::BirthDate => to.birth_date.clone_from(&from.birth_date),
            Self::Sex => to.sex = from.sex,
            Self::Relationship => to.relationship.clone_from(&from.relationship),
            Self::Address => to.address.clone_from(&from.address),
            Self::AddressSince => to.address_since.clone_from(&from.address_since),
            Self::ResidentSince => to.resident_since.clone_from(&from.resident_since),
            Self::RegisteredDomicile => to.registered_domicile.clone_from(&from.registered_domicile),
            Self::FamilyRegisterHead => to.family_register_head.clone_from(&from.family_register_head),
            Self::ForeignStatus => to.foreign.clone_from(&from.foreign),
            _ => self.copy_circumstance(from, to),
        }
    }

    /// What the other core systems say. Where they said nothing of the one, the other's value becomes that of somebody
    /// of whom nothing is known.
    fn copy_circumstance(self, from: &Resident, to: &mut Resident) {
        if from.circumstances.is_none() && to.circumstances.is_none() {
            return;
        }
        let nothing = Circumstances::NOTHING;
        let from = from.circumstances.as_ref().unwrap_or(&nothing);
        let to = to.circumstances_mut();
        match self {
            Self::HealthInsurance => to.health_insurance = from.health_insurance,
            Self::Pension => to.pension = from.pension,
            Self::Care => to.care = from.care,
            Self::Disability => to.disability.clone_from(&from.disability),
            Self::ChildBenefit => to.child_benefit = from.child_benefit,
            Self::Card => to.card.clone_from(&from.card),
            Self::SealRegistered => to.seal_registered = from.seal_registered,
            Self::School => to.school.clone_from(&from.school),
            Self::OwnsDog => to.owns_dog = from.owns_dog,
            _ => {}
        }
    }
}

/// The record that a case goes on with, beside the register's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordPair {
    /// What the case has.
    pub used: Resident,
    /// What the register has now.
    pub now: Resident,
    /// Fields of which an officer decided to keep what the case has, against this record of the register.
    pub declined: Vec<RecordField>,
    /// That record; none where nothing was declined.
    pub declined_from: Option<Resident>,
    /// The resident is part of the case's household as the case has it.
    pub belongs: bool,
}

impl RecordPair {
    /// The fields that differ and of which nobody has decided. Of someone who is not part of the case only the
    /// household counts.
    #[must_use]
    pub fn undecided(&self) -> Vec<RecordField> {
        let fields = RecordField::ALL.into_iter();
        fields
            .filter(|field| self.belongs || *field == RecordField::Household)
            .filter(|field| field.differs(&self.used, &self.now) && !self.is_declined(*field))
            .collect()
    }

    /// An officer decided to keep what the case has, and the register has not changed since.
    #[must_use]
    pub fn is_declined(&self, field: RecordField) -> bool {
        let against = self.declined_from.as_ref();
        self.declined.contains(&field) && against.is_some_and(|then| !field.differs(then, &self.now))
    }

    /// The record with every undecided field taken over.
    #[must_use]
    pub fn taken_over(&self) -> Resident {
        let mut record = self.used.clone();
        if !self.belongs && self.undecided().contains(&RecordField::Household) {
            return self.now.clone();
        }
        for field in self.undecided() {
            field.copy(&self.now, &mut record);
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resident(name: &str, domicile: &str) -> Resident {
        serde_json::from_value(serde_json::json!({
            "id": "0197a3c0-0000-7000-8000-000000000001", "addressee_number": null,
            "household_id": "0197a3c0-0000-7000-8000-000000000002", "position": 1, "relationship": "世帯主",
            "names": { "name": { "written": name, "kana": "ミホン", "kana_confirmed": true },
                "alphabet": null, "former_family_name": null, "alias": null },
            "birth_date": "1980-01-01", "sex": "female", "foreign": null,
            "address": crate::address::Address::default(), "address_since": "2000-01-01",
            "resident_since": "2000-01-01", "registered_domicile": domicile, "family_register_head": "",
            "state": "current", "protective_measure": "none", "circumstances": null
        }))
        .unwrap()
    }

    #[test]
    fn what_differs_is_told_until_somebody_decides_and_again_when_it_changes_again() {
        let (used, now) = (resident("見本", "本町1"), resident("例示", "本町2"));
        let mut pair = RecordPair {
            used: used.clone(),
            now: now.clone(),
            declined: Vec::new(),
            declined_from: None,
            belongs: true,
        };
        assert_eq!(
            pair.undecided(),
            [RecordField::Name, RecordField::RegisteredDomicile]
        );
        assert_eq!(pair.taken_over(), now);
        pair.declined = vec![RecordField::Name];
        pair.declined_from = Some(now);
        assert_eq!(pair.undecided(), [RecordField::RegisteredDomicile]);
        assert_eq!(pair.taken_over(), resident("見本", "本町2"));
        pair.now = resident("凡例", "本町1");
        assert_eq!(pair.undecided(), [RecordField::Name]);
    }

    #[test]
    fn every_field_is_taken_over_from_what_the_other_systems_say_too() {
        let used = resident("見本", "");
        let mut now = used.clone();
        now.circumstances_mut().owns_dog = true;
        now.circumstances_mut().seal_registered = true;
        let pair = RecordPair {
            used,
            now: now.clone(),
            declined: Vec::new(),
            declined_from: None,
            belongs: true,
        };
        assert!(pair.undecided().contains(&RecordField::OwnsDog));
        assert_eq!(pair.taken_over(), now);
    }
}

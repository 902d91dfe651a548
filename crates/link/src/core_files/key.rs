//! Names by which definitions ask for values.

use madoguchi_model::field_group::FieldGroup;
use serde::Deserialize;

macro_rules! keys {
    ($($variant:ident => $name:literal;)+) => {
        /// A value that every visit can have.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[expect(missing_docs, reason = "each is told by its name in definitions, and in docs/linkage.md")]
        pub enum Known { $($variant,)+ }

        impl Known {
            /// All, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name in definitions.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

keys! {
    RowId => "row.id";
    RowLine => "row.line";
    RowChange => "row.change";
    RowCorrects => "row.corrects";
    FileNumber => "file.number";
    FileMadeOn => "file.made_on";
    FileMadeAt => "file.made_at";
    MunicipalityCode => "municipality.code";
    MunicipalityName => "municipality.name";
    CaseId => "case.id";
    CaseNumber => "case.number";
    CaseEvent => "case.event";
    CaseEvents => "case.events";
    CaseMovedOn => "case.moved_on";
    CaseFiledOn => "case.filed_on";
    WholeHousehold => "case.whole_household";
    MovingCount => "case.moving_count";
    VisitorKind => "visitor.kind";
    VisitorName => "visitor.name";
    VisitorPhone => "visitor.phone";
    VisitorIdentity => "visitor.identity";
    NewMunicipality => "new_address.municipality_code";
    NewTown => "new_address.town_code";
    NewPostcode => "new_address.postcode";
    NewPrefecture => "new_address.prefecture";
    NewCity => "new_address.city";
    NewTownName => "new_address.town";
    NewBlock => "new_address.block";
    NewBuilding => "new_address.building";
    NewLine => "new_address.line";
    NewAbroad => "new_address.abroad";
    FormerMunicipality => "former_address.municipality_code";
    FormerTown => "former_address.town_code";
    FormerPostcode => "former_address.postcode";
    FormerPrefecture => "former_address.prefecture";
    FormerCity => "former_address.city";
    FormerTownName => "former_address.town";
    FormerBlock => "former_address.block";
    FormerBuilding => "former_address.building";
    FormerLine => "former_address.line";
    FormerAbroad => "former_address.abroad";
    FormerHead => "former_address.head";
    HouseholdNumber => "household.number";
    HouseholdHead => "household.head";
    HouseholdSize => "household.size";
    AddresseeNumber => "person.addressee_number";
    PersonName => "person.name";
    PersonKana => "person.kana";
    PersonKanaConfirmed => "person.kana_confirmed";
    PersonAlphabet => "person.alphabet";
    PersonFormerName => "person.former_name";
    PersonFormerKana => "person.former_kana";
    PersonAlias => "person.alias";
    PersonAliasKana => "person.alias_kana";
    PersonBirthDate => "person.birth_date";
    PersonBirthUnknown => "person.birth_unknown";
    PersonBirthText => "person.birth_text";
    PersonSex => "person.sex";
    PersonRelationship => "person.relationship";
    PersonKind => "person.kind";
    PersonNationality => "person.nationality";
    PersonResidenceStatus => "person.residence_status";
    PersonResidenceExpires => "person.residence_expires_on";
    PersonDomicile => "person.domicile";
    PersonRegisterHead => "person.register_head";
    PersonHealthInsurance => "person.health_insurance";
    PersonPension => "person.pension";
    PersonCare => "person.care";
    PersonChildBenefit => "person.child_benefit";
    Procedures => "procedures";
    ProcedureNames => "procedure_names";
    ApplicationId => "application.id";
    ApplicationForm => "application.form";
    ApplicationVersion => "application.version";
    ApplicationMadeOn => "application.made_on";
    CardName => "card.name";
    CardAddress => "card.address";
    CardBirthDate => "card.birth_date";
    CardSex => "card.sex";
    CardExpires => "card.expires_on";
    CardGenuineness => "card.genuineness";
    CardReadOn => "card.read_on";
}

impl Known {
    /// Whether only a row about an application has it.
    pub(super) fn is_of_applications(self) -> bool {
        self.name().starts_with("application.")
    }

    /// Whether it names the row or its file, and says nothing of the case.
    pub(super) fn is_of_rows(self) -> bool {
        self.name().starts_with("row.") || self.name().starts_with("file.")
    }

    /// Whether only a row about a card has it.
    pub(super) fn is_of_cards(self) -> bool {
        self.name().starts_with("card.")
    }
}

/// Where a cell's value comes from.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(try_from = "String")]
pub enum Key {
    /// What every visit can have.
    Known(Known),
    /// `answer.visit.FACT`: an answer about the visit.
    VisitAnswer(String),
    /// `answer.person.FACT`: an answer about the row's person.
    PersonAnswer(String),
    /// `value.KEY`: what stands in a field of the row's application.
    ApplicationValue(String),
}

impl TryFrom<String> for Key {
    type Error = String;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        let rest = |prefix: &str| {
            name.strip_prefix(prefix)
                .filter(|rest| !rest.is_empty())
                .map(str::to_owned)
        };
        if let Some(fact) = rest("answer.visit.") {
            return Ok(Self::VisitAnswer(fact));
        }
        if let Some(fact) = rest("answer.person.") {
            return Ok(Self::PersonAnswer(fact));
        }
        if let Some(key) = rest("value.") {
            return Ok(Self::ApplicationValue(key));
        }
        let known = Known::ALL.iter().find(|known| known.name() == name);
        known
            .copied()
            .map(Self::Known)
            .ok_or_else(|| format!("「{name}」という値はありません"))
    }
}

impl Key {
    /// The group of fields that the value belongs to; none for what everybody sees who sees the case.
    pub(super) fn group(&self) -> Option<FieldGroup> {
        match self {
            Self::Known(known) => FieldGroup::of_item(known.name()),
            Self::ApplicationValue(key) => FieldGroup::of_item(key),
            Self::VisitAnswer(fact) | Self::PersonAnswer(fact) => {
                if fact.contains("nationality") {
                    Some(FieldGroup::ResidenceStatus)
                } else if fact.contains("tax") {
                    Some(FieldGroup::Tax)
                } else {
                    FieldGroup::of_item(fact)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn restricted_values_are_known_by_their_names() {
        let group = |name: &str| Key::try_from(name.to_owned()).unwrap().group();
        assert_eq!(group("person.domicile"), Some(FieldGroup::Domicile));
        assert_eq!(group("person.register_head"), Some(FieldGroup::Domicile));
        assert_eq!(
            group("person.residence_status"),
            Some(FieldGroup::ResidenceStatus)
        );
        assert_eq!(
            group("value.concerned.0.nationality"),
            Some(FieldGroup::ResidenceStatus)
        );
        assert_eq!(group("answer.person.tax_status"), Some(FieldGroup::Tax));
        assert_eq!(group("person.name"), None);
        assert_eq!(group("household.head"), None);
    }

    #[test]
    fn names_are_read_back() {
        for known in Known::ALL {
            assert_eq!(Key::try_from(known.name().to_owned()), Ok(Key::Known(*known)));
        }
        let key = Key::try_from("answer.person.health_insurance".to_owned());
        assert_eq!(key, Ok(Key::PersonAnswer("health_insurance".into())));
        assert!(Key::try_from("answer.visit.".to_owned()).is_err());
    }
}

//! One way to give an enum its Japanese names and its codes for forms and columns.

/// Gives a field-less enum `ALL` (every value in the order of the register or of a form), `label()` (the
/// Japanese name), `code()` (the stable name, the same as in JSON) and `from_code()`.
macro_rules! labelled {
    ($name:ident { $($variant:ident => $code:literal, $label:literal;)+ }) => {
        impl $name {
            /// Every value, in the order forms show them.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$variant),+];

            /// The Japanese name.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                }
            }

            /// The stable code, for form fields and columns; the same as in JSON.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The value of a code, if there is one.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|value| value.code() == code)
            }
        }
    };
}

pub(crate) use labelled;

#[cfg(test)]
mod tests {
    use crate::card_reading::{CertificateStatus, Genuineness, ReadingMethod};
    use crate::case::{CaseState, IdentityDocument, LifeEvent, VisitorKind};
    use crate::field_group::{FieldGroup, Reach};
    use crate::hand_off::QueueState;
    use crate::record_change::RecordField;
    use crate::resident::{
        ChildBenefit, DisabilityCertificate, HealthInsurance, PensionCategory, ProtectiveMeasure,
        ResidentState, Sex,
    };
    use crate::staff::Role;

    /// A code is the JSON name, so that forms, columns and exports speak alike.
    macro_rules! check {
        ($($name:ident),+) => {$(
            for value in $name::ALL {
                assert_eq!(serde_json::to_value(value).unwrap(), value.code(), "{value:?}");
                assert_eq!($name::from_code(value.code()), Some(value));
                assert!(!value.label().is_empty());
            }
            assert_eq!($name::from_code("no such code"), None);
        )+};
    }

    #[test]
    fn codes_are_the_json_names() {
        check!(
            Sex,
            HealthInsurance,
            PensionCategory,
            DisabilityCertificate,
            ChildBenefit
        );
        check!(
            ResidentState,
            ProtectiveMeasure,
            VisitorKind,
            IdentityDocument,
            CaseState,
            LifeEvent
        );
        check!(Role, QueueState);
        check!(FieldGroup, Reach, RecordField);
        check!(ReadingMethod, Genuineness, CertificateStatus);
    }
}

//! How the person who asks stands to the thing asked for.

/// Whether the thing belongs to the same tenant and to the same section as the person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Relation {
    /// The thing is of the person's own municipality.
    pub own_tenant: bool,
    /// The thing is of the person's own section, or belongs to no section.
    pub own_section: bool,
}

impl Relation {
    /// The own municipality and the own section (or a thing that belongs to no section).
    pub const OWN: Self = Self {
        own_tenant: true,
        own_section: true,
    };

    /// The own municipality, another section.
    pub const OTHER_SECTION: Self = Self {
        own_tenant: true,
        own_section: false,
    };

    /// Every relation.
    pub const ALL: [Self; 4] = [
        Self::OWN,
        Self::OTHER_SECTION,
        Self {
            own_tenant: false,
            own_section: true,
        },
        Self {
            own_tenant: false,
            own_section: false,
        },
    ];
}

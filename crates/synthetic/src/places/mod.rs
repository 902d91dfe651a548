//! The invented places: one city of the demo and two small neighbours, in an invented prefecture. The codes lie
//! outside the assigned ones.

mod mihon;
mod neighbours;

use madoguchi_model::municipality::{Municipality, School, SchoolKind, Town};

/// The prefecture of every synthetic municipality.
pub(crate) const PREFECTURE: &str = "みほん県";

/// A synthetic municipality to make.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Place {
    /// みほん市, code 992011: the city of the demo.
    Mihon,
    /// あさひ町, code 993417: a small neighbour.
    Asahi,
    /// わかば村, code 993611: a small neighbour.
    Wakaba,
}

/// The plan of a place, in the order of the tables below.
pub(crate) struct Plan {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kana: &'static str,
    /// 市, 町 or 村, for the names of its first section.
    pub(crate) kind: &'static str,
    /// Town code, name, reading, postcode.
    pub(crate) towns: &'static [(&'static str, &'static str, &'static str, &'static str)],
    /// Code, name, kind, codes of towns.
    pub(crate) schools: &'static [(&'static str, &'static str, SchoolKind, &'static [&'static str])],
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 3] = [Self::Mihon, Self::Asahi, Self::Wakaba];

    pub(crate) fn plan(self) -> &'static Plan {
        match self {
            Self::Mihon => &mihon::PLAN,
            Self::Asahi => &neighbours::ASAHI,
            Self::Wakaba => &neighbours::WAKABA,
        }
    }

    /// The residents a demo has there.
    #[must_use]
    pub fn demo_residents(self) -> usize {
        match self {
            Self::Mihon => 10_000,
            Self::Asahi | Self::Wakaba => 300,
        }
    }
}

impl Plan {
    pub(crate) fn municipality(&self) -> Municipality {
        Municipality {
            code: self.code.into(),
            prefecture: PREFECTURE.into(),
            name: self.name.into(),
            kana: self.kana.into(),
        }
    }

    pub(crate) fn towns(&self) -> Vec<Town> {
        let town = |&(code, name, kana, postcode): &(&str, &str, &str, &str)| Town {
            code: code.into(),
            name: name.into(),
            kana: kana.into(),
            postcode: postcode.into(),
        };
        self.towns.iter().map(town).collect()
    }

    pub(crate) fn schools(&self) -> Vec<School> {
        let school = |&(code, name, kind, towns): &(&str, &str, SchoolKind, &[&str])| School {
            code: code.into(),
            name: name.into(),
            kind,
            towns: towns.iter().map(|&code| code.to_owned()).collect(),
        };
        self.schools.iter().map(school).collect()
    }
}

//! A chunk of a file, ready to be staged.

use madoguchi_import::{Entry, FactEntry, Reject, ResidentEntry, Statement, Target};
use madoguchi_model::clock::{Clock, Entropy};
use madoguchi_model::ids::new_uuid;
use madoguchi_model::search_tokens::tokens_of;

use super::circumstances::field_of;
use super::copy::{CopyText, digest};
use crate::codec::code;
use crate::load::{address_key, name_key, search_key, words};

/// Rows of a file up to a position. It is made where the file is read: what people are found by is computed here, not
/// while a transaction is open.
#[derive(Debug)]
pub struct Batch {
    pub(super) target: Target,
    pub(super) rows: CopyText,
    pub(super) count: u64,
    pub(super) rejects: Vec<Reject>,
    pub(super) rejected_rows: u64,
    /// The last row of the file that it holds, taken or rejected.
    pub(super) position: u64,
}

impl Batch {
    /// Nothing yet.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self {
            target,
            rows: CopyText::default(),
            count: 0,
            rejects: Vec::new(),
            rejected_rows: 0,
            position: 0,
        }
    }

    /// How many rows it holds, taken or rejected.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.count + self.rejected_rows
    }

    /// The last row of the file that it holds.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Adds what one row says. An entry of another target than the batch's is nobody's, and left out.
    pub fn push(&mut self, entry: &Entry, clock: &dyn Clock, entropy: &dyn Entropy) {
        match entry {
            Entry::Resident(entry) if self.target == Target::Residents => {
                self.resident(entry, clock, entropy);
            }
            Entry::Fact(entry) if self.target != Target::Residents => self.fact(entry),
            _ => {}
        }
    }

    /// Adds what was wrong with one row.
    pub fn reject(&mut self, rejects: Vec<Reject>) {
        let Some(first) = rejects.first() else { return };
        self.position = self.position.max(first.row);
        self.rejected_rows += 1;
        self.rejects.extend(rejects);
    }

    fn resident(&mut self, entry: &ResidentEntry, clock: &dyn Clock, entropy: &dyn Entropy) {
        let resident = &entry.resident;
        let names = &resident.names;
        let former = names.former_family_name.as_ref();
        let alias = names.alias.as_ref();
        let (earliest, latest) = resident.birth_date.range();
        let key = |name: Option<&madoguchi_model::name::WrittenName>| name.map(|name| search_key(&name.kana));
        self.rows
            .text(resident.addressee_number.as_deref().unwrap_or_default())
            .plain(entry.history_number)
            .plain(entry.row)
            .plain(new_uuid(clock, entropy))
            .plain(new_uuid(clock, entropy))
            .text(&entry.household_number)
            .option(entry.head_number.as_deref())
            .plain(entry.changed_on)
            .text(&entry.change_reason)
            .bytes(&digest(entry))
            .plain(resident.position)
            .text(&resident.relationship)
            .text(&names.name.written)
            .text(&names.name.kana)
            .plain(names.name.kana_confirmed)
            .option(names.alphabet.as_deref())
            .json_option(former)
            .json_option(alias)
            .plain(earliest)
            .plain(latest)
            .option(words(&resident.birth_date).as_deref())
            .text(resident.sex.code())
            .json_option(resident.foreign.as_ref())
            .json(&resident.address)
            .json(&resident.address_since)
            .json(&resident.resident_since)
            .text(resident.registered_domicile.unseen())
            .text(resident.family_register_head.unseen())
            .text(resident.state.code())
            .text(&search_key(&names.name.kana))
            .option(key(former).as_deref())
            .option(key(alias).as_deref())
            .text(&address_key(&resident.address))
            .text(&name_key(&names.name.written))
            .texts(&tokens_of(names, &resident.address, &resident.birth_date))
            .end_row();
        self.count += 1;
        self.position = self.position.max(entry.row);
    }

    fn fact(&mut self, entry: &FactEntry) {
        let says = entry.says.as_ref().and_then(|says| value(self.target, says));
        self.rows
            .text(&entry.addressee_number)
            .text(&entry.part)
            .plain(entry.history_number)
            .plain(entry.row)
            .plain(entry.in_force)
            .json_option(says.as_ref())
            .json(&entry.items)
            .bytes(&digest(entry))
            .end_row();
        self.count += 1;
        self.position = self.position.max(entry.row);
    }
}

/// The value of the circumstance that a target is about; none for a statement about another.
fn value(target: Target, says: &Statement) -> Option<serde_json::Value> {
    if let Statement::ProtectiveMeasure(measure) = says {
        return (target == Target::ProtectiveMeasure).then(|| code(measure).into());
    }
    let (field, value) = says.circumstance()?;
    (field_of(target) == Some(field)).then_some(value)
}

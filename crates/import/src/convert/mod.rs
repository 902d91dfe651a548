//! From cells to entries.

pub(crate) mod date;
mod fact;
mod resident;

use crate::entry::Entry;
use crate::fault::Reject;
use crate::layout::Target;
use crate::read::Cells;

/// What a row says, or everything that is wrong with it.
pub(crate) fn entry(mut cells: Cells<'_>) -> Result<Entry, Vec<Reject>> {
    cells.check();
    if cells.layout.target == Target::Residents {
        resident::resident(cells).map(|entry| Entry::Resident(Box::new(entry)))
    } else {
        fact::fact(cells).map(Entry::Fact)
    }
}

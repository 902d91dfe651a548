//! What a card fills in: who stands at the counter and, for someone who moves in, the first row and the former address.

use madoguchi_model::card_reading::{CardHolder, CardReading, Standing};
use madoguchi_model::case::IdentityDocument;
use madoguchi_model::ids::{CardReadingId, ResidentId};
use madoguchi_model::municipality_code::named;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::Sex;
use madoguchi_model::wareki;
use madoguchi_store::TenantTx;
use madoguchi_store::card_readings;

use super::typed::TypedOutside;
use super::{Known, Typed, TypedPerson};
use crate::error::PageError;
use crate::session::Officer;

/// The officer's own reading of this id that no case has taken up; none where there is no id.
pub(super) async fn unused(
    tx: &mut TenantTx,
    officer: &Officer,
    id: &str,
) -> Result<Option<CardReading>, PageError> {
    let Ok(id) = id.parse::<CardReadingId>() else {
        return Ok(None);
    };
    let found = card_readings::get(tx, id).await?;
    Ok(found.filter(|reading| reading.read_by == officer.staff().id && reading.case_id.is_none()))
}

impl Typed {
    /// The page with what a card says. Everything can be typed over.
    pub(super) fn with_card(
        mut self,
        reading: &CardReading,
        known: Known<'_>,
        resident: Option<ResidentId>,
    ) -> Self {
        self.card = reading.id.to_string();
        if reading.standing(known.today) == Standing::Proves {
            IdentityDocument::IndividualNumberCard
                .code()
                .clone_into(&mut self.identity);
        }
        if known.arriving {
            if let Some(first) = self.people.first_mut() {
                first.take_from(&reading.holder);
            }
            self.former = outside(&reading.holder.address);
        } else if let Some(resident) = resident {
            self.visitor = resident.to_string();
        }
        self
    }

    /// A row more, with what a card says, for another of those who move in.
    pub(super) fn with_row_of(mut self, holder: &CardHolder) -> Self {
        let mut row = TypedPerson::default();
        row.take_from(holder);
        self.people.push(row);
        self
    }
}

impl TypedPerson {
    fn take_from(&mut self, holder: &CardHolder) {
        self.name.clone_from(&holder.name);
        self.birth = match &holder.birth_date {
            RegisterDate::Known(day) => wareki::format_short(*day),
            RegisterDate::Unknown { text, .. } => text.clone(),
        };
        holder
            .sex
            .map(Sex::code)
            .unwrap_or_default()
            .clone_into(&mut self.sex);
        // A name without any Japanese letter is a foreign resident's.
        self.foreign =
            !holder.name.is_empty() && holder.name.chars().all(|c| c.is_ascii() || c == '\u{3000}');
    }
}

/// The longest beginning of a line that is a municipality's name, and the rest: 町名・番地, and 方書 behind a space.
fn outside(line: &str) -> TypedOutside {
    let mut ends = line.char_indices().map(|(at, c)| at + c.len_utf8());
    let city = ends
        .rfind(|end| {
            let name = &line[..*end];
            matches!(named(name).as_slice(), [_]) && name.ends_with(['市', '区', '町', '村'])
        })
        .unwrap_or(0);
    let (city, rest) = line.split_at(city);
    let (rest, building) = rest.split_once([' ', '\u{3000}']).unwrap_or((rest, ""));
    TypedOutside {
        postcode: String::new(),
        city: city.to_owned(),
        rest: rest.to_owned(),
        building: building.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_parted_behind_its_municipality() {
        for (line, city, rest, building) in [
            (
                "千葉県船橋市本町一丁目２番３号",
                "千葉県船橋市",
                "本町一丁目２番３号",
                "",
            ),
            (
                "千葉県船橋市本町1-2-3　見本荘101",
                "千葉県船橋市",
                "本町1-2-3",
                "見本荘101",
            ),
            ("東京都府中市宮町1-1", "東京都府中市", "宮町1-1", ""),
            (
                "北海道札幌市中央区北一条西2丁目",
                "北海道札幌市中央区",
                "北一条西2丁目",
                "",
            ),
            ("どこでもない1-1", "", "どこでもない1-1", ""),
        ] {
            let parted = outside(line);
            assert_eq!(
                (&*parted.city, &*parted.rest, &*parted.building),
                (city, rest, building),
                "{line}"
            );
        }
    }
}

//! What an address is in the nation's data: its 町字ID, and whether its 郵便番号 is one of that place. The text stays as
//! it was typed.

use madoguchi_model::address::Address;
use madoguchi_model::address_key::fold;
use madoguchi_store::{StoreError, TenantTx, places};

/// Notes 町字ID and 郵便番号 where the text says them, and parts a whole 町字 from what follows it. Gives the place
/// that the 郵便番号 is of where that is another one: something for the officer to look at, and no reason to refuse.
pub(crate) async fn settle(tx: &mut TenantTx, address: &mut Address) -> Result<Option<String>, StoreError> {
    if address.town_code.is_empty() && !address.municipality_code.is_empty() {
        let mut found = places::at_beginning(tx, &address.municipality_code, &address.town).await?;
        if found.len() > 1 {
            found.retain(|place| place.postcode == address.postcode);
        }
        if let [place] = &found[..] {
            address.town_code.clone_from(&place.town_code);
            if address.postcode.is_empty() {
                address.postcode.clone_from(&place.postcode);
            }
            if let Some(block) = address.town.strip_prefix(&*place.town).map(str::to_owned)
                && address.block.is_empty()
            {
                address.block = block;
                address.town.clone_from(&place.town);
            }
        }
    }
    if address.postcode.is_empty() {
        return Ok(None);
    }
    let known = places::by_postcode(tx, &address.postcode).await?;
    let Some(first) = known.first() else {
        return Ok(None);
    };
    let key = fold(&[&*address.town, &address.block].concat());
    let fits = known.iter().any(|place| {
        let town = fold(&place.town);
        let city = place.municipality_code == address.municipality_code
            || [&*place.prefecture, &place.city].concat() == [&*address.prefecture, &address.city].concat();
        city && (town.is_empty() || key.starts_with(&town) || town.starts_with(&key))
    });
    Ok((!fits).then(|| [&*first.prefecture, &first.city, &first.town].concat()))
}

//! The cursor of events: a place in their order.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use madoguchi_store::webhooks::FeedPlace;

/// As the client gets it.
pub(super) fn cursor(place: FeedPlace) -> String {
    let mut bytes = place.written_in.to_be_bytes().to_vec();
    bytes.extend_from_slice(&place.position.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// As the client gives it back; none for what we never gave.
pub(super) fn of_cursor(text: &str) -> Option<FeedPlace> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (written_in, position) = bytes.split_first_chunk::<8>()?;
    let place = FeedPlace {
        written_in: i64::from_be_bytes(*written_in),
        position: i64::from_be_bytes(position.try_into().ok()?),
    };
    (place.written_in >= 0).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_as_it_was() {
        let place = FeedPlace {
            written_in: 12_345,
            position: 678,
        };
        assert_eq!(of_cursor(&cursor(place)), Some(place));
        let negative = FeedPlace {
            written_in: -1,
            position: 1,
        };
        for wrong in ["", "abc", "あ", &cursor(place)[1..], &cursor(negative)] {
            assert_eq!(of_cursor(wrong), None, "{wrong}");
        }
    }
}

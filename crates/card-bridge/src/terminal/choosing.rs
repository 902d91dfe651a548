//! Which reader is meant.

use madoguchi_card::bridge::FailureCode;

use super::{CardKind, Reader, Terminal, View};

impl Terminal {
    /// The name of the reader that is meant: the one named, or the only one with a card.
    pub(crate) fn choose(&self, named: Option<&str>) -> Result<String, FailureCode> {
        match &*self.view.borrow() {
            Some(View::Service { .. }) | None => Err(FailureCode::ReaderGone),
            Some(View::Readers { readers }) => choose(readers, named),
        }
    }
}

fn choose(readers: &[Reader], named: Option<&str>) -> Result<String, FailureCode> {
    if readers.is_empty() {
        return Err(FailureCode::NoReader);
    }
    let reader = if let Some(name) = named {
        let mut known = readers.iter();
        known
            .find(|reader| reader.name == name)
            .ok_or(FailureCode::NoReader)?
    } else {
        let mut with_card = readers.iter().filter(|reader| reader.card != CardKind::None);
        match (with_card.next(), with_card.next()) {
            (None, _) => return Err(FailureCode::NoCard),
            (Some(reader), None) => reader,
            (Some(_), Some(_)) => return Err(FailureCode::SeveralCards),
        }
    };
    match reader.card {
        CardKind::None => Err(FailureCode::NoCard),
        CardKind::OtherCard => Err(FailureCode::OtherCard),
        // Whoever has it may have let it go by now: the card itself is asked.
        CardKind::InUse | CardKind::MyNumberCard => Ok(reader.name.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readers(cards: &[CardKind]) -> Vec<Reader> {
        let numbered = cards.iter().enumerate();
        numbered
            .map(|(place, card)| Reader {
                name: format!("R{place}"),
                card: *card,
            })
            .collect()
    }

    #[test]
    fn the_only_reader_with_a_card_is_meant() {
        use CardKind::{InUse, MyNumberCard, None as Nothing, OtherCard};
        let chosen = |cards: &[CardKind]| choose(&readers(cards), None);
        assert_eq!(chosen(&[]), Err(FailureCode::NoReader));
        assert_eq!(chosen(&[Nothing]), Err(FailureCode::NoCard));
        assert_eq!(chosen(&[Nothing, MyNumberCard]), Ok("R1".into()));
        assert_eq!(chosen(&[InUse]), Ok("R0".into()));
        assert_eq!(chosen(&[OtherCard]), Err(FailureCode::OtherCard));
        assert_eq!(chosen(&[OtherCard, MyNumberCard]), Err(FailureCode::SeveralCards));
    }

    #[test]
    fn a_named_reader_is_meant_whatever_lies_in_others() {
        use CardKind::{MyNumberCard, None as Nothing, OtherCard};
        let chosen = |name| {
            choose(
                &readers(&[MyNumberCard, MyNumberCard, Nothing, OtherCard]),
                Some(name),
            )
        };
        assert_eq!(chosen("R1"), Ok("R1".into()));
        assert_eq!(chosen("R2"), Err(FailureCode::NoCard));
        assert_eq!(chosen("R3"), Err(FailureCode::OtherCard));
        assert_eq!(chosen("R4"), Err(FailureCode::NoReader));
    }
}

//! Cards on readers.

use madoguchi_card::{Transport, TransportError};

use super::{Desk, DeskError};
use crate::card::Card;

/// What lies on a reader.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lies {
    /// The card of a person.
    CardOf(String),
    /// A smart card of another kind.
    Other,
}

/// A reader.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct InReader {
    /// What lies on it.
    pub card: Option<Lies>,
    /// After how many more answers the card is pulled out, if it is to be.
    pub remove_after: Option<u32>,
}

/// What comes of a command.
#[derive(Clone, PartialEq, Eq)]
pub enum Exchange {
    /// An answer.
    Answer(Vec<u8>),
    /// An answer, and the card is pulled out.
    LastAnswer(Vec<u8>),
    /// There is no card.
    NoCard,
}

impl Desk {
    /// Puts a person's card on a reader; none for the card of another kind.
    ///
    /// # Errors
    /// See [`DeskError`].
    pub fn put(&mut self, reader: usize, person: Option<&str>) -> Result<(), DeskError> {
        let lies = match person {
            Some(person) => Lies::CardOf(self.place(person).map(|_| person.to_owned())?),
            None => Lies::Other,
        };
        let place = self.readers.get(reader).ok_or(DeskError::NoSuchReader)?;
        if place.card.is_some() {
            return Err(DeskError::ReaderInUse);
        }
        if self
            .readers
            .iter()
            .any(|reader| reader.card.as_ref() == Some(&lies))
        {
            return Err(DeskError::CardInUse);
        }
        if let Some(reader) = self.readers.get_mut(reader) {
            reader.card = Some(lies);
        }
        self.power_off(reader);
        Ok(())
    }

    /// Takes the card away, if one lies there.
    ///
    /// # Errors
    /// [`DeskError::NoSuchReader`].
    pub fn take(&mut self, reader: usize) -> Result<(), DeskError> {
        self.power_off(reader);
        *self.readers.get_mut(reader).ok_or(DeskError::NoSuchReader)? = InReader::default();
        Ok(())
    }

    /// Has the card pulled out after so many more answers.
    ///
    /// # Errors
    /// [`DeskError::NoSuchReader`].
    pub fn remove_after(&mut self, reader: usize, commands: u32) -> Result<(), DeskError> {
        let reader = self.readers.get_mut(reader).ok_or(DeskError::NoSuchReader)?;
        reader.remove_after = Some(commands);
        Ok(())
    }

    /// Switches the card off or resets it: what was selected and shown ends.
    pub fn power_off(&mut self, reader: usize) {
        if let Some(card) = self.card(reader) {
            card.power_off();
        }
    }

    /// The card's answer to reset, if one lies there.
    pub fn answer_to_reset(&mut self, reader: usize) -> Option<&'static [u8]> {
        self.card(reader).map(|card| card.answer_to_reset())
    }

    /// Sends a command to the card on a reader.
    pub fn exchange(&mut self, reader: usize, command: &[u8]) -> Exchange {
        if self
            .readers
            .get(reader)
            .is_some_and(|reader| reader.remove_after == Some(0))
        {
            let _ = self.take(reader);
        }
        let Some(card) = self.card(reader) else {
            return Exchange::NoCard;
        };
        let answer = card.answer(command);
        self.log.add(reader, command, &answer);
        let left = self.readers.get_mut(reader).and_then(|reader| {
            reader.remove_after = reader.remove_after.map(|left| left.saturating_sub(1));
            reader.remove_after
        });
        if left == Some(0) {
            let _ = self.take(reader);
            return Exchange::LastAnswer(answer);
        }
        Exchange::Answer(answer)
    }

    fn card(&mut self, reader: usize) -> Option<&mut Card> {
        match self.readers.get(reader)?.card.clone()? {
            Lies::Other => Some(&mut self.other),
            Lies::CardOf(person) => {
                let place = self.place(&person).ok()?;
                self.holders.get_mut(place).map(|holder| &mut holder.card)
            }
        }
    }
}

/// The card on a reader, in this process.
pub struct CardOnReader<'a> {
    desk: &'a mut Desk,
    reader: usize,
}

impl Desk {
    /// The card on a reader, for a program that reads cards without PC/SC between.
    pub fn card_on(&mut self, reader: usize) -> CardOnReader<'_> {
        CardOnReader { desk: self, reader }
    }
}

impl Transport for CardOnReader<'_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        match self.desk.exchange(self.reader, command) {
            Exchange::Answer(answer) | Exchange::LastAnswer(answer) => Ok(answer),
            Exchange::NoCard => Err(TransportError::CardRemoved),
        }
    }
}

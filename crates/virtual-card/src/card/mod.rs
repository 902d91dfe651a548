//! The card itself: what it holds, what was shown to it, and what it answers.

pub(crate) mod application;
pub(crate) mod file;
mod read;
mod select;
mod sign;
mod verify;

use std::collections::BTreeSet;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::apdu::{self, Answer, Command, Status};
use crate::person::Tries;
use application::{Application, name};
use file::{File, Reference};

/// An emulated card. Its counters of tries live as long as it does; what was selected and shown ends with
/// [`Card::power_off`].
pub(crate) struct Card {
    pub(crate) applications: Vec<Application>,
    pub(crate) kind: Kind,
    /// Answers `6282` beside data that ended early, instead of `9000`.
    pub(crate) warns_at_end: bool,
    pub(crate) challenges: ChaCha20Rng,
    session: Session,
}

/// What lies on the reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A card, or a phone that acts as one.
    MyNumberCard,
    /// The same, in an iPhone: it takes a last command of its own.
    IPhone,
    /// A smart card of another kind.
    Other,
}

/// What was selected and shown since power on.
#[derive(Default)]
struct Session {
    application: Option<usize>,
    file: Option<u16>,
    verified: BTreeSet<u16>,
}

impl Card {
    pub(crate) fn new(kind: Kind, applications: Vec<Application>, challenges: ChaCha20Rng) -> Self {
        Self {
            applications,
            kind,
            warns_at_end: false,
            challenges,
            session: Session::default(),
        }
    }

    /// The answer to reset of the contact interface.
    pub(crate) fn answer_to_reset(&self) -> &'static [u8] {
        match self.kind {
            Kind::Other => &[
                0x3B, 0x68, 0x00, 0x00, 0x4F, 0x54, 0x48, 0x45, 0x52, 0x20, 0x20, 0x20,
            ],
            Kind::MyNumberCard | Kind::IPhone => &[0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14],
        }
    }

    /// Ends what was selected and shown: power off, reset, or the card taken away.
    pub(crate) fn power_off(&mut self) {
        self.session = Session::default();
    }

    /// The answer to one command APDU, its two bytes of status included.
    pub(crate) fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        let Some(command) = Command::read(command) else {
            return apdu::written(Vec::new(), Status::WRONG_LENGTH);
        };
        let answer = match self.kind {
            Kind::Other => Err(Status::NOT_FOUND),
            Kind::MyNumberCard | Kind::IPhone => self.run(&command),
        };
        match answer {
            Ok(data) if self.ended_early(&command, &data) => apdu::written(data, Status::END_OF_FILE),
            Ok(data) => apdu::written(data, Status::OK),
            Err(status) => apdu::written(Vec::new(), status),
        }
    }

    /// The tries left of each of its secrets; none for those it does not have.
    pub(crate) fn tries(&self) -> Tries {
        let left = |application: &[u8], file: u16| {
            let application = self.applications.iter().find(|found| found.name == application)?;
            match application.files.get(&file) {
                Some(File::Secret(reference)) => Some(reference.left),
                _ => None,
            }
        };
        Tries {
            attributes: left(name::TEXT, 0x0011),
            authentication: left(name::JPKI, 0x0018),
            signature: left(name::JPKI, 0x001B),
            number_a: left(name::TEXT, 0x0014),
            number_b: left(name::TEXT, 0x0015),
        }
    }

    /// Makes secrets and counters what they were at first.
    pub(crate) fn restore(&mut self) {
        self.power_off();
        let files = self
            .applications
            .iter_mut()
            .flat_map(|application| application.files.values_mut());
        for file in files {
            if let File::Secret(reference) = file {
                reference.restore();
            }
        }
    }

    fn run(&mut self, command: &Command<'_>) -> Answer {
        match (command.class, command.instruction) {
            (apdu::STANDARD, 0x20) => self.verify(command),
            (apdu::STANDARD, 0x24) => self.change_secret(command),
            (apdu::STANDARD, 0x84) => self.challenge(command),
            (apdu::STANDARD, 0x88) => self.internal_authenticate(command),
            (apdu::STANDARD, 0xA4) => self.select(command),
            (apdu::STANDARD, 0xB0) => self.read_binary(command),
            (apdu::STANDARD, 0xB2) => self.read_record(command),
            (apdu::STANDARD, 0xCA) => self.data_object(command),
            (apdu::PROPRIETARY, 0x2A) => self.sign(command),
            (apdu::PROPRIETARY, 0xFC) => self.last_command(),
            (apdu::STANDARD | apdu::PROPRIETARY, _) => Err(Status::NO_SUCH_INSTRUCTION),
            _ => Err(Status::NO_SUCH_CLASS),
        }
    }

    /// `80 FC`: a phone is told that no more commands come; a card does not know it.
    fn last_command(&self) -> Answer {
        match self.kind {
            Kind::IPhone => Ok(Vec::new()),
            Kind::MyNumberCard | Kind::Other => Err(Status::WRONG_LENGTH),
        }
    }

    /// The application that is selected. After power on that is the card manager.
    fn current(&self) -> Option<&Application> {
        match self.session.application {
            Some(index) => self.applications.get(index),
            None => self
                .applications
                .iter()
                .find(|application| application.name == name::MANAGER),
        }
    }

    /// The file that a command names by its short identifier, or the current one; it becomes the current one.
    fn named_file(&mut self, short: Option<u16>) -> Result<u16, Status> {
        let Some(id) = short else {
            return self.session.file.ok_or(Status::NO_CURRENT_FILE);
        };
        if !self
            .current()
            .is_some_and(|application| application.files.contains_key(&id))
        {
            return Err(Status::NOT_FOUND);
        }
        self.session.file = Some(id);
        Ok(id)
    }

    fn file(&self, id: u16) -> Result<&File, Status> {
        self.current()
            .and_then(|application| application.files.get(&id))
            .ok_or(Status::NO_CURRENT_FILE)
    }

    fn reference(&mut self, id: u16) -> Result<&mut Reference, Status> {
        let application = self
            .session
            .application
            .and_then(|index| self.applications.get_mut(index));
        match application.and_then(|application| application.files.get_mut(&id)) {
            Some(File::Secret(reference)) => Ok(reference),
            Some(_) => Err(Status::WRONG_KIND_OF_FILE),
            None => Err(Status::NO_CURRENT_FILE),
        }
    }
}

/// Challenges of a card that gives none.
pub(crate) fn no_challenges() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(0)
}

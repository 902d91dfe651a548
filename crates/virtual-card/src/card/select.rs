//! SELECT FILE and GET DATA.

use super::{Card, Session};
use crate::apdu::{Answer, Command, Status};

impl Card {
    /// `00 A4 04 0C`: an application by its name. `00 A4 02 0C`: a file of the current application.
    ///
    /// Selecting an application ends what was shown to the one before.
    pub(super) fn select(&mut self, command: &Command<'_>) -> Answer {
        match (command.p1, command.p2, command.data) {
            (0x04, 0x0C, Some(name)) => self.select_application(name),
            (0x02, 0x0C, Some(&[high, low])) => self.select_file(u16::from_be_bytes([high, low])),
            // As the card does: it answers well, and selects nothing.
            (0x00, 0x00, None) if self.session.application.is_some() => Ok(Vec::new()),
            (0x00, 0x00, Some([0x3F, 0x00])) => Err(Status::NOT_FOUND),
            (0x04 | 0x02, 0x0C, _) => Err(Status::WRONG_LENGTH),
            _ => Err(Status::WRONG_PARAMETERS),
        }
    }

    fn select_application(&mut self, name: &[u8]) -> Answer {
        let index = self
            .applications
            .iter()
            .position(|application| application.name == name)
            .ok_or(Status::NOT_FOUND)?;
        self.session = Session {
            application: Some(index),
            ..Session::default()
        };
        Ok(Vec::new())
    }

    fn select_file(&mut self, id: u16) -> Answer {
        let known = self
            .session
            .application
            .and_then(|index| self.applications.get(index))
            .is_some_and(|application| application.files.contains_key(&id));
        if !known {
            return Err(Status::NOT_FOUND);
        }
        self.session.file = Some(id);
        Ok(Vec::new())
    }

    /// `00 CA`: a data object of the card manager or of an application.
    pub(super) fn data_object(&mut self, command: &Command<'_>) -> Answer {
        let object = self
            .current()
            .and_then(|application| application.objects.get(&command.parameters()))
            .ok_or(Status::NO_SUCH_OBJECT)?;
        match command.expected {
            // The card wants the extended form for what does not fit into a short answer.
            Some(most) if object.len() <= most => Ok(object.clone()),
            _ => Err(Status::WRONG_LENGTH),
        }
    }
}

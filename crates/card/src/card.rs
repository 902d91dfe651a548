//! A card on a reader: what it is, and its applications.

mod jpki;
mod opened;
mod surface;
mod text;

use myna_card::{Command, ap};

use crate::exchange::exchange;
use crate::files::{CardRecord, TokenKind};
use crate::{CardError, Transport};

pub use jpki::JpkiApp;
pub use surface::SurfaceCheckApp;
pub use text::TextAttributesApp;

use opened::Opened;

/// What lies on the reader, told by what it answers and not by its ATR: contactless readers make one up.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CardKind {
    /// A My Number Card.
    MyNumberCard,
    /// スマホ用電子証明書 of an Android telephone: certificates only.
    AndroidToken,
    /// スマホ用電子証明書 of an iPhone: certificates only.
    IphoneToken,
    /// Some other card.
    OtherCard,
}

/// How many tries a secret has left.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tries {
    /// So many.
    Remaining(u8),
    /// None: it is locked.
    Blocked,
    /// The card does not count them.
    Unlimited,
}

/// A card over a transport. Making one sends nothing.
///
/// A secret shown to an application stays shown until another application is selected, even when the connection is
/// given up. So each application that this opens is left again: by its `finish`, or when it goes out of scope.
pub struct Card<T: Transport> {
    transport: T,
    /// The application that is selected, once it is known.
    selected: Option<Application>,
}

/// What can be selected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Application {
    Text,
    Surface,
    Jpki,
    Common,
    /// The card itself (`GlobalPlatform` Issuer Security Domain): selected, it leaves every other.
    Issuer,
}

impl Application {
    fn name(self) -> &'static [u8] {
        match self {
            Self::Text => &ap::text::DF,
            Self::Surface => &ap::surface::DF,
            Self::Jpki => &ap::jpki::DF,
            Self::Common => &ap::common::DF,
            Self::Issuer => &ap::DEFAULT_DF,
        }
    }
}

impl<T: Transport> Card<T> {
    /// The card at the other end of a transport.
    pub fn new(transport: T) -> Self {
        Self {
            transport,
            selected: None,
        }
    }

    /// What the card is.
    ///
    /// # Errors
    /// Where nothing came back from it.
    pub fn kind(&mut self) -> Result<CardKind, CardError> {
        let token = match self.jpki() {
            Ok(mut jpki) => jpki.token_kind()?,
            Err(CardError::OtherCard | CardError::Refused(_)) => TokenKind::Other,
            Err(error) => return Err(error),
        };
        Ok(match token {
            TokenKind::Card => CardKind::MyNumberCard,
            TokenKind::Android => CardKind::AndroidToken,
            TokenKind::Iphone => CardKind::IphoneToken,
            TokenKind::Other if self.has(Application::Text)? => CardKind::MyNumberCard,
            TokenKind::Other => CardKind::OtherCard,
        })
    }

    /// 券面事項入力補助AP: the four attributes and the 個人番号 as text.
    ///
    /// # Errors
    /// [`CardError::OtherCard`] where the card has no such application; where nothing came back.
    pub fn text_attributes(&mut self) -> Result<TextAttributesApp<'_, T>, CardError> {
        Ok(TextAttributesApp(Opened::open(self, Application::Text)?))
    }

    /// 券面事項確認AP: what is printed on the card, as pictures.
    ///
    /// # Errors
    /// As [`Card::text_attributes`].
    pub fn surface_check(&mut self) -> Result<SurfaceCheckApp<'_, T>, CardError> {
        Ok(SurfaceCheckApp(Opened::open(self, Application::Surface)?))
    }

    /// 公的個人認証AP: certificates and their keys.
    ///
    /// # Errors
    /// As [`Card::text_attributes`].
    pub fn jpki(&mut self) -> Result<JpkiApp<'_, T>, CardError> {
        Ok(JpkiApp(Opened::open(self, Application::Jpki)?))
    }

    /// What the card says of itself without a secret (共通DF); none where it says nothing.
    ///
    /// # Errors
    /// Where nothing came back from it, or what came back is no such record.
    pub fn record(&mut self) -> Result<Option<CardRecord>, CardError> {
        let mut common = match Opened::open(self, Application::Common) {
            Ok(common) => common,
            Err(CardError::OtherCard) => return Ok(None),
            Err(error) => return Err(error),
        };
        match common.record(ap::common::ef::CARD_INFO) {
            Ok(record) => Ok(Some(CardRecord::parse(&record)?)),
            Err(CardError::Refused(_) | CardError::SecretNeeded) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Gives the transport back.
    pub fn into_transport(self) -> T {
        self.transport
    }

    fn has(&mut self, application: Application) -> Result<bool, CardError> {
        match self.select(application) {
            Ok(()) => Ok(true),
            Err(CardError::OtherCard | CardError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn select(&mut self, application: Application) -> Result<(), CardError> {
        self.selected = None;
        let command = Command::with_data(0x00, 0xA4, 0x04, 0x0C, application.name());
        let status = exchange(&mut self.transport, &command)?.status;
        match status.value() {
            0x9000 => {
                self.selected = Some(application);
                Ok(())
            }
            // The application is there, but something is wrong with it.
            0x6281 | 0x6283 | 0x6400 | 0x6581 | 0x6F00 => Err(CardError::Refused(status.value())),
            _ => Err(CardError::OtherCard),
        }
    }

    /// Leaves the application, so that the card forgets which secrets it was shown. Where the card itself cannot be
    /// selected (a telephone), another application is.
    fn leave(&mut self, left: Application) -> Result<(), CardError> {
        for application in [
            Application::Issuer,
            Application::Common,
            Application::Jpki,
            Application::Text,
        ] {
            if application != left && self.has(application)? {
                return Ok(());
            }
        }
        Err(CardError::StillShown)
    }
}

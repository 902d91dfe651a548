//! What every handler can reach.

use std::sync::Arc;

use madoguchi_forms::Fonts;
use madoguchi_jobs::portals::Opener;
use madoguchi_link::places::Places;
use madoguchi_link::webhooks::{Guard, Limits, Sender};
use madoguchi_model::clock::{Clock, Entropy};
use madoguchi_store::Store;

use crate::api::RateLimits;
use crate::card_desk::{CardDesk, SharedCardDesk};
use crate::catalogues::Catalogues;
use crate::notifier::Notifier;
use crate::page_fonts::PageFonts;
use crate::paper_materials::PaperSources;
use crate::pdf_reader::PdfReader;
use crate::spool::Spool;

/// How this server is reached.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// People reach the server by https (directly or through a proxy): cookies are then `Secure`.
    pub https: bool,
    /// A proxy in front sets `X-Forwarded-For`; its last entry is the terminal's address.
    pub behind_proxy: bool,
}

/// The state of the server. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The fonts forms are drawn with.
    pub fonts: Fonts,
    /// What cases are judged by.
    pub catalogues: Catalogues,
    /// The municipalities' own fonts and papers.
    pub paper_sources: PaperSources,
    /// Fonts that pages were sent with.
    pub page_fonts: PageFonts,
    /// Where uploaded PDFs are read.
    pub pdf_reader: PdfReader,
    /// What reading cards needs; none where the counter works without.
    pub card: SharedCardDesk,
    /// How often programs ask.
    pub api_limits: RateLimits,
    /// Where uploaded files of any size lie; none where this server takes none.
    pub spool: Option<Spool>,
    /// Where files for other systems can be put, as the operator has set it up.
    pub places: Places,
    /// What telling other systems of events needs; none where nothing is sent.
    pub notifier: Option<Arc<Notifier>>,
    /// How this server is reached.
    pub settings: Arc<Settings>,
}

impl AppState {
    /// The state of a server on this store, with the store's own clock and randomness.
    pub fn new(store: Store, fonts: Fonts, settings: Settings) -> Self {
        let (clock, entropy) = (store.clock().clone(), store.entropy().clone());
        Self {
            store,
            clock,
            entropy,
            fonts,
            catalogues: Catalogues::default(),
            paper_sources: PaperSources::default(),
            page_fonts: PageFonts::default(),
            pdf_reader: PdfReader::Here,
            card: None,
            api_limits: RateLimits::default(),
            spool: None,
            places: Places::default(),
            notifier: None,
            settings: Arc::new(settings),
        }
    }

    /// Lets uploaded PDFs be read elsewhere.
    #[must_use]
    pub fn with_pdf_reader(self, pdf_reader: PdfReader) -> Self {
        Self { pdf_reader, ..self }
    }

    /// Lets files of any size be uploaded.
    #[must_use]
    pub fn with_spool(self, spool: Spool) -> Self {
        Self {
            spool: Some(spool),
            ..self
        }
    }

    /// Lets files for other systems be put somewhere.
    #[must_use]
    pub fn with_places(self, places: Places) -> Self {
        Self { places, ..self }
    }

    /// Lets receivers of events be registered.
    #[must_use]
    pub fn with_notifier(self, notifier: Notifier) -> Self {
        Self {
            notifier: Some(Arc::new(notifier)),
            ..self
        }
    }

    /// Opens connections to portals, as far as the operator lets it.
    pub(crate) fn portal_opener(&self) -> Opener {
        let notifier = self.notifier.as_ref();
        let guard = notifier.map_or_else(Guard::default, |notifier| notifier.guard.clone());
        Opener {
            sender: Sender::new(guard, Limits::default()),
            key: notifier.map(|notifier| notifier.key.clone()),
        }
    }

    /// Lets cards be read.
    #[must_use]
    pub fn with_card_desk(self, desk: CardDesk) -> Self {
        Self {
            card: Some(Arc::new(desk)),
            ..self
        }
    }

    /// The fonts forms are drawn with.
    pub(crate) fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// Fresh random bytes, as text that is safe in addresses, cookies and forms.
    pub(crate) fn random_text<const BYTES: usize>(&self) -> String {
        use base64::Engine as _;
        let mut bytes = [0; BYTES];
        self.entropy.fill(&mut bytes);
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
    }
}

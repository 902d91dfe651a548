//! Holding a card: on a thread of its own, for a while, and no longer once nobody waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use madoguchi_card::bridge::{Failure, FailureCode};
use madoguchi_card::{Transport, TransportError};
use tokio::sync::oneshot;

use crate::failure::failure;
use crate::machine::Clock;
use crate::readers::OpenError;
use crate::terminal::Terminal;

/// Lets `work` talk to the card in a reader for at most `limit`. When nobody waits any more, because the time is over
/// or this future was dropped, the card is sent nothing further: no PIN reaches a card that came later.
pub(crate) async fn on_card<T: Send + 'static>(
    terminal: &Arc<Terminal>,
    reader: String,
    clock: &dyn Clock,
    limit: Duration,
    work: impl FnOnce(&mut dyn Transport) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let waited_for = WaitedFor::default();
    let abandoned = Arc::clone(&waited_for.0);
    let (told, answer) = oneshot::channel();
    let terminal = Arc::clone(terminal);
    let over = clock.sleep(limit);
    std::thread::spawn(move || hold(&terminal, &reader, &abandoned, told, work));
    tokio::select! {
        done = answer => done.unwrap_or_else(|_| Err(failure(FailureCode::Unreadable, None))),
        () = over => Err(failure(FailureCode::TimedOut, None)),
    }
}

/// Tells what came of it before the card is reset, which takes a good part of a second with many readers.
fn hold<T>(
    terminal: &Terminal,
    reader: &str,
    abandoned: &AtomicBool,
    told: oneshot::Sender<Result<T, Failure>>,
    work: impl FnOnce(&mut dyn Transport) -> Result<T, Failure>,
) {
    let mut rest = Some((told, work));
    let opened = terminal.with_card(reader, &mut |card| {
        if let Some((told, work)) = rest.take() {
            let _ = told.send(work(&mut WhileWaitedFor { card, abandoned }));
        }
    });
    if let (Err(error), Some((told, _))) = (opened, rest) {
        let _ = told.send(Err(not_opened(error)));
    }
}

fn not_opened(error: OpenError) -> Failure {
    let code = match error {
        OpenError::ReaderGone => FailureCode::ReaderGone,
        OpenError::NoCard => FailureCode::NoCard,
        OpenError::InUse => FailureCode::CardInUse,
        OpenError::Mute => FailureCode::Unreadable,
    };
    failure(code, None)
}

/// Says that nobody waits any more when it is dropped.
#[derive(Default)]
struct WaitedFor(Arc<AtomicBool>);

impl Drop for WaitedFor {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

struct WhileWaitedFor<'a> {
    card: &'a mut dyn Transport,
    abandoned: &'a AtomicBool,
}

impl Transport for WhileWaitedFor<'_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        if self.abandoned.load(Ordering::SeqCst) {
            return Err(TransportError::Silent);
        }
        self.card.transmit(command)
    }
}

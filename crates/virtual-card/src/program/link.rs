//! Cards in the readers of the driver: its protocol (two bytes of length, then as many; one byte alone is a control).

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use madoguchi_virtual_card::{Desk, Exchange, READERS};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::task::JoinHandle;
use zeroize::Zeroizing;

/// Power off, power on, reset: no answer is wanted.
const OFF_ON_RESET: [u8; 3] = [0, 1, 2];
/// The answer to reset is wanted.
const ANSWER_TO_RESET: u8 = 4;

/// The desk, shared.
pub(super) type Shared = Arc<Mutex<Desk>>;

/// The desk, whatever happened to who held it before.
pub(super) fn lock(desk: &Shared) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What holds the cards in the readers.
pub(super) struct Links {
    directory: PathBuf,
    desk: Shared,
    tasks: [Option<JoinHandle<()>>; READERS],
}

impl Links {
    pub(super) fn new(directory: PathBuf, desk: Shared) -> Self {
        Self {
            directory,
            desk,
            tasks: [const { None }; READERS],
        }
    }

    /// Pushes the card that lies on a reader into it; takes out what was in it.
    pub(super) async fn renew(&mut self, reader: usize) {
        let Some(task) = self.tasks.get_mut(reader) else {
            return;
        };
        if let Some(task) = task.take() {
            task.abort();
            let _ = task.await;
        }
        let lies = lock(&self.desk)
            .readers()
            .get(reader)
            .is_some_and(|reader| reader.card.is_some());
        if lies && let Ok(stream) = UnixStream::connect(self.directory.join(format!("reader{reader}"))).await
        {
            let desk = Arc::clone(&self.desk);
            *task = Some(tokio::spawn(async move {
                // An error is the end of the connection: the service was stopped.
                let _ = hold(stream, desk, reader).await;
            }));
        }
    }
}

/// Answers for the card until it is pulled out, or the service ends.
async fn hold(mut stream: UnixStream, desk: Shared, reader: usize) -> std::io::Result<()> {
    loop {
        let length = usize::from(stream.read_u16().await?);
        // A command may hold a PIN.
        let mut message = Zeroizing::new(vec![0; length]);
        stream.read_exact(&mut message).await?;
        let exchange = match message[..] {
            [] => continue,
            [control] if OFF_ON_RESET.contains(&control) => {
                lock(&desk).power_off(reader);
                continue;
            }
            [ANSWER_TO_RESET] => match lock(&desk).answer_to_reset(reader) {
                Some(answer) => Exchange::Answer(answer.to_vec()),
                None => Exchange::NoCard,
            },
            _ => lock(&desk).exchange(reader, &message),
        };
        match exchange {
            Exchange::Answer(answer) => write(&mut stream, &answer).await?,
            Exchange::LastAnswer(answer) => return write(&mut stream, &answer).await,
            Exchange::NoCard => return Ok(()),
        }
    }
}

async fn write(stream: &mut UnixStream, answer: &[u8]) -> std::io::Result<()> {
    let mut message = u16::try_from(answer.len())
        .unwrap_or(u16::MAX)
        .to_be_bytes()
        .to_vec();
    message.extend_from_slice(answer);
    stream.write_all(&message).await
}

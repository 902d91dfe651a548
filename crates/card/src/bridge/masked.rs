//! What is sent may hold personal data and secrets: printed for engineers, it holds neither.

use std::fmt;

use super::{RawFile, Request, State};

impl fmt::Debug for RawFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawFile({} bytes)", self.0.len())
    }
}

/// Without 照合番号B.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            reader,
            want,
            method,
            verification_number_b,
        } = self;
        f.debug_struct("Request")
            .field("reader", reader)
            .field("want", want)
            .field("method", method)
            .field(
                "verification_number_b",
                &verification_number_b.as_ref().map(|_| "masked"),
            )
            .finish()
    }
}

/// Without the address of the window: who knows it can type into it.
impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, window, outcome } = self;
        f.debug_struct("State")
            .field("id", id)
            .field("window", &window.as_ref().map(|_| "masked"))
            .field("outcome", outcome)
            .finish()
    }
}

//! What the counter terminal's bridge, the page and the server say to one another. `docs/card-bridge.md` is the
//! same for those who write a page of their own.

mod base64url;
mod masked;
mod pairing;
mod reading;

pub use pairing::{Document, Pairing, PairingError, Permission, PublicKey, SigningKey};
pub use reading::{
    CardFace, Failure, FailureCode, Method, Outcome, PersonalData, Proof, RawFile, Request, SealedNumber,
    Signed, State, Want,
};

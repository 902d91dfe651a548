//! What a page asks a bridge to read, and what comes of it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::base64url;

/// What is wanted of the card. Several may be wanted at once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Want {
    /// The four attributes, with what the card gives to prove them (券面事項入力補助AP).
    Attributes,
    /// Name and address as pictures, and the expiry (券面事項確認AP).
    Face,
    /// The certificate for user authentication; with the PIN, its answer to the pairing's challenge as well.
    Authentication,
    /// The 個人番号, sealed.
    IndividualNumber,
    /// A signature over the pairing's document.
    Signature,
}

/// How the person shows that the card may be read. Secrets are typed into the bridge's own window.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// 照合番号B: what is printed on the card (birth date, expiry year, security code); no PIN.
    VerificationNumberB,
    /// 照合番号A: the 個人番号 itself, for a procedure whose law needs it.
    VerificationNumberA,
    /// 4 digits: 券面事項入力補助用 (and, typed beside it, 利用者証明用 where authentication is wanted).
    Pin,
    /// 6 to 16 letters and digits: 署名用.
    SignaturePin,
    /// Nothing: only the certificate for user authentication can be read.
    Nothing,
}

/// `POST /v1/readings`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The reader, by its name; the only one with a card if it is left out.
    pub reader: Option<String>,
    /// What is wanted.
    pub want: Vec<Want>,
    /// How it is shown that it may be read.
    pub method: Method,
    /// 照合番号B, 14 digits, where the officer has typed what is printed on the card: then no window is needed.
    pub verification_number_b: Option<String>,
}

/// A reading: the answer to the request, and to `GET /v1/readings/{id}`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Its id.
    pub id: Uuid,
    /// The address of the bridge's window where the secret is typed, while one is needed.
    pub window: Option<String>,
    /// What came of it; none while it is under way.
    pub outcome: Option<Outcome>,
}

/// What came of a reading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was read.
    Read(Box<PersonalData>),
    /// It was not.
    Failed(Failure),
}

/// Why nothing was read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Failure {
    /// The stable code.
    pub code: FailureCode,
    /// In Japanese, for the officer: what happened and what to do.
    pub message: String,
    /// How many tries are left, where the card said so.
    pub remaining_tries: Option<u8>,
}

/// The kinds of failure.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// No reader is connected.
    NoReader,
    /// No card lies on the reader.
    NoCard,
    /// More than one reader holds a card, and none was named.
    SeveralCards,
    /// It is a card, but not a My Number Card.
    OtherCard,
    /// The card was taken away while it was read.
    CardRemoved,
    /// The reader was unplugged, or the terminal's card service stopped.
    ReaderGone,
    /// Another program uses the card.
    CardInUse,
    /// The secret is not of the right form; the card was not asked.
    Malformed,
    /// The secret is wrong; tries are left.
    WrongSecret,
    /// Only one try is left: it is not used up here, so that the card is not locked.
    LastTry,
    /// No try is left. It must be unlocked at the counter for cards (暗証番号の初期化).
    Blocked,
    /// The card holds no such certificate (under 15, or never issued).
    NoCertificate,
    /// What the card answered makes no sense.
    Unreadable,
    /// The window was closed.
    Cancelled,
    /// It was waited for too long.
    TimedOut,
    /// The pairing does not allow it.
    NotAllowed,
}

/// What was read. Raw files are as the card gave them: the server reads them itself.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PersonalData {
    /// File 0002 of 券面事項入力補助AP: the four attributes. Raw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<RawFile>,
    /// What proves the attributes, where they were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes_proof: Option<Proof>,
    /// The expiry that the card tells without any secret (共通DF), `YYYYMMDD`: read with the attributes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<String>,
    /// The face of the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face: Option<CardFace>,
    /// The certificate for user authentication, DER.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authentication_certificate: Option<RawFile>,
    /// Its signature over SHA-256 of the pairing's challenge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge_signature: Option<RawFile>,
    /// The sealed 個人番号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub individual_number: Option<SealedNumber>,
    /// The signature over the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Signed>,
}

/// Bytes, base64url in JSON.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RawFile(#[serde(with = "base64url")] pub Vec<u8>);

/// Files 0003 and 0004 of 券面事項入力補助AP, raw: digests of the attributes, signed, and the certificate of the key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proof {
    /// File 0003.
    pub record: RawFile,
    /// File 0004.
    pub certificate: RawFile,
}

/// 券面事項確認AP.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CardFace {
    /// 氏名 as it is printed: PNG.
    pub name_image: RawFile,
    /// 住所 as it is printed: PNG.
    pub address_image: RawFile,
    /// 有効期限, `YYYYMMDD`.
    pub expires_on: String,
}

/// The 個人番号, sealed (RFC 9180: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, `ChaCha20Poly1305`) to the
/// pairing's key; the pairing's id is the associated data, so that it serves that one case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SealedNumber {
    /// The encapsulated key, 32 bytes.
    pub encapsulated: RawFile,
    /// The sealed 12 digits.
    pub ciphertext: RawFile,
}

/// A signature made with the key for digital signatures.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signed {
    /// CMS `SignedData` (RFC 5652), detached, DER: with the signer's certificate and signed attributes.
    pub cms: RawFile,
}

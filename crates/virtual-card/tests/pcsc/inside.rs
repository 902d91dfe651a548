//! What runs in processes of its own, because the PC/SC library takes the service's address from the environment.

use std::ffi::CString;
use std::time::Duration;

use madoguchi_card::secrets::{Pin, VerificationNumberB};
use madoguchi_card::{Card, SignatureAlgorithm, ToSign, Transport, TransportError};
use myna_card::ap::jpki::{JpkiAp, SignatureScheme};
use myna_card::ap::text::{TextAp, ef};
use myna_card::transport::pcsc::{Sharing, connect};
use pcsc::{Context, Protocols, ReaderState, Scope, ShareMode, State};
use serde_json::{Value, json};

fn reader() -> usize {
    std::env::var("READER").unwrap().parse().unwrap()
}

fn says(value: &Value) {
    println!("SAYS {value}");
}

/// The name of a reader, as the driver makes it.
fn name() -> CString {
    CString::new(format!("Virtual PCD 00 {:02}", reader())).unwrap()
}

/// Waits until a reader is in a state or not: the service says when it changes.
fn wait(state: State, wanted: bool) {
    let context = Context::establish(Scope::User).unwrap();
    let mut states = [ReaderState::new(name(), State::UNAWARE)];
    loop {
        context
            .get_status_change(Duration::from_secs(30), &mut states)
            .unwrap();
        if states[0].event_state().contains(state) == wanted {
            return;
        }
        states[0].sync_current_state();
    }
}

#[test]
#[ignore = "run by the others, in a process of its own"]
fn wait_for_card() {
    wait(State::PRESENT, true);
}

#[test]
#[ignore = "run by the others, in a process of its own"]
fn wait_for_no_card() {
    wait(State::PRESENT, false);
}

#[test]
#[ignore = "run by the others, in a process of its own"]
fn list_readers() {
    let context = Context::establish(Scope::User).unwrap();
    let readers = context.list_readers_owned().unwrap();
    says(&json!(
        readers
            .iter()
            .map(|name| name.to_str().unwrap())
            .collect::<Vec<_>>()
    ));
}

#[test]
#[ignore = "run by the others, in a process of its own"]
fn read_with_myna_card() {
    let name = name();
    let mut card = connect(name.to_str().unwrap(), Sharing::Exclusive).unwrap();
    let mut text = TextAp::select(&mut card).unwrap();
    text.verify_code_b(&myna_card::Pin::numeric("60041220331024").unwrap())
        .unwrap();
    let by_number = text.read_ef(ef::ATTRIBUTES).unwrap();
    let refused = text.read_my_number().is_err();
    let mut text = TextAp::select(&mut card).unwrap();
    text.verify_pin(&myna_card::Pin::numeric("1234").unwrap())
        .unwrap();
    let by_pin = text.read_ef(ef::ATTRIBUTES).unwrap();
    let attributes = text.read_attributes().unwrap();
    let number = text.read_my_number().unwrap();
    let record = text.read_ef(ef::INTEGRITY).unwrap();
    let mut jpki = JpkiAp::select(&mut card).unwrap();
    let certificate = jpki.read_auth_certificate_der().unwrap();
    jpki.verify_auth_pin(&myna_card::Pin::numeric("1234").unwrap())
        .unwrap();
    let to_sign = myna_card::data::sha256_digest_info(&[7; 32]);
    let signature = jpki
        .sign_with_auth_key(SignatureScheme::Verbatim, &to_sign)
        .unwrap();
    says(&json!({
        "by_number": by_number, "number_refused": refused, "by_pin": by_pin, "name": attributes.name,
        "number": number.as_str(), "record": record, "certificate": certificate, "signature": signature,
    }));
}

/// PC/SC, for our own reader.
struct Link(pcsc::Card);

impl Link {
    fn connect() -> Self {
        let context = Context::establish(Scope::User).unwrap();
        Self(
            context
                .connect(&name(), ShareMode::Exclusive, Protocols::ANY)
                .unwrap(),
        )
    }
}

impl Transport for Link {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        let mut buffer = vec![0; 65_538];
        match self.0.transmit(command, &mut buffer) {
            Ok(answer) => Ok(answer.to_vec()),
            Err(pcsc::Error::NoSmartcard | pcsc::Error::RemovedCard | pcsc::Error::ResetCard) => {
                Err(TransportError::CardRemoved)
            }
            Err(pcsc::Error::ReaderUnavailable | pcsc::Error::NoService) => Err(TransportError::ReaderGone),
            // The driver fails before the service has noticed that the card is gone.
            Err(pcsc::Error::NotTransacted | pcsc::Error::CommError | pcsc::Error::CommDataLost) => {
                wait(State::PRESENT, false);
                Err(TransportError::CardRemoved)
            }
            Err(error) => {
                eprintln!("{error}");
                Err(TransportError::Silent)
            }
        }
    }
}

#[test]
#[ignore = "run by the others, in a process of its own"]
fn read_with_our_own() {
    let mut card = Card::new(Link::connect());
    let mut text = card.text_attributes().unwrap();
    text.show_number_b(&VerificationNumberB::new("60041220331024").unwrap())
        .unwrap();
    let by_number = text.attributes_file().unwrap();
    let refused = text.individual_number_file().is_err();
    text.finish().unwrap();
    let mut text = card.text_attributes().unwrap();
    text.show_pin(&Pin::new("1234").unwrap()).unwrap();
    let by_pin = text.attributes_file().unwrap();
    let name = text.attributes().unwrap().name;
    let number = String::from_utf8(text.individual_number().unwrap().expose().to_vec()).unwrap();
    let record = text.proof_record_file().unwrap();
    text.finish().unwrap();
    let mut jpki = card.jpki().unwrap();
    let certificate = jpki.authentication_certificate().unwrap();
    jpki.show_pin(&Pin::new("1234").unwrap()).unwrap();
    let to_sign = ToSign::digest(SignatureAlgorithm::RsaSha256, &[7; 32]).unwrap();
    let signature = jpki.sign_authentication(&to_sign).unwrap();
    says(&json!({
        "by_number": by_number, "number_refused": refused, "by_pin": by_pin, "name": name,
        "number": number, "record": record, "certificate": certificate, "signature": signature,
    }));
}

#[test]
#[ignore = "run by the others, in a process of its own"]
fn read_until_it_fails() {
    let mut card = Card::new(Link::connect());
    let error = card
        .surface_check()
        .and_then(|mut surface| {
            surface.show_number_b(&VerificationNumberB::new("60041220331024").unwrap())?;
            surface.face_file()
        })
        .unwrap_err();
    says(&json!(format!("{error:?}")));
}

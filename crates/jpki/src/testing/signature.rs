//! Detached signatures with any fault wanted.

use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier;

use super::key::Key;
use crate::algorithm::sha256;
use crate::asn1::Malformed;
use crate::certificate::Certificate;
use crate::oid;
use crate::writer::{SET, algorithm, element, octets, oid as write_oid, sequence, set_of, time, unsigned};

/// What a detached signature shall say.
#[derive(Clone)]
pub struct Signature {
    /// Signed attributes: kind and value, DER.
    pub attributes: Vec<(ObjectIdentifier, Vec<u8>)>,
    /// Whether they stand in the order that DER asks for; reversed otherwise.
    pub sorted: bool,
    /// Whether there are signed attributes at all.
    pub with_attributes: bool,
    /// The content type of what is signed.
    pub content_type: ObjectIdentifier,
    /// A document inside.
    pub content: Option<Vec<u8>>,
    /// Certificates inside, DER.
    pub certificates: Vec<Vec<u8>>,
    /// The signer's name and serial number.
    pub signer: (Vec<u8>, Vec<u8>),
    /// The digest algorithm.
    pub digest: ObjectIdentifier,
    /// The signature algorithm.
    pub algorithm: ObjectIdentifier,
    /// How many times the signer's part stands there.
    pub signers: usize,
    /// Bytes after the signature, as a PDF fills up its space.
    pub padding: usize,
}

impl Signature {
    /// A faultless signature over a document.
    pub fn new(document: &[u8], certificate: &[u8], signing_time: DateTime<Utc>) -> Result<Self, Malformed> {
        let read = Certificate::parse(certificate)?;
        let attributes = vec![
            (oid::CONTENT_TYPE, write_oid(oid::DATA)),
            (oid::MESSAGE_DIGEST, octets(&sha256(document))),
            (oid::SIGNING_TIME, time(signing_time)),
            (oid::SIGNING_CERTIFICATE_V2, Self::certificate_id(certificate)),
        ];
        Ok(Self {
            attributes,
            sorted: true,
            with_attributes: true,
            content_type: oid::DATA,
            content: None,
            certificates: vec![certificate.to_vec()],
            signer: (read.issuer().to_vec(), read.serial().bytes().to_vec()),
            digest: oid::SHA256,
            algorithm: oid::SHA256_WITH_RSA,
            signers: 1,
            padding: 0,
        })
    }

    /// The signed attribute that names a certificate (signing-certificate-v2), DER.
    pub fn certificate_id(certificate: &[u8]) -> Vec<u8> {
        let id = sequence(&[&octets(&sha256(certificate))]);
        sequence(&[&sequence(&[&id])])
    }

    /// Signs, and answers with the `ContentInfo`, DER.
    pub fn sign(&self, key: &Key) -> Vec<u8> {
        let one = |(kind, value): &(ObjectIdentifier, Vec<u8>)| {
            sequence(&[&write_oid(*kind), &element(SET, &[value])])
        };
        let mut all: Vec<Vec<u8>> = self.attributes.iter().map(one).collect();
        let mut attributes = set_of(SET, all.clone());
        if !self.sorted {
            all.sort();
            all.reverse();
            attributes = element(SET, &all.iter().map(Vec::as_slice).collect::<Vec<_>>());
        }
        let signature = key.sign(&attributes);
        if !self.with_attributes {
            attributes.clear();
        }
        if let Some(tag) = attributes.first_mut() {
            *tag = 0xA0;
        }
        let (name, serial) = &self.signer;
        let digest = algorithm(self.digest, false);
        let signer = sequence(&[
            &unsigned(&[1]),
            &sequence(&[name, &unsigned(serial)]),
            &digest,
            &attributes,
            &algorithm(self.algorithm, true),
            &octets(&signature),
        ]);
        let content = self
            .content
            .as_ref()
            .map(|content| element(0xA0, &[&octets(content)]));
        let certificates: Vec<&[u8]> = self.certificates.iter().map(Vec::as_slice).collect();
        let data = sequence(&[
            &unsigned(&[1]),
            &element(SET, &[&digest]),
            &sequence(&[
                &write_oid(self.content_type),
                content.as_deref().unwrap_or_default(),
            ]),
            &element(0xA0, &certificates),
            &element(SET, &vec![signer.as_slice(); self.signers]),
        ]);
        let mut whole = sequence(&[&write_oid(oid::SIGNED_DATA), &element(0xA0, &[&data])]);
        whole.resize(whole.len() + self.padding, 0);
        whole
    }
}

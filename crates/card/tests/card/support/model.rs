//! A model of a card: applications, files, secrets with their tries, and what is shown until another application is
//! selected. Written from the same published facts as the reader: it shows that the reader keeps to them, not that
//! they are right.

use std::collections::{BTreeMap, BTreeSet};

use madoguchi_card::{Transport, TransportError};

use super::fixture;

const TEXT: &[u8] = b"\xD3\x92\x10\x00\x31\x00\x01\x01\x04\x08";
const SURFACE: &[u8] = b"\xD3\x92\x10\x00\x31\x00\x01\x01\x04\x02";
const JPKI: &[u8] = b"\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
const COMMON: &[u8] = b"\xD3\x92\x10\x00\x31\x00\x01\x01\x01\x00";
const ISSUER: &[u8] = b"\xA0\x00\x00\x01\x51\x00\x00";

#[derive(Clone)]
pub(crate) struct File {
    pub(crate) content: Vec<u8>,
    /// Any of these secrets opens it; none are needed where there are none.
    opened_by: Vec<u16>,
}

#[derive(Clone)]
pub(crate) struct Secret {
    value: Vec<u8>,
    most: u8,
    pub(crate) left: u8,
}

#[derive(Clone, Default)]
pub(crate) struct Application {
    pub(crate) files: BTreeMap<u16, File>,
    pub(crate) secrets: BTreeMap<u16, Secret>,
    /// Signing keys, by the P2 that names them, and the secret that each needs.
    keys: BTreeMap<u8, Option<u16>>,
}

/// The card. `Application` by name; what is selected, what is shown, what was sent.
#[derive(Clone, Default)]
pub(crate) struct Model {
    pub(crate) applications: BTreeMap<&'static [u8], Application>,
    selected: Option<&'static [u8]>,
    file: Option<u16>,
    pub(crate) shown: BTreeSet<u16>,
    pub(crate) sent: Vec<Vec<u8>>,
    /// After so many commands the card is gone.
    pub(crate) gone_after: Option<usize>,
}

impl Model {
    /// The card whose files are the fixtures.
    pub(crate) fn test_card() -> Self {
        let mut card = Self::default();
        let text = card.add(TEXT);
        text.file(0x0001, fixture("text-0001-physical.bin"), &[0x11, 0x14]);
        text.file(0x0002, fixture("text-0002.bin"), &[0x11, 0x15]);
        text.file(0x0003, fixture("text-0003.bin"), &[0x11, 0x14, 0x15]);
        text.file(0x0004, fixture("text-0004.bin"), &[]);
        text.file(0x0005, fixture("text-0005.bin"), &[]);
        text.file(0x0007, fixture("text-0007.bin"), &[0x11, 0x14, 0x15]);
        text.secret(0x11, b"1234", 3);
        text.secret(0x14, b"537686677188", 10);
        text.secret(0x15, b"55021720352285", 10);
        text.keys.insert(0x00, None);
        let surface = card.add(SURFACE);
        surface.file(
            0x0002,
            [fixture("surface-0002.bin"), vec![0xFF; 700]].concat(),
            &[0x12, 0x13],
        );
        surface.file(0x0003, fixture("surface-0003.bin"), &[]);
        surface.file(0x0004, fixture("surface-0004.bin"), &[]);
        surface.secret(0x12, b"55021720352285", 10);
        surface.secret(0x13, b"537686677188", 10);
        surface.keys.insert(0x00, None);
        let jpki = card.add(JPKI);
        jpki.file(
            0x0001,
            [fixture("jpki-sign-cert.der"), vec![0xFF; 300]].concat(),
            &[0x1B],
        );
        jpki.file(
            0x0006,
            format!("{:32}{:128}", "JPKIAPICCTOKEN2", "").into_bytes(),
            &[],
        );
        jpki.file(0x0008, vec![0x8F, 0x8F, 0x00], &[]);
        jpki.file(
            0x000A,
            [fixture("jpki-auth-cert.der"), vec![0xFF; 300]].concat(),
            &[],
        );
        jpki.secret(0x18, b"5678", 3);
        jpki.secret(0x1B, b"ABC123", 5);
        jpki.keys.extend([(0x97, Some(0x18)), (0x9A, Some(0x1B))]);
        card.add(COMMON)
            .file(0x0001, b"\x01\x1C4000000127198431322120350217".to_vec(), &[]);
        card.add(ISSUER);
        card
    }

    fn add(&mut self, name: &'static [u8]) -> &mut Application {
        self.applications.entry(name).or_default()
    }

    pub(crate) fn text(&mut self) -> &mut Application {
        self.add(TEXT)
    }

    pub(crate) fn jpki(&mut self) -> &mut Application {
        self.add(JPKI)
    }

    /// Without an application: 0 text, 1 surface, 2 JPKI, 3 common, 4 the card itself.
    pub(crate) fn without(mut self, which: &[usize]) -> Self {
        for which in which {
            self.applications
                .remove([TEXT, SURFACE, JPKI, COMMON, ISSUER][*which]);
        }
        self
    }

    /// As an earlier program may have left it: 券面事項入力補助AP selected, its PIN shown.
    pub(crate) fn left_open(mut self) -> Self {
        self.selected = Some(TEXT);
        self.shown.insert(0x11);
        self
    }

    /// The VERIFY commands that carried a secret.
    pub(crate) fn shown_secrets(&self) -> usize {
        self.sent
            .iter()
            .filter(|command| command[1] == 0x20 && command.len() > 4)
            .count()
    }

    fn application(&mut self) -> Option<&mut Application> {
        self.applications.get_mut(self.selected?)
    }

    fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        let status = |status: u16| status.to_be_bytes().to_vec();
        let data = command
            .get(5..5 + command.get(4).map_or(0, |length| usize::from(*length)))
            .unwrap_or_default();
        match command[..4] {
            [0x00, 0xA4, 0x04, 0x0C] => match self.applications.keys().find(|name| **name == data).copied() {
                Some(name) => {
                    // Selecting the same again keeps what is shown.
                    if self.selected != Some(name) {
                        self.shown.clear();
                    }
                    (self.selected, self.file) = (Some(name), None);
                    status(0x9000)
                }
                None => status(0x6A82),
            },
            [0x00, 0xA4, 0x02, 0x0C] => {
                let file = u16::from_be_bytes([data[0], data[1]]);
                let there = self.application().is_some_and(|application| {
                    application.files.contains_key(&file) || application.secrets.contains_key(&file)
                });
                self.file = there.then_some(file);
                status(if there { 0x9000 } else { 0x6A82 })
            }
            [0x00, 0xB0, high, low] => {
                let most = command.get(4).map_or(0, |most| usize::from(*most));
                self.read(
                    usize::from(u16::from_be_bytes([high, low])),
                    if most == 0 { 256 } else { most },
                )
            }
            [0x00, 0xB2, 0x01, 0x04] => self.read(0, 256),
            [0x00, 0x20, 0x00, 0x80] => status(self.verify(data)),
            [0x80, 0x2A, 0x00, key] => self.sign(key, data),
            _ => status(0x6D00),
        }
    }

    fn read(&mut self, offset: usize, most: usize) -> Vec<u8> {
        let shown = self.shown.clone();
        let file = self.file;
        let file = self
            .application()
            .and_then(|application| application.files.get(&file?));
        let Some(file) = file else { return vec![0x69, 0x86] };
        if !file.opened_by.is_empty() && !file.opened_by.iter().any(|secret| shown.contains(secret)) {
            return vec![0x69, 0x82];
        }
        if offset >= file.content.len() {
            return vec![0x6B, 0x00];
        }
        let end = file.content.len().min(offset + most);
        [&file.content[offset..end], b"\x90\x00"].concat()
    }

    fn verify(&mut self, typed: &[u8]) -> u16 {
        let already = self.file.is_some_and(|file| self.shown.contains(&file));
        let file = self.file;
        let secret = self
            .application()
            .and_then(|application| application.secrets.get_mut(&file?));
        let Some(secret) = secret else { return 0x6986 };
        if secret.left == 0 {
            return 0x6984;
        }
        if typed.is_empty() {
            return if already {
                0x9000
            } else {
                0x63C0 | u16::from(secret.left)
            };
        }
        if secret.value == typed {
            secret.left = secret.most;
            self.shown.extend(file);
            return 0x9000;
        }
        secret.left -= 1;
        0x63C0 | u16::from(secret.left)
    }

    /// No signature: the key's name and what it was given, so that a test can see both.
    fn sign(&mut self, key: u8, data: &[u8]) -> Vec<u8> {
        let shown = self.shown.clone();
        match self
            .application()
            .and_then(|application| application.keys.get(&key))
        {
            None => vec![0x6A, 0x88],
            Some(Some(secret)) if !shown.contains(secret) => vec![0x69, 0x82],
            Some(_) => [&[key], data, b"\x90\x00"].concat(),
        }
    }
}

impl Application {
    pub(crate) fn file(&mut self, name: u16, content: Vec<u8>, opened_by: &[u16]) {
        self.files.insert(
            name,
            File {
                content,
                opened_by: opened_by.to_vec(),
            },
        );
    }

    fn secret(&mut self, name: u16, value: &[u8], most: u8) {
        self.secrets.insert(
            name,
            Secret {
                value: value.to_vec(),
                most,
                left: most,
            },
        );
    }
}

impl Transport for Model {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        if self.gone_after.is_some_and(|most| self.sent.len() >= most) {
            return Err(TransportError::CardRemoved);
        }
        self.sent.push(command.to_vec());
        Ok(self.answer(command))
    }
}

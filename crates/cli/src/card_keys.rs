//! The server's keys for cards: files that only the server's user can read. Never in the database, never in backups of
//! it.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use madoguchi_card::bridge::{OpeningKey, SigningKey};
use madoguchi_model::clock::Entropy;
use ring::rand::SystemRandom;

use crate::Failure;

/// The key that signs pairings: Ed25519, PKCS#8.
fn pairing_file(directory: &Path) -> PathBuf {
    directory.join("card-pairing.pk8")
}

/// The secret that the key for 個人番号 is made from: 32 bytes.
fn number_file(directory: &Path) -> PathBuf {
    directory.join("individual-number.key")
}

/// Both keys.
pub(crate) struct CardKeys {
    pub(crate) signing: SigningKey,
    pub(crate) numbers: OpeningKey,
}

/// Reads the keys of a directory; makes those that are not there.
pub(crate) fn make(directory: &Path, entropy: &dyn Entropy) -> Result<CardKeys, Failure> {
    std::fs::create_dir_all(directory)?;
    let pairing = SigningKey::generate(&SystemRandom::new()).map_err(|_| "乱数を得られません。")?;
    keep_new(&pairing_file(directory), &pairing)?;
    let mut secret = [0; 32];
    entropy.fill(&mut secret);
    keep_new(&number_file(directory), &secret)?;
    read(directory)
}

/// Reads the keys of a directory.
pub(crate) fn read(directory: &Path) -> Result<CardKeys, Failure> {
    let signing = SigningKey::from_pkcs8(&private(&pairing_file(directory))?)
        .ok_or_else(|| wrong(&pairing_file(directory)))?;
    let secret = private(&number_file(directory))?;
    let secret: [u8; 32] = secret.try_into().map_err(|_| wrong(&number_file(directory)))?;
    Ok(CardKeys {
        signing,
        numbers: OpeningKey::derive(&secret),
    })
}

fn wrong(file: &Path) -> Failure {
    format!("{} は鍵のファイルではありません。", file.display()).into()
}

/// A file that nobody else can read.
fn private(file: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |error| -> Failure {
        format!(
            "{} を読めません（{error}）。`madoguchi card keys` で作れます。",
            file.display()
        )
        .into()
    };
    let mode = std::fs::metadata(file).map_err(unreadable)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(format!(
            "{} を、ほかの利用者が読めます。chmod 600 で閉じてください。",
            file.display()
        )
        .into());
    }
    std::fs::read(file).map_err(unreadable)
}

/// Writes a new file; one that is there stays as it is.
fn keep_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let opened: std::io::Result<File> = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match opened {
        Ok(mut file) => {
            file.write_all(bytes)?;
            Ok(file.sync_all()?)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(format!("{} を作れません（{error}）。", path.display()).into()),
    }
}

//! OpenSSL, which knows nothing of this crate, and this crate accept each other's signatures.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use madoguchi_jpki::Purpose;
use madoguchi_jpki::cms::{CmsRefusal, Document, Rules, verify_detached};
use madoguchi_jpki::testing::{Authority, Order};

use super::{DOCUMENT, made};
use crate::support::{authority, order, persons_key, profile, strange_key, time};

/// A folder of its own for a test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("madoguchi-jpki-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::File::create(&path).unwrap().write_all(bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn openssl(folder: &Folder, arguments: &[&str]) -> Output {
    let run = Command::new("openssl")
        .args(arguments)
        .current_dir(&folder.0)
        .output();
    run.unwrap_or_else(|error| panic!("openssl cannot be run ({error}): install the Debian package openssl"))
}

fn pem(folder: &Folder, der: &Path, name: &str) {
    let der = der.to_str().unwrap();
    let converted = openssl(folder, &["x509", "-inform", "DER", "-in", der, "-out", name]);
    assert!(
        converted.status.success(),
        "{}",
        String::from_utf8_lossy(&converted.stderr)
    );
}

/// What OpenSSL says of a signature over a document.
fn verified(document: &[u8], cms: &[u8], test: &str) -> Output {
    let folder = Folder::new(test);
    folder.write("document", document);
    folder.write("signature", cms);
    let root = folder.write("root.der", authority(Purpose::Signature).root());
    pem(&folder, &root, "root.pem");
    // A minute after the signing time.
    let arguments = [
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "signature",
        "-content",
        "document",
        "-CAfile",
        "root.pem",
        "-purpose",
        "any",
        "-attime",
        "1790823660",
        "-cades",
        "-out",
        "out",
    ];
    openssl(&folder, &arguments)
}

#[test]
fn openssl_accepts_what_is_made_here() {
    let output = verified(DOCUMENT, &made(DOCUMENT), "made");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("CAdES Verification successful"), "{said}");
}

#[test]
fn openssl_refuses_it_for_another_document() {
    let output = verified(b"other", &made(DOCUMENT), "other");
    assert!(!output.status.success());
}

#[test]
fn what_openssl_makes_is_accepted_here() {
    // It signs with the machine's time, which may be any: so the certificate is in force for long.
    let long = (time("2020-01-01T00:00:00Z"), time("2049-12-31T23:59:59Z"));
    let authority = Authority::with_key(Purpose::Signature, strange_key().clone(), long);
    let order = Order {
        not_before: long.0,
        not_after: long.1,
        ..order(Purpose::Signature)
    };
    let certificate = authority.issue(&order);
    let folder = Folder::new("theirs");
    let signer = folder.write("signer.der", &certificate);
    pem(&folder, &signer, "signer.pem");
    folder.write("document", DOCUMENT);
    folder.write("key.der", &persons_key().private_key());
    let arguments = [
        "cms",
        "-sign",
        "-binary",
        "-cades",
        "-nosmimecap",
        "-md",
        "sha256",
        "-in",
        "document",
        "-signer",
        "signer.pem",
        "-inkey",
        "key.der",
        "-keyform",
        "DER",
        "-outform",
        "DER",
        "-out",
        "signature",
    ];
    let output = openssl(&folder, &arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let cms = std::fs::read(folder.0.join("signature")).unwrap();
    let judge = |document| {
        let anchors = authority.anchors().unwrap();
        verify_detached(
            &cms,
            Document::Bytes(document),
            &anchors,
            &profile(),
            Rules::OWN,
            long.1,
        )
    };
    assert_eq!(judge(DOCUMENT).unwrap().certificate.der(), certificate);
    assert_eq!(judge(b"other"), Err(CmsRefusal::Digest));
}

//! The tools of `OpenSC`, whose driver for the card was written by others.

use serde_json::json;

use crate::desk::Running;

/// Where Debian puts the PKCS#11 module of `OpenSC`, for any architecture.
fn module() -> String {
    let libraries = std::fs::read_dir("/usr/lib").unwrap().flatten();
    libraries
        .map(|entry| entry.path().join("onepin-opensc-pkcs11.so"))
        .find(|path| path.exists())
        .expect("OpenSC's PKCS#11 module (Debian: opensc-pkcs11)")
        .to_string_lossy()
        .into_owned()
}

#[test]
fn opensc_knows_the_card_reads_it_and_signs_with_it() {
    let Some(desk) = Running::start() else { return };
    let (_, said) = desk.run("opensc-tool", &["--list-readers"]);
    assert_eq!(
        said.lines().filter(|line| line.contains(" No ")).count(),
        2,
        "{said}"
    );
    desk.put(0, "sato");
    let (_, said) = desk.run("opensc-tool", &["--list-readers"]);
    assert_eq!(
        said.lines().filter(|line| line.contains(" Yes ")).count(),
        1,
        "{said}"
    );
    let (_, said) = desk.run("opensc-tool", &["--name"]);
    assert!(said.lines().any(|line| line == "jpki"), "{said}");
    let (well, said) = desk.run("pkcs15-tool", &["--dump"]);
    assert!(well && said.contains("Digital Signature Certificate"), "{said}");
    assert!(
        said.contains("Tries left     : 3") && said.contains("Tries left     : 5"),
        "{said}"
    );

    let directory = desk.directory();
    let file = |name: &str| directory.join(name).to_string_lossy().into_owned();
    let certificate = file("certificate");
    let (well, said) = desk.run(
        "pkcs15-tool",
        &["--read-certificate", "01", "--output", &certificate],
    );
    assert!(well, "{said}");
    let (well, said) = desk.run(
        "openssl",
        &["verify", "-CAfile", &file("authentication.pem"), &certificate],
    );
    // OpenSSL knows no such policy, and says so of a critical one unless it is asked for.
    assert!(well || said.contains("critical"), "{said}");

    std::fs::write(file("message"), "message").unwrap();
    let module = module();
    let sign = |pin: &str, signature: &str| {
        let (message, signature) = (file("message"), file(signature));
        let arguments = [
            "--module",
            &module,
            "--login",
            "--pin",
            pin,
            "--sign",
            "--id",
            "01",
            "--mechanism",
            "SHA256-RSA-PKCS",
            "--input-file",
            &message,
            "--output-file",
            &signature,
        ];
        desk.run("pkcs11-tool", &arguments)
    };
    let (well, said) = sign("1234", "signature");
    assert!(well, "{said}");
    let key = desk
        .run("openssl", &["x509", "-in", &certificate, "-noout", "-pubkey"])
        .1;
    std::fs::write(file("key"), key).unwrap();
    let verify = |message: &str| {
        let arguments = [
            "dgst",
            "-sha256",
            "-verify",
            &file("key"),
            "-signature",
            &file("signature"),
            &file(message),
        ];
        desk.run("openssl", &arguments)
    };
    let (well, said) = verify("message");
    assert!(well && said.contains("Verified OK"), "{said}");
    std::fs::write(file("other"), "another message").unwrap();
    assert!(!verify("other").0);

    let (well, said) = sign("9999", "nothing");
    assert!(!well && said.contains("CKR_PIN_INCORRECT"), "{said}");
    assert_eq!(desk.get("/people")["people"][0]["tries"]["authentication"], 2);
}

#[test]
fn openssl_asks_the_responder() {
    let Some(desk) = Running::start() else { return };
    desk.put(0, "sato");
    let directory = desk.directory();
    let file = |name: &str| directory.join(name).to_string_lossy().into_owned();
    let certificate = file("certificate");
    let (well, said) = desk.run(
        "pkcs15-tool",
        &["--read-certificate", "01", "--output", &certificate],
    );
    assert!(well, "{said}");
    let ask = || {
        let (anchor, address) = (file("authentication.pem"), desk.ready["ocsp"].as_str().unwrap());
        let arguments = [
            "ocsp",
            "-issuer",
            &anchor,
            "-cert",
            &certificate,
            "-url",
            address,
            "-CAfile",
            &anchor,
        ];
        desk.run("openssl", &arguments).1
    };
    let said = ask();
    assert!(
        said.contains("Response verify OK") && said.contains(": good"),
        "{said}"
    );
    assert_eq!(
        desk.post("/people/sato/revoked", &json!({ "revoked": true })),
        204
    );
    let said = ask();
    assert!(
        said.contains("Response verify OK") && said.contains(": revoked"),
        "{said}"
    );
    assert_eq!(
        desk.post("/ocsp/behaviour", &json!({ "as": "bad_signature" })),
        204
    );
    let said = ask();
    assert!(said.contains("Response Verify Failure"), "{said}");
}

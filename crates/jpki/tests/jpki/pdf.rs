//! Signed PDF files that come in → every signature found, and what it covers; each deceit refused.

use chrono::TimeDelta;
use madoguchi_jpki::Purpose;
use madoguchi_jpki::cms::CmsRefusal;
use madoguchi_jpki::pdf::{Coverage, PdfRefusal, PdfSignature, verify};

use crate::support::pdf::{
    gap, numbered, page, replaced, signed, signed_with, space, unsigned, with_contents, written,
};
use crate::support::{anchors, in_force, profile, strange_key};

fn judge(bytes: &[u8]) -> Result<Vec<PdfSignature>, PdfRefusal> {
    let at = in_force() + TimeDelta::minutes(1);
    verify(bytes, &anchors(Purpose::Signature), &profile(), at)
}

type Said = (Coverage, Result<(), PdfRefusal>);
type Ranges = fn([usize; 4]) -> [usize; 4];

/// What is said of each signature, in short.
fn said(bytes: &[u8]) -> Result<Vec<Said>, PdfRefusal> {
    let all = judge(bytes)?;
    Ok(all
        .into_iter()
        .map(|one| (one.coverage, one.outcome.map(|_| ())))
        .collect())
}

const WHOLE: Said = (Coverage::Whole, Ok(()));

fn changed_after(signed_length: usize) -> Said {
    (Coverage::ChangedAfter { signed_length }, Ok(()))
}

#[test]
fn a_signature_over_the_whole_is_accepted() {
    let all = judge(&signed(unsigned())).unwrap();
    assert_eq!(all.len(), 1);
    assert!(all[0].is_over_the_whole());
    let signature = all[0].outcome.as_ref().unwrap();
    assert_eq!(signature.signing_time, Some(in_force()));
    assert_eq!(
        signature.certificate.signer_attributes().unwrap().name,
        "窓口　花子"
    );
}

#[test]
fn what_has_no_signature_or_is_no_pdf() {
    let mut objects = page();
    objects[3].1 = objects[3].1.replace("/V 5 0 R", "");
    assert_eq!(judge(&written(&[], &objects)), Err(PdfRefusal::NoSignature));
    for bytes in [&b""[..], b"text", b"%PDF-1.7\n%%EOF\n"] {
        assert_eq!(judge(bytes), Err(PdfRefusal::NotPdf));
    }
    assert_eq!(
        judge(&vec![b' '; 32 * 1024 * 1024 + 1]),
        Err(PdfRefusal::TooLarge)
    );
}

#[test]
fn no_changed_byte_passes() {
    let whole = signed(unsigned());
    let (start, end) = gap(&whole);
    for at in (0..=start + 20).chain(end - 20..whole.len()) {
        let mut changed = whole.clone();
        changed[at] ^= 0x01;
        let passes = judge(&changed).is_ok_and(|all| all.iter().all(PdfSignature::is_over_the_whole));
        assert!(!passes, "byte {at}");
    }
}

#[test]
fn what_is_added_after_signing_is_told() {
    let whole = signed(unsigned());
    let mut followed = whole.clone();
    followed.extend_from_slice(b"\n");
    assert_eq!(said(&followed), Ok(vec![changed_after(whole.len())]));
    let other_page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>";
    let updated = written(&whole, &[(3, other_page.into())]);
    assert_eq!(said(&updated), Ok(vec![changed_after(whole.len())]));
    assert!(!judge(&updated).unwrap()[0].is_over_the_whole());
}

#[test]
fn of_two_signatures_the_first_covers_what_was_there_before_the_second() {
    let first = signed(unsigned());
    let field = "<< /FT /Sig /T (s2) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R /V 7 0 R >>";
    let catalogue = page()[0].1.replace("[4 0 R]", "[4 0 R 6 0 R]");
    let added = [(1, catalogue), (6, field.into()), (7, space())];
    let second = signed(written(&first, &added));
    assert_eq!(said(&second), Ok(vec![changed_after(first.len()), WHOLE]));
}

#[test]
fn ranges_that_do_not_cover_everything_but_the_signature() {
    let wrong: [(&str, Ranges); 8] = [
        ("gap too long at its start", |[a, b, c, d]| [a, b - 20, c, d]),
        ("gap too long at its end", |[a, b, c, d]| [a, b, c + 4, d - 4]),
        ("gap too short at its start", |[a, b, c, d]| [a, b + 2, c, d]),
        ("gap too short at its end", |[a, b, c, d]| [a, b, c - 2, d + 2]),
        ("does not reach the end", |[a, b, c, d]| [a, b, c, d - 20]),
        ("beyond the end", |[a, b, c, d]| [a, b, c, d + 1]),
        ("nothing after", |[a, b, c, _]| [a, b, c, 0]),
        ("overlapping", |[a, b, _, d]| [a, b, 0, d]),
    ];
    for (what, range) in wrong {
        let bytes = signed_with(unsigned(), range, |_| ());
        assert_eq!(judge(&bytes), Err(PdfRefusal::ByteRange), "{what}");
    }
}

#[test]
fn ranges_that_are_none() {
    let whole = signed(unsigned());
    let not_first = replaced(whole.clone(), "/ByteRange [0", "/ByteRange [1");
    assert_eq!(judge(&not_first), Err(PdfRefusal::ByteRange));
    let text = String::from_utf8_lossy(&whole).into_owned();
    let numbers = text
        .split("/ByteRange ")
        .nth(1)
        .unwrap()
        .split(']')
        .next()
        .unwrap()
        .to_owned()
        + "]";
    for other in [
        "[0 1 2]",
        "[]",
        "[0 1 2 3 4 5]",
        "[0 -1 2 3]",
        "[0 1.5 2 3]",
        "[0 (1) 2 3]",
        "[0 5 0 R 2 3]",
    ] {
        let padded = format!("{other:width$}", width = numbers.len());
        let bytes = replaced(whole.clone(), &numbers, &padded);
        assert_eq!(judge(&bytes), Err(PdfRefusal::ByteRange), "{other}");
    }
    for other in ["5 0 R", "/Name", "(text)"] {
        let padded = format!("{other:width$}", width = numbers.len());
        let bytes = replaced(whole.clone(), &numbers, &padded);
        assert_eq!(judge(&bytes), Err(PdfRefusal::Dictionary), "{other}");
    }
}

#[test]
fn the_gap_holds_the_signature_and_zeros_alone() {
    let whole = signed(unsigned());
    let (start, end) = gap(&whole);
    let put = |at: usize, byte: u8| {
        let mut bytes = whole.clone();
        bytes[at] = byte;
        judge(&bytes)
    };
    assert_eq!(
        said(&{
            let mut same = whole.clone();
            same[end - 2] = b'0';
            same
        }),
        Ok(vec![WHOLE])
    );
    for (at, byte) in [(end - 3, b' '), (end - 3, b'\n'), (start + 9, b' ')] {
        assert_eq!(put(at, byte), Err(PdfRefusal::Contents), "{at}");
    }
    let followed = put(end - 2, b'1').unwrap();
    assert_eq!(followed[0].outcome, Err(PdfRefusal::Contents));
    // An empty space.
    let (a, b) = gap(&unsigned());
    let rest = unsigned().len() - b;
    let empty = numbered(unsigned(), &[a, b, rest].map(|number| format!("{number:<10}")));
    assert_eq!(judge(&empty).unwrap()[0].outcome, Err(PdfRefusal::Contents));
}

#[test]
fn a_signature_that_no_field_shows_is_found_all_the_same() {
    let mut objects = page();
    objects[3].1 = objects[3].1.replace("/V 5 0 R", "");
    objects.push((5, space()));
    let bytes = signed(written(&[], &objects));
    assert_eq!(said(&bytes), Ok(vec![WHOLE]));
}

#[test]
fn a_signature_inside_another_object_is_found() {
    let mut objects = page();
    objects[3].1 = objects[3].1.replace("5 0 R", &space());
    assert_eq!(said(&signed(written(&[], &objects))), Ok(vec![WHOLE]));
    let mut objects = page();
    objects[2].1 = objects[2].1.replace(
        "/Type /Page ",
        &format!("/Type /Page /X [[<< /Y {} >>]] ", space()),
    );
    objects[3].1 = objects[3].1.replace("/V 5 0 R", "");
    assert_eq!(said(&signed(written(&[], &objects))), Ok(vec![WHOLE]));
}

#[test]
fn a_name_may_be_written_in_another_way() {
    let mut objects = page();
    objects.push((5, space().replace("/ByteRange", "/Byte#52#61nge")));
    assert_eq!(said(&signed(written(&[], &objects))), Ok(vec![WHOLE]));
}

#[test]
fn signature_data_in_a_hidden_place() {
    let whole = signed(unsigned());
    // A later state puts another signature in the place of the first.
    let replaced = signed(written(&whole, &[(5, space())]));
    assert_eq!(judge(&replaced), Err(PdfRefusal::Hidden));
    // One that the table of objects does not name, in a comment and behind the end.
    for hidden in ["% /ByteRange [0 1 2 3]\n", "% /#42yteRange[0 1 2 3]\n"] {
        let bytes = [&whole[..], hidden.as_bytes()].concat();
        assert_eq!(judge(&bytes), Err(PdfRefusal::Hidden));
        let mut objects = page();
        objects.push((5, format!("{hidden}{}", space())));
        assert_eq!(judge(&signed(written(&[], &objects))), Err(PdfRefusal::Hidden));
    }
    // Twice in one dictionary.
    let mut objects = page();
    objects.push((5, space().replace("/Contents", "/ByteRange [0 1 2 3] /Contents")));
    assert_eq!(judge(&signed(written(&[], &objects))), Err(PdfRefusal::Hidden));
    // Another name is another.
    let bytes = [&whole[..], b"% /ByteRanges /ByteRang\n"].concat();
    assert_eq!(said(&bytes), Ok(vec![changed_after(whole.len())]));
}

#[test]
fn bytes_that_serve_two_signatures() {
    let whole = signed(unsigned());
    let text = String::from_utf8_lossy(&whole).into_owned();
    let copied = text
        .split("5 0 obj\n")
        .nth(1)
        .unwrap()
        .split("\nendobj")
        .next()
        .unwrap();
    // A copy of the dictionary elsewhere does not hold the gap.
    assert_eq!(
        judge(&written(&whole, &[(8, copied.to_owned())])),
        Err(PdfRefusal::ByteRange)
    );
    // One inside the other: the gap lies in both.
    let mut objects = page();
    let zeros = "0".repeat(6000);
    let inner = "/Inner << /Type /Sig /ByteRange [0 ++++++++++ ++++++++++ ++++++++++] /Contents";
    let outer = format!("/Contents <{zeros}> {inner} <{zeros}> >> >>");
    let both = space().replace(&format!("/Contents <{zeros}> >>"), &outer);
    objects.push((5, both));
    let bytes = written(&[], &objects);
    let (a, b) = gap(&bytes);
    let numbers = [a, b, bytes.len() - b].map(|number| format!("{number:<10}"));
    let mut bytes = numbered(bytes, &numbers);
    for number in numbers {
        bytes = replaced(bytes, "++++++++++", &number);
    }
    assert_eq!(judge(&bytes), Err(PdfRefusal::Duplicate));
}

#[test]
fn a_field_whose_value_is_no_signature() {
    for value in ["(text)", "<< /Type /X >>", "3 0 R", "99 0 R"] {
        let mut objects = page();
        objects.push((5, space()));
        let field = format!("<< /FT /Sig /T (s2) /V {value} >>");
        objects.push((6, field));
        assert_eq!(
            judge(&signed(written(&[], &objects))),
            Err(PdfRefusal::Dictionary),
            "{value}"
        );
    }
    let mut objects = page();
    objects.push((5, "<< /Type /Sig /Filter /Adobe.PPKLite >>".into()));
    assert_eq!(judge(&written(&[], &objects)), Err(PdfRefusal::Dictionary));
}

#[test]
fn other_kinds_of_signature() {
    for kind in ["ETSI.RFC3161", "adbe.pkcs7.sha1", "adbe.x509.rsa_sha1"] {
        let mut objects = page();
        objects.push((5, space().replace("ETSI.CAdES.detached", kind)));
        let all = judge(&signed(written(&[], &objects))).unwrap();
        assert_eq!(all[0].outcome, Err(PdfRefusal::Kind));
    }
    let mut objects = page();
    objects.push((5, space().replace("ETSI.CAdES.detached", "adbe.pkcs7.detached")));
    assert_eq!(said(&signed(written(&[], &objects))), Ok(vec![WHOLE]));
}

#[test]
fn what_is_wrong_with_the_signature_itself_is_told() {
    let (start, end) = gap(&unsigned());
    let certificate = |key| {
        let bytes = signed(unsigned());
        let document = [&bytes[..start], &bytes[end..]].concat();
        let issued =
            crate::support::authority(Purpose::Signature).issue(&crate::support::order(Purpose::Signature));
        let signature = madoguchi_jpki::testing::Signature::new(&document, &issued, in_force()).unwrap();
        let mut cms = signature.sign(key);
        cms.resize(2999, 0);
        with_contents(bytes, &cms)
    };
    assert_eq!(said(&certificate(crate::support::persons_key())), Ok(vec![WHOLE]));
    let forged = judge(&certificate(strange_key())).unwrap();
    assert_eq!(
        forged[0].outcome,
        Err(PdfRefusal::Signature(CmsRefusal::Signature))
    );
    assert_eq!(forged[0].coverage, Coverage::Whole);
    let inside = signed_with(
        unsigned(),
        |range| range,
        |signature| signature.content = Some(vec![1]),
    );
    assert_eq!(
        judge(&inside).unwrap()[0].outcome,
        Err(PdfRefusal::Signature(CmsRefusal::ContentInside))
    );
    assert_eq!(
        PdfRefusal::Signature(CmsRefusal::Digest).code(),
        "document_changed"
    );
}

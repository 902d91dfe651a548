//! Small PDF files with signatures, written by hand so that any fault can be made.

use std::fmt::Write as _;

use madoguchi_jpki::Purpose;
use madoguchi_jpki::testing::Signature;

use super::{authority, in_force, order, persons_key};

/// Bytes of space for a signature.
const SPACE: usize = 3000;
const NUMBER: &str = "**********";

/// The objects of a page with a signature field (4) whose value is object 5.
pub(crate) fn page() -> Vec<(u32, String)> {
    vec![
        (
            1,
            "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> >>".into(),
        ),
        (2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into()),
        (
            3,
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [4 0 R] >>".into(),
        ),
        (
            4,
            "<< /FT /Sig /T (s1) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R /V 5 0 R >>".into(),
        ),
    ]
}

/// A signature's dictionary, its numbers and its space still empty.
pub(crate) fn space() -> String {
    let zeros = "0".repeat(SPACE * 2);
    format!(
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached \
         /ByteRange [0 {NUMBER} {NUMBER} {NUMBER}] /Contents <{zeros}> >>"
    )
}

/// The page with space for a signature.
pub(crate) fn unsigned() -> Vec<u8> {
    let mut objects = page();
    objects.push((5, space()));
    written(&[], &objects)
}

/// A state of a file: what was there before, and these objects.
pub(crate) fn written(before: &[u8], objects: &[(u32, String)]) -> Vec<u8> {
    let mut out = before.to_vec();
    let mut previous = String::new();
    if before.is_empty() {
        out.extend_from_slice(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    } else {
        let text = String::from_utf8_lossy(before);
        let start = text.rsplit("startxref\n").next().unwrap();
        previous = format!("/Prev {}", start.lines().next().unwrap());
    }
    let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
    for (number, object) in objects {
        write!(table, "{number} 1\n{:010} 00000 n \n", out.len()).unwrap();
        out.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
    }
    let start = out.len();
    out.extend_from_slice(table.as_bytes());
    let trailer = format!("trailer\n<< /Size 20 /Root 1 0 R {previous} >>\nstartxref\n{start}\n%%EOF\n");
    out.extend_from_slice(trailer.as_bytes());
    out
}

/// Where the last signature's string begins and ends.
pub(crate) fn gap(bytes: &[u8]) -> (usize, usize) {
    let wanted = b"/Contents <";
    let at = bytes
        .windows(wanted.len())
        .rposition(|window| window == wanted)
        .unwrap();
    let start = at + wanted.len() - 1;
    let end = bytes[start..].iter().position(|byte| *byte == b'>').unwrap();
    (start, start + end + 1)
}

/// Fills in the numbers and the signature, faultless.
pub(crate) fn signed(bytes: Vec<u8>) -> Vec<u8> {
    signed_with(bytes, |range| range, |_| ())
}

/// Fills in the numbers as they are wanted, and a signature over them.
pub(crate) fn signed_with(
    bytes: Vec<u8>,
    range: impl FnOnce([usize; 4]) -> [usize; 4],
    change: impl FnOnce(&mut Signature),
) -> Vec<u8> {
    let (start, end) = gap(&bytes);
    let [a, b, c, d] = range([0, start, end, bytes.len() - end]);
    let bytes = numbered(bytes, &[b, c, d].map(|number| format!("{number:<10}")));
    let part = |from: usize, length: usize| bytes.get(from..from + length).unwrap_or_default();
    let document = [part(a, b), part(c, d)].concat();
    let certificate = authority(Purpose::Signature).issue(&order(Purpose::Signature));
    let mut signature = Signature::new(&document, &certificate, in_force()).unwrap();
    change(&mut signature);
    let cms = signature.sign(persons_key());
    with_contents(bytes, &cms)
}

/// Writes the three numbers into the place that was left for them.
pub(crate) fn numbered(mut bytes: Vec<u8>, numbers: &[String; 3]) -> Vec<u8> {
    for number in numbers {
        let at = bytes
            .windows(10)
            .position(|window| window == NUMBER.as_bytes())
            .unwrap();
        bytes.splice(at..at + 10, number.bytes());
    }
    bytes
}

/// Writes a signature into the space that was left for it.
pub(crate) fn with_contents(mut bytes: Vec<u8>, cms: &[u8]) -> Vec<u8> {
    let (start, _) = gap(&bytes);
    let digits = super::hex(cms);
    assert!(digits.len() <= SPACE * 2);
    bytes[start + 1..start + 1 + digits.len()].copy_from_slice(digits.as_bytes());
    bytes
}

/// Puts other bytes of the same length in the place of some, once.
pub(crate) fn replaced(mut bytes: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = bytes
        .windows(from.len())
        .position(|window| window == from.as_bytes())
        .unwrap();
    bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    bytes
}
